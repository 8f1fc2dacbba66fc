"""What runs the bot of the demo: a process of its own, which can be killed.

This module imports next to nothing, so that the process starts while the rest of the demo is still imported.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol, Self
from urllib.parse import urlsplit

from syncbot.errors import OurFault

NOT_STARTED: Final = "The bot of the demo did not start."
WHY: Final = "What it said stands above."

COMMAND: Final = (sys.executable, "-m", "syncbot.demo.bot")
_WHERE: Final = Path(__file__).parents[2]
PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy")


class Bot(Protocol):
    """A bot with its worker.

    Attributes:
        url: Where it listens, the same after every start; empty before the first.
        starts: How often it was started.
    """

    url: str
    starts: int

    async def start(self, variables: Mapping[str, str], passphrases: Mapping[str, str]) -> None:
        """Start it with these settings, and with the passphrases of these syncs kept."""

    async def restart(self) -> None:
        """End it at whatever it is doing, and start it again: all that it knows then is what Redis keeps."""

    async def stop(self) -> None:
        """End it."""


class BotProcess:
    """A process of its own, which a restart kills as `kill -9` does. While the block runs, none outlives it."""

    def __init__(self) -> None:
        self.url = ""
        self.starts = 0
        self._given: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
        self._one_at_a_time = asyncio.Lock()
        self._process = _process()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kill()

    @property
    def pid(self) -> int:
        """The number of the process that runs now."""
        return self._process.pid

    async def start(self, variables: Mapping[str, str], passphrases: Mapping[str, str]) -> None:
        """Start it with these settings, and with the passphrases of these syncs kept.

        Raises:
            OurFault: It ended instead.
        """
        self._given = variables, passphrases
        port = urlsplit(self.url).port or 0
        given = {"port": port, "variables": dict(variables), "passphrases": dict(passphrases)}
        self.url = await asyncio.to_thread(_told, self._process, json.dumps(given))
        self.starts += 1

    async def restart(self) -> None:
        """Kill it, and start another one on the same port."""
        async with self._one_at_a_time:
            self._kill()
            self._process = _process()
            await self.start(*self._given)

    async def stop(self) -> None:
        """Kill it."""
        self._kill()

    def _kill(self) -> None:
        with self._process:  # which closes its pipes and waits for it
            self._process.kill()


def _process() -> subprocess.Popen[str]:
    """A process that imports what it needs, and waits for its settings."""
    inherited = {name: value for name, value in os.environ.items() if name.lower() not in PROXIES}
    return subprocess.Popen(  # noqa: S603 -- the arguments are this module's own
        COMMAND,
        cwd=_WHERE,
        env=inherited,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,  # Ctrl-C in a terminal is the parent's to hear
    )


def _told(process: subprocess.Popen[str], line: str) -> str:
    """Tell it this; what it answers."""
    answer = ""
    if process.stdin and process.stdout:
        with suppress(BrokenPipeError):
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
        answer = process.stdout.readline().strip()
    if not answer:
        raise OurFault(NOT_STARTED, next_step=WHY)
    return answer
