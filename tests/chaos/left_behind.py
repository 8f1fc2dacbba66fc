"""What a dead worker leaves behind beside its jobs: the runs and alerts that it watched, and its name in the queue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from redis.asyncio import Redis

from syncbot.store import keys
from tests.chaos.bots import Bot
from tests.chaos.gate import Point, Side, Trap
from tests.chaos.judging import judged
from tests.chaos.kills import SIDES, clicked, prepared, struck
from tests.chaos.process import QUICK_NAME
from tests.chaos.site import Site, Sync
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import LIKE, Direct

QUICK: Final = {QUICK_NAME: "1", "SYNCBOT_ALERT_CHANNEL": "C0SYNCLOG"}
"""What the processes are given."""
RUN: Final = "polytomic GET /api/syncs/{id}/executions/{id}"
EVENTS: Final = "polytomic GET /api/events"
EDIT: Final = "slack POST /api/chat.update"
POST: Final = "slack POST /api/chat.postMessage"
PUT_BACK: Final = "redis SET+ZADD"
DEAD: Final = 3
"""How many workers die before names are counted."""
NAMES_SECONDS: Final = 120.0
"""Longer than a dead worker still has the turn to sweep."""


async def followed_run(site: Site, point: Point) -> Found:
    """The worker that follows a run is killed; another brings the person's message to the run's end."""
    await site.rest()
    sync, runs = site.new_sync(LIKE), site.polytomic.executions
    async with _heir(site) as heir:
        await site.anna.command(f"/sync run {sync.sync_id}")
        screen = await site.anna.see(" now?")
        await site.anna.press(next(name for name in screen.buttons if name.startswith("Run now: ")))
        await site.anna.see("Waiting to begin since")
        trap = _trap(site, point, heir)
        runs.begin(sync.sync_id)
        await struck(trap)
        runs.complete(sync.sync_id, total=3, update=3)
        site.mark()
        return await _told(site, sync, "anna", "every record taken")


async def told_failure(site: Site, point: Point) -> Found:
    """The worker that looks at the events is killed; another tells the failing sync."""
    await site.rest()
    sync, runs = site.new_sync(LIKE), site.polytomic.executions
    async with _heir(site) as heir:
        await site.polytomic.reached("GET", "/api/events")
        trap = _trap(site, point, heir)
        runs.start(sync.sync_id)
        runs.begin(sync.sync_id)
        runs.fail(sync.sync_id, "Salesforce: Phone is too long")
        await struck(trap)
        site.mark()
        return await _told(site, sync, "sync-log", "failed ")


@asynccontextmanager
async def _heir(site: Site) -> AsyncIterator[Bot]:
    """Another worker, which stands still until the first is dead."""
    async with site.another("worker", name="heir") as heir:
        heir.stall()
        yield heir


def _trap(site: Site, point: Point, heir: Bot) -> Trap:
    def strike() -> None:
        site.worker.kill()
        heir.go_on()

    site.watch()
    return site.worker.gate.trap(point, strike)


async def _told(site: Site, sync: Sync, channel: str, words: str) -> Found:
    async def told() -> bool:
        return any(words in text for text in site.texts(sync, channel))

    is_told = await until(told)
    wrong = [] if is_told else [f"nobody went on: {site.texts(sync, channel)}"]
    wrong += site.violations()
    return Found(lost=int(bool(wrong)), seconds=site.waited_seconds, what=", ".join(wrong))


async def forgotten_names(site: Site) -> Found:
    """Workers die with jobs at hand; their names go from the queue, and no job with them."""
    way = Direct()
    found = []
    for _ in range(DEAD):
        sync = await prepared(site, way)
        trap = site.worker.gate.trap(Point(way.write, 1, Side.AFTER), site.worker.kill)
        await clicked(site, sync, way)
        await struck(trap)
        await site.worker.restart()
        found.append(await judged(site, sync, way))
    async with Redis.from_url(site.redis_url) as redis:

        async def few() -> bool:
            return len(await redis.xinfo_consumers(keys.JOBS, keys.WORKERS)) <= 1

        if not await until(few, NAMES_SECONDS):
            found.append(Found(lost=1, what="the names of dead workers stay in the queue"))
    return max(found, key=lambda one: (bool(one.what), one.seconds))


async def sweep(site: Site, *, runs: int = 1) -> AsyncIterator[Found]:
    """All of them, before and after everything that a look says to the outside."""
    followed = [(followed_run, name) for name in (RUN, EDIT, PUT_BACK)]
    told = [(told_failure, name) for name in (EVENTS, POST, PUT_BACK)]
    for look, name in (followed + told) * runs:
        for side in SIDES:
            yield await look(site, Point(name, 1, side))
    yield await forgotten_names(site)
