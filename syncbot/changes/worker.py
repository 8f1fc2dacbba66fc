"""Takes jobs from the queue and brings each to its end.

A worker may die at any line: a job is acknowledged only when what it asks for is stored, and one whose worker has gone
quiet is handed to another.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import Final

from syncbot import trace
from syncbot.changes.apply import apply
from syncbot.changes.approve import enqueue
from syncbot.changes.desk import Desk
from syncbot.changes.finish import give_up, settle
from syncbot.changes.model import Change
from syncbot.changes.neighbours import nudge
from syncbot.changes.outage import Outage
from syncbot.changes.ports import Announcer, Job, JobKind, Jobs
from syncbot.changes.sweep import sweep
from syncbot.changes.telling import turn_to_tell
from syncbot.errors import Gone, Moved, StoreUnavailable, SyncbotError

log = logging.getLogger(__name__)

CANCEL_AGAIN_SECONDS: Final = 1.0

STOPPED: Final = "Each worker that took it stopped before its end."
BROKEN: Final = "syncbot met a fault of its own ({kind})."


class Worker:
    """Takes and works on jobs until it is stopped.

    Args:
        desk: The ports.
        jobs: The queue.
        announcer: Brings what people see in line with a change.
        name: Of this worker alone, among all that run.
        concurrency: How many jobs of each kind are worked on at once; those that wait for a lease do not count. Each
            kind has room of its own, so that people who cannot be told keep nothing from being written.
    """

    def __init__(self, desk: Desk, jobs: Jobs, announcer: Announcer, *, name: str, concurrency: int = 4) -> None:
        self._desk = desk
        self._jobs = jobs
        self._announcer = announcer
        self._name = name
        self._slots = {kind: asyncio.Semaphore(concurrency) for kind in JobKind}
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._outage = Outage(log, failing="No jobs are taken", well="Jobs are taken again")

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those at hand have ended or `Timings.drain` is over."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped. A store that does not answer is waited for."""
        log.info("Jobs are taken, as %s", self._name)
        sweeping = asyncio.create_task(self._sweep())
        try:
            while not self._stopping.is_set():
                await self._take()
        finally:
            await _end(sweeping)
            await self._drain()

    async def _take(self) -> None:
        """Start on what is in the queue, once there is room for it."""
        if not await self._has_room():
            return
        try:
            await self._desk.clock.check()
            taken = await self._jobs.take(self._name, wait_seconds=self._desk.timings.take)
        except Exception as fault:  # noqa: BLE001 -- it is logged there; whatever the queue has, the worker goes on
            self._outage.met(fault)
            await self._pause(self._desk.timings.retry)
            return
        self._outage.over()
        if taken:
            await asyncio.sleep(self._desk.timings.give_way)
        for job in taken:
            task = asyncio.create_task(self._work(job), name=f"{job.kind} {job.change_id}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _has_room(self) -> bool:
        """Wait until jobs of some kind can be begun; False when stopped meanwhile."""
        waiting = {asyncio.create_task(wait) for wait in (*map(_free, self._slots.values()), self._stopping.wait())}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.wait(waiting)
        return not self._stopping.is_set()

    async def _drain(self) -> None:
        """Let what is at hand end; what takes longer than it may, or than whoever stops the worker waits, is ended."""
        late = set(self._tasks)
        try:
            if late:
                _, late = await asyncio.wait(late, timeout=self._desk.timings.drain)
        finally:
            await asyncio.gather(*map(_end, late))

    async def _work(self, job: Job) -> None:
        """Keep a job and work on it. One that fails stays unacknowledged and is handed out again."""
        with trace.begun(job.trace_id):
            await self._work_on(job)

    async def _work_on(self, job: Job) -> None:
        keeping = asyncio.create_task(self._keep(job))
        try:
            await self._try(job, keeping)
        except Moved:
            log.info("Another worker has change %s", job.change_id)
        except Exception as fault:
            foreseen, kind = isinstance(fault, SyncbotError), type(fault).__name__
            log.warning("The job to %s change %s failed: %s", job.kind, job.change_id, kind, exc_info=not foreseen)
            await self._failed(job, fault)
        finally:
            await _end(keeping)

    async def _keep(self, job: Job) -> None:
        """Say that the job is worked on, until another worker has it."""
        while True:
            await asyncio.sleep(self._desk.timings.keep)
            with suppress(StoreUnavailable):
                if not await self._jobs.keep(self._name, job):
                    return

    async def _try(self, job: Job, keeping: asyncio.Task[None]) -> None:
        """Work on the job when it is its turn; while it waits, others have the room."""
        while True:
            async with self._slots[job.kind]:
                if await self._do(job):
                    await self._jobs.done(job)
                    return
            if self._stopping.is_set() or keeping.done():
                return
            await self._pause(self._desk.timings.lease_wait)

    async def _do(self, job: Job) -> bool:
        """Do what the job asks for; False when it has to wait."""
        if job.kind is JobKind.ANNOUNCE:
            return await self._announce(job)
        change = await self._stored(job)
        if change is None:
            return True
        if job.tries > self._desk.timings.tries:
            await give_up(self._desk, change, STOPPED, tries=job.tries - 1)
            return True
        return await apply(self._desk, change) is not None

    async def _stored(self, job: Job) -> Change | None:
        try:
            return await self._desk.changes.get(job.change_id)
        except Gone:
            log.warning("Change %s is not kept any more", job.change_id)
            return None

    async def _announce(self, job: Job) -> bool:
        """Show the change, one announcement at a time: each knows what the one before it has shown where."""
        if job.tries > self._desk.timings.tell_tries:
            log.error("Change %s could not be shown everywhere", job.change_id)
            return True
        async with turn_to_tell(self._desk, job) as is_its_turn:
            if not is_its_turn:
                return False
            change = await self._stored(job)
            if change is not None:
                await self._show(change)
        return True

    async def _show(self, change: Change) -> None:
        """Show the change as it stands, and again when it moved meanwhile: the newest comes last."""
        shown = 0
        while shown != change.version:
            change = await enqueue(self._desk, change)
            await settle(self._desk, change)
            await self._announcer.announce(change)
            shown = change.version
            change = await self._desk.changes.get(change.change_id)
            await nudge(self._desk.changes, change)

    async def _failed(self, job: Job, fault: Exception) -> None:
        """Give an apply job up after its last try; else leave it to be handed out again."""
        if job.kind is JobKind.ANNOUNCE or job.tries < self._desk.timings.tries:
            return
        why = fault.sentences if isinstance(fault, SyncbotError) else BROKEN.format(kind=type(fault).__name__)
        with suppress(SyncbotError):
            try:
                await give_up(self._desk, await self._desk.changes.get(job.change_id), why, tries=job.tries)
            except (ValueError, LookupError):
                if job.tries < self._desk.timings.tell_tries:  # where versions are mixed, a newer one may know it
                    return
                log.exception("Change %s cannot be read, and is left as it is", job.change_id)
            await self._jobs.done(job)

    async def _sweep(self) -> None:
        """Sweep from time to time."""
        while True:
            try:
                with trace.begun():
                    if await sweep(self._desk, self._announcer, my_turn=partial(self._jobs.turn, self._name)):
                        await self._jobs.forget_gone()
            except Exception as fault:  # the next round tries again
                foreseen = isinstance(fault, StoreUnavailable)
                log.warning("The sweep did not come to its end: %s", fault, exc_info=not foreseen)
            await asyncio.sleep(self._desk.timings.sweep)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel until it has ended: a wait that is over at that very moment can lose a cancellation."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=CANCEL_AGAIN_SECONDS)


async def _free(slots: asyncio.Semaphore) -> None:
    async with slots:
        pass
