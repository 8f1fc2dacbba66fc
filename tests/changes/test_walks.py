"""Walks of a request: whatever people do in whatever order, only what the table allows happens, and once."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from syncbot.changes.approve import approve, cancel, reject
from syncbot.changes.model import Verdict
from syncbot.changes.noticing import read_sync
from syncbot.changes.resolve import Choice, resolve
from syncbot.changes.states import ENDED, MOVES, State
from syncbot.changes.sweep import sweep
from syncbot.errors import NoAnswer, SyncbotError
from tests.changes.loop import JumpingLoop
from tests.changes.world import ANNA, BEN, CARL, DORA, SYNC, World, mapped
from tests.fakes import Fault

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from syncbot.changes.model import Change

PEOPLE = st.sampled_from([ANNA, BEN, CARL, DORA])
UNDECIDED_ENDS = frozenset({State.CANCELLED, State.EXPIRED, State.SUPERSEDED, State.VOID, State.REJECTED})


class Walk(RuleBasedStateMachine):
    """Everything that can befall one request, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner(loop_factory=JumpingLoop)

    def run(self, work: Coroutine[object, object, object]) -> None:
        """Carry it out; a refusal has to leave the request as it was."""
        before = self.stored
        try:
            self.runner.run(work)
        except SyncbotError:
            assert self.stored == before or self.stored.state is State.EXPIRED

    @initialize(needed=st.sampled_from([1, 1, 2]))
    def asked(self, needed: int) -> None:
        """A mapping that needs so many approvals."""

        async def ask() -> None:
            self.world = World()
            self.world.with_policy(approval_required=frozenset({"fields"}), approvals_needed=needed)
            self.change = await self.world.confirmed(mapped("Phone", "phone"))

        self.runner.run(ask())

    @property
    def stored(self) -> Change:
        """The request as it stands."""
        return self.world.changes.stored[self.change.change_id]

    @rule(actor=PEOPLE)
    def approves(self, actor: str) -> None:
        """A yes."""
        self.run(approve(self.world.desk, self.change.change_id, actor, operation_id=self.world.click()))

    @rule(actor=st.sampled_from([BEN, CARL]))
    def approves_as_one_who_may(self, actor: str) -> None:
        """A yes that counts, as often as all that ends a request together."""
        self.approves(actor)

    @rule(actor=PEOPLE)
    def rejects(self, actor: str) -> None:
        """A no."""
        self.run(reject(self.world.desk, self.change.change_id, actor, why="No.", operation_id=self.world.click()))

    @rule(actor=PEOPLE)
    def cancels(self, actor: str) -> None:
        """A withdrawal."""
        self.run(cancel(self.world.desk, self.change.change_id, actor))

    @rule(actor=PEOPLE, choice=st.sampled_from(Choice))
    def resolves(self, actor: str, choice: Choice) -> None:
        """A word on an unclear write."""
        self.run(resolve(self.world.desk, self.change.change_id, actor, choice))

    @rule(values=st.sampled_from([{"name": "Theirs"}, {"sync_all_records": True}, {"mode": "create"}]))
    def moves_outside(self, values: dict[str, str]) -> None:
        """Somebody edits the sync in Polytomic, and it is read."""
        self.world.polytomic.outsider(SYNC, **values)
        self.run(read_sync(self.world.desk, SYNC))

    @rule(share=st.sampled_from([0.3, 0.6, 1.1]))
    def time_passes(self, share: float) -> None:
        """Some of the time that a request has, and a sweep."""
        self.world.clock.advance(self.world.desk.policy.ttl_seconds * share)
        turn = self.world.jobs.turn
        self.run(sweep(self.world.desk, self.world.announcer, my_turn=lambda: turn("sweeper")))

    @precondition(lambda self: self.stored.state is State.QUEUED)
    @rule()
    def works(self) -> None:
        """A worker does what is in the queue."""
        self.run(self.world.work())

    @precondition(lambda self: self.stored.state is State.QUEUED)
    @rule()
    def works_without_an_answer(self) -> None:
        """The write is not answered, and the sync is then neither as before nor as meant."""
        moved = Fault(NoAnswer("Lost."), afterwards=lambda: self.world.polytomic.outsider(SYNC, mode="replace"))
        self.world.polytomic.meet("put_sync", moved)
        self.run(self.world.work())

    @invariant()
    def only_moves_of_the_table(self) -> None:
        """Each stored move is one of the table, and nothing follows an end."""
        states = self.world.changes.moves[self.change.change_id]
        for before, after in pairwise(states):
            assert after in MOVES[before]
        assert all(state not in ENDED for state in states[:-1])

    @invariant()
    def nothing_without_a_yes(self) -> None:
        """No write without the needed approvals of different permitted others, and never more than one that landed."""
        yes = {one.approver for one in self.stored.decisions if one.verdict is Verdict.APPROVED}
        assert yes <= {BEN, CARL}
        if self.world.polytomic.own_writes:
            assert len(yes) >= self.stored.approvals_needed
        if self.stored.state in UNDECIDED_ENDS - {State.VOID}:
            assert self.world.polytomic.own_writes == 0
        assert self.world.polytomic.own_writes <= 1 + self.world.changes.moves[self.change.change_id].count(
            State.UNCLEAR
        )

    def teardown(self) -> None:
        """Close the loop."""
        self.runner.close()


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=300, stateful_step_count=20, deadline=None)
