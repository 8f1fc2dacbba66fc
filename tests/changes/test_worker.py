from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.model import Result
from syncbot.changes.ports import JobKind
from syncbot.changes.states import State
from syncbot.changes.worker import Worker
from syncbot.errors import ClockWrong, StoreUnavailable
from tests.changes.mortal import PUT, Fate, live
from tests.changes.world import DIRECT, SYNC, World, leads, mapped, paused, renamed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject

AWAY = StoreUnavailable("Redis is away.")
OTHER = "0c1f6a57-51f3-4a44-8a55-3f9d3a0f2b22"


@pytest.fixture
def world() -> World:
    """One in which nothing needs approval."""
    return World(DIRECT)


@pytest.fixture
async def worker(world: World) -> AsyncIterator[Worker]:
    """A running worker."""
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker", concurrency=2)
    running = asyncio.create_task(worker.run())
    yield worker
    worker.stop()
    await running


async def test_it_takes_what_comes_while_it_runs(world: World, worker: Worker) -> None:
    assert worker is not None
    for name in ("One", "Two"):
        change = await world.confirmed(renamed(name))
        await world.until(world.idle)
        assert (await world.stored(change)).state is State.APPLIED
    assert world.sync["name"] == "Two"


async def test_changes_that_wait_for_their_sync_keep_nobody_else_waiting(world: World, worker: Worker) -> None:
    assert worker is not None
    await world.leases.take(SYNC, "another")
    waiting = [await world.confirmed(mapped(f"Field{number}", "email")) for number in range(5)]
    world.polytomic.syncs[OTHER] = {**leads(), "id": OTHER}
    free = await world.confirmed(renamed("New"), sync_id=OTHER)
    await asyncio.sleep(2)
    assert (await world.stored(free)).state is State.APPLIED
    assert {(await world.stored(change)).state for change in waiting} == {State.QUEUED}
    await world.leases.release(SYNC, "another")
    await world.until(world.idle)
    assert {(await world.stored(change)).state for change in waiting} == {State.APPLIED}


