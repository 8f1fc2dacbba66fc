"""The store's clock where time jumps."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.fakes import START

if TYPE_CHECKING:
    from syncbot.errors import ClockWrong


class LoopClock:
    """The store's clock on the time of the running loop."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.fault: ClockWrong | None = None

    @property
    def seconds(self) -> float:
        return START + self.ahead + asyncio.get_running_loop().time()

    async def now(self) -> float:
        await self.check()
        return self.seconds

    async def check(self) -> None:
        if self.fault is not None:
            raise self.fault

    def advance(self, seconds: float) -> None:
        self.ahead += seconds
