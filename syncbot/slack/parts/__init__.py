"""The parts of the editor, one module each: its view and the reader of that view together."""