async def test_a_long_write_is_kept_alive_and_not_taken_by_another_worker(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker is not None
    real = world.polytomic.put_sync

    async def slow(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        await asyncio.sleep(25)
        return await real(sync_id, body, key=key)

    monkeypatch.setattr(world.polytomic, "put_sync", slow)
    change = await world.confirmed(renamed("New"))
    await asyncio.sleep(1)
    await world.work()
    ended = await world.stored(change)
    assert (ended.state, ended.tries) == (State.APPLIED, 1)
    assert world.polytomic.own_writes == 1


@pytest.mark.parametrize("method", ["keep", "turn"])
async def test_a_cancellation_that_is_lost_holds_up_neither_a_job_nor_a_stop(
    world: World, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    asking = asyncio.Event()

    async def deaf(*_: object) -> bool:
        asking.set()
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError as exc:  # as a wait does whose call fails at that very moment
            raise AWAY from exc
        return True

    async def failing(_: str) -> JsonObject:
        await asking.wait()
        raise AWAY

    world.with_timings(keep=1)
    monkeypatch.setattr(world.jobs, method, deaf)
    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.polytomic, "get_sync", failing)
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker")
    running = asyncio.create_task(worker.run())
    await asking.wait()
    await asyncio.sleep(1)
    monkeypatch.undo()
    await world.until(world.idle, seconds=60)
    assert (await world.stored(change)).state is State.APPLIED
    worker.stop()
    async with asyncio.timeout(10):
        await running


async def test_a_stopping_worker_ends_what_it_has_at_hand(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.polytomic.put_sync

    async def slow(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        await asyncio.sleep(10)
        return await real(sync_id, body, key=key)

    monkeypatch.setattr(world.polytomic, "put_sync", slow)
    change = await world.confirmed(renamed("New"))
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker")
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(2)
    worker.stop()
    await running
    assert (await world.stored(change)).state is State.APPLIED


async def test_a_stopping_worker_leaves_what_takes_too_long_to_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = world.polytomic.put_sync

    async def hang(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        await real(sync_id, body, key=key)
        await asyncio.Event().wait()
        return {}

    world.with_timings(drain=3)
    monkeypatch.setattr(world.polytomic, "put_sync", hang)
    change = await world.confirmed(renamed("New"))
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker")
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(2)
    worker.stop()
    await running
    assert (await world.stored(change)).state is State.APPLYING
    monkeypatch.undo()
    assert (await world.done(change)).state is State.APPLIED
    assert world.polytomic.own_writes == 1


async def test_a_worker_whose_every_job_hangs_still_stops_in_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = asyncio.Event()

    async def hang(*_: object, **__: object) -> JsonObject:
        hanging.set()
        await asyncio.Event().wait()
        return {}

    monkeypatch.setattr(world.polytomic, "put_sync", hang)
    monkeypatch.setattr(world.announcer, "announce", hang)
    for number in range(3):
        world.polytomic.syncs[f"{number}{OTHER}"] = {**leads(), "id": f"{number}{OTHER}"}
        await world.confirmed(renamed("New"), sync_id=f"{number}{OTHER}")
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker", concurrency=2)
    running = asyncio.create_task(worker.run())
    await hanging.wait()
    await asyncio.sleep(2)
    began = asyncio.get_running_loop().time()
    worker.stop()
    await running
    assert asyncio.get_running_loop().time() - began < 10


async def test_people_who_cannot_be_told_keep_nothing_from_being_written(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker is not None

    async def hang(_: Change) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(world.announcer, "announce", hang)
    changes = []
    for number in range(6):
        world.polytomic.syncs[f"{number}{OTHER}"] = {**leads(), "id": f"{number}{OTHER}"}
        changes.append(await world.confirmed(renamed("New"), sync_id=f"{number}{OTHER}"))
    await asyncio.sleep(5)
    assert {(await world.stored(change)).state for change in changes} == {State.APPLIED}


async def test_a_stopping_worker_does_not_wait_for_its_turn(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    await world.leases.take(SYNC, "another")
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker")
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(2)
    worker.stop()
    async with asyncio.timeout(3):
        await running
    assert (await world.stored(change)).state is State.QUEUED
    assert not world.idle()


async def test_a_worker_that_was_thought_dead_leaves_its_waiting_job_to_the_other(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker is not None
    change = await world.confirmed(renamed("New"))
    await world.leases.take(SYNC, "another")
    await asyncio.sleep(1)

    async def lost(*_: object) -> bool:
        return False

    monkeypatch.setattr(world.jobs, "keep", lost)
    await asyncio.sleep(world.timings.keep + 1)
    looked = len(world.people.asked)
    await asyncio.sleep(5)
    assert len(world.people.asked) == looked
    monkeypatch.undo()
    await world.leases.release(SYNC, "another")
    assert (await world.done(change)).state is State.APPLIED


async def test_a_store_that_is_away_is_waited_for(world: World, worker: Worker) -> None:
    assert worker is not None
    world.power.on = False
    await asyncio.sleep(60)
    world.power.on = True
    change = await world.confirmed(renamed("New"))
    await world.until(world.idle)
    assert (await world.stored(change)).state is State.APPLIED


async def test_a_store_that_goes_away_in_the_middle_of_a_job_loses_nothing_and_is_one_line_of_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = world.polytomic.put_sync

    async def dark(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        world.power.on = False
        asyncio.get_running_loop().call_later(40, _light, world)
        return await real(sync_id, body, key=key)

    monkeypatch.setattr(world.polytomic, "put_sync", dark)
    change = await world.confirmed(renamed("New"))
    assert (await world.done(change)).state is State.APPLIED
    assert world.polytomic.own_writes == 1
    assert world.told(change) is State.APPLIED
    assert f"The job to apply change {change.change_id} failed: StoreUnavailable" in caplog.text
    assert "Traceback" not in caplog.text


def _light(world: World) -> None:
    world.power.on = True


async def test_a_change_whose_workers_all_die_before_writing_is_told_as_failed(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    for _ in range(world.timings.tries):
        await live(world, Fate(at=2))
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert ended.outcome is not None
    assert ended.outcome.result is Result.NOT_APPLIED
    assert f"{world.timings.tries} times" in ended.outcome.sentences
    assert world.told(change) is State.FAILED


async def test_a_change_whose_workers_all_die_while_following_a_write_is_told_as_unclear(world: World) -> None:
    fate = Fate()
    await world.confirmed(renamed("Counted"))
    await live(world, fate)
    change = await world.confirmed(renamed("New"))
    await live(world, Fate(at=fate.calls.index(PUT), after=True))
    for _ in range(world.timings.tries):
        await live(world, Fate(at=2))
    ended = await world.done(change)
    assert ended.state is State.UNCLEAR
    assert world.told(change) is State.UNCLEAR


@pytest.mark.parametrize(
    ("fault", "words"),
    [(ZeroDivisionError("1/0"), "ZeroDivisionError"), (AWAY, AWAY.what)],
)
async def test_a_fault_of_our_own_is_tried_again_and_then_told_with_its_reason(
    world: World, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    async def broken(_: str) -> JsonObject:
        raise fault

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.polytomic, "get_sync", broken)
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert ended.outcome is not None
    assert words in ended.outcome.sentences
    assert world.polytomic.written(SYNC) == []


async def test_a_change_that_cannot_be_read_is_given_up_and_keeps_no_other_back(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.with_timings(tell_tries=3)
    real = world.changes.get

    async def damaged(change_id: str) -> Change:
        if change_id == broken.change_id:
            raise ValueError(change_id)
        return await real(change_id)

    broken = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.changes, "get", damaged)
    world.polytomic.syncs[OTHER] = {**leads(), "id": OTHER}
    whole = await world.confirmed(renamed("New"), sync_id=OTHER)
    await world.work()
    assert (await world.stored(whole)).state is State.APPLIED
    assert caplog.text.count("cannot be read, and is left as it is") == 1
    assert "could not be shown everywhere" in caplog.text


async def test_giving_up_an_ended_change_only_settles_it(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    calls = Fate()
    await live(world, calls)
    world.jobs.add(JobKind.APPLY, change.change_id)
    for _ in range(world.timings.tries):
        await live(world, Fate(at=1))
    world.history.recorded.clear()
    assert (await world.done(change)).state is State.APPLIED
    assert change.change_id in world.history.recorded


async def test_a_message_that_cannot_be_shown_is_shown_later(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.announcer.faults = [OSError("Slack is away.") for _ in range(10)]
    await world.done(change)
    assert world.told(change) is State.APPLIED


async def test_a_message_that_can_never_be_shown_is_given_up(world: World) -> None:
    world.with_timings(tell_tries=3)
    change = await world.confirmed(renamed("New"))
    world.announcer.faults = [OSError("Slack is away.") for _ in range(100)]
    assert (await world.done(change)).state is State.APPLIED
    assert world.announcer.announced == []


async def test_what_moves_while_it_is_shown_is_shown_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.announcer.announce

    async def slow(change: Change) -> None:
        await asyncio.sleep(10)
        await real(change)

    monkeypatch.setattr(world.announcer, "announce", slow)
    change = await world.confirmed(renamed("New"))
    await world.work()
    assert world.told(change) is State.APPLIED


async def test_a_lease_that_cannot_be_given_back_runs_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise AWAY

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.leases, "release", away)
    await world.done(change)
    assert world.told(change) is State.APPLIED


async def test_a_queue_with_something_unreadable_in_it_does_not_end_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(worker: str, *, wait_seconds: float) -> tuple[()]:
        monkeypatch.undo()
        raise ValueError(worker, wait_seconds)

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.jobs, "take", broken)
    assert (await world.done(change)).state is State.APPLIED
    assert "No jobs are taken: ('" in caplog.text


async def test_a_worker_whose_clock_is_wrong_takes_nothing_until_it_is_right(
    world: World, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    assert worker is not None
    change = await world.confirmed(renamed("New"))
    world.clock.fault = ClockWrong("The clock is wrong.")
    await asyncio.sleep(60)
    assert (await world.stored(change)).state is State.QUEUED
    assert world.polytomic.own_writes == 0
    assert "No jobs are taken: The clock is wrong." in caplog.text
    world.clock.fault = None
    await world.until(world.idle)
    assert (await world.stored(change)).state is State.APPLIED


async def test_a_look_for_overdue_requests_that_fails_is_tried_again(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker is not None

    async def broken(now: float) -> tuple[Change, ...]:
        monkeypatch.undo()
        raise ValueError(now)

    world.with_policy(approval_required=frozenset({"active"}))
    change = await world.confirmed(paused)
    monkeypatch.setattr(world.changes, "overdue", broken)
    world.clock.advance(world.desk.policy.ttl_seconds)
    await asyncio.sleep(2 * world.timings.sweep + 1)
    assert (await world.stored(change)).state is State.EXPIRED


async def test_a_job_of_a_change_that_is_not_kept_is_done(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    del world.changes.stored[change.change_id]
    await world.work()
    assert world.idle()


async def test_a_change_that_another_worker_moved_is_left_to_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.polytomic.get_sync

    async def overtaken(sync_id: str) -> JsonObject:
        monkeypatch.undo()
        stored = await world.stored(change)
        await world.changes.move(stored, _failed(stored))
        return await real(sync_id)

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.polytomic, "get_sync", overtaken)
    assert (await world.done(change)).state is State.FAILED
    assert world.polytomic.own_writes == 0


def _failed(change: Change) -> Change:
    return replace(change, state=State.FAILED)


async def test_a_request_that_nobody_decides_expires_and_is_told(world: World, worker: Worker) -> None:
    assert worker is not None
    world.with_policy(approval_required=frozenset({"active"}))
    change = await world.confirmed(paused)
    await asyncio.sleep(10)
    assert (await world.stored(change)).state is State.AWAITING_APPROVAL
    world.clock.advance(world.desk.policy.ttl_seconds)
    await asyncio.sleep(world.timings.sweep + 1)
    assert (await world.stored(change)).state is State.EXPIRED
    assert world.told(change) is State.EXPIRED
    assert change.change_id in world.history.recorded
