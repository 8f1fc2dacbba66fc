"""Waiting for calls to arrive."""

from __future__ import annotations

import asyncio
from fnmatch import fnmatchcase

from syncbot.sandbox.polytomic.faults import DEADLINE_SECONDS


class Arrivals:
    """Calls in the order in which they arrived. Each arrival is given once to each pattern that waits for it."""

    def __init__(self) -> None:
        self._arrived: list[tuple[str, str]] = []
        self._given: dict[tuple[str, str], int] = {}
        self._news = asyncio.Event()

    def note(self, method: str, path: str) -> None:
        """A call has arrived."""
        self._arrived.append((method, path))
        self._news.set()
        self._news = asyncio.Event()

    async def next(self, method: str, path: str) -> None:
        """Wait for a call of this method and path pattern that no earlier wait with the same patterns has got."""
        given = self._given.get((method, path), 0)
        self._given[method, path] = given + 1
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                while self._count(method, path) <= given:
                    await self._news.wait()
        except TimeoutError:
            msg = f"no {method} {path} arrived within {DEADLINE_SECONDS:.0f} s; arrived: {self._arrived}"
            raise AssertionError(msg) from None

    def _count(self, method: str, path: str) -> int:
        return sum(fnmatchcase(seen, method) and fnmatchcase(where, path) for seen, where in self._arrived)
