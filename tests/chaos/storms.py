"""Redis and Slack in trouble under a change that goes through."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Final

from tests.chaos.bots import Bot
from tests.chaos.gate import Point, Side, Then
from tests.chaos.judging import judged
from tests.chaos.kills import asked, clicked, life, points, prepared, struck_or_over
from tests.chaos.site import Site
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import LIKE, PUT, Approved, Way

AWAY_SECONDS: Final = 0.3
"""How long Redis is gone."""
HUNG_SECONDS: Final = 1.5
"""How long Redis hangs: longer than any call to it waits."""
FORGOTTEN_SECONDS: Final = 4.0
"""How long to wait for what may never come, because Redis forgot that it was asked."""


class RedisKilled:
    """Redis is killed, and is back a little later with all that it had acknowledged."""

    then = Then.DROP

    def __init__(self, site: Site) -> None:
        self._site = site

    def strike(self) -> None:
        self._site.redis.kill()

    async def mend(self) -> None:
        await asyncio.sleep(AWAY_SECONDS)
        self._site.redis.restart()


class RedisHung:
    """Redis stands still, then goes on with what it was asked meanwhile."""

    then = Then.PASS

    def __init__(self, site: Site) -> None:
        self._pid = site.redis.pid

    def strike(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    async def mend(self) -> None:
        await asyncio.sleep(HUNG_SECONDS)
        os.kill(self._pid, signal.SIGCONT)


Outage = Callable[[Site], RedisKilled | RedisHung]


async def redis_out(site: Site, bot: Bot, way: Way, point: Point, *, outage: Outage) -> Found:
    """One change, at a point of which Redis goes away for a moment; people who are asked to press again do."""
    sync = await prepared(site, way)
    out = outage(site)
    mending: list[asyncio.Task[None]] = []

    def strike() -> None:
        out.strike()
        mending.append(asyncio.create_task(out.mend()))

    trap = bot.gate.trap(point, strike, out.then)
    await clicked(site, sync, way)
    await struck_or_over(site, sync, trap)
    await asyncio.gather(*mending)
    site.mark()
    return replace(await judged(site, sync, way), struck=trap.struck.is_set())


async def redis_sweep(site: Site, bot: Bot, way: Way, outage: Outage, *, runs: int = 1) -> AsyncIterator[Found]:
    """Redis goes away at every point where the process asks something of it."""
    crossed = await life(site, bot, way)
    for point in asked(crossed) * runs:
        if outage is RedisKilled or point.side is Side.BEFORE:
            yield await redis_out(site, bot, way, point, outage=outage)


async def forgotten_request(site: Site) -> Found:
    """Redis forgets a request that waits for approval: the old button does nothing, and says so."""
    way = Approved()
    sync = await prepared(site, way)
    await site.flush()
    await way.click(site, sync)
    await site.ben.see("no longer kept")
    await until(site.is_quiet)
    return Found(unapproved=len(site.effects(sync)), lost=1)


async def forgotten_change(site: Site, way: Way, point: Point) -> Found:
    """Redis forgets everything at a point of the worker: nothing unapproved is written; the change may be lost."""
    sync = await prepared(site, way)
    flushing: list[asyncio.Task[None]] = []
    trap = site.worker.gate.trap(
        point, lambda: flushing.append(asyncio.create_task(site.flush_all(trap.release))), Then.HOLD
    )
    await clicked(site, sync, way)
    await until(lambda: site.is_over(sync), FORGOTTEN_SECONDS)
    await asyncio.gather(*flushing)
    effects = len(site.effects(sync))
    told = site.is_told(sync)
    return Found(doubled=max(0, effects - 1), lost=int(not (told and effects)), unapproved=site.unapproved(sync))


async def forgotten(site: Site, *, runs: int = 1) -> AsyncIterator[Found]:
    """Redis forgets, at every kind of moment."""
    crossed = await life(site, site.worker, Approved())
    chosen = [point for point in points(crossed) if point.name.endswith("change_move") or point.name == PUT]
    for _ in range(runs):
        yield await forgotten_request(site)
        for point in chosen:
            yield replace(await forgotten_change(site, Approved(), point), seconds=0.0)


async def slack_silent(site: Site, way: Way, *, changes: int) -> Found:
    """Slack hangs on every message while changes are confirmed: all are written, and told once it answers."""
    await site.rest()
    syncs = [site.new_sync(LIKE) for _ in range(changes)]
    site.slack.faults.plan("chat.*", "hang", times=10 * changes)
    for sync in syncs:
        await way.prepare(site, sync)
        await clicked(site, sync, way)

    async def written() -> bool:
        return all(site.effects(sync) for sync in syncs)

    in_time = await until(written, 5.0)
    site.slack.faults.clear()
    site.mark()
    found = [await judged(site, sync, way) for sync in syncs]
    worst = max(found, key=lambda one: (bool(one.what), one.seconds))
    return worst if in_time else replace(worst, lost=1, what="Slack's silence held up a write")
