"""How a worker stops: it ends what it can, and leaves the rest to another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.states import State
from syncbot.changes.worker import Worker
from tests.changes.test_worker import AWAY, OTHER
from tests.changes.world import DIRECT, SYNC, World, leads, renamed

if TYPE_CHECKING:
    from syncbot.sync.document import JsonObject

POLICY = DIRECT


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


async def stopped_at_work(world: World) -> None:
    """A worker that is told to stop two seconds after it began."""
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker")
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(2)
    worker.stop()
    await running


async def test_a_stopping_worker_ends_what_it_has_at_hand(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.polytomic.put_sync

    async def slow(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        await asyncio.sleep(10)
        return await real(sync_id, body, key=key)

    monkeypatch.setattr(world.polytomic, "put_sync", slow)
    change = await world.confirmed(renamed("New"))
    await stopped_at_work(world)
    assert (await world.stored(change)).state is State.APPLIED


async def test_a_stopping_worker_leaves_what_takes_too_long_to_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.with_timings(drain=3)
    world.lets_writes_hang(monkeypatch)
    change = await world.confirmed(renamed("New"))
    await stopped_at_work(world)
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

    world.lets_writes_hang(monkeypatch)
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


@pytest.mark.parametrize("told_to_stop", [False, True])
async def test_a_worker_that_is_cancelled_leaves_nothing_running(
    world: World, monkeypatch: pytest.MonkeyPatch, *, told_to_stop: bool
) -> None:
    before = asyncio.all_tasks()
    world.lets_writes_hang(monkeypatch)
    change = await world.confirmed(renamed("New"))
    worker = Worker(world.desk, world.jobs, world.announcer, name="worker")
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(2)
    if told_to_stop:
        worker.stop()
        await asyncio.sleep(1)
    running.cancel()
    await asyncio.wait({running})
    assert asyncio.all_tasks() == before
    assert (await world.stored(change)).state is State.APPLYING
