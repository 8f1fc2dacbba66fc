"""The embedded demo: stand-ins for Slack and Polytomic, the real bot between them, and no account."""
