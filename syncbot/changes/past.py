"""The port to what was done to each sync, and how it last looked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Protocol

from syncbot.changes.model import Change
from syncbot.sync.document import JsonObject


class History(Protocol):
    """What was done to a sync, through syncbot or seen from outside. All raise StoreUnavailable."""

    async def append(self, change: Change) -> None:
        """Record an ended change; a second time for the same change replaces the first."""

    async def entries(self, sync_id: str, *, limit: int, skip: int = 0) -> tuple[Change, ...]:
        """The changes recorded for that sync, the last ended first, without the first `skip`."""

    def latest_first(self, sync_id: str, *, skip: int = 0) -> AsyncIterator[Change]:
        """The same, all of them, a few at a time: of a large sync each is large. Whoever has enough reads no more."""

    async def entry(self, change_id: str) -> Change:
        """One recorded change. Raises Gone."""

    async def note_known(self, sync_id: str, doc: JsonObject) -> None:
        """Keep `doc` as the last known state of the sync."""

    async def last_known(self, sync_id: str) -> tuple[JsonObject, float] | None:
        """The last known state and when it was noted, or None."""

    async def known_since(self, sync_id: str) -> float | None:
        """When the sync was first noted, at most as long ago as history is kept; None when it never was."""

    async def written_since(self, at: float) -> tuple[str, ...]:
        """The ids of the syncs that were changed through syncbot since then, the last changed first."""

    async def mark_told(self, change_id: str) -> None:
        """Remember that people were told of an entry that was seen from outside."""

    async def is_told(self, change_id: str) -> bool:
        """Whether people were told of it."""


def without_documents(change: Change) -> Change:
    """What a list tells of it, without the states of the sync, which are large where the sync is."""
    return replace(
        change,
        base={},
        draft={},
        attempt=change.attempt and replace(change.attempt, snapshot={}, meant={}, body={}),
        outcome=change.outcome and replace(change.outcome, after=None),
    )
