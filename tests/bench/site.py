"""What is measured in: both stand-ins, a Redis of its own, and servers that are real processes."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from syncbot.sandbox.launching import bound
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.redis import RedisServer
from syncbot.sandbox.slack import Person, SlackStandIn
from syncbot.sandbox.slack.people import User
from tests.scenarios.town import MANIFEST, environment

ROOT = Path(__file__).parents[2]
READY_SECONDS = 20.0
QUIET_SECONDS = 0.4
OVER_SECONDS = 0.02
"""Longer than an act is silent between two calls of Slack."""
REMEMBERED = 20
"""Calls, answers and deliveries that are kept where a long run forgets them."""
SYNCBOT = ("-m", "syncbot", "serve", "--linger", "0")


@dataclass(frozen=True, slots=True)
class Process:
    """A server that takes requests.

    Attributes:
        started_ms: From the start of the process until `/readyz` answered 200.
    """

    url: str
    pid: int
    started_ms: float

    @property
    def cpu_ms(self) -> float:
        """The processor's time that it has taken so far, in milliseconds (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000

    @property
    def busy_ms(self) -> float:
        """The processor's time of its main thread so far, in milliseconds, finer than `cpu_ms` (Linux)."""
        return int(Path(f"/proc/{self.pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6

    @property
    def resident_mb(self) -> float:
        """Resident memory now, in MB (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kilobytes) / 1000


@dataclass(frozen=True, slots=True)
class Site:
    """Everything around the servers."""

    slack: SlackStandIn
    polytomic: PolytomicStandIn
    redis: RedisServer
    environment: dict[str, str]
    session: aiohttp.ClientSession

    async def quiet(self) -> None:
        """Wait until what follows acknowledgements is over: Slack was not called for a while."""
        calls = -1
        while calls != len(self.slack.calls):
            calls = len(self.slack.calls)
            await asyncio.sleep(QUIET_SECONDS)

    async def over(self) -> None:
        """The same for one act, without going to sleep: a processor that idles answers the next request later."""
        calls, since = len(self.slack.calls), time.perf_counter()
        while time.perf_counter() - since < OVER_SECONDS:
            await asyncio.sleep(0)
            if calls != len(self.slack.calls):
                calls, since = len(self.slack.calls), time.perf_counter()

    def forget(self) -> None:
        """Let the stand-ins forget what they were asked but for the last: a long run would fill the memory with it."""
        slack = self.slack
        for told in (self.polytomic.calls, slack.calls, slack.acks, slack.deliveries.sent):
            del told[:-REMEMBERED]

    def editors(self, count: int) -> list[Person]:
        """So many people, each an editor in #general."""
        people = []
        for number in range(count):
            user = User(f"U0BENCH{number:04}", f"bench{number}", f"Bench {number}")
            self.slack.people.add(user)
            self.slack.channels.find("general").members.add(user.user_id)
            people.append(self.slack.person(user.name))
        return people


@asynccontextmanager
async def built_site(*, seed: bool = True, keeps: bool = False, **variables: str) -> AsyncIterator[Site]:
    """Everything but the servers; everybody may edit, nothing needs approval. Redis keeps its data if it `keeps`."""
    async with AsyncExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="syncbot-")))
        redis = stack.enter_context(RedisServer.start(directory, append_only=keeps))
        slack = await stack.enter_async_context(SlackStandIn.serve())
        slack.install(MANIFEST)
        polytomic = await stack.enter_async_context(PolytomicStandIn.serve(seed=seed))
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=2.0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        given = environment(
            slack, polytomic, redis.url, SYNCBOT_EDITORS="*", SYNCBOT_APPROVAL_REQUIRED="none", **variables
        )
        yield Site(slack, polytomic, redis, given, session)


@asynccontextmanager
async def server(site: Site, *command: str, straight: bool = False, **variables: str) -> AsyncIterator[Process]:
    """A process that serves, ready; ended by SIGTERM.

    Args:
        command: The arguments of Python; `PORT` in them stands for the port. Without any: `syncbot serve`.
        straight: Start it without the launcher, which takes a moment and lets no server outlive this process.
        variables: More of the environment.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    given = {**_system(), **site.environment, "PORT": port, "SYNCBOT_LOG_LEVEL": "error", **variables}
    arguments = [port if each == "PORT" else each for each in command or SYNCBOT]
    began = time.perf_counter()
    line = [sys.executable, *arguments] if straight else bound(sys.executable, *arguments)
    process = await asyncio.create_subprocess_exec(*line, env=given, cwd=ROOT)
    try:
        url = f"http://127.0.0.1:{port}"
        await _ready(site.session, url, process)
        yield Process(url, process.pid, (time.perf_counter() - began) * 1000)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def _system() -> Mapping[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


async def _ready(session: aiohttp.ClientSession, url: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while True:
            with suppress(aiohttp.ClientError):
                async with session.get(f"{url}/readyz") as response:
                    if response.ok:
                        return
            if process.returncode is not None:
                why = f"The server ended with {process.returncode} before it was ready."
                raise AssertionError(why)
            await asyncio.sleep(0.005)
