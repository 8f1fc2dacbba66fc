"""What every adapter of `Jobs` keeps to; see contracts.py."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from syncbot import trace
from syncbot.changes.ports import JobKind
from syncbot.changes.states import State
from tests.store.changes_contract import SOON, created
from tests.store.values import a_change

if TYPE_CHECKING:
    from syncbot.changes.ports import Job
    from tests.store.worlds import World


class JobsContract:
    async def test_one_worker_at_a_time_has_the_turn_to_sweep(self, world: World) -> None:
        turns = await asyncio.gather(*(world.jobs.turn(f"w{n}") for n in range(5)))
        assert sorted(turns) == [False, False, False, False, True]
        first = f"w{turns.index(True)}"
        world.pass_time(40)
        assert await world.jobs.turn(first)
        world.pass_time(40)
        assert not await world.jobs.turn("another")
        world.pass_time(61)
        assert await world.jobs.turn("another")
        assert not await world.jobs.turn(first)

    async def test_nothing_comes_of_an_empty_queue(self, world: World) -> None:
        assert await world.jobs.take("w", wait_seconds=SOON) == ()

    async def test_a_waiting_worker_gets_a_job_when_it_comes(self, world: World) -> None:
        assert await world.jobs.take("w", wait_seconds=0) == ()
        waiting = asyncio.create_task(world.jobs.take("w", wait_seconds=5))
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        assert [(job.kind, job.change_id, job.tries) for job in await waiting] == [(JobKind.ANNOUNCE, "c1", 1)]

    async def test_a_job_carries_the_trace_that_added_it_to_whoever_takes_it(self, world: World) -> None:
        with trace.begun("t1"):
            await created(world, a_change())
        taken = [*await world.jobs.take("w", wait_seconds=SOON), *await world.jobs.take("w", wait_seconds=SOON)]
        assert {job.trace_id for job in taken} == {"t1"}

    async def test_a_job_is_given_to_one_worker(self, world: World) -> None:
        await created(world, a_change())
        taken = await asyncio.gather(*(world.jobs.take(f"w{n}", wait_seconds=SOON) for n in range(3)))
        jobs = [job for some in taken for job in some]
        assert sorted(job.kind for job in jobs) == [JobKind.ANNOUNCE, JobKind.APPLY]

    async def test_a_silent_workers_job_goes_to_another_with_one_more_try(self, world: World) -> None:
        job = await self._taken(world, "w1")
        world.pass_time(10)
        assert await world.jobs.take("w2", wait_seconds=SOON) == ()
        world.pass_time(5)
        assert await world.jobs.take("w2", wait_seconds=SOON) == (replace(job, tries=2),)
        assert not await world.jobs.keep("w1", job)
        assert await world.jobs.keep("w2", job)

    async def test_a_kept_job_stays_with_its_worker_and_counts_no_try(self, world: World) -> None:
        job = await self._taken(world, "w1")
        world.pass_time(10)
        assert await world.jobs.keep("w1", job)
        world.pass_time(10)
        assert await world.jobs.take("w2", wait_seconds=SOON) == ()
        world.pass_time(5)
        assert await world.jobs.take("w2", wait_seconds=SOON) == (replace(job, tries=2),)

    async def test_a_job_that_is_done_is_nobodys(self, world: World) -> None:
        job = await self._taken(world, "w1")
        await world.jobs.done(job)
        await world.jobs.done(job)
        assert not await world.jobs.keep("w1", job)
        world.pass_time(60)
        assert await world.jobs.take("w2", wait_seconds=SOON) == ()

    async def test_nobody_keeps_a_job_of_a_queue_that_is_lost(self, world: World) -> None:
        job = await self._taken(world, "w1")
        await world.jobs.done(job)
        assert not await world.jobs.keep("w2", replace(job, job_id="1-1"))

    async def _taken(self, world: World, worker: str) -> Job:
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        (job,) = await world.jobs.take(worker, wait_seconds=SOON)
        return job
