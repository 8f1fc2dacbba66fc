"""What one Redis primary carries: its processor's time for an edit, and what a step costs that waits for a replica."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import count

from redis.asyncio import Redis

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.store.changes import RedisChanges
from syncbot.store.connection import Connection
from syncbot.sync.document import encode
from tests.bench.applying import edit
from tests.bench.figures import Figure, median
from tests.bench.site import built_site, server
from tests.store.servers import group
from tests.store.values import a_change

ROUNDS = 60
WARM = 5
IDLE_SECONDS = 3.0
STEPS = 300
A_SET = "one SET of its JSON"


async def figures() -> list[Figure]:
    """Edits one after another on a Redis that keeps all it is given; then steps with a replica and without."""
    milliseconds, bare = await _processor_per_edit()
    with group("appendonly yes") as servers:
        plain, copied = await _steps(servers.primary.url, servers.setting)
    return [
        Figure("Redis's processor time per edit", milliseconds, "ms", bare, A_SET),
        Figure("edits a second that one primary carries, by its one core", 1000 / milliseconds, "", 1000 / bare, A_SET),
        Figure("a stored step that waits until a replica has it, p50", copied, "ms", plain, "without waiting"),
    ]


async def _processor_per_edit() -> tuple[float, float]:
    """Milliseconds of Redis's processor, without what idle workers ask; every write goes to the disk at once.

    The second are those of a bare SET of the sync's JSON.
    """
    async with built_site() as site, server(site) as process, Redis.from_url(site.redis.url) as redis:
        await redis.config_set("appendonly", "yes")
        await redis.config_set("appendfsync", "always")
        site.slack.bot_urls = [process.url]
        sync_id = site.polytomic.id_of(LEADS)
        (person,) = site.editors(1)
        for turn in range(WARM):
            await edit(person, sync_id, f"warm {turn}")
        idle = await _taken(redis)
        await asyncio.sleep(IDLE_SECONDS)
        begun, began = await _taken(redis), time.perf_counter()
        a_second = (begun - idle) / IDLE_SECONDS
        for turn in range(ROUNDS):
            await edit(person, sync_id, f"name {turn}")
        idle_ms = a_second * (time.perf_counter() - began)
        edited = await _taken(redis)
        text = encode(site.polytomic.sync(sync_id))
        for turn in range(STEPS):
            await redis.set(f"bare:{turn}", text)
        return (edited - begun - idle_ms) / ROUNDS, (await _taken(redis) - edited) / STEPS


async def _taken(redis: Redis) -> float:
    """The processor's time that Redis has taken so far, in milliseconds."""
    told = await redis.info("cpu")
    return float(told["used_cpu_user"] + told["used_cpu_sys"]) * 1000


async def _steps(url: str, sentinel: str) -> tuple[float, float]:
    """Milliseconds, p50, to store a change: without waiting for a replica, and with; in turns."""
    alone, followed = Connection(url), Connection("redis://", sentinel=sentinel)
    numbers = count()
    taken: Sequence[list[float]] = ([], [])
    try:
        for _ in range(STEPS):
            for kept, connection in zip(taken, (alone, followed), strict=True):
                number = next(numbers)
                began = time.perf_counter()
                await RedisChanges(connection).create(a_change(f"c{number}"), operation_id=f"{number}", session=None)
                kept.append((time.perf_counter() - began) * 1000)
    finally:
        await alone.aclose()
        await followed.aclose()
    return median(taken[0]), median(taken[1])
