"""What is taken for a change from outside, and what a late answer may not be taken for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from syncbot.changes.noticing import read_sync
from syncbot.changes.states import State
from syncbot.changes.sweep import sweep
from syncbot.changes.undo import is_from_outside
from syncbot.changes.voiding import void_moved
from tests.changes.world import SYNC, renamed, resumed
from tests.fakes import Fault

if TYPE_CHECKING:
    import pytest

    from syncbot.sync.document import JsonObject
    from tests.changes.world import World


def _from_outside(world: World) -> list[str]:
    return [line for entry in world.history.recorded.values() if is_from_outside(entry) for line in entry.lines]


async def test_what_somebody_else_changed_between_two_readings_goes_into_the_history(world: World) -> None:
    await read_sync(world.desk, SYNC)
    world.polytomic.outsider(SYNC, name="By Otto")
    await asyncio.sleep(1)
    await read_sync(world.desk, SYNC)
    assert _from_outside(world) == ["Name and mode: changed Name: “Leads” → “By Otto”"]


async def test_an_answer_that_comes_after_a_change_was_written_does_not_take_it_for_somebody_elses(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, answered = world.polytomic.get_sync, asyncio.Event()

    async def slow(sync_id: str) -> JsonObject:
        read = await real(sync_id)
        await answered.wait()
        return read

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.polytomic, "get_sync", slow)
    reading = asyncio.create_task(read_sync(world.desk, SYNC))
    await asyncio.sleep(1)
    monkeypatch.setattr(world.polytomic, "get_sync", real)
    assert (await world.done(change)).state is State.APPLIED
    answered.set()
    assert (await reading)["name"] == "Leads"
    assert _from_outside(world) == []
    await read_sync(world.desk, SYNC)
    assert _from_outside(world) == []


async def test_a_request_that_was_made_on_a_newer_reading_is_not_void_by_an_older_one(world: World) -> None:
    world.polytomic.edit(SYNC, active=False)
    before = world.sync
    world.polytomic.outsider(SYNC, name="By Otto")
    request = await world.confirmed(resumed)
    await asyncio.sleep(1)
    await void_moved(world.desk, [request], before, read_at=await world.clock.now())
    assert (await world.stored(request)).state is State.AWAITING_APPROVAL


async def test_a_request_is_void_by_a_change_saved_a_moment_after_the_reading_it_rests_on(world: World) -> None:
    world.polytomic.syncs[SYNC] = {**world.sync, "active": False, "updated_at": "2026-10-02T08:11:57Z"}
    request = await world.confirmed(resumed)
    moved = {**world.sync, "name": "By Otto", "updated_at": "2026-10-02T08:11:57.5Z"}
    await void_moved(world.desk, [request], moved, read_at=await world.clock.now() + 1)
    assert (await world.stored(request)).state is State.VOID


async def test_the_end_of_a_change_that_wrote_nothing_does_not_bring_back_an_older_reading(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.outsider(SYNC, name="By Otto")

    def another_reads_it_later() -> None:
        world.polytomic.outsider(SYNC, name="By Otto again")
        world.clock.advance(1)
        world.history.known[SYNC] = (world.sync, world.clock.seconds)

    world.polytomic.meet("get_sync", Fault(afterwards=another_reads_it_later))
    assert (await world.done(change)).state is State.CONFLICTED
    assert world.history.known[SYNC][0]["name"] == "By Otto again"


async def test_syncs_that_were_deleted_keep_no_other_from_being_watched(world: World) -> None:
    watched = [f"sync-{number}" for number in range(world.timings.drift_calls)]
    for sync_id in watched:
        world.polytomic.syncs[sync_id] = {**world.sync, "id": sync_id}
        await world.done(await world.confirmed(renamed("New"), sync_id=sync_id))
        del world.polytomic.syncs[sync_id]
    await world.done(await world.confirmed(renamed("New")))
    world.clock.advance(world.timings.drift * 2)
    world.polytomic.outsider(SYNC, mode="replace")
    for _ in range(100):
        await sweep(world.desk, world.announcer, my_turn=lambda: world.jobs.turn("sweeper"))
        if world.announcer.moved:
            break
    assert [seen.sync_id for seen, _ in world.announcer.moved] == [SYNC]
