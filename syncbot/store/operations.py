"""Which deliveries were seen: Slack repeats what was not acknowledged in time, to any process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from syncbot.store import keys

if TYPE_CHECKING:
    from syncbot.store.connection import Connection

SEEN_SECONDS: Final = 1800
"""Slack repeats a delivery up to about six minutes later; its own delays come on top."""


class Operations:
    """Ids of events and requests, each remembered for `seen_seconds`."""

    def __init__(self, connection: Connection, *, seen_seconds: int = SEEN_SECONDS) -> None:
        self._connection = connection
        self._seconds = seen_seconds
        self._first = connection.script("seen_first")

    async def first(self, event_id: str) -> bool:
        """Whether this is the first time that any process sees the id. Raises StoreUnavailable."""
        return bool(await self._first([keys.seen(event_id)], uuid4().hex, self._seconds))

    async def forget(self, event_id: str) -> None:
        """Let a repeat be the first again, when what it asked could not be begun. Raises StoreUnavailable."""
        async with self._connection.quickly() as redis:
            await redis.delete(keys.seen(event_id))
