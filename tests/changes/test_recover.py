from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.apply import apply
from syncbot.changes.model import Attempt, Result
from syncbot.changes.recover import recover
from syncbot.changes.states import State
from syncbot.changes.write import NotSent, attempt_of, send
from syncbot.errors import (
    IllegalMove,
    Missing,
    NoAnswer,
    ServerFault,
)
from tests.changes.mortal import PUT, Fate, live
from tests.changes.world import DIRECT, SYNC, World, outcome_of, renamed
from tests.fakes import Fault

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject


GATEWAY = ServerFault("The gateway gave up.", status=504)
LOST = NoAnswer("The connection was lost.")
ERROR = ServerFault("Polytomic failed.", status=500)
POLICY = DIRECT


def _keys(world: World) -> list[str]:
    return [call.key for call in world.polytomic.calls if call.body]


async def test_a_write_that_did_not_land_is_sent_again_with_its_key_when_nothing_was_answered(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST)
    assert (await world.done(change)).state is State.APPLIED
    first, second = _keys(world)
    assert first == second
    assert world.polytomic.own_writes == 1


async def test_it_is_sent_again_with_a_new_key_when_an_error_was_answered(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", ERROR)
    ended = await world.done(change)
    first, second = _keys(world)
    assert first != second
    assert attempt_of(ended).key == second
    assert attempt_of(ended).number == 2
    assert world.polytomic.own_writes == 1


async def test_people_are_told_while_the_sync_is_read(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST)
    await world.work()
    told = [(one.state, outcome_of(one).sentences) for one in world.announcer.announced if one.outcome]
    state, words = told[0]
    assert state is State.APPLYING
    assert words == "Polytomic did not answer. Reading the sync to see whether it was written. No need to press again."
    assert world.told(change) is State.APPLIED


async def test_it_is_not_sent_again_before_the_first_has_had_its_time(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", ERROR)
    began = await world.clock.now()
    await world.work()
    assert await world.clock.now() - began >= world.timings.write
    assert (await world.stored(change)).state is State.APPLIED


@pytest.mark.parametrize("late_seconds", [1.0, 20.0, 29.0])
async def test_an_error_of_a_gateway_before_a_landing_is_no_reason_to_write_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, late_seconds: float
) -> None:
    real = world.polytomic.put_sync
    landing = []

    async def gateway(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        loop = asyncio.get_running_loop()
        loop.call_later(late_seconds, lambda: landing.append(loop.create_task(real(sync_id, body, key=key))))
        monkeypatch.setattr(world.polytomic, "put_sync", real)
        raise GATEWAY

    monkeypatch.setattr(world.polytomic, "put_sync", gateway)
    change = await world.confirmed(renamed("New"))
    assert (await world.done(change)).state is State.APPLIED
    assert world.polytomic.own_writes == 1


async def test_a_write_is_sent_a_bounded_number_of_times_and_then_told_as_not_applied(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST, ERROR, LOST)
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result) == (State.FAILED, Result.NOT_APPLIED)
    assert "3 times" in outcome_of(ended).sentences
    assert "Nothing was written." in outcome_of(ended).sentences
    assert len(_keys(world)) == 3
    assert world.sync["name"] == "Leads"


async def test_what_is_neither_as_before_nor_as_meant_is_for_a_person_to_say(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet(
        "put_sync", Fault(LOST, landed=True, afterwards=lambda: world.polytomic.outsider(SYNC, name="By Otto"))
    )
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result) == (State.UNCLEAR, Result.UNCLEAR)
    (side,) = outcome_of(ended).sides
    assert (side.base, side.theirs, side.ours) == ("“Leads”", "“By Otto”", "“New”")
    assert outcome_of(ended).changed_by == "Otto Outsider"
    assert world.leases.held == {}
    assert world.told(change) is State.UNCLEAR
    assert ended.ended_at is None


async def test_the_sides_of_an_unclear_change_name_also_what_only_others_changed(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(LOST, meanwhile=lambda: world.polytomic.outsider(SYNC, mode="replace")))
    ended = await world.done(change)
    assert ended.state is State.UNCLEAR
    by_label = {side.label: side for side in outcome_of(ended).sides}
    assert by_label["Name"].theirs == by_label["Name"].base == "“Leads”"
    assert by_label["Mode"].ours == by_label["Mode"].base


async def test_a_sync_without_the_moment_it_was_saved_shows_nothing(world: World) -> None:
    del world.sync["updated_at"]
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST)
    assert (await world.done(change)).state is State.UNCLEAR


async def test_a_change_of_an_unknown_key_alone_is_not_the_own_write(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(LOST, afterwards=lambda: world.sync.update(x_future={"n": 12.0})))
    assert (await world.done(change)).state is State.APPLIED


async def test_a_sync_that_is_gone_after_the_write_is_unclear(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST)
    world.polytomic.meet("get_sync", Fault(), Missing("There is no such sync.", status=404))
    assert (await world.done(change)).state is State.UNCLEAR


async def _applying(world: World) -> Change:
    """A change that died right before its write."""
    fate = Fate()
    await world.confirmed(renamed("Counted"))
    await live(world, fate)
    change = await world.confirmed(renamed("New"))
    await live(world, Fate(at=fate.calls.index(PUT)))
    return await world.stored(change)


async def test_a_write_is_not_sent_when_its_time_is_over(world: World) -> None:
    change = await _applying(world)
    world.clock.advance(world.timings.margin + 1)
    with pytest.raises(NotSent):
        await send(world.desk, change, attempt_of(change), None)
    assert world.sync["name"] == "Counted"


async def test_a_write_is_not_sent_without_the_lease(world: World) -> None:
    change = await _applying(world)
    world.leases.held[SYNC] = ("another", await world.clock.now() + 60)
    with pytest.raises(NotSent):
        await send(world.desk, change, attempt_of(change), None)
    assert world.sync["name"] == "Counted"


async def test_a_write_is_not_sent_under_a_lease_that_ends_before_it(world: World) -> None:
    change = await _applying(world)
    world.leases.ttl_seconds = world.timings.write / 2
    world.leases.held.clear()
    with pytest.raises(NotSent):
        await send(world.desk, change, attempt_of(change), None)


async def test_a_lease_that_ran_out_is_taken_again_before_sending(world: World) -> None:
    change = await _applying(world)
    world.leases.held.clear()
    assert await send(world.desk, change, attempt_of(change), None) == world.sync


async def test_what_was_stored_but_not_sent_is_sent_by_the_next_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = world.changes.move

    async def slow(before: Change, after: Change, *, quiet: bool = False) -> Change:
        if after.state is State.APPLYING:
            world.clock.advance(world.timings.margin + 1)
            monkeypatch.setattr(world.changes, "move", real)
        return await real(before, after, quiet=quiet)

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.changes, "move", slow)
    assert (await world.done(change)).state is State.APPLIED
    assert world.polytomic.own_writes == 1


async def test_a_change_without_attempt_has_nothing_to_follow(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    with pytest.raises(IllegalMove):
        await recover(world.desk, replace(change, state=State.APPLYING))


async def test_an_ended_change_is_settled_again_without_harm(world: World) -> None:
    ended = await world.done(await world.confirmed(renamed("New")))
    world.history.recorded.clear()
    assert await apply(world.desk, ended) == ended
    assert list(world.history.recorded) == [ended.change_id]
    assert isinstance(ended.attempt, Attempt)
