"""A repeated write that is refused: what is known then, and what is told."""

from __future__ import annotations

from syncbot.changes.model import Way
from syncbot.changes.states import State
from syncbot.errors import (
    Busy,
    Forbidden,
    NoAnswer,
    Rejected,
    RemoteFault,
)
from tests.changes.test_recover import LOST
from tests.changes.world import DIRECT, SYNC, World, outcome_of, paused, renamed
from tests.fakes import Fault

POLICY = DIRECT


async def test_a_repeat_that_is_refused_ends_in_not_applied_once_it_is_read_that_nothing_landed(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST, Forbidden("The key may not.", status=403))
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert "The key may not." in outcome_of(ended).sentences


async def test_a_repeat_that_is_refused_because_the_first_landed_late_is_applied(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    late = Fault(Busy("In flight."), afterwards=world.polytomic.land_late)
    world.polytomic.meet("put_sync", Fault(LOST, late=True), late)
    assert (await world.done(change)).state is State.APPLIED
    assert world.polytomic.own_writes == 1


async def test_a_repeat_whose_first_is_still_in_flight_waits_and_reads(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(LOST), NoAnswer("Lost again."))
    world.with_timings(sends=4)
    world.polytomic.meet("put_sync", Busy("In flight."))
    ended = await world.done(change)
    assert ended.state is State.APPLIED
    assert world.polytomic.own_writes == 1


async def test_a_write_that_polytomic_is_still_working_on_after_the_last_try_is_unclear_and_not_denied(
    world: World,
) -> None:
    change = await world.confirmed(renamed("New"))
    busy = [Busy("In flight.")] * world.timings.sends
    world.polytomic.meet("put_sync", Fault(LOST, late=True), *busy)
    ended = await world.done(change)
    assert ended.state is State.UNCLEAR
    assert "still working on the first write" in outcome_of(ended).sentences
    assert "Nothing was written" not in outcome_of(ended).sentences
    world.polytomic.land_late()
    assert world.polytomic.own_writes == 1


async def test_a_refused_repeat_that_cannot_be_checked_is_unclear(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    forbidden = Forbidden("The key may not.", status=403)

    def refuse_reading() -> None:
        world.polytomic.meet("get_sync", forbidden)

    world.polytomic.meet("put_sync", LOST, Fault(forbidden, meanwhile=refuse_reading))
    assert (await world.done(change)).state is State.UNCLEAR


async def test_a_pause_whose_repeat_is_refused_goes_the_other_way(world: World) -> None:
    change = await world.confirmed(paused)
    world.polytomic.meet("put_sync", LOST, Rejected("The body is wrong.", status=422))
    ended = await world.done(change)
    assert (ended.state, ended.way) == (State.APPLIED, Way.ACTIVATE)
    assert world.polytomic.own_writes == 1


async def test_the_other_way_is_recovered_by_whether_the_sync_is_on_alone(world: World) -> None:
    change = await world.confirmed(paused)
    world.polytomic.meet("put_sync", Rejected("The body is wrong.", status=422))
    world.polytomic.meet(
        "activate_sync", Fault(LOST, landed=True, afterwards=lambda: world.polytomic.outsider(SYNC, mode="replace"))
    )
    assert (await world.done(change)).state is State.APPLIED


async def test_a_refused_switch_after_a_refused_whole_is_in_no_doubt(world: World) -> None:
    change = await world.confirmed(paused)
    world.polytomic.meet("put_sync", Rejected("The body is wrong.", status=422))
    world.polytomic.meet(
        "activate_sync", Fault(Forbidden("No."), meanwhile=lambda: world.polytomic.outsider(SYNC, mode="replace"))
    )
    assert (await world.done(change)).state is State.FAILED


async def test_a_passphrase_forgotten_before_the_repeat_ends_in_not_applied(world: World) -> None:
    await world.secrets.put(SYNC, "open sesame")
    world.sync["fields"][0]["encryption_enabled"] = True
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(LOST, meanwhile=world.secrets.passphrases.clear))
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert "passphrase" in outcome_of(ended).sentences


async def test_an_unknown_fault_of_the_remote_is_not_taken_for_a_refusal(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(RemoteFault("Something."), landed=True))
    assert (await world.done(change)).state is State.APPLIED
    assert world.polytomic.own_writes == 1
