from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import approve
from syncbot.changes.model import Places
from syncbot.changes.noticing import read_sync
from syncbot.changes.states import State
from syncbot.changes.sweep import half_time, sweep
from syncbot.changes.voiding import void_moved
from syncbot.changes.worker import Worker
from syncbot.errors import Gone, Missing, RateLimited, ServerFault, SlackFault
from tests.changes.world import ANNA, BEN, CARL, SYNC, mapped, paused, renamed, resumed
from tests.store.values import a_change

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from tests.changes.world import World

DAY = 24 * 3600


async def _sweep(world: World, name: str = "sweeper") -> bool:
    return await sweep(world.desk, world.announcer, my_turn=lambda: world.jobs.turn(name))


@pytest.fixture
async def request_(world: World) -> Change:
    """A resume that waits for approval, in the channel; it rests on everything."""
    world.polytomic.outsider(SYNC, active=False)
    asked = await world.confirmed(resumed)
    await world.changes.note_places(asked.change_id, Places(request_channel="C1", request_ts="1.5"))
    return await world.stored(asked)


async def test_of_many_processes_one_sweeps_and_another_follows_when_it_is_gone(world: World) -> None:
    assert await asyncio.gather(*(_sweep(world, name) for name in "abc")) == [True, False, False]
    assert await _sweep(world, "a")
    world.clock.advance(61)
    assert [await _sweep(world, name) for name in "bab"] == [True, False, True]


async def test_approvers_are_reminded_once_at_half_time(world: World, request_: Change) -> None:
    await _sweep(world)
    assert (await world.stored(request_)).reminded_at is None
    due = half_time(request_)
    assert due
    assert request_.expires_at
    assert due - request_.created_at == request_.expires_at - due
    world.clock.advance(world.desk.policy.ttl_seconds / 2)
    await _sweep(world)
    reminded = await world.stored(request_)
    assert reminded.reminded_at == pytest.approx(await world.clock.now())
    world.clock.advance(60)
    await _sweep(world)
    assert await world.stored(request_) == reminded
    assert (await approve(world.desk, request_.change_id, BEN, operation_id="click")).state is State.QUEUED


def test_a_request_that_never_ends_is_never_reminded_of() -> None:
    assert half_time(a_change(expires_at=None)) is None


async def test_a_request_that_nobody_was_shown_is_tried_again_after_twice_as_long_each_time(world: World) -> None:
    hidden = await world.confirmed(paused)
    minutes = []
    for minute in range(70):
        tries = (await world.stored(hidden)).asked_again
        await _sweep(world)
        if (await world.stored(hidden)).asked_again > tries:
            minutes.append(minute)
        world.clock.advance(60)
    assert minutes == [1, 2, 4, 8, 16, 32, 64]
    assert (await world.done(hidden)).state is State.AWAITING_APPROVAL
    assert world.told(hidden) is State.AWAITING_APPROVAL


async def test_a_request_that_stands_in_the_channel_is_not_posted_again(world: World, request_: Change) -> None:
    world.clock.advance(3600)
    await _sweep(world)
    assert await world.stored(request_) == request_


async def test_an_undecided_request_expires_in_the_sweep(world: World, request_: Change) -> None:
    world.clock.advance(world.desk.policy.ttl_seconds + 1)
    await _sweep(world)
    assert (await world.stored(request_)).state is State.EXPIRED


async def test_a_request_is_void_as_soon_as_a_reading_shows_that_its_grounds_moved(
    world: World, request_: Change
) -> None:
    world.polytomic.outsider(SYNC, mode="replace")
    await read_sync(world.desk, SYNC)
    void = await world.stored(request_)
    assert void.state is State.VOID
    assert void.decisions == ()
    assert void.outcome
    assert [side.label for side in void.outcome.sides] == ["Mode"]
    assert void.outcome.changed_by == "Otto Outsider"
    with pytest.raises(Gone):
        await approve(world.desk, request_.change_id, BEN, operation_id="click")


async def test_what_a_request_does_not_rest_on_may_move(world: World) -> None:
    request = await world.confirmed(paused)
    world.polytomic.outsider(SYNC, mode="replace", name="New")
    await read_sync(world.desk, SYNC)
    assert (await world.stored(request)).state is State.AWAITING_APPROVAL


async def test_a_request_made_after_a_reading_was_asked_for_does_not_end_by_it(world: World, request_: Change) -> None:
    older = {**world.sync, "mode": "replace"}
    await void_moved(world.desk, [request_], older, read_at=request_.created_at - 1)
    assert (await world.stored(request_)).state is State.AWAITING_APPROVAL
    await void_moved(world.desk, [request_], older, read_at=request_.created_at + 1)
    assert (await world.stored(request_)).state is State.VOID


async def test_a_change_of_ones_own_voids_the_requests_that_rest_on_it(world: World, request_: Change) -> None:
    other = await world.done(await world.confirmed(renamed("New"), actor=CARL))
    assert other.state is State.APPLIED
    assert (await world.stored(request_)).state is State.VOID


