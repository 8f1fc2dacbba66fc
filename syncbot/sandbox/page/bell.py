"""Rings when anything changed that a page shows."""

from __future__ import annotations

import asyncio


class Bell:
    """Counts its rings, so that whoever was busy meanwhile does not miss one."""

    def __init__(self) -> None:
        self.rings = 0
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits."""
        self.rings += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, rings: int) -> int:
        """Wait for more than so many rings; how many there are then."""
        while self.rings <= rings:
            await self._next.wait()
        return self.rings
