"""The time that triggers, response URLs and timestamps are measured by."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """A clock that tests may move on."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead_seconds = 0.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._source() + self._ahead_seconds

    def advance(self, seconds: float) -> None:
        """Let this much time pass at once."""
        self._ahead_seconds += seconds
