"""How many requests one person may make, counted in Redis for all processes together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from syncbot.errors import StoreUnavailable
from syncbot.store import keys
from syncbot.store.clock import WHOSE

if TYPE_CHECKING:
    from syncbot.store.connection import Connection

DEADLINE_SECONDS: Final = 0.3
"""It comes before the work of each request, which must fit into what is left of the time to acknowledge it."""
MINUTE: Final = 60.0


class RedisTurnstile:
    """A minute's requests may come at once; after that, as many as a minute gives.

    Args:
        per_minute: For each person; 0 for as many as they like.
    """

    def __init__(self, connection: Connection, *, per_minute: int) -> None:
        self.per_minute = per_minute
        self._connection = connection
        self._pass = connection.script("turnstile")

    async def wait_for(self, person: str) -> float:
        """Count a request of a person; 0 when it may go on, else in how many seconds the next one may.

        Without an answer of Redis it may: what needs Redis says itself that it is gone.

        Raises:
            ClockWrong: This process's clock is too far from that of Redis, or of Slack.
        """
        timepiece = self._connection.timepiece
        asked_at = timepiece.now()
        rate = (MINUTE / self.per_minute, MINUTE) if self.per_minute else (0, MINUTE)
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                wait, now = await self._pass([keys.turnstile(person)], *rate)
        except (StoreUnavailable, TimeoutError):
            wait = 0.0
        else:
            timepiece.compare(WHOSE, float(now), asked_at=asked_at)
        timepiece.check()
        return float(wait)
