"""The time that all processes share: Redis's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncbot.store import keys

if TYPE_CHECKING:
    from syncbot.store.connection import Connection

WHOSE: Final = "that of Redis"


class RedisClock:
    """`syncbot.changes.ports.Clock` by Redis TIME, plus an offset that only tests set."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def now(self) -> float:
        """Seconds since the epoch, to the microsecond.

        Raises:
            StoreUnavailable: Redis did not answer.
            ClockWrong: This process's clock is too far from it, so that nothing may be stored.
        """
        timepiece = self._connection.timepiece
        asked_at = timepiece.now()
        async with self._connection.quickly() as redis, redis.pipeline(transaction=False) as pipe:
            pipe.time()
            pipe.get(keys.CLOCK_OFFSET)
            (seconds, micros), offset = await pipe.execute()
        now = float(seconds + micros / 1e6)
        timepiece.compare(WHOSE, now, asked_at=asked_at)
        timepiece.check()
        return now + float(offset or 0)
