"""The time that all processes share: Redis's own."""

from __future__ import annotations

from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, Final

from syncbot.store import keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncbot.store.connection import Connection

WHOSE: Final = "that of Redis"


LEARNT_SECONDS: Final = 1.0
"""For how long what a request was told of the time is counted on by this process, instead of asking again."""

_learnt: ContextVar[tuple[float, float]] = ContextVar("learnt", default=(0.0, float("-inf")))
"""The time that the request at hand was told, and when by the monotonic clock."""


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
        then, at = _learnt.get()
        if (since := monotonic() - at) < LEARNT_SECONDS:
            return then + since
        asked_at = self._connection.timepiece.now()
        return self.read(await self._time([keys.CLOCK_OFFSET]), asked_at=asked_at)

    def learn(self, told: Sequence[bytes | None], *, asked_at: float) -> None:
        """The same, for what follows in this request. Raises as `now`."""
        _learnt.set((self.read(told, asked_at=asked_at), monotonic()))

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
        asked_at = self._connection.timepiece.now()
        self.read(await self._time([keys.CLOCK_OFFSET]), asked_at=asked_at)
