"""The time that all processes share: Redis's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncbot.store import keys

if TYPE_CHECKING:
    from syncbot.store.connection import Connection


class RedisClock:
    """`syncbot.changes.ports.Clock` by Redis TIME, plus an offset that only tests set."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def now(self) -> float:
        """Seconds since the epoch, to the microsecond. Raises StoreUnavailable."""
        async with self._connection.quickly() as redis, redis.pipeline(transaction=False) as pipe:
            pipe.time()
            pipe.get(keys.CLOCK_OFFSET)
            (seconds, micros), offset = await pipe.execute()
        return float(seconds + micros / 1e6 + float(offset or 0))
