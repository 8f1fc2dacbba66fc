"""When this process heard of Slack last."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

AGO: Final = "heard of Slack {seconds:.0f} s ago"
NEVER: Final = "not heard of Slack since the start, {seconds:.0f} s ago"


class Contact:
    """The last sign of Slack: a request, or whatever came over a connection of Socket Mode.

    Args:
        now: Seconds since the epoch.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._since = now()
        self._at: float | None = None

    def heard(self) -> None:
        """Slack was heard of now."""
        self._at = self._now()

    @property
    def at(self) -> float:
        """Seconds since the epoch; 0 when it was not heard of."""
        return self._at or 0.0

    async def told(self) -> str:
        """The same in words."""
        at = self._since if self._at is None else self._at
        return (NEVER if self._at is None else AGO).format(seconds=max(0.0, self._now() - at))
