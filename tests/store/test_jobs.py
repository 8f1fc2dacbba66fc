from __future__ import annotations

import asyncio

import pytest

from syncbot.changes.states import State
from syncbot.errors import StoreUnavailable
from syncbot.store import keys
from syncbot.store.jobs import RedisJobs
from tests.store.changes_contract import created
from tests.store.jobs_contract import JobsContract
from tests.store.values import a_change
from tests.store.worlds import OverFakes, OverRedis, RedisWorld


class TestFakeJobs(OverFakes, JobsContract):
    pass


class TestRedisJobs(OverRedis, JobsContract):
    async def test_a_waiting_worker_gets_what_a_dead_one_left_as_soon_as_it_may(self, world: RedisWorld) -> None:
        jobs = RedisJobs(world.connection, reclaim_seconds=0.1)
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        (left,) = await jobs.take("w1", wait_seconds=1)
        (taken,) = await jobs.take("w2", wait_seconds=5)
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
