"""A worker dies before or after every call it makes; another one takes over. One effect, and people are told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import approve
from syncbot.changes.model import Result
from syncbot.changes.states import ENDED, State
from syncbot.errors import NoAnswer, Rejected, ServerFault
from tests.changes.mortal import PUT, READ, WRITES, Fate, live
from tests.changes.world import BEN, DIRECT, SYNC, World, mapped, mapping, paused, renamed
from tests.fakes import Fault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject

    Begin = Callable[[World], Awaitable[Change]]


LOST = NoAnswer("The connection was lost.")
WRONG = Rejected("A field is wrong.", status=422, message="unknown field")
BROKEN = ServerFault("Polytomic answered with an error.", status=500)


async def _direct(world: World) -> Change:
    world.with_policy(approval_required=frozenset({"none"}))
    return await world.confirmed(mapped("Phone", "phone"))


async def _approved(world: World) -> Change:
    change = await world.confirmed(paused)
    return await approve(world.desk, change.change_id, BEN, operation_id=world.click())


async def emergency(world: World) -> Change:
    return await world.confirmed(paused, emergency=True)


async def _encrypted(world: World) -> Change:
    world.with_policy(approval_required=frozenset({"none"}))
    world.polytomic.syncs[SYNC]["fields"][0]["encryption_enabled"] = True
    return await world.confirmed(paused)


async def _refused_whole(world: World) -> Change:
    def refuse(doc: JsonObject) -> JsonObject:
        assert doc
        raise WRONG

    world.with_policy(approval_required=frozenset({"none"}))
    world.polytomic.normalise = refuse
    return await world.confirmed(paused)


async def _with_fault(world: World, fault: Fault) -> Change:
    world.polytomic.meet("put_sync", fault)
    world.with_timings(keep=10)
    return await _direct(world)


BEGINNINGS: dict[str, Begin] = {
    "direct": _direct,
    "approved": _approved,
    "emergency": emergency,
    "encrypted": _encrypted,
    "refused whole": _refused_whole,
    "error after the commit": lambda world: _with_fault(world, Fault(BROKEN, landed=True)),
    "error before the commit": lambda world: _with_fault(world, Fault(BROKEN)),
    "no answer after the commit": lambda world: _with_fault(world, Fault(LOST, landed=True)),
    "no answer before the commit": lambda world: _with_fault(world, Fault(LOST)),
}


async def calls_of(begin: Begin) -> list[str]:
    """The calls of a worker that lives."""
    fate = Fate()
    world = World()
    await begin(world)
    await live(world, fate)
    return fate.calls


async def check_applied_once(world: World, change: Change) -> None:
    ended = await world.done(change)
    assert ended.state is State.APPLIED, ended.outcome
    assert world.polytomic.own_writes == 1
    assert world.told(change) is State.APPLIED
    assert change.change_id in world.history.recorded
    assert world.leases.held == {}


@pytest.mark.parametrize("name", BEGINNINGS)
@pytest.mark.parametrize("after", [False, True])
async def test_a_worker_that_dies_at_any_call_leaves_one_write_and_a_told_outcome(name: str, *, after: bool) -> None:
    begin = BEGINNINGS[name]
    calls = await calls_of(begin)
    assert len(calls) > 10
    for at in range(len(calls)):
        world = World()
        change = await begin(world)
        await live(world, Fate(at=at, after=after))
        await check_applied_once(world, change)


@pytest.mark.parametrize("name", ["direct", "approved", "emergency"])
async def test_workers_may_die_again_and_again(name: str) -> None:
    begin = BEGINNINGS[name]
    calls = await calls_of(begin)
    for first in range(0, len(calls), 2):
        world = World()
        change = await begin(world)
        for second in (first, first + 1, 3):
            await live(world, Fate(at=second, after=second % 2 == 0))
        await check_applied_once(world, change)


@pytest.mark.parametrize("name", ["direct", "emergency"])
@pytest.mark.parametrize("late_seconds", [0.5, 20.0, 31.0, 40.0, 300.0])
async def test_a_write_that_lands_after_its_worker_died_is_written_once(name: str, late_seconds: float) -> None:
    begin = BEGINNINGS[name]
    calls = await calls_of(begin)
    (at,) = [number for number, call in enumerate(calls) if call in WRITES]
    world = World()
    change = await begin(world)
    await live(world, Fate(at=at, late_seconds=late_seconds))
    await check_applied_once(world, change)


async def test_a_first_landing_that_is_late_does_not_undo_what_others_wrote_since() -> None:
    calls = await calls_of(_direct)
    world = World()
    change = await _direct(world)
    await live(world, Fate(at=calls.index(PUT), late_seconds=300))
    await check_applied_once(world, change)
    world.polytomic.outsider(SYNC, name="By Otto")
    await live(world, Fate())
    assert world.sync["name"] == "By Otto"


async def test_what_others_put_back_after_the_write_landed_is_not_written_again() -> None:
    calls = await calls_of(_direct)
    for at in range(calls.index(PUT), len(calls)):
        world = World()
        before = world.sync
        change = await _direct(world)
        await live(world, Fate(at=at, after=True))
        if (await world.stored(change)).state is not State.APPLYING:
            continue
        world.polytomic.outsider(SYNC, fields=before["fields"])
        ended = await world.done(change)
        assert ended.state is State.UNCLEAR
        assert world.told(change) is State.UNCLEAR
        assert world.polytomic.own_writes == 1
        assert world.sync["fields"] == before["fields"]


async def test_what_others_wrote_while_no_worker_lived_is_never_lost() -> None:
    calls = await calls_of(_direct)
    for at in range(len(calls)):
        for after in (False, True):
            world = World()
            change = await _direct(world)
            await live(world, Fate(at=at, after=after))
            world.polytomic.outsider(SYNC, name="By Otto")
            ended = await world.done(change)
            assert ended.state in {State.APPLIED, State.UNCLEAR}
            assert world.told(change) is ended.state
            assert world.sync["name"] == "By Otto"
            assert world.polytomic.own_writes <= 1
            assert (mapping("Phone", "phone") in world.sync["fields"]) is (world.polytomic.own_writes == 1)


async def test_an_edit_from_outside_at_any_call_is_kept_or_told_but_for_the_one_round_trip_before_the_write() -> None:
    calls = await calls_of(_direct)
    read, written = calls.index(READ), calls.index(PUT)
    for at in range(len(calls)):
        world = World()
        change = await _direct(world)
        await live(world, Fate(at=at, meanwhile=partial(world.polytomic.outsider, SYNC, name="By Otto")))
        ended = await world.done(change)
        assert ended.state is State.APPLIED
        assert world.told(change) is State.APPLIED
        assert world.polytomic.own_writes == 1
        assert mapping("Phone", "phone") in world.sync["fields"]
        if not read < at <= written:
            assert world.sync["name"] == "By Otto"


async def test_an_edit_of_the_same_field_at_any_call_ends_in_a_told_outcome() -> None:
    calls = await calls_of(_direct)
    read, written = calls.index(READ), calls.index(PUT)
    theirs = [mapping("Email", "email"), mapping("Name", "full_name"), mapping("Phone", "mobile")]
    for at in range(len(calls)):
        world = World()
        change = await _direct(world)
        await live(world, Fate(at=at, meanwhile=partial(world.polytomic.outsider, SYNC, fields=theirs)))
        ended = await world.done(change)
        assert ended.outcome is not None
        if at <= read:
            assert (ended.state, ended.outcome.result) == (State.CONFLICTED, Result.CONFLICT)
            assert world.sync["fields"] == theirs
        elif at > written:
            assert ended.state is State.APPLIED
            assert world.sync["fields"] == theirs
        assert world.polytomic.own_writes <= 1


def test_every_end_is_an_end() -> None:
    assert State.APPLIED in ENDED
    assert DIRECT.approval_required == frozenset({"none"})
    assert renamed("x")({})["name"] == "x"
