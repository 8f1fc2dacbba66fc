"""Walks of the state table in a real Redis: what the table does not have changes nothing that is stored."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncbot.changes.states import MOVES, State
from syncbot.errors import IllegalMove, Moved
from tests.store.values import a_change
from tests.store.worlds import RedisWorld

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncbot.changes.model import Change

STARTS = (State.AWAITING_APPROVAL, State.QUEUED)
"""What a change is created in."""
STALE = 1
"""How many versions behind a reader is who missed one move."""

STEPS = st.lists(
    st.tuples(st.sampled_from(State), st.sampled_from(["move", "amend"]), st.booleans()), min_size=1, max_size=25
)
"""Where to, by which script, and whether by a reader who missed the last move."""


def stored(world: RedisWorld) -> Mapping[bytes, bytes]:
    """Every key, exactly as it is kept."""
    with world.raw() as client:
        return {key: client.dump(key) for key in client.scan_iter()}


def path_to(state: State) -> tuple[State, ...] | None:
    """The shortest legal way there from a change's creation; None when there is none."""
    ways: deque[tuple[State, ...]] = deque((start,) for start in STARTS)
    seen = set(STARTS)
    while ways:
        way = ways.popleft()
        if way[-1] is state:
            return way
        following = MOVES[way[-1]] - seen
        seen |= following
        ways.extend((*way, after) for after in sorted(following))
    return None


async def at(world: RedisWorld, state: State) -> Change:
    """A change in that state, whatever way it came."""
    first, *others = path_to(state) or ()
    change = await world.changes.create(a_change(state=first), operation_id="make", session=None)
    for after in others:
        change = await world.changes.move(change, replace(change, state=after))
    return change


async def step(world: RedisWorld, change: Change, after: State, by: str) -> Change:
    """Move it by that script; `amend` creates another change beside."""
    if by == "move":
        return await world.changes.move(change, replace(change, state=after))
    new = a_change(f"beside {change.change_id} {change.version}", state=State.QUEUED)
    return (await world.changes.amend(replace(change, state=after), new=new))[0]


@pytest.fixture
async def world(redis_url: str) -> RedisWorld:
    return RedisWorld(redis_url)


async def test_every_move_that_the_table_lacks_changes_nothing(world: RedisWorld) -> None:
    reached, refused = set(), 0
    for state in State:
        if path_to(state) is None:
            continue
        reached.add(state)
        with world.raw() as client:
            client.flushall()
        change = await at(world, state)
        before = stored(world)
        for after in set(State) - MOVES[state]:
            for by in ("move", "amend"):
                with pytest.raises(IllegalMove):
                    await step(world, change, after, by)
                refused += 1
        assert stored(world) == before, state
        assert await world.changes.get(change.change_id) == change
    assert reached == set(State) - {State.PROPOSED}
    assert refused == 2 * sum(len(set(State) - MOVES[state]) for state in reached)
    await world.connection.aclose()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(STARTS), steps=STEPS)
def test_a_walk_stores_what_is_legal_and_fresh_and_nothing_else(
    redis_url: str, start: State, steps: list[tuple[State, str, bool]]
) -> None:
    asyncio.run(_walk(redis_url, start, steps))


async def _walk(redis_url: str, start: State, steps: list[tuple[State, str, bool]]) -> None:
    world = RedisWorld(redis_url)
    with world.raw() as client:
        client.flushall()
    change = await world.changes.create(a_change(state=start), operation_id="make", session=None)
    for after, by, stale in steps:
        before = stored(world)
        read = replace(change, version=change.version - STALE) if stale else change
        if after in MOVES[change.state] and not stale:
            change = await step(world, read, after, by)
            assert change.version == read.version + 1
            assert stored(world) != before
        else:
            with pytest.raises((IllegalMove, Moved)):
                await step(world, read, after, by)
            assert stored(world) == before
        assert await world.changes.get(change.change_id) == change
    await world.connection.aclose()
