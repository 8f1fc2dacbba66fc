"""Walks of a request whose state is in a real Redis: whoever is refused leaves every stored byte as it was."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from syncbot.changes.apply import apply
from syncbot.changes.approve import approve, cancel, reject
from syncbot.changes.model import Verdict
from syncbot.changes.noticing import read_sync
from syncbot.changes.resolve import Choice, resolve
from syncbot.changes.states import ENDED, MOVES, State
from syncbot.changes.sweep import sweep
from syncbot.errors import NoAnswer, SyncbotError
from tests.changes.world import ANNA, BEN, CARL, DORA, SYNC, World, mapped
from tests.fakes import Fault
from tests.store.worlds import RedisWorld

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from syncbot.changes.model import Change

PEOPLE = st.sampled_from([ANNA, BEN, BEN, CARL, CARL, DORA])


class Walk(RuleBasedStateMachine):
    """Everything that people, workers and time do to one request, in any order."""

    redis_url: str
    change: Change
    states: list[State]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.redis = RedisWorld(self.redis_url)

    def stored(self) -> Mapping[bytes, bytes]:
        """Every key, exactly as it is kept."""
        with self.redis.raw() as client:
            return {key: client.dump(key) for key in client.scan_iter()}

    def run(self, work: Coroutine[object, object, object]) -> None:
        """Carry it out; a refusal leaves everything as it was, but that it may find the request expired and end it."""
        before, refused = self.stored(), False
        try:
            self.runner.run(work)
        except SyncbotError:
            refused = True
        after = self.stored()
        self.change = self.runner.run(self.redis.changes.get(self.change.change_id))
        assert not refused or after == before or self.change.state is State.EXPIRED
        self.states.append(self.change.state)

    @initialize(needed=st.sampled_from([1, 2]), begun=st.sampled_from(["asked", "approved", "unclear", "written"]))
    def asked(self, needed: int, begun: str) -> None:
        """A mapping that needs so many approvals; the walk begins there, or on the way."""

        async def ask() -> Change:
            self.world = World()
            self.world.with_policy(approval_required=frozenset({"fields"}), approvals_needed=needed)
            self.world.with_timings(patience=0.0, reread=0.0, drift_jitter=0.0)
            redis = self.redis
            self.desk = replace(
                self.world.desk,
                sessions=redis.sessions,
                changes=redis.changes,
                leases=redis.leases,
                history=redis.history,
                clock=redis.clock,
            )
            self.world.desk = self.desk
            return await self.world.confirmed(mapped("Phone", "phone"))

        with self.redis.raw() as client:
            client.flushall()
        self.change = self.runner.run(ask())
        self.states = [self.change.state]
        if begun != "asked":
            self.approves(BEN)
            self.approves(CARL)
        if begun in ("unclear", "written"):
            self.works(answered=begun == "written")

    @rule(actor=PEOPLE)
    def approves(self, actor: str) -> None:
        """A yes."""
        self.run(approve(self.desk, self.change.change_id, actor, operation_id=self.world.click()))

    @rule(actor=PEOPLE)
    def rejects(self, actor: str) -> None:
        """A no."""
        self.run(reject(self.desk, self.change.change_id, actor, why="No.", operation_id=self.world.click()))

    @rule(actor=PEOPLE)
    def cancels(self, actor: str) -> None:
        """A withdrawal."""
        self.run(cancel(self.desk, self.change.change_id, actor))

    @rule(actor=PEOPLE, choice=st.sampled_from(Choice))
    def resolves(self, actor: str, choice: Choice) -> None:
        """A word on an unclear write."""
        self.run(resolve(self.desk, self.change.change_id, actor, choice))

    @rule(values=st.sampled_from([{"name": "Theirs"}, {"mode": "create"}]))
    def moves_outside(self, values: dict[str, str]) -> None:
        """Somebody edits the sync in Polytomic, and it is read."""
        self.world.polytomic.outsider(SYNC, **values)
        self.run(read_sync(self.desk, SYNC))

    @rule(share=st.sampled_from([0.3, 1.1]))
    def time_passes(self, share: float) -> None:
        """Some of the time that a request has; a sweep may come before the next click or not."""
        self.redis.pass_time(self.desk.policy.ttl_seconds * share)

    @rule()
    def sweeps(self) -> None:
        """A sweep."""

        async def turn() -> bool:
            return True

        self.run(sweep(self.desk, self.world.announcer, my_turn=turn))

    @rule(answered=st.booleans())
    def works(self, *, answered: bool) -> None:
        """A worker takes it up; a write that is not answered leaves the sync neither as it was nor as meant."""
        if self.change.state is State.QUEUED and not answered:
            self.world.polytomic.meet("put_sync", Fault(NoAnswer("Lost."), afterwards=self._overtaken))
        self.run(apply(self.desk, self.change))

    def _overtaken(self) -> None:
        """Somebody else writes, and the time is over in which the lost write could still land."""
        self.world.polytomic.outsider(SYNC, mode="replace")
        self.redis.pass_time(self.desk.timings.write + self.desk.timings.margin + 1)

    @invariant()
    def only_moves_of_the_table(self) -> None:
        """Each step leads where the table leads in one move or several, and nothing follows an end."""
        for before, after in pairwise(self.states):
            assert after is before or (before not in ENDED and after in _reachable(before))

    @invariant()
    def nothing_without_a_yes(self) -> None:
        """No write without the needed approvals of different permitted people."""
        yes = {one.approver for one in self.change.decisions if one.verdict is Verdict.APPROVED}
        assert yes <= {BEN, CARL}
        if self.world.polytomic.own_writes:
            assert len(yes) >= self.change.approvals_needed

    def teardown(self) -> None:
        """Close the loop."""
        self.runner.run(self.redis.connection.aclose())
        self.runner.close()


def _reachable(state: State) -> frozenset[State]:
    found, ahead = set(), set(MOVES[state])
    while ahead:
        one = ahead.pop()
        found.add(one)
        ahead |= MOVES[one] - found
    return frozenset(found)


def test_a_request_walks_by_the_table_and_a_refusal_changes_no_stored_byte(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Walk, "redis_url", redis_url, raising=False)
    run_state_machine_as_test(Walk, settings=settings(max_examples=40, stateful_step_count=15, deadline=None))
