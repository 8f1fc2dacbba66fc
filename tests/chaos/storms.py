"""Redis and Slack in trouble under a change that goes through."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Final

from tests.chaos.gate import Point, Side, Then
from tests.chaos.judging import judged
from tests.chaos.kills import clicked, life, points, prepared, struck_or_over
from tests.chaos.site import Site, Sync
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import LIKE, PUT, Approved, Way

AWAY_SECONDS: Final = 0.3
"""How long Redis is gone."""
HUNG_SECONDS: Final = 1.5
"""How long Redis hangs: longer than any call to it waits."""
FORGOTTEN_SECONDS: Final = 4.0
"""How long to wait for what may never come, because Redis forgot that it was asked."""


async def redis_killed(site: Site, way: Way, point: Point) -> Found:
    """Redis is killed at a point of the worker, and is back a little later with all that it had acknowledged."""
    sync, struck_at = await _struck(site, way, point, strike=site.redis.kill, then=Then.DROP)
    if struck_at:
        await asyncio.sleep(AWAY_SECONDS)
        site.redis.restart()
        site.mark()
    return await judged(site, sync, way)


async def redis_hung(site: Site, way: Way, point: Point) -> Found:
    """Redis stands still at a point of the worker, then goes on with what it was asked meanwhile."""
    pid = site.redis.pid
    sync, struck_at = await _struck(site, way, point, strike=lambda: os.kill(pid, signal.SIGSTOP), then=Then.PASS)
    if struck_at:
        await asyncio.sleep(HUNG_SECONDS)
        os.kill(pid, signal.SIGCONT)
        site.mark()
    return await judged(site, sync, way)


async def _struck(site: Site, way: Way, point: Point, *, strike: Callable[[], object], then: Then) -> tuple[Sync, bool]:
    sync = await prepared(site, way)
    trap = site.worker.gate.trap(point, strike, then)
    await clicked(site, sync, way)
    await struck_or_over(site, sync, trap)
    return sync, trap.struck.is_set()


async def redis_sweep(site: Site, way: Way, *, runs: int = 1, hung: bool = False) -> AsyncIterator[Found]:
    """Redis killed, or hung, at every point where the worker asks something of it or of Polytomic."""
    crossed = await life(site, site.worker, way)
    for point in points(crossed) * runs:
        if not hung:
            yield await redis_killed(site, way, point)
        elif point.side is Side.BEFORE:
            yield await redis_hung(site, way, point)


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
