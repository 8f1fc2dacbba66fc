"""Restart each replica in turn while people click."""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from syncbot.manifest import manifest_for
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.redis import RedisServer
from syncbot.sandbox.slack import SlackStandIn
from tests.rolling.clicks import Clicks, Tally
from tests.rolling.replicas import Looks, balanced, running
from tests.scenarios.town import environment

USUAL: Final = Looks()


@dataclass(frozen=True, slots=True)
class Restarted:
    """What a rolling restart did.

    Attributes:
        restarts: How often a replica was told to stop.
        slowest_end_seconds: From SIGTERM to the end of the process, at worst.
        seconds: In all.
        violations: Broken rules of Slack or Polytomic, but for requests that were not answered, which are counted.
    """

    tally: Tally
    restarts: int
    slowest_end_seconds: float
    seconds: float
    violations: tuple[str, ...]


async def restarted(
    transport: str, *, per_second: float, looks: Looks = USUAL, replicas: int = 2, rounds: int = 1
) -> Restarted:
    """Restart `replicas` replicas in turn, `rounds` times, under so many clicks a second."""
    began = time.monotonic()
    async with _around(transport) as (slack, polytomic, given), AsyncExitStack() as stack:
        linger = looks.linger_seconds if transport == "http" else 0.0
        several = await stack.enter_async_context(running(given, count=replicas, linger_seconds=linger))
        if transport == "http":
            await stack.enter_async_context(balanced(slack, several, looks))
        clicks = Clicks(slack, polytomic, per_second=per_second)
        async with clicks.steady():
            ends = [await replica.restart() for _ in range(rounds) for replica in several]
        broken = [one for one in (*slack.violations, *polytomic.violations) if not one.endswith("answered None")]
    return Restarted(clicks.tally(), len(ends), max(ends), time.monotonic() - began, tuple(broken))


@asynccontextmanager
async def _around(transport: str) -> AsyncIterator[tuple[SlackStandIn, PolytomicStandIn, dict[str, str]]]:
    async with AsyncExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="syncbot-")))
        redis = stack.enter_context(RedisServer.start(directory, append_only=True))
        slack = await stack.enter_async_context(SlackStandIn.serve())
        slack.install(manifest_for(socket=transport == "socket"))
        polytomic = await stack.enter_async_context(PolytomicStandIn.serve())
        yield (
            slack,
            polytomic,
            environment(slack, polytomic, redis.url, SYNCBOT_EDITORS="*", SYNCBOT_APPROVAL_REQUIRED="none"),
        )
