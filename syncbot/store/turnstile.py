"""What every request passes, in Redis for all processes together: `syncbot.changes.turnstile.Turnstile`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from syncbot.changes.turnstile import FREE, Passage
from syncbot.errors import StoreUnavailable
from syncbot.store import keys
from syncbot.store.clock import RedisClock

if TYPE_CHECKING:
    from syncbot.store.connection import Connection

DEADLINE_SECONDS: Final = 0.3
"""It comes before the work of each request, which must fit into what is left of the time to acknowledge it."""
MINUTE: Final = 60.0
UNDER_WAY_SECONDS: Final = 3
"""For how long an operation is taken without having been done: twice the time that it has."""
REMEMBERED_SECONDS: Final = 900
"""For how long an operation is known again: longer than a signed request is taken for fresh, to both sides."""


class RedisTurnstile:
    """A minute's requests may come at once; after that, as many as a minute gives.

    Args:
        per_minute: For each person; 0 for as many as they like.
    """

    def __init__(self, connection: Connection, *, per_minute: int) -> None:
        self.per_minute = per_minute
        self._connection = connection
        self._clock = RedisClock(connection)
        self._enter = connection.script("turnstile")
        self._spacing = MINUTE / per_minute if per_minute else 0.0

    async def enter(self, person: str, operation_id: str = "") -> Passage:
        """Count a request of a person, and take its operation; see the port."""
        timepiece = self._connection.timepiece
        asked_at, own = timepiece.now(), keys.turnstile(person)
        named = [own, keys.taken(operation_id) if operation_id else own, keys.CLOCK_OFFSET]
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                time, verdict = await self._enter(named, self._spacing, MINUTE, UNDER_WAY_SECONDS, uuid4().hex)
        except (StoreUnavailable, TimeoutError):
            timepiece.check()
            return FREE
        self._clock.learn(time, asked_at=asked_at)
        return _passage(verdict)

    async def done(self, operation_id: str) -> None:
        """Remember that the operation was carried out; see the port."""
        with self._connection.asking() as questions:
            await questions.ask("SET", keys.taken(operation_id), "", "EX", REMEMBERED_SECONDS)


def _passage(verdict: bytes) -> Passage:
    match verdict:
        case b"passed":
            return FREE
        case b"repeated":
            return Passage(repeated=True)
    return Passage(wait_seconds=float(verdict))
