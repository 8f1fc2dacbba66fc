"""Tells those who look at the workspace that something on it changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Watch:
    """Counts the changes, and wakes whoever waits for one.

    Attributes:
        listeners: Called at every change.
    """

    def __init__(self) -> None:
        self.listeners: list[Callable[[], None]] = []
        self._condition = asyncio.Condition()
        self._revision = 0

    def count(self) -> int:
        """The number of the next change, for ordering what is on screen; starts at 1."""
        self._revision += 1
        return self._revision

    async def changed(self) -> None:
        """Wake everybody who waits."""
        for tell in self.listeners:
            tell()
        async with self._condition:
            self._condition.notify_all()

    async def until(self, happened: Callable[[], bool], *, deadline_seconds: float) -> bool:
        """Wait until it happened; False when the deadline passed before."""
        try:
            async with asyncio.timeout(deadline_seconds), self._condition:
                await self._condition.wait_for(happened)
        except TimeoutError:
            return happened()
        return True
