"""Replicas of `syncbot serve` as real processes, and the load balancer that stands before them over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from syncbot.sandbox.launching import bound
from syncbot.sandbox.slack import SlackStandIn
from tests.chaos.waiting import until

ROOT: Final = Path(__file__).parents[2]
READY_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Looks:
    """How a load balancer looks after its replicas.

    Attributes:
        every_seconds: How often it asks `/readyz`.
        falls: A count: after how many bad answers in a row it sends nothing there. One good one brings it back.
        linger_seconds: How long a replica goes on once it fails: longer than all these looks take.
    """

    every_seconds: float = 1.0
    falls: int = 2
    linger_seconds: float = 3.0


class Replica:
    """One of the replicas, whichever process plays it now.

    Attributes:
        url: Where it listens.
    """

    def __init__(self, environment: Mapping[str, str], session: aiohttp.ClientSession, *, linger: float) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = str(listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{port}"
        self._environment = {**environment, "PORT": port, "SYNCBOT_LOG_LEVEL": "error", "PATH": os.environ["PATH"]}
        self._linger = linger
        self._session = session
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start a process, and wait until it is ready."""
        command = bound(sys.executable, "-m", "syncbot", "serve", "--linger", str(self._linger))
        self._process = await asyncio.create_subprocess_exec(*command, env=self._environment, cwd=ROOT)
        assert await until(self.is_ready, READY_SECONDS), "a replica did not become ready"

    async def restart(self) -> float:
        """SIGTERM, then another process; the seconds that its end took."""
        began = time.monotonic()
        assert await self.end(signal.SIGTERM) == 0, "a replica did not end in order"
        took = time.monotonic() - began
        await self.start()
        return took

    async def end(self, by: signal.Signals = signal.SIGKILL) -> int:
        """End the process; its exit code."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(by)
        return await self._process.wait()

    async def is_ready(self) -> bool:
        """What `/readyz` says."""
        try:
            async with self._session.get(f"{self.url}/readyz") as response:
                return response.ok
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def running(
    environment: Mapping[str, str], *, count: int, linger_seconds: float
) -> AsyncIterator[tuple[Replica, ...]]:
    """So many replicas, ready; killed in the end."""
    async with aiohttp.ClientSession() as session:
        replicas = tuple(Replica(environment, session, linger=linger_seconds) for _ in range(count))
        try:
            await asyncio.gather(*(replica.start() for replica in replicas))
            yield replicas
        finally:
            await asyncio.gather(*(replica.end() for replica in replicas))


@asynccontextmanager
async def balanced(slack: SlackStandIn, replicas: Sequence[Replica], looks: Looks) -> AsyncIterator[None]:
    """Send Slack's requests to the replicas in turn, and to none that is not ready as far as one has looked."""
    bad = dict.fromkeys(replicas, 0)

    def point() -> None:
        slack.bot_urls = [replica.url for replica in replicas if bad[replica] < looks.falls]

    async def look() -> None:
        while True:
            for replica in replicas:
                bad[replica] = 0 if await replica.is_ready() else bad[replica] + 1
            point()
            await asyncio.sleep(looks.every_seconds)

    point()
    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
