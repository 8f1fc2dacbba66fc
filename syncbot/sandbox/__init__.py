"""Strict stand-ins for Slack and Polytomic, over HTTP. They import nothing else of syncbot."""
