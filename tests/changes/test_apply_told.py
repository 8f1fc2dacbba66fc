"""What is told of a write: normalised, written over, not answered, stopped."""

from __future__ import annotations

import pytest

from syncbot.changes.model import Result
from syncbot.changes.states import State
from syncbot.errors import (
    Forbidden,
    NoAnswer,
    ServerFault,
    Unreadable,
)
from tests.changes.world import DIRECT, SYNC, World, mapped, outcome_of, paused, renamed
from tests.fakes import Fault

POLICY = DIRECT


async def test_encryption_that_is_turned_on_cannot_be_read_back(world: World) -> None:
    await world.secrets.put(SYNC, "open sesame")
    change = await world.confirmed(mapped("Phone", "phone", encryption_enabled=True))
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result) == (State.APPLIED, Result.CANNOT_BE_READ_BACK)


async def test_what_polytomic_normalised_is_named(world: World) -> None:
    world.polytomic.normalise = lambda doc: {**doc, "name": doc["name"].strip()}
    ended = await world.done(await world.confirmed(renamed("New ")))
    assert (ended.state, outcome_of(ended).result) == (State.APPLIED, Result.NORMALISED)
    (side,) = outcome_of(ended).sides
    assert (side.ours, side.theirs) == ("“New ”", "“New”")


async def test_who_wrote_over_it_is_named(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(afterwards=lambda: world.polytomic.outsider(SYNC, name="By Otto")))
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result) == (State.APPLIED, Result.OVERWRITTEN)
    assert outcome_of(ended).changed_by == "Otto Outsider"
    assert outcome_of(ended).sides[0].theirs == "“By Otto”"
    assert world.sync["name"] == "By Otto"


async def test_who_turned_it_on_right_after_an_emergency_pause_is_named(world: World) -> None:
    world.with_policy(approval_required=frozenset({"active"}))
    change = await world.confirmed(paused, emergency=True)
    world.polytomic.meet("activate_sync", Fault(afterwards=lambda: world.polytomic.outsider(SYNC, active=True)))
    ended = await world.done(change)
    assert outcome_of(ended).result is Result.OVERWRITTEN


async def test_who_changed_something_else_right_after_is_told_without_alarm(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(afterwards=lambda: world.polytomic.outsider(SYNC, mode="replace")))
    ended = await world.done(change)
    assert outcome_of(ended).result is Result.APPLIED
    assert "other parts" in outcome_of(ended).sentences


async def test_a_write_that_cannot_be_read_back_is_told_so(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("get_sync", Fault(), ServerFault("Polytomic did not answer.", status=500))
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result) == (State.APPLIED, Result.CANNOT_BE_READ_BACK)
    assert "Polytomic did not answer." in outcome_of(ended).sentences


async def test_the_run_is_stopped_with_the_pause_when_that_was_asked(world: World) -> None:
    world.polytomic.statuses[SYNC] = {"current_execution": {"status": "running"}}
    ended = await world.done(await world.confirmed(paused, stop_run=True))
    assert world.polytomic.cancelled == [SYNC]
    assert "asked to stop" in outcome_of(ended).sentences


async def test_a_run_that_cannot_be_stopped_is_told_beside_the_pause(world: World) -> None:
    world.polytomic.statuses[SYNC] = {"current_execution": {"status": "running"}}
    world.polytomic.meet("cancel_sync", Forbidden("The key may not."))
    ended = await world.done(await world.confirmed(paused, stop_run=True))
    assert ended.state is State.APPLIED
    assert "could not be stopped: The key may not." in outcome_of(ended).sentences


async def test_no_run_is_stopped_where_none_is_in_progress(world: World) -> None:
    await world.done(await world.confirmed(paused, stop_run=True))
    assert world.polytomic.cancelled == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault(NoAnswer("Lost."), landed=True),
        Fault(ServerFault("Error.", status=500), landed=True),
        Fault(Unreadable("No JSON.", status=200), landed=True),
    ],
)
async def test_a_write_that_was_not_answered_is_found_by_reading(world: World, fault: Fault) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", fault)
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result) == (State.APPLIED, Result.APPLIED)
    assert "showed that it was written" in outcome_of(ended).sentences
    assert world.polytomic.own_writes == 1


async def test_a_write_that_hangs_is_given_up_in_time_and_looked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = await world.confirmed(renamed("New"))
    world.lets_writes_hang(monkeypatch)
    ended = await world.done(change)
    assert ended.state is State.APPLIED
    assert world.polytomic.own_writes == 1
