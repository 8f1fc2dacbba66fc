"""The way out: a process that is told to stop says so before it does.

It fails `/readyz` at once and takes no more jobs, but goes on serving for a while: a load balancer looks from time to
time, and until it has, it sends requests here. Slack does not repeat a click that nobody took.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from syncbot.errors import OurFault

LINGER_SECONDS: Final = 3.0
"""How long it goes on, unless another time is asked for."""

STOPPING: Final = "It was told to stop, and serves on for a moment."


class Departure:
    """Whether this process was told to stop."""

    def __init__(self) -> None:
        self.announced = False
        self._first: list[Callable[[], None]] = []

    def first(self, do: Callable[[], None]) -> None:
        """Have this done as soon as it is announced."""
        self._first.append(do)

    def announce(self) -> None:
        """It was told to stop; saying so twice changes nothing."""
        if not self.announced:
            self.announced = True
            for do in self._first:
                do()

    async def check(self) -> None:
        """Raise OurFault once it was; for `/readyz`."""
        if self.announced:
            raise OurFault(STOPPING)
