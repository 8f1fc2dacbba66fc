"""The real bot on a real server inside this process: for the tour, which tells what it logs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from syncbot.bootstrap import composed
from syncbot.demo.keeping import keep
from syncbot.server.serving import running
from syncbot.settings import read_settings


class RunningBot:
    """One bot with its worker; a restart stops it in order.

    Attributes:
        url: Where it listens, the same after every start; empty before the first.
        starts: How often it was started.
    """

    def __init__(self) -> None:
        self.url = ""
        self.starts = 0
        self._given: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
        self._one_at_a_time = asyncio.Lock()
        self._open = AsyncExitStack()

    async def start(self, variables: Mapping[str, str], passphrases: Mapping[str, str]) -> None:
        """Start it with these settings, and with the passphrases of these syncs kept."""
        self._given = variables, passphrases
        settings = read_settings(variables)
        await keep(settings, passphrases)
        port = urlsplit(self.url).port or 0
        self._open = AsyncExitStack()
        bot = await self._open.enter_async_context(composed(settings))
        self.url = await self._open.enter_async_context(running(bot.web(with_worker=True), port=port))
        self.starts += 1

    async def restart(self) -> None:
        """Stop it, forget it, and compose another one on the same port."""
        async with self._one_at_a_time:
            await self.stop()
            await self.start(*self._given)

    async def stop(self) -> None:
        """Let it end what it is doing."""
        await self._open.aclose()
