"""A process of syncbot, and what can be done to it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

import aiohttp

from syncbot.sandbox.launching import bound
from tests.chaos.gate import Gate
from tests.chaos.waiting import until

READY_SECONDS: Final = 20.0
LOG_CHARACTERS: Final = 4000
ROOT: Final = Path(__file__).parents[2]
SHORT: Final = "tests.chaos.process"
REAL: Final = "syncbot"


class Bot:
    """One role (`serve`, `worker`), whichever process plays it now.

    Attributes:
        gate: What it says to the outside.
        started_at: When the present process was started, by `time.monotonic`.
    """

    def __init__(self, command: tuple[str, ...], environment: Mapping[str, str], log: Path, *, module: str) -> None:
        self.gate = Gate()
        self.started_at = 0.0
        self.url = f"http://127.0.0.1:{environment['PORT']}"
        self._command = (sys.executable, "-m", module, *command)
        self._environment = dict(environment)
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._killed = False

    @classmethod
    @asynccontextmanager
    async def running(
        cls, *command: str, environment: Mapping[str, str], log: Path, module: str = SHORT
    ) -> AsyncIterator[Bot]:
        """Start it behind a gate of its own, ready; whatever plays it at the end is killed."""
        bot = cls(command, environment, log, module=module)
        async with AsyncExitStack() as stack:
            await bot._open(stack)
            stack.push_async_callback(bot.end)
            await bot.start()
            await bot.ready()
            yield bot

    @classmethod
    @asynccontextmanager
    async def direct(
        cls, *command: str, environment: Mapping[str, str], log: Path, module: str = SHORT
    ) -> AsyncIterator[Bot]:
        """The same without a gate: it speaks to its services itself."""
        bot = cls(command, {"PATH": os.environ.get("PATH", ""), **environment}, log, module=module)
        try:
            await bot.start()
            await bot.ready()
            yield bot
        finally:
            await bot.end()

    @property
    def said(self) -> str:
        """What the processes have logged."""
        return self._log.read_text() if self._log.exists() else ""

    @property
    def lives(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.returncode is None and not self._killed

    async def start(self) -> None:
        """Start a process; the one before is gone."""
        self.started_at = time.monotonic()
        self._killed = False
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *bound(*self._command), env=self._environment, cwd=ROOT, stdout=log, stderr=log
            )

    async def ready(self) -> None:
        """Wait until it takes requests, or jobs. Raises AssertionError with its log when it ended instead."""
        taking = asyncio.ensure_future(self.gate.takes_jobs() if "worker" in self._command else self._takes_requests())
        ended = asyncio.ensure_future(self.exit_code())
        await asyncio.wait({taking, ended}, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        ready = taking.done() and taking.exception() is None
        for future in (taking, ended):
            future.cancel()
        await asyncio.wait({taking, ended})
        assert ready, f"{self._command} is not ready:\n{self.said[-LOG_CHARACTERS:]}"

    async def _takes_requests(self) -> None:
        async with aiohttp.ClientSession() as session:
            await until(partial(_answers, session, f"{self.url}/readyz"), READY_SECONDS)

    def kill(self) -> None:
        """SIGKILL."""
        self._killed = True
        self._send(signal.SIGKILL)

    def stall(self) -> None:
        """SIGSTOP: it does nothing until `go_on`, and does not know."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """SIGCONT."""
        self._send(signal.SIGCONT)

    def terminate(self) -> None:
        """SIGTERM."""
        self._send(signal.SIGTERM)

    async def exit_code(self) -> int:
        """Wait for its end; negative for a signal."""
        assert self._process is not None
        return await self._process.wait()

    async def restart(self) -> None:
        """Kill it, when it is not dead, and start another."""
        await self.end()
        await self.start()

    async def end(self) -> None:
        """Kill it, when it is not dead."""
        if self._process is not None:
            self.kill()
            await self._process.wait()

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)

    async def _open(self, stack: AsyncExitStack) -> None:
        """Put the gate between the process and its services."""
        given = self._environment
        redis = await stack.enter_async_context(self.gate.towards("redis", given["REDIS_URL"]))
        polytomic = await stack.enter_async_context(self.gate.towards("polytomic", given["POLYTOMIC_DEPLOYMENT_URL"]))
        slack = await stack.enter_async_context(self.gate.towards("slack", given["SYNCBOT_SLACK_API_URL"]))
        given["REDIS_URL"] = f"redis://{redis}/0"
        given["POLYTOMIC_DEPLOYMENT_URL"] = f"http://{polytomic}"
        given["SYNCBOT_SLACK_API_URL"] = f"http://{slack}/api/"
        given["PATH"] = os.environ.get("PATH", "")


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.ok
    except aiohttp.ClientError:
        return False
