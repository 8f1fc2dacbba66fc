"""The time that all processes share: Redis's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncbot.store import keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncbot.store.connection import Connection

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
        return self.read(await self._time([keys.CLOCK_OFFSET]), asked_at=asked_at)

    def read(self, told: Sequence[bytes | None], *, asked_at: float) -> float:
        """Seconds since the epoch, from what the function `time_here` told a script. As `now`.

        Args:
            told: Seconds, microseconds, the offset.
            asked_at: When the script was asked for, by the clock of this process.
        """
        seconds, micros, offset = (float(each or 0) for each in told)
        now = seconds + micros / 1e6
        self._connection.timepiece.compare(WHOSE, now, asked_at=asked_at)
        self._connection.timepiece.check()
        return now + offset

    async def check(self) -> None:
        """Compare the clocks only. Raises as `now`."""
        await self.now()
