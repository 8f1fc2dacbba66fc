"""The time that all processes share: Redis's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncbot.store import keys

if TYPE_CHECKING:
    from syncbot.store.connection import Client, Connection

WHOSE: Final = "that of Redis"


class RedisClock:
    """`syncbot.changes.ports.Clock` by Redis TIME, plus an offset that only tests set."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._time = connection.script("time")

    async def now(self) -> float:
        """Seconds since the epoch, to the microsecond.

        Raises:
            StoreUnavailable: Redis did not answer.
            ClockWrong: This process's clock is too far from it, so that nothing may be stored.
        """
        asked_at = self._connection.timepiece.now()
        async with self._connection.quickly() as redis, redis.pipeline(transaction=False) as pipe:
            self.ask(pipe)
            told = await pipe.execute()
        return self.read(*told, asked_at=asked_at)

    @staticmethod
    def ask(pipe: Client) -> None:
        """Ask for the time among other things: two commands, whose answers `read` takes."""
        pipe.time()
        pipe.get(keys.CLOCK_OFFSET)

    def read(self, time: tuple[int, int], offset: bytes | None, *, asked_at: float) -> float:
        """Seconds since the epoch, from two answers that were asked for at that time of this process. As `now`."""
        return self._compared(*time, asked_at) + float(offset or 0)

    async def check(self) -> None:
        """Compare the clocks only. Raises as `now`."""
        asked_at = self._connection.timepiece.now()
        seconds, micros = await self._time([])
        self._compared(int(seconds), int(micros), asked_at)

    def _compared(self, seconds: int, micros: int, asked_at: float) -> float:
        now = seconds + micros / 1e6
        self._connection.timepiece.compare(WHOSE, now, asked_at=asked_at)
        self._connection.timepiece.check()
        return now
