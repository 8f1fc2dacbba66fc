"""Fakes of the stored changes and of the queue of jobs; the contracts of tests/store run on them too."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from syncbot import trace
from syncbot.changes.ports import Job, JobKind
from syncbot.changes.states import ENDED, State, check_move
from syncbot.errors import Gone, Moved
from tests.memory import FakeClock, FakeLeases, FakeSessions, Power

if TYPE_CHECKING:
    from syncbot.changes.model import Change, Places, Session

TURN_SECONDS = 60.0


@dataclass
class FakeJobs:
    """The queue. A job's worker is looked upon as dead by `clock` after `reclaim_seconds`."""

    clock: FakeClock = field(default_factory=FakeClock)
    reclaim_seconds: float = 15
    power: Power = field(default_factory=Power)
    waiting: list[Job] = field(default_factory=list)
    taken: dict[str, tuple[Job, str, float]] = field(default_factory=dict)
    sweeper: tuple[str, float] = ("", 0.0)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _added: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, kind: JobKind, change_id: str) -> None:
        self.waiting.append(
            Job(f"job{next(self._numbers)}", kind, change_id, tries=0, trace_id=trace.current().trace_id)
        )
        self._added.set()

    async def take(self, worker: str, *, wait_seconds: float) -> tuple[Job, ...]:
        self.power.check()
        if not (jobs := self._hand_out(worker)):
            try:
                await asyncio.wait_for(self._added.wait(), wait_seconds)
            except TimeoutError:
                return ()
            jobs = self._hand_out(worker)
        return jobs

    async def keep(self, worker: str, job: Job) -> bool:
        self.power.check()
        mine = job.job_id in self.taken and self.taken[job.job_id][1] == worker
        if mine:
            self.taken[job.job_id] = (self.taken[job.job_id][0], worker, self.clock.seconds)
        return mine

    async def turn(self, worker: str) -> bool:
        self.power.check()
        holder, at = self.sweeper
        free = holder in ("", worker) or self.clock.seconds - at >= TURN_SECONDS
        if free:
            self.sweeper = (worker, self.clock.seconds)
        return free

    async def forget_gone(self) -> int:
        self.power.check()
        return 0

    async def done(self, job: Job) -> None:
        self.power.check()
        self.taken.pop(job.job_id, None)

    def _hand_out(self, worker: str) -> tuple[Job, ...]:
        now = self.clock.seconds
        stale = [job for job, _, at in self.taken.values() if now - at >= self.reclaim_seconds]
        jobs = tuple(replace(job, tries=job.tries + 1) for job in (stale or self.waiting))
        if not stale:
            self.waiting.clear()
            self._added.clear()
        self.taken.update({job.job_id: (job, worker, now) for job in jobs})
        return jobs


@dataclass
class FakeChanges:
    """Stored changes over the fakes of sessions, jobs and leases. `moves` is every state of every change, in order."""

    sessions: FakeSessions = field(default_factory=FakeSessions)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    leases: FakeLeases = field(default_factory=FakeLeases)
    power: Power = field(default_factory=Power)
    stored: dict[str, Change] = field(default_factory=dict)
    moves: dict[str, list[State]] = field(default_factory=lambda: defaultdict(list))
    _operations: dict[str, str] = field(default_factory=dict)

    async def create(self, change: Change, *, operation_id: str, session: Session | None) -> Change:
        self.power.check()
        if operation_id in self._operations:
            return self.stored[self._operations[operation_id]]
        self._take(session)
        self._operations[operation_id] = change.change_id
        self._add(change)
        return change

    async def get(self, change_id: str) -> Change:
        self.power.check()
        if change_id not in self.stored:
            raise Gone(change_id)
        return self.stored[change_id]

    async def move(self, before: Change, after: Change, *, done: Job | None = None, quiet: bool = False) -> Change:
        self.power.check()
        check_move(before.state, after.state)
        stored = await self.get(before.change_id)
        if stored.version != before.version:
            raise Moved(before.change_id)
        if done:
            await self.jobs.done(done)
        return await self._put(replace(after, version=before.version + 1, places=stored.places), quiet=quiet)

    def _take(self, session: Session | None) -> None:
        if session is None:
            return
        stored = self.sessions.peek(session.session_id)
        if stored is None or stored.owner != session.owner:
            raise Gone(session.session_id)
        if stored.revision != session.revision:
            raise Moved(session.session_id)
        self.sessions.remove(session.session_id)

    async def amend(self, change: Change, *, new: Change, session: Session | None = None) -> tuple[Change, Change]:
        before = await self._as_read(change)
        check_move(before.state, change.state)
        self._take(session)
        moved = await self.move(before, change)
        self._add(new)
        return moved, new

    async def note_places(self, change_id: str, places: Places) -> None:
        stored = await self.get(change_id)
        noted = {name: value for name, value in asdict(places).items() if value}
        self.stored[change_id] = replace(stored, places=replace(stored.places, **noted))

    async def of_sync(self, sync_id: str) -> tuple[Change, ...]:
        self.power.check()
        found = [c for c in self.stored.values() if c.sync_id == sync_id and c.state not in ENDED]
        return tuple(sorted(found, key=lambda change: change.created_at))

    async def undecided(self) -> tuple[Change, ...]:
        self.power.check()
        waiting = [change for change in self.stored.values() if change.state == State.AWAITING_APPROVAL]
        return tuple(sorted(waiting, key=lambda change: change.expires_at or 0))

    async def _as_read(self, change: Change) -> Change:
        stored = await self.get(change.change_id)
        if stored.version != change.version:
            raise Moved(change.change_id)
        return stored

    def _add(self, change: Change) -> None:
        self.stored[change.change_id] = change
        self.moves[change.change_id].append(change.state)
        if change.state == State.QUEUED:
            self.jobs.add(JobKind.APPLY, change.change_id)
        self.jobs.add(JobKind.ANNOUNCE, change.change_id)

    async def _put(self, change: Change, *, quiet: bool) -> Change:
        self.stored[change.change_id] = change
        self.moves[change.change_id].append(change.state)
        if change.state == State.APPLYING:
            self.leases.applying[change.sync_id] = change.change_id
        elif self.leases.applying.get(change.sync_id) == change.change_id:
            del self.leases.applying[change.sync_id]
        if change.state in ENDED or change.state == State.UNCLEAR:
            await self.leases.release(change.sync_id, change.change_id)
        if change.state == State.QUEUED:
            self.jobs.add(JobKind.APPLY, change.change_id)
        if not quiet:
            self.jobs.add(JobKind.ANNOUNCE, change.change_id)
        return change
