"""Somebody edits the sync in Polytomic while a change of ours is in trouble: what they wrote stands.

The stand-in carries out a write whose sender is dead, so each of these sequences has a write of ours that nobody waits
for any more. A later write of ours that puts back what the outsider did would be a retry that reverts them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from typing import Final

from syncbot.changes.model import Result
from tests.chaos.gate import Point, Side, Then
from tests.chaos.judging import same
from tests.chaos.kills import clicked, life, points, prepared, struck, struck_or_over
from tests.chaos.site import Site, Sync
from tests.chaos.tally import Found
from tests.chaos.ways import PUT, Direct, Document, TwoFields, Way

BY_OTTO: Final = "Renamed by somebody else"


def edit(site: Site, sync: Sync, change: Callable[[Document], Document]) -> Document:
    """The outsider edits; the sync as they left it."""
    return site.polytomic.outsider_edits(sync.sync_id, change)


async def judged_by(
    site: Site, sync: Sync, theirs: Document, *, may_end: Collection[str], may_write: bool = False
) -> Found:
    """Judge a run in which an outsider edited: their edit stands, and people were told one of these.

    Args:
        site: Where.
        sync: Which.
        theirs: The sync as they left it.
        may_end: With which first words it may end.
        may_write: Whether ours may still be written over theirs, merged.
    """
    words = await site.settled(sync)
    seconds = site.waited_seconds
    now = site.polytomic.sync(sync.sync_id)
    effects = len(site.effects(sync))
    stands = now["name"] == theirs["name"] if may_write else same(now, theirs)
    wrong = [] if words in may_end else [f"ended as {words or 'nothing'}"]
    wrong += [] if stands else ["the outsider's edit is gone"]
    wrong += site.violations()
    return Found(
        doubled=max(0, effects - 1),
        lost=int(words not in may_end),
        reverted=int(not stands),
        seconds=seconds,
        what=f"{sync.name}: {', '.join(wrong)}" if wrong else "",
    )


async def _died_after_landing(site: Site, way: Way) -> Sync:
    """The write landed, and the worker died before it was answered."""
    sync = await prepared(site, way)
    trap = site.worker.gate.trap(Point(PUT, 1, Side.AFTER), site.worker.kill)
    await clicked(site, sync, way)
    await struck(trap)
    return sync


async def puts_all_back(site: Site) -> Found:
    """Our write landed and we died; an outsider put everything back. We do not write again."""
    sync = await _died_after_landing(site, Direct())
    theirs = edit(site, sync, lambda doc: {**doc, "fields": sync.before["fields"]})
    await site.worker.restart()
    return await judged_by(site, sync, theirs, may_end={Result.UNCLEAR})


async def puts_one_of_two_back(site: Site) -> Found:
    """Our write of two fields landed and we died; an outsider put one of them back."""
    sync = await _died_after_landing(site, TwoFields())
    theirs = edit(site, sync, lambda doc: {**doc, "mode": sync.before["mode"]})
    await site.worker.restart()
    return await judged_by(site, sync, theirs, may_end={Result.UNCLEAR})


async def edits_before_a_slow_write(site: Site) -> Found:
    """Our write is stuck on its way and we died; it was sent again; an outsider edited; then the stuck one arrives."""
    way = Direct()
    sync = await prepared(site, way)
    trap = site.worker.gate.trap(Point(PUT), site.worker.kill, Then.HOLD)
    await clicked(site, sync, way)
    await struck(trap)
    await site.worker.restart()
    await site.settled(sync)
    theirs = edit(site, sync, lambda doc: {**doc, "fields": sync.before["fields"], "name": f"{BY_OTTO} {sync.name}"})
    arrived = len(site.writes(sync))
    trap.release()
    await site.until_writes(sync, arrived + 1)
    return await judged_by(site, sync, theirs, may_end={Result.APPLIED})


async def edits_after_a_stall(site: Site, point: Point) -> Found:
    """The worker stands still past its lease; another ends the change; an outsider edits; then the worker goes on."""
    sync = await _stalled(site, point)
    async with site.another("worker", name="second"):
        await site.settled(sync)
        theirs = edit(site, sync, lambda doc: {**doc, "fields": sync.before["fields"]})
        await _goes_on_to_its_end(site)
        return await judged_by(site, sync, theirs, may_end={Result.APPLIED})


async def edits_during_a_stall(site: Site, point: Point) -> Found:
    """The worker stands still; an outsider edits; another worker ends the change; then the first one goes on."""
    sync = await _stalled(site, point)
    theirs = edit(site, sync, lambda doc: {**doc, "name": f"{BY_OTTO} {sync.name}"})
    async with site.another("worker", name="second"):
        await site.settled(sync)
        await _goes_on_to_its_end(site)
        return await judged_by(site, sync, theirs, may_end={Result.APPLIED, Result.UNCLEAR}, may_write=True)


async def _stalled(site: Site, point: Point) -> Sync:
    way = Direct()
    sync = await prepared(site, way)
    trap = site.worker.gate.trap(point, site.worker.stall, Then.PASS)
    await clicked(site, sync, way)
    await struck_or_over(site, sync, trap)
    return sync


async def _goes_on_to_its_end(site: Site) -> None:
    """The stalled worker does all that it still means to do."""
    site.worker.go_on()
    site.worker.terminate()
    await site.worker.exit_code()


async def points_until_written(site: Site) -> list[Point]:
    """Where a worker can stand still between taking a job and having it written."""
    crossed = await life(site, site.worker, Direct())
    until = crossed.index(PUT)
    return [point for point in points(crossed[:until]) if point.side is Side.AFTER]


async def stalls(site: Site, *, runs: int = 1) -> AsyncIterator[Found]:
    """Both stalls, at every point."""
    for point in await points_until_written(site) * runs:
        yield await edits_after_a_stall(site, point)
        yield await edits_during_a_stall(site, point)
