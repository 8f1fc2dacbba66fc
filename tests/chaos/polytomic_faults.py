"""Polytomic in trouble: slow, refusing, broken, late; at the write, and at the reads before and after it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Final

from syncbot.changes.model import Result
from syncbot.sandbox.polytomic.faults import Faults
from tests.chaos.gate import Point, Side, Then
from tests.chaos.judging import WRITTEN, judged
from tests.chaos.kills import clicked, prepared
from tests.chaos.site import Site
from tests.chaos.tally import Found
from tests.chaos.ways import PUT, Way

SLOW_SECONDS: Final = 0.6
"""Less than a write may take."""
LATE_SECONDS: Final = 0.7
"""When a write lands that was answered otherwise before: within the time that recovery gives it."""
RETRY_AFTER_SECONDS: Final = 0.3
ALWAYS: Final = 100
NOT_WRITTEN: Final = frozenset({Result.NOT_APPLIED})
UNREAD: Final = frozenset({Result.CANNOT_BE_READ_BACK})
UNKNOWN: Final = frozenset({Result.UNCLEAR})

Order = Callable[[Faults, str, str], object]
"""Orders faults for the calls of a method and a path."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that goes wrong.

    Attributes:
        name: In reports.
        ends: What it may come to, by the first words that people are told.
    """

    name: str
    order: Order
    ends: Collection[str] = WRITTEN


def _answer(status: int, **details: float | bool) -> Order:
    return lambda faults, method, path: faults.answer(status, method, path, **details)  # type: ignore[arg-type] # its own names


def _late(status: int | None, *, seen: bool) -> Order:
    return lambda faults, method, path: faults.late(method, path, status=status, seconds=LATE_SECONDS, seen=seen)


WRITES: Final = (
    Trouble("slow", lambda faults, method, path: faults.delay(method, path, seconds=SLOW_SECONDS)),
    Trouble("429 with Retry-After", _answer(429, retry_after=RETRY_AFTER_SECONDS), NOT_WRITTEN),
    Trouble("500 before", _answer(500)),
    Trouble("500 before, always", _answer(500, times=ALWAYS), NOT_WRITTEN),
    Trouble("500 after", _answer(500, after_commit=True)),
    Trouble("dropped before", lambda faults, method, path: faults.drop(method, path)),
    Trouble(
        "dropped before, always", lambda faults, method, path: faults.drop(method, path, times=ALWAYS), NOT_WRITTEN
    ),
    Trouble("dropped after", lambda faults, method, path: faults.drop(method, path, after_commit=True)),
    Trouble("truncated", lambda faults, method, path: faults.truncate(method, path)),
    Trouble("cut off", lambda faults, method, path: faults.cut(method, path)),
    Trouble("a proxy's page", lambda faults, method, path: faults.garble(method, path)),
    Trouble("dropped, and lands late", _late(None, seen=False)),
    Trouble("dropped inside, and lands late", _late(None, seen=True)),
    Trouble("500, and lands late", _late(500, seen=True)),
)
READS: Final = (
    Trouble("slow", lambda faults, method, path: faults.delay(method, path, seconds=SLOW_SECONDS)),
    Trouble("429 with Retry-After", _answer(429, retry_after=RETRY_AFTER_SECONDS, times=2)),
    Trouble("500", _answer(500, times=2)),
    Trouble("dropped", lambda faults, method, path: faults.drop(method, path)),
    Trouble("truncated", lambda faults, method, path: faults.truncate(method, path)),
)
GONE: Final = (
    Trouble("500, always", _answer(500, times=ALWAYS)),
    Trouble("dropped, always", lambda faults, method, path: faults.drop(method, path, times=ALWAYS)),
)


async def at_the_write(site: Site, way: Way, trouble: Trouble) -> Found:
    """The write meets the trouble."""
    sync = await prepared(site, way)
    method, path = ("PUT", "") if way.write == PUT else ("POST", "/activate")
    trouble.order(site.polytomic.faults, method, f"/api/syncs/{sync.sync_id}{path}")
    await clicked(site, sync, way)
    return await judged(site, sync, way, may_end=trouble.ends)


async def before_the_write(site: Site, way: Way, trouble: Trouble, *, ends: Collection[str] = WRITTEN) -> Found:
    """The first read meets it."""
    sync = await prepared(site, way)
    trouble.order(site.polytomic.faults, "GET", f"/api/syncs/{sync.sync_id}")
    await clicked(site, sync, way)
    return await judged(site, sync, way, may_end=ends)


async def after_the_write(site: Site, way: Way, trouble: Trouble, *, ends: Collection[str] = WRITTEN) -> Found:
    """The write is answered, and the read that follows meets it."""
    sync = await prepared(site, way)
    order = partial(trouble.order, site.polytomic.faults, "GET", f"/api/syncs/{sync.sync_id}")
    site.worker.gate.trap(Point(way.write, 1, Side.AFTER), order, Then.PASS)
    await clicked(site, sync, way)
    return await judged(site, sync, way, may_end=ends)


async def unread_after_no_answer(site: Site, way: Way) -> Found:
    """The write landed, was not answered, and the sync cannot be read for longer than anybody waits."""
    sync = await prepared(site, way)
    method, path = ("PUT", "") if way.write == PUT else ("POST", "/activate")
    faults, place = site.polytomic.faults, f"/api/syncs/{sync.sync_id}"
    site.worker.gate.trap(Point(way.write), lambda: faults.drop("GET", place, times=ALWAYS), Then.PASS)
    faults.drop(method, f"{place}{path}", after_commit=True)
    await clicked(site, sync, way)
    return await judged(site, sync, way, may_end=UNKNOWN)


async def writes(site: Site, way: Way, *, runs: int = 1) -> AsyncIterator[Found]:
    """Every trouble at the write."""
    for trouble in WRITES * runs:
        yield await at_the_write(site, way, trouble)
    yield await unread_after_no_answer(site, way)


async def reads(site: Site, way: Way, *, runs: int = 1) -> AsyncIterator[Found]:
    """Every trouble at the reads."""
    for trouble in READS * runs:
        yield await before_the_write(site, way, trouble)
        yield await after_the_write(site, way, trouble)
    for trouble in GONE * runs:
        yield await before_the_write(site, way, trouble, ends=NOT_WRITTEN)
        yield await after_the_write(site, way, trouble, ends=UNREAD)
