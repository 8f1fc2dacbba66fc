"""Whether others have a turn between two steps of something long."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

S = TypeVar("S")
T = TypeVar("T")


class Turns:
    """Counts the turns of the loop.

    Attributes:
        at_each: The count at each call of the function that is `noted`.
    """

    def __init__(self) -> None:
        self._count = 0
        self.at_each: list[int] = []

    @asynccontextmanager
    async def counted(self) -> AsyncIterator[None]:
        """While the block runs."""
        counting = asyncio.create_task(self._go_on())
        try:
            yield
        finally:
            counting.cancel()
            with suppress(asyncio.CancelledError):
                await counting

    def noted(self, step: Callable[[S], T]) -> Callable[[S], T]:
        """The same function, each of whose calls is noted."""

        def noting(given: S) -> T:
            self.at_each.append(self._count)
            return step(given)

        return noting

    async def _go_on(self) -> None:
        while True:
            self._count += 1
            await asyncio.sleep(0)
