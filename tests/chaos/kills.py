"""SIGKILL before and after everything that a process says to the outside while a change goes through it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from syncbot.changes.model import Result
from syncbot.changes.states import State
from syncbot.sandbox.slack.deliveries import Ack
from syncbot.slack.guard import PRESS_AGAIN
from syncbot.store import keys
from syncbot.store.refusals import LATER
from tests.chaos.bots import Bot
from tests.chaos.gate import TAKEN, Point, Side, Then, Trap
from tests.chaos.judging import judged
from tests.chaos.site import Site, Sync
from tests.chaos.tally import Found
from tests.chaos.waiting import END_SECONDS, until
from tests.chaos.ways import LIKE, PUT, Way

PREPARATIONS: Final = 3
SIDES: Final = (Side.BEFORE, Side.AFTER)
STEPS: Final = ("polytomic ", "slack POST ", *(f"redis EVALSHA {name}" for name in ("change_c", "change_m", "lease_t")))
"""How those crossings begin that are steps of apply: lease, reads, write, moves, telling. Before each is a point of its
own; before all else is what was after the crossing that came before it."""
LOOKS: Final = frozenset(
    {f"redis {name}" for name in ("GET", "GET+PTTL", "HGETALL", "MGET", "SMEMBERS", "TIME", "ZRANGE")}
    | {"slack GET /api/users.info"}
)
"""Crossings that change nothing outside. A process that dies there leaves what it leaves after the crossing before."""


async def prepared(site: Site, way: Way) -> Sync:
    """A sync of its own, and people who stand before the click that matters; crossings count from here.

    On a machine that is too busy a preparation may be answered that Redis was too slow; people begin again then.
    """
    for _ in range(PREPARATIONS - 1):
        with suppress(AssertionError):
            return await _prepared(site, way)
    return await _prepared(site, way)


async def _prepared(site: Site, way: Way) -> Sync:
    sync = site.new_sync(LIKE)
    await site.rest()
    await way.prepare(site, sync)
    site.watch()
    return sync


async def life(site: Site, bot: Bot, way: Way) -> list[str]:
    """The crossings of a process that lives through a change of this way."""
    sync = await prepared(site, way)
    await way.click(site, sync)
    await way.finish(site, sync)
    await site.settled(sync)
    return list(bot.gate.crossed)


def points(crossed: Iterable[str]) -> list[Point]:
    """Before and after each step among these crossings, and after whatever else changes something."""
    found = [point for point in _all_points(crossed) if point.name not in LOOKS]
    return [point for point in found if point.side is Side.AFTER or point.name.startswith(STEPS)]


def asked(crossed: Iterable[str]) -> list[Point]:
    """Before everything that is asked of Redis, and after what changes something there."""
    found = [point for point in _all_points(crossed) if point.name.startswith("redis ")]
    return [point for point in found if point.side is Side.BEFORE or point.name not in LOOKS]


def _all_points(crossed: Iterable[str]) -> list[Point]:
    found: list[Point] = []
    seen: dict[str, int] = {}
    for name in crossed:
        seen[name] = seen.get(name, 0) + 1
        sides = (Side.AFTER,) if name == TAKEN else SIDES
        found += [Point(name, seen[name], side) for side in sides]
    return found


async def killed(site: Site, bot: Bot, way: Way, point: Point) -> Found:
    """One change, whose process is killed at this point; another one takes its place."""
    sync = await prepared(site, way)
    trap = bot.gate.trap(point, bot.kill)
    await clicked(site, sync, way)
    await struck_or_over(site, sync, trap)
    if not bot.lives:
        await bot.restart()
    return replace(await judged(site, sync, way), struck=trap.struck.is_set())


async def late(site: Site, way: Way, *, after_the_end: bool) -> Found:
    """The worker is killed while its write is on the way; the write lands while it is recovered, or after that."""
    sync = await prepared(site, way)
    trap = site.worker.gate.trap(Point(way.write), site.worker.kill, Then.HOLD)
    await clicked(site, sync, way)
    await struck(trap)
    await site.worker.restart()
    if after_the_end:
        await site.settled(sync)
    arrived = len(site.writes(sync))
    trap.release()
    await site.until_writes(sync, arrived + 1)
    return await judged(site, sync, way)


async def stuck(site: Site, way: Way, *, outlasts: bool) -> Found:
    """The worker is killed while Polytomic works on its write, which lands while it is recovered, or after the end.

    Each repetition is answered that the first is still under way. What outlasts every try is told as unclear.
    """
    sync = await prepared(site, way)
    method, path = ("PUT", "") if way.write == PUT else ("POST", "/activate")
    held = site.polytomic.faults.hold(method, f"/api/syncs/{sync.sync_id}{path}")
    await clicked(site, sync, way)
    await held.reached()
    await site.worker.restart()
    if outlasts:
        await site.settled(sync)
        held.release()
        await held.landed()
        return await judged(site, sync, way, may_end={Result.UNCLEAR})
    await site.until_writes(sync, 1)
    held.release()
    return await judged(site, sync, way)


async def clicked(site: Site, sync: Sync, way: Way) -> None:
    """Make the click, and what follows it."""
    site.mark()
    await _insisted(site, sync, partial(way.click, site, sync))
    await _insisted(site, sync, partial(way.finish, site, sync))


async def _insisted(site: Site, sync: Sync, press: Callable[[], Awaitable[Ack | None]]) -> None:
    """Press; again, as people do, when nothing answered it, or that it was not kept, and the button is still there."""
    heard = len(site.ben.ephemerals())
    ack = await press()
    while ack is not None and not await _is_taken(site, sync, ack, heard):
        if not site.server.lives:
            await site.server.restart()
        await site.server.ready()
        heard = len(site.ben.ephemerals())
        try:
            ack = await press()
        except AssertionError:
            return


async def _is_taken(site: Site, sync: Sync, ack: Ack, heard: int) -> bool:
    """Whether a press was taken: a window says so at once, a button by what comes of it."""
    if not ack.acked or asks_again(ack.body):
        return False
    if ack.kind != "block_actions":
        return True

    def refused() -> bool:
        return any(asks_again(screen.text) for screen in site.ben.ephemerals()[heard:])

    async def answered() -> bool:
        return refused() or not await _is_undecided(site, sync)

    return await until(answered) and not refused()


async def _is_undecided(site: Site, sync: Sync) -> bool:
    """Whether a request about the sync waits for a decision, as far as Redis can be asked."""
    try:
        async with Redis.from_url(site.redis_url) as redis:
            ids = await redis.zrange(keys.open_changes(sync.sync_id), 0, -1)
            states = [await redis.hget(keys.change(one.decode()), "state") for one in ids if isinstance(one, bytes)]
    except (RedisError, OSError):
        return True
    return State.AWAITING_APPROVAL.encode() in states


def asks_again(words: str) -> bool:
    """Whether people are asked to press again."""
    return LATER in words or PRESS_AGAIN in words


async def struck(trap: Trap) -> None:
    """Wait until the trap struck."""
    async with asyncio.timeout(END_SECONDS):
        await trap.struck.wait()


async def struck_or_over(site: Site, sync: Sync, trap: Trap) -> None:
    """Wait until the trap struck, or the change came to its end without passing there."""

    async def either() -> bool:
        return trap.struck.is_set() or await site.is_over(sync)

    await until(either)


async def sweep(site: Site, bot: Bot, way: Way, *, runs: int = 1) -> AsyncIterator[Found]:
    """`killed` at every point, `runs` times."""
    await life(site, bot, way)
    for point in points(await life(site, bot, way)) * runs:
        yield await killed(site, bot, way, point)
