"""Rate limits: calls a minute and method, held only when switched on."""

from __future__ import annotations

from collections import deque

from syncbot.sandbox.slack.clock import Clock

WINDOW_SECONDS = 60.0


class Rates:
    """Counts the calls of the last minute by method.

    Attributes:
        enforced: Off by default, so that a scenario of many calls is not slowed down.
    """

    def __init__(self, clock: Clock) -> None:
        self.enforced = False
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}

    def wait_seconds(self, method: str, per_minute: int) -> int:
        """Count a call; 0 when it is within the limit, else the `Retry-After` it is answered with."""
        if not self.enforced:
            return 0
        now = self._clock.now()
        calls = self._calls.setdefault(method, deque())
        while calls and now - calls[0] >= WINDOW_SECONDS:
            calls.popleft()
        if len(calls) >= per_minute:
            return max(1, round(WINDOW_SECONDS - (now - calls[0])))
        calls.append(now)
        return 0
