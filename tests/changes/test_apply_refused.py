"""What keeps a change from being written, and the other way that a pause has."""

from __future__ import annotations

import pytest

from syncbot.changes.model import Result, Way
from syncbot.changes.states import State
from syncbot.errors import (
    Busy,
    Forbidden,
    Missing,
    RateLimited,
    Refused,
    Rejected,
    SecretMissing,
    ServerFault,
    Unauthorized,
    Uncertain,
)
from tests.changes.world import DIRECT, SYNC, World, mapped, outcome_of, paused, renamed

POLICY = DIRECT


@pytest.mark.parametrize(
    "fault",
    [
        Unauthorized("The key is wrong.", status=401, message="invalid key"),
        Forbidden("The key may not.", status=403),
        Missing("There is no such sync.", status=404),
        Busy("A run is in progress.", status=409),
        RateLimited("Too many calls.", status=429, not_done="The sync is as it was."),
        Rejected("The body is wrong.", status=422, message="unknown field", field="fields.Phone"),
    ],
)
async def test_a_refused_write_is_told_with_its_reason_and_nothing_is_written(world: World, fault: Refused) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.meet("put_sync", fault)
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result) == (State.FAILED, Result.NOT_APPLIED)
    assert fault.what in outcome_of(ended).sentences
    assert (fault.not_done or "Nothing was written.") in outcome_of(ended).sentences
    assert (outcome_of(ended).quoted, outcome_of(ended).field) == (fault.message, fault.field)
    assert world.polytomic.own_writes == 0
    assert world.told(change) is State.FAILED


@pytest.mark.parametrize("fault", [Missing("There is no such sync.", status=404), ServerFault("No.", status=503)])
async def test_a_sync_that_cannot_be_read_is_not_written(world: World, fault: Refused | Uncertain) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.meet("get_sync", fault)
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert world.polytomic.written(SYNC) == []


@pytest.mark.parametrize("status", [400, 422])
async def test_a_broken_sync_can_be_paused_by_the_other_way(world: World, status: int) -> None:
    change = await world.confirmed(paused)
    world.polytomic.meet("put_sync", Rejected("The body is wrong.", status=status, message="bad filter"))
    ended = await world.done(change)
    assert (ended.state, ended.way) == (State.APPLIED, Way.ACTIVATE)
    assert "bad filter" in outcome_of(ended).sentences
    assert world.sync["active"] is False
    puts = [call.key for call in world.polytomic.calls if call.body]
    assert len(puts) == len(set(puts)) == 2


async def test_the_other_way_may_be_refused_as_well(world: World) -> None:
    change = await world.confirmed(paused)
    world.polytomic.meet("put_sync", Rejected("The body is wrong.", status=422))
    world.polytomic.meet("activate_sync", Rejected("Cannot be paused.", status=422))
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert "Cannot be paused." in outcome_of(ended).sentences


async def test_a_pause_with_another_change_has_no_other_way(world: World) -> None:
    change = await world.confirmed(lambda doc: paused(renamed("New")(doc)))
    world.polytomic.meet("put_sync", Rejected("The body is wrong.", status=422))
    assert (await world.done(change)).state is State.FAILED
    assert world.sync["active"] is True


async def test_a_sync_without_a_required_key_can_only_be_paused(world: World) -> None:
    del world.sync["mode"]
    rename = await world.done(await world.confirmed(renamed("New")))
    assert rename.state is State.FAILED
    assert outcome_of(rename).field == "mode"
    pause = await world.done(await world.confirmed(paused))
    assert (pause.state, pause.way) == (State.APPLIED, Way.ACTIVATE)


async def test_the_passphrase_goes_with_the_write_and_is_stored_nowhere(world: World) -> None:
    await world.secrets.put(SYNC, "open sesame")
    world.sync["fields"][0]["encryption_enabled"] = True
    change = await world.confirmed(mapped("Phone", "phone"))
    ended = await world.done(change)
    assert ended.state is State.APPLIED
    assert world.polytomic.written(SYNC)[0]["encryption_passphrase"] == "open sesame"
    assert "open sesame" not in repr((world.changes.stored, world.history.recorded, world.history.known))


async def test_a_passphrase_that_was_forgotten_meanwhile_stops_the_write(world: World) -> None:
    await world.secrets.put(SYNC, "open sesame")
    world.sync["fields"][0]["encryption_enabled"] = True
    rename = await world.confirmed(renamed("New"))
    await world.secrets.forget(SYNC)
    ended = await world.done(rename)
    assert ended.state is State.FAILED
    assert "passphrase" in outcome_of(ended).sentences
    await world.secrets.put(SYNC, "open sesame")
    pause = await world.confirmed(paused)
    await world.secrets.forget(SYNC)
    assert (await world.done(pause)).way is Way.ACTIVATE


async def test_a_kept_passphrase_that_no_key_opens_matters_only_where_it_is_needed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(sync_id: str) -> str | None:
        raise SecretMissing(sync_id)

    monkeypatch.setattr(world.secrets, "passphrase", locked)
    assert (await world.done(await world.confirmed(renamed("New")))).state is State.APPLIED
