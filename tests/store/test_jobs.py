from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.states import State
from syncbot.errors import StoreUnavailable
from syncbot.store import jobs, keys
from syncbot.store.jobs import RedisJobs
from tests.store.changes_contract import created
from tests.store.jobs_contract import JobsContract
from tests.store.values import a_change
from tests.store.worlds import OverFakes, OverRedis, RedisWorld

if TYPE_CHECKING:
    from syncbot.changes.ports import Job


class TestFakeJobs(OverFakes, JobsContract):
    pass


class TestRedisJobs(OverRedis, JobsContract):
    async def test_a_waiting_worker_gets_what_a_dead_one_left_as_soon_as_it_may(self, world: RedisWorld) -> None:
        queue = RedisJobs(world.connection, reclaim_seconds=0.1)
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        (left,) = await queue.take("w1", wait_seconds=1)
        (taken,) = await queue.take("w2", wait_seconds=5)
        assert (taken.job_id, taken.tries) == (left.job_id, 2)

    async def test_jobs_added_before_any_worker_was_there_are_given_out(self, world: RedisWorld) -> None:
        await created(world, a_change())
        taken = await asyncio.gather(*(world.jobs.take(f"w{n}", wait_seconds=0.01) for n in range(4)))
        assert sum(len(some) for some in taken) == 2

    async def test_a_worker_goes_on_after_the_queue_was_lost(self, world: RedisWorld) -> None:
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        (lost,) = await world.jobs.take("w", wait_seconds=0.01)
        with world.raw() as raw:
            raw.flushall()
        assert not await world.jobs.keep("w", lost)
        await world.jobs.done(lost)
        await created(world, a_change("c2", state=State.AWAITING_APPROVAL))
        assert [job.change_id for job in await world.jobs.take("w", wait_seconds=0.01)] == ["c2"]

    async def test_an_entry_that_was_deleted_is_not_given_out(self, world: RedisWorld) -> None:
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        (job,) = await world.jobs.take("w", wait_seconds=0.01)
        with world.raw() as raw:
            raw.xdel(keys.JOBS, job.job_id)
        world.pass_time(60)
        assert await world.jobs.take("w2", wait_seconds=0.01) == ()

    async def test_a_queue_that_is_something_else_is_an_error_and_not_an_empty_one(self, world: RedisWorld) -> None:
        with world.raw() as raw:
            raw.set(keys.JOBS, "not a stream")
        with pytest.raises(StoreUnavailable):
            await world.jobs.take("w", wait_seconds=0.01)

    async def test_an_entry_that_cannot_be_read_keeps_nothing_back_and_is_dropped_in_the_end(
        self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(jobs, "UNREADABLE_TRIES", 2)
        with world.raw() as raw:
            raw.xadd(keys.JOBS, {"kind": "dance", "change": "c0"})
            raw.xadd(keys.JOBS, {"nothing": "known"})
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        taken: list[Job] = []
        for _ in range(4):
            taken += await world.jobs.take("w", wait_seconds=0.01)
            world.pass_time(60)
        assert [job.tries for job in taken] == [1, 2, 3, 4]
        with world.raw() as raw:
            assert raw.xlen(keys.JOBS) == 1
        assert caplog.text.count("cannot be read and is dropped") == 2

    async def test_workers_that_are_gone_and_hold_nothing_are_forgotten(self, world: RedisWorld) -> None:
        strict = RedisJobs(world.connection, gone_seconds=0)
        assert await strict.forget_gone() == 0
        await created(world, a_change())
        done, held = await world.jobs.take("gone", wait_seconds=0.01)
        await world.jobs.done(done)
        assert await strict.forget_gone() == 0
        world.pass_time(60)
        assert [job.job_id for job in await world.jobs.take("holds one", wait_seconds=0.01)] == [held.job_id]
        assert await world.jobs.forget_gone() == 0
        assert await strict.forget_gone() == 1
        assert self._known(world) == {b"holds one"}
        await world.jobs.done(held)
        assert await strict.forget_gone() == 1
        await created(world, a_change("c2"))
        await world.jobs.take("holds one", wait_seconds=0.01)
        assert self._known(world) == {b"holds one"}

    def _known(self, world: RedisWorld) -> set[bytes]:
        with world.raw() as raw:
            return {one["name"] for one in raw.xinfo_consumers(keys.JOBS, keys.WORKERS)}

    @pytest.mark.parametrize(("steps", "looks"), [(jobs.MOST_STEPS, 1), (1, 3)])
    async def test_what_a_dead_worker_left_is_found_behind_however_many_jobs_that_others_keep(
        self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch, steps: int, looks: int
    ) -> None:
        monkeypatch.setattr(jobs, "MOST_STEPS", steps)
        with world.raw() as raw:
            for n in range(200):
                raw.xadd(keys.JOBS, {"kind": "announce", "change": f"c{n}"})
        kept: list[Job] = []
        while len(kept) < 192:
            kept += await world.jobs.take("alive", wait_seconds=0)
        left = await world.jobs.take("dead", wait_seconds=0)
        world.pass_time(60)
        for job in kept:
            assert await world.jobs.keep("alive", job)
        found = [job for _ in range(looks) for job in await world.jobs.take("another", wait_seconds=0)]
        assert [job.job_id for job in found] == [job.job_id for job in left]
