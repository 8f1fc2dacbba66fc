"""The page of the demo: its files, and the little server that hands them out and streams what changes."""

from __future__ import annotations

from syncbot.sandbox.page.bell import Bell
from syncbot.sandbox.page.serving import Answer, Feed, NoSuchError, Page, Refusal

__all__ = ["Answer", "Bell", "Feed", "NoSuchError", "Page", "Refusal"]
