"""The room in which the use cases are tested: every fake, one sync, and people with roles."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from syncbot.changes.confirm import confirm
from syncbot.changes.desk import Desk, Timings
from syncbot.changes.open import open_session
from syncbot.changes.policy import Policy
from syncbot.changes.ports import JobKind, Roles
from syncbot.changes.review import review
from syncbot.changes.states import State
from syncbot.changes.worker import Worker
from tests.changes.loop_clock import LoopClock
from tests.fakes import FakePolytomic, Fakes

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from syncbot.changes.model import Change, Outcome, Session
    from syncbot.sync.document import JsonObject


SYNC = "5f0c2a7e-0d0a-4b56-9a53-6a3b7a1e0c11"
MODEL = "7f8bc6f2-c43b-57a2-b5a1-be2ba5a532fb"
ANNA, BEN, CARL, DORA = "UANNA", "UBEN", "UCARL", "UDORA"
"""An editor who may pause in an emergency, two approvers, and somebody who may nothing."""
DIRECT = Policy(approval_required=frozenset({"none"}))


def mapping(target: str, source: str, **more: object) -> JsonObject:
    return {"source": {"model_id": MODEL, "field": source}, "target": target, **more}


def leads() -> JsonObject:
    """A sync in the present shape, as a GET gives it."""
    return {
        "id": SYNC,
        "name": "Leads",
        "active": True,
        "mode": "updateOrCreate",
        "model_ids": [MODEL],
        "fields": [mapping("Email", "email"), mapping("Name", "full_name")],
        "override_fields": [],
        "overrides": [],
        "policies": [],
        "schedule": {"frequency": "daily", "hour": "6", "minute": "0"},
        "target": {"connection_id": "94a0bb16-9472-54d5-b8c7-15a8e560788c", "object": "Lead", "configuration": {}},
        "identities": {"mappings": [{**mapping("Email", "email"), "function": "Equality"}]},
        "sync_all_records": False,
        "only_enrich_updates": False,
        "skip_initial_backfill": False,
        "x_future": {"n": 10.0, "big": 2**70, "nothing": None},
        "created_at": "2026-03-15T16:10:01.482113Z",
        "updated_at": "2026-10-02T08:11:57.000431Z",
        "updated_by": {"id": "324526cd-9552-56b4-aa10-d696b8e74d4f", "name": "Jane Admin", "type": "user"},
    }


@dataclass
class CountingPolytomic(FakePolytomic):
    """Counts what was committed, from here and from outside."""

    commits: list[JsonObject] = field(default_factory=list)
    edits: int = 0

    def _stamped(self, doc: JsonObject) -> JsonObject:
        stamped = super()._stamped(doc)
        self.commits.append(stamped)
        return stamped

    def outsider(self, sync_id: str, **values: object) -> None:
        """An edit by somebody else."""
        self.edits += 1
        self.edit(sync_id, updated_by={"name": "Otto Outsider"}, **values)

    @property
    def own_writes(self) -> int:
        return len(self.commits) - self.edits


class World(Fakes):
    """Every fake on one clock that runs with the loop.

    Attributes:
        desk: Over the fakes; `with_policy` and `with_timings` replace parts of it.
    """

    def __init__(self, policy: Policy | None = None) -> None:
        super().__init__()
        self.clock = LoopClock()
        for fake in (self.sessions, self.jobs, self.leases, self.history, self.cache):
            fake.clock = self.clock
        self.polytomic: CountingPolytomic = CountingPolytomic()
        self.polytomic.syncs[SYNC] = leads()
        self.people.by_user = {
            ANNA: Roles(editor=True, approver=False, emergency=True),
            BEN: Roles(editor=False, approver=True),
            CARL: Roles(editor=True, approver=True),
        }
        self.desk = Desk(
            polytomic=self.polytomic,
            choices=self.choices,
            sessions=self.sessions,
            changes=self.changes,
            leases=self.leases,
            secrets=self.secrets,
            people=self.people,
            clock=self.clock,
            history=self.history,
            policy=policy or Policy(),
            api_version="2025-09-18",
        )
        self._clicks = itertools.count()

    def with_policy(self, **values: Any) -> None:
        self.desk = replace(self.desk, policy=replace(self.desk.policy, **values))

    def lets_writes_hang(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Writes land and are never answered, until the test undoes it."""
        real = self.polytomic.put_sync

        async def hang(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
            await real(sync_id, body, key=key)
            await asyncio.Event().wait()
            return {}

        monkeypatch.setattr(self.polytomic, "put_sync", hang)

    def with_timings(self, **values: Any) -> None:
        self.desk = replace(self.desk, timings=replace(self.desk.timings, **values))

    @property
    def timings(self) -> Timings:
        return self.desk.timings

    @property
    def sync(self) -> JsonObject:
        return self.polytomic.syncs[SYNC]

    def click(self) -> str:
        """A new operation id."""
        return f"click{next(self._clicks)}"

    async def draft(
        self, change: Callable[[JsonObject], JsonObject], *, actor: str = ANNA, sync_id: str = SYNC
    ) -> Session:
        """An open session whose draft has the change."""
        session = await open_session(self.desk, actor, sync_id)
        edited = replace(session, draft=change(session.draft))
        return await self.desk.sessions.save(edited, expected_revision=0)

    async def confirmed(
        self,
        change: Callable[[JsonObject], JsonObject],
        *,
        actor: str = ANNA,
        sync_id: str = SYNC,
        emergency: bool = False,
        stop_run: bool = False,
    ) -> Change:
        """A change that was opened, edited, reviewed and confirmed."""
        shown = await review(self.desk, await self.draft(change, actor=actor, sync_id=sync_id))
        return await self.confirm(shown.session, shown.plan.hash, emergency=emergency, stop_run=stop_run)

    async def confirm(
        self, session: Session, plan_hash: str, *, emergency: bool = False, stop_run: bool = False
    ) -> Change:
        return await confirm(
            self.desk,
            session_id=session.session_id,
            actor=session.owner,
            revision=session.revision,
            plan_hash=plan_hash,
            reason="because",
            operation_id=self.click(),
            view_id="V1",
            emergency=emergency,
            stop_run=stop_run,
        )

    async def work(self, *, desk: Desk | None = None, seconds: float = 600) -> None:
        """Let a fresh worker run until nothing is left to do, at most that long."""
        worker = Worker(desk or self.desk, self.jobs, self.announcer, name=self.click())
        running = asyncio.create_task(worker.run())
        try:
            await self.until(self.idle, seconds=seconds)
        finally:
            worker.stop()
            await running

    async def until(self, happened: Callable[[], bool], *, seconds: float = 600) -> None:
        """Let the loop run until something happened; fails after that much of its time."""
        async with asyncio.timeout(seconds):
            while not happened():  # noqa: ASYNC110 -- no event tells it, and the loop skips the waiting
                await asyncio.sleep(0.5)

    def idle(self) -> bool:
        """Whether no job is left."""
        return not self.jobs.waiting and not self.jobs.taken

    async def stored(self, change: Change) -> Change:
        return await self.changes.get(change.change_id)

    async def done(self, change: Change) -> Change:
        """The change after a worker brought everything to its end."""
        await self.work()
        return await self.stored(change)

    def told(self, change: Change) -> State | None:
        """The last state that people were told of a change."""
        states = [one.state for one in self.announcer.announced if one.change_id == change.change_id]
        return states[-1] if states else None

    def apply_jobs(self) -> int:
        return sum(job.kind is JobKind.APPLY for job in self.jobs.waiting)


def renamed(name: str) -> Callable[[JsonObject], JsonObject]:
    return lambda doc: {**doc, "name": name}


def paused(doc: JsonObject) -> JsonObject:
    return {**doc, "active": False}


def resumed(doc: JsonObject) -> JsonObject:
    return {**doc, "active": True}


def mapped(target: str, source: str, **more: object) -> Callable[[JsonObject], JsonObject]:
    """Maps a target, in the place of what it had."""

    def change(doc: JsonObject) -> JsonObject:
        others = [entry for entry in doc["fields"] if entry["target"] != target]
        return {**doc, "fields": [*others, mapping(target, source, **more)]}

    return change


def outcome_of(change: Change) -> Outcome:
    assert change.outcome is not None
    return change.outcome
