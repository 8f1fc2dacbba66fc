"""The workspace for a page in the browser: what a person sees as JSON, and what they do by ids."""

from __future__ import annotations

from syncbot.sandbox.slack.page.pointing import CannotError, Pointing
from syncbot.sandbox.slack.page.seat import Seat

__all__ = ["CannotError", "Pointing", "Seat"]
