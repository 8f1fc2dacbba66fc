"""This process's clock, held against those of others.

Stored state goes by the time of Redis, and whether a request of Slack is fresh by the time of this process. A process
whose clock is wrong would take a request for fresh that is old, so it does nothing at all and says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from syncbot.errors import ClockWrong

TOLERATED_SECONDS: Final = 30.0
"""A tenth of the time in which Slack's signatures are taken for fresh; clocks that are kept differ by milliseconds."""

WRONG: Final = "The clock of this replica of syncbot is {seconds:.0f} s {side} {whose}."
BEHIND: Final = "behind"
AHEAD: Final = "ahead of"
NOT_DONE: Final = "It does nothing until both agree."
NEXT: Final = "Tell those who run syncbot, and try again: another replica may answer."


class Timepiece:
    """This process's clock.

    Args:
        now: Seconds since the epoch as this machine has them.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._off: dict[str, float] = {}

    def now(self) -> float:
        """Seconds since the epoch, by this machine's clock."""
        return self._now()

    def times(self) -> tuple[float, ...]:
        """What time it may be: by this clock, and by each that was found to be too far from it."""
        now = self._now()
        return (now, *(now + off for off in self._off.values() if abs(off) > TOLERATED_SECONDS))

    def compare(self, whose: str, there: float, *, asked_at: float, precision: float = 0.0) -> None:
        """Note what another clock said.

        Args:
            whose: Its owner, for a sentence.
            there: Seconds since the epoch; it was read there after this process asked for it, and before now.
            asked_at: What `now` gave when this process asked.
            precision: How much later than `there` it may have been, because `there` was cut to whole seconds.
        """
        earliest, latest = sorted((asked_at, self._now()))
        self._off[whose] = max(there - latest, 0.0) + min(there + precision - earliest, 0.0)

    def check(self) -> None:
        """Raise ClockWrong when another clock was found to be too far from this one.

        Of several the same one is named, whichever was asked first.
        """
        for whose, off in sorted(self._off.items()):
            if abs(off) > TOLERATED_SECONDS:
                side = BEHIND if off > 0 else AHEAD
                what = WRONG.format(seconds=abs(off), side=side, whose=whose)
                raise ClockWrong(what, not_done=NOT_DONE, next_step=NEXT)
