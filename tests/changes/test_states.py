from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.changes.model import Change
from syncbot.changes.states import ENDED, MOVES, State, check_move
from syncbot.errors import IllegalMove, Moved
from tests.changes.loop import JumpingLoop
from tests.changes.world import ANNA, SYNC, leads
from tests.fakes import Fakes


def _change(state: State) -> Change:
    return Change(
        change_id="c1",
        sync_id=SYNC,
        sync_name="Leads",
        actor=ANNA,
        state=state,
        base=leads(),
        draft=leads(),
        lines=(),
        plan_hash="",
        created_at=0,
    )


def test_the_table_names_every_state() -> None:
    assert set(MOVES) == set(State)
    assert {state for targets in MOVES.values() for state in targets} == set(State) - {State.PROPOSED}


def test_nothing_is_written_but_through_the_queue() -> None:
    assert {state for state, targets in MOVES.items() if State.APPLYING in targets} == {State.QUEUED, State.APPLYING}
    assert {state for state, targets in MOVES.items() if State.QUEUED in targets} == {
        State.PROPOSED,
        State.APPROVED,
        State.UNCLEAR,
    }


@pytest.mark.parametrize("state", sorted(ENDED))
def test_nothing_leaves_an_end(state: State) -> None:
    for after in State:
        with pytest.raises(IllegalMove):
            check_move(state, after)


@given(
    start=st.sampled_from([State.QUEUED, State.AWAITING_APPROVAL]),
    steps=st.lists(st.tuples(st.sampled_from(State), st.booleans()), max_size=12),
)
def test_on_any_walk_an_illegal_or_outdated_move_changes_nothing(start: State, steps: list[tuple[State, bool]]) -> None:
    async def walk() -> None:
        changes = Fakes().changes
        stale = current = await changes.create(_change(start), operation_id="o", session=None)
        for target, outdated in steps:
            before = stale if outdated else current
            jobs = list(changes.jobs.waiting)
            legal = target in MOVES[before.state]
            try:
                moved = await changes.move(before, replace(before, state=target))
            except IllegalMove:
                assert not legal
            except Moved:
                assert legal
                assert before.version != current.version
            else:
                assert legal
                assert moved.version == current.version + 1
                stale, current = current, moved
                continue
            assert await changes.get("c1") == current
            assert changes.jobs.waiting == jobs

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(walk())
