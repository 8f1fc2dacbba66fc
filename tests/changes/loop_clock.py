"""The store's clock where time jumps."""

from __future__ import annotations

import asyncio

from typing_extensions import override

from tests.fakes import FakeClock


class LoopClock(FakeClock):
    """The store's clock on the time of the running loop."""

    @property
    @override
    def seconds(self) -> float:
        return super().seconds + asyncio.get_running_loop().time()
