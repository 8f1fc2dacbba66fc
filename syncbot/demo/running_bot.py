"""The real bot on a real server, which can be stopped and started again as a deployment does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

from syncbot.bootstrap import composed
from syncbot.server.serving import running
from syncbot.settings import Settings


class RunningBot:
    """One bot with its worker; all that it knows afterwards is what Redis keeps.

    Attributes:
        url: Where it listens, the same after every start.
        starts: How often it was started.
    """

    def __init__(self, settings: Settings) -> None:
        self.url = ""
        self.starts = 0
        self._settings = settings
        self._one_at_a_time = asyncio.Lock()
        self._open = AsyncExitStack()

    @classmethod
    @asynccontextmanager
    async def started(cls, settings: Settings) -> AsyncIterator[RunningBot]:
        """A bot while the block runs."""
        bot = cls(settings)
        try:
            await bot._start()
            yield bot
        finally:
            await bot._open.aclose()

    async def restart(self) -> None:
        """Stop it, forget it, and compose another one on the same port."""
        async with self._one_at_a_time:
            await self._open.aclose()
            await self._start()

    async def _start(self) -> None:
        port = urlsplit(self.url).port or 0
        self._open = AsyncExitStack()
        bot = await self._open.enter_async_context(composed(self._settings))
        self.url = await self._open.enter_async_context(running(bot.web(with_worker=True), port=port))
        self.starts += 1
