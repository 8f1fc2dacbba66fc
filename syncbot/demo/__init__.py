"""The embedded demo: stand-ins for Slack and Polytomic, the real bot between them, and no account."""

from __future__ import annotations

from syncbot.demo.playing import tour
from syncbot.demo.workspace import workspace

__all__ = ["tour", "workspace"]
