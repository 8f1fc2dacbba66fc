"""Jobs that bring down whoever takes them, and what cannot be read: each has an end, and holds up nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from typing import Final

from redis.asyncio import Redis

from syncbot.changes.desk import Timings
from syncbot.changes.model import Result
from syncbot.store import keys
from tests.chaos.gate import Point, Side
from tests.chaos.judging import judged
from tests.chaos.kills import clicked, prepared, struck
from tests.chaos.site import Site, Sync
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import LIKE, PUT, READ, Direct, Way

TRIES: Final = Timings().tries
REASON: Final = f"{TRIES} times"
"""What people read of the reason."""


async def kills_every_worker(site: Site, way: Way, *, first: Point, ends: Collection[str]) -> Found:
    """Whoever takes the job is killed: the first at a point, the others when they read the sync. It ends."""
    sync = await prepared(site, way)
    trap = site.worker.gate.trap(first, site.worker.kill)
    await clicked(site, sync, way)
    for _ in range(TRIES):
        await struck(trap)
        site.worker.gate.watch()
        trap = site.worker.gate.trap(Point(READ), site.worker.kill)
        await site.worker.restart()
    found = await judged(site, sync, way, may_end=ends)
    told = [screen.text for screen in site.anna.direct_messages() if sync.name in screen.text]
    return found if any(REASON in text for text in told) else Found(lost=1, what=f"no reason is told: {told}")


async def cannot_be_read(site: Site) -> Found:
    """A stored change and an entry of the queue are damaged: another change goes through, and the change's jobs end."""
    way = Direct()
    damaged, whole = await prepared(site, way), site.new_sync(LIKE)
    await site.worker.end()
    await clicked(site, damaged, way)
    async with Redis.from_url(site.redis_url) as redis:
        await _damage(redis, damaged)
        unread = await redis.xadd(keys.JOBS, {"kind": "dance", "change": "c0"})
        site.slack.workspace.views.stacks.clear()
        await way.prepare(site, whole)
        await clicked(site, whole, way)
        await site.worker.restart()
        site.mark()

        async def told() -> bool:
            return site.is_told(whole)

        async def alone() -> bool:
            return [entry for entry, _ in await redis.xrange(keys.JOBS) or ()] == [unread]

        is_told, seconds = await until(told), site.waited_seconds
        is_ended = await until(alone)
        await redis.xtrim(keys.JOBS, maxlen=0)
    wrong = [] if is_told else ["the change beside it was held up"]
    wrong += [] if is_ended else ["its jobs have no end"]
    wrong += [] if not site.effects(damaged) else ["it was written"]
    return Found(lost=int(bool(wrong)), seconds=seconds, what=", ".join(wrong))


async def _damage(redis: Redis, sync: Sync) -> None:
    (change_id,) = await redis.zrange(keys.open_changes(sync.sync_id), 0, -1)
    assert isinstance(change_id, bytes)
    await redis.hset(keys.change(change_id.decode()), "document", "{")


async def sweep(site: Site, *, runs: int = 1) -> AsyncIterator[Found]:
    """All of them."""
    for _ in range(runs):
        yield await kills_every_worker(site, Direct(), first=Point(READ), ends={Result.NOT_APPLIED})
        yield await kills_every_worker(site, Direct(), first=Point(PUT, 1, Side.AFTER), ends={Result.UNCLEAR})
        yield await cannot_be_read(site)
