"""Change a Polytomic model sync from Slack, safely."""
