"""SIGTERM: the process ends in order within ten seconds, and what it left is taken up by another."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

from tests.chaos.bots import Bot
from tests.chaos.gate import Point, Side, Then
from tests.chaos.judging import judged
from tests.chaos.kills import clicked, life, points, prepared, struck, struck_or_over
from tests.chaos.site import Site
from tests.chaos.tally import Found
from tests.chaos.ways import Direct, Way

DRAIN_SECONDS: Final = 10.0


async def terminated(site: Site, bot: Bot, way: Way, point: Point) -> Found:
    """One change, whose process is told to stop at this point."""
    sync = await prepared(site, way)
    trap = bot.gate.trap(point, bot.terminate, Then.PASS)
    await clicked(site, sync, way)
    await struck_or_over(site, sync, trap)
    wrong = await _ended(bot) if trap.struck.is_set() else ""
    return _with(replace(await judged(site, sync, way), struck=trap.struck.is_set()), wrong)


async def terminated_while_hanging(site: Site, way: Way) -> Found:
    """The worker is told to stop while Polytomic does not answer its write, which does not get through."""
    sync = await prepared(site, way)
    held = site.polytomic.faults.hang("PUT", f"/api/syncs/{sync.sync_id}")
    await clicked(site, sync, way)
    await held.reached()
    site.worker.terminate()
    wrong = await _ended(site.worker)
    return _with(await judged(site, sync, way), wrong)


async def alone_and_hanging(site: Site) -> Found:
    """One process that serves and applies is told to stop while Polytomic does not answer its write."""
    way = Direct()
    sync = await prepared(site, way)
    async with site.alone() as alone:
        held = site.polytomic.faults.hang("PUT", f"/api/syncs/{sync.sync_id}")
        await clicked(site, sync, way)
        await held.reached()
        alone.terminate()
        wrong = await _ended(alone)
        return _with(await judged(site, sync, way), wrong)


async def alone_and_killed(site: Site, point: Point) -> Found:
    """The one process there is is killed."""
    way = Direct()
    sync = await prepared(site, way)
    async with site.alone() as alone:
        alone.gate.watch()
        trap = alone.gate.trap(point, alone.kill)
        site.mark()
        await way.click(site, sync)
        await struck(trap)
        await alone.restart()
        await alone.ready()
        return await judged(site, sync, way)


async def _ended(bot: Bot) -> str:
    """Wait for the end of a process that was told to stop, and start another; what was wrong with that end."""
    began = time.monotonic()
    code = await bot.exit_code()
    took = time.monotonic() - began
    await bot.start()
    wrong = [f"exit code {code}"] if code else []
    wrong += [f"took {took:.1f} s to stop"] if took > DRAIN_SECONDS else []
    return ", ".join(wrong)


def _with(found: Found, wrong: str) -> Found:
    return replace(found, lost=1, what=f"{found.what} {wrong}") if wrong else found


async def sweep(site: Site, bot: Bot, way: Way, *, runs: int = 1) -> AsyncIterator[Found]:
    """`terminated` after every crossing, `runs` times; and while the write hangs."""
    crossed = await life(site, bot, way)
    for point in [point for point in points(crossed) if point.side is Side.AFTER] * runs:
        yield await terminated(site, bot, way, point)
    yield await terminated_while_hanging(site, way)
