from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.states import State
from syncbot.changes.worker import Worker
from syncbot.errors import ClockWrong, StoreUnavailable
from tests.changes.world import DIRECT, SYNC, World, leads, mapped, paused, renamed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject


AWAY = StoreUnavailable("Redis is away.")
OTHER = "0c1f6a57-51f3-4a44-8a55-3f9d3a0f2b22"
POLICY = DIRECT


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


async def test_a_job_is_begun_after_the_confirm_that_made_it_was_answered(world: World, worker: Worker) -> None:
    assert worker is not None
    await world.until(world.idle)
    change = await world.confirmed(renamed("New"))
    for _ in range(100):  # more turns of the loop than an answer takes
        await asyncio.sleep(0)
    assert (await world.stored(change)).state is State.QUEUED
    await world.until(world.idle)
    assert (await world.stored(change)).state is State.APPLIED


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

    async def broken() -> tuple[Change, ...]:
        monkeypatch.undo()
        raise ValueError

    world.with_policy(approval_required=frozenset({"active"}))
    change = await world.confirmed(paused)
    monkeypatch.setattr(world.changes, "undecided", broken)
    world.clock.advance(world.desk.policy.ttl_seconds)
    await asyncio.sleep(2 * world.timings.sweep + 1)
    assert (await world.stored(change)).state is State.EXPIRED


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
