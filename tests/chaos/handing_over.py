"""Sentinel gives a change's Redis to another server while people decide and workers write."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final

from tests.chaos.bots import Bot
from tests.chaos.judging import judged
from tests.chaos.kills import clicked, prepared
from tests.chaos.site import AT_ONCE, Site, Sync
from tests.chaos.tally import Found
from tests.chaos.ways import Approved, Direct, Way
from tests.store.servers import DOWN_MS, Group, free_port, group

Strike = Callable[[Group], None]


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is struck: while this call of Polytomic is under way; `method` is empty for just before the click."""

    method: str = ""
    after_commit: bool = False


MOMENTS: Final = (Moment(), Moment("GET"), Moment("PUT"), Moment("PUT", after_commit=True))


def kill(servers: Group) -> None:
    """The primary dies, and its replica is elected."""
    servers.primary.signal(signal.SIGKILL)


STRIKES: Final[tuple[Strike, ...]] = (kill, Group.begin_hand_over, Group.hand_over)
"""Death; a hand-over that has just begun; one whose former primary does not know of it yet."""


@asynccontextmanager
async def led(site: Site) -> AsyncIterator[tuple[Site, Group]]:
    """The site with two processes, which serve and apply and find their Redis through Sentinel."""
    async with AsyncExitStack() as stack:
        servers = group("appendonly yes", "appendfsync always", down_ms=DOWN_MS)
        made = await asyncio.to_thread(stack.enter_context, servers)
        bots = []
        for name in ("led", "led too"):
            given = {**site.environment, "SYNCBOT_REDIS_SENTINEL": made.setting, "PORT": str(free_port())}
            log = site.directory / f"{name}.log"
            running = Bot.direct("serve", *AT_ONCE, environment=given, log=log, module=site.module)
            bots.append(await stack.enter_async_context(running))
        before, site.slack.bot_urls = site.slack.bot_urls, [f"{bot.url}/slack/events" for bot in bots]
        try:
            yield replace(site, server=bots[0], worker=bots[1], redis_url=made.primary.url), made
        finally:
            site.slack.bot_urls = before


async def handed_over(site: Site, way: Way, moment: Moment, strike: Strike) -> Found:
    """One change, at a moment of which another server becomes the primary; people who are asked to press again do."""
    async with led(site) as (here, servers):
        sync = await prepared(here, way)
        await _struck_under(here, sync, way, moment, strike=lambda: _struck(here, servers, strike))
        here.mark()
        return await judged(here, sync, way)


async def _struck(site: Site, servers: Group, strike: Strike) -> None:
    await asyncio.to_thread(strike, servers)
    site.redis_url = servers.replica.url


async def _struck_under(
    site: Site, sync: Sync, way: Way, moment: Moment, *, strike: Callable[[], Awaitable[None]]
) -> None:
    if not moment.method:
        await strike()
        await clicked(site, sync, way)
        return
    held = site.polytomic.faults.hold(moment.method, f"/api/syncs/{sync.sync_id}", after_commit=moment.after_commit)
    clicking = asyncio.create_task(clicked(site, sync, way))
    await (held.landed() if moment.after_commit else held.reached())
    await strike()
    held.release()
    await clicking


async def sweep(site: Site, *, runs: int = 1) -> AsyncIterator[Found]:
    """Each strike at each moment of both kinds of change."""
    for way in (Direct(), Approved()) * runs:
        for strike in STRIKES:
            for moment in MOMENTS:
                yield await handed_over(site, way, moment, strike)
