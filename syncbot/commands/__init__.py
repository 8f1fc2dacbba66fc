"""What the commands do that neither serve nor apply: one module a command, which adds its own arguments."""