async def test_drift_under_a_request_is_noticed_told_once_and_never_repaired(world: World) -> None:
    request = await world.confirmed(paused)
    world.polytomic.outsider(SYNC, mode="replace")
    world.clock.advance(world.timings.drift * 2)
    await _sweep(world)
    await _sweep(world)
    ((seen, pending),) = world.announcer.moved
    assert seen.outcome
    assert seen.outcome.changed_by == "Otto Outsider"
    assert [one.change_id for one in pending] == [request.change_id]
    assert world.sync["mode"] == "replace"
    assert world.polytomic.own_writes == 0


async def test_drift_of_a_sync_changed_in_the_last_day_is_told_and_later_no_more(world: World) -> None:
    await world.done(await world.confirmed(mapped("Email", "work_email"), actor=ANNA))
    world.polytomic.outsider(SYNC, mode="replace")
    world.clock.advance(world.timings.drift * 2)
    await _sweep(world)
    ((_, pending),) = world.announcer.moved
    assert pending == ()
    world.clock.advance(DAY)
    world.polytomic.outsider(SYNC, mode="create")
    calls = len(world.polytomic.calls)
    await _sweep(world)
    assert len(world.polytomic.calls) == calls
    assert len(world.announcer.moved) == 1


async def test_what_moved_before_the_first_change_is_not_told(world: World) -> None:
    await read_sync(world.desk, SYNC)
    world.polytomic.outsider(SYNC, mode="replace")
    world.clock.advance(60)
    await world.done(await world.confirmed(mapped("Email", "work_email")))
    world.clock.advance(world.timings.drift * 2)
    await _sweep(world)
    assert world.announcer.moved == []


async def test_what_could_not_be_told_is_told_by_the_next_sweep(world: World) -> None:
    await world.confirmed(paused)
    await world.work()
    world.polytomic.outsider(SYNC, mode="replace")
    world.clock.advance(world.timings.drift * 2)
    world.announcer.faults.append(SlackFault("No.", code="ratelimited"))
    await _sweep(world)
    assert world.announcer.moved == []
    await _sweep(world)
    assert len(world.announcer.moved) == 1


async def test_a_reading_by_anybody_counts_and_the_budget_holds(world: World) -> None:
    for number in range(8):
        world.polytomic.syncs[f"sync-{number}"] = {**world.sync, "id": f"sync-{number}"}
        await world.confirmed(paused, sync_id=f"sync-{number}")
    calls = len(world.polytomic.calls)
    await _sweep(world)
    assert len(world.polytomic.calls) == calls
    world.clock.advance(world.timings.drift * 2)
    await _sweep(world)
    assert len(world.polytomic.calls) == calls + world.timings.drift_calls
    await _sweep(world)
    assert len({call.sync_id for call in world.polytomic.calls[calls:]}) == 8


@pytest.mark.parametrize(
    ("fault", "calls"), [(RateLimited("Slow.", status=429), 1), (ServerFault("No.", status=500), 2)]
)
async def test_a_remote_that_asks_for_quiet_gets_it(world: World, fault: Exception, calls: int) -> None:
    for number in range(2):
        world.polytomic.syncs[f"sync-{number}"] = {**world.sync, "id": f"sync-{number}"}
        await world.confirmed(paused, sync_id=f"sync-{number}")
    before = len(world.polytomic.calls)
    world.clock.advance(world.timings.drift * 2)
    world.polytomic.meet("get_sync", fault)
    await _sweep(world)
    assert len(world.polytomic.calls) == before + calls


async def test_a_sweeper_that_lost_the_turn_asks_no_more(world: World) -> None:
    await world.confirmed(paused)
    world.clock.advance(world.timings.drift * 2)
    turns = iter([True, False])
    before = len(world.polytomic.calls)

    async def my_turn() -> bool:
        return next(turns)

    await sweep(world.desk, world.announcer, my_turn=my_turn)
    assert len(world.polytomic.calls) == before


async def test_the_request_of_a_sync_that_was_deleted_is_void(world: World) -> None:
    request = await world.confirmed(paused)
    world.clock.advance(world.desk.policy.ttl_seconds / 2)  # reminded by the same sweep
    world.polytomic.meet("get_sync", Missing("Gone.", status=404))
    await _sweep(world)
    void = await world.stored(request)
    assert void.state is State.VOID
    assert void.outcome
    assert "not in Polytomic any more" in void.outcome.sentences


async def test_a_worker_outlives_a_sweep_that_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = asyncio.Event()

    async def broken() -> tuple[Change, ...]:
        failed.set()
        raise ZeroDivisionError

    monkeypatch.setattr(world.changes, "undecided", broken)
    worker = Worker(world.desk, world.jobs, world.announcer, name="w")
    running = asyncio.create_task(worker.run())
    await failed.wait()
    change = await world.confirmed(renamed("New"), actor=CARL)
    await world.until(world.idle)
    worker.stop()
    await running
    assert (await world.stored(change)).state is State.APPLIED
