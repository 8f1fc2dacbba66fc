from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.apply import apply
from syncbot.changes.approve import approve
from syncbot.changes.model import Result, Way
from syncbot.changes.noticing import FROM_OUTSIDE
from syncbot.changes.review import review
from syncbot.changes.states import State
from syncbot.errors import (
    Busy,
    Forbidden,
    Missing,
    NoAnswer,
    RateLimited,
    Refused,
    Rejected,
    SecretMissing,
    ServerFault,
    Unauthorized,
    Uncertain,
    Unreadable,
)
from syncbot.sync.known import Model, ModelField, Target, TargetField
from tests.changes.world import ANNA, BEN, CARL, DIRECT, MODEL, SYNC, World, mapped, mapping, paused, renamed, resumed
from tests.fakes import Fault

if TYPE_CHECKING:
    from syncbot.changes.model import Change, Outcome
    from syncbot.sync.document import JsonObject


@pytest.fixture
def world() -> World:
    """One in which nothing needs approval."""
    return World(DIRECT)


def _outcome(change: Change) -> Outcome:
    assert change.outcome is not None
    return change.outcome


async def test_the_whole_sync_is_written_and_nothing_but_the_edit_moves(world: World) -> None:
    before = world.sync
    change = await world.confirmed(mapped("Name", "name", sync_mode="create"))
    ended = await world.done(change)
    assert (ended.state, _outcome(ended).result, _outcome(ended).sentences) == (State.APPLIED, Result.APPLIED, "")
    written = {**before, "fields": [mapping("Email", "email"), mapping("Name", "name", sync_mode="create")]}
    assert {**world.sync, "updated_at": before["updated_at"]} == written
    assert [call.method for call in world.polytomic.calls if "sync" in call.method] == [
        "get_sync",
        "get_sync",
        "put_sync",
        "get_sync",
    ]
    assert world.told(change) is State.APPLIED
    known = await world.history.last_known(SYNC)
    assert known is not None
    assert known[0] == world.sync
    assert [entry.change_id for entry in await world.history.entries(SYNC, limit=5)] == [change.change_id]


async def test_what_others_changed_elsewhere_is_kept(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, name="By Otto", x_future={"n": 11.0}, fields=[mapping("Email", "mail")])
    ended = await world.done(change)
    assert _outcome(ended).result is Result.APPLIED
    assert _outcome(ended).sentences == (
        "Kept what Otto Outsider changed meanwhile: Email (Mappings), Name (Mappings), Name (Name and mode) and 1 more."
    )
    assert world.sync["name"] == "By Otto"
    assert world.sync["x_future"] == {"n": 11.0}
    assert world.sync["fields"] == [mapping("Email", "mail"), mapping("Phone", "phone")]


async def test_a_field_that_others_changed_too_is_a_conflict_with_its_three_sides(world: World) -> None:
    change = await world.confirmed(renamed("Mine"))
    world.polytomic.outsider(SYNC, name="Theirs")
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    (side,) = _outcome(ended).sides
    assert (side.label, side.base, side.theirs, side.ours) == ("Name", "“Leads”", "“Theirs”", "“Mine”")
    assert _outcome(ended).changed_by == "Otto Outsider"
    assert world.polytomic.own_writes == 0


async def test_what_a_confirm_rests_on_moved_and_nothing_is_written(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, mode="replace")
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    assert [side.label for side in _outcome(ended).sides] == ["Mode"]
    assert world.polytomic.own_writes == 0


async def test_a_resume_rests_on_everything(world: World) -> None:
    world.polytomic.outsider(SYNC, active=False)
    change = await world.confirmed(resumed)
    world.polytomic.outsider(SYNC, x_future={"n": 12.0})
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    assert world.sync["active"] is False


async def test_other_models_under_a_mapping_are_a_conflict(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, model_ids=[MODEL, "another"])
    assert (await world.done(change)).state is State.CONFLICTED


async def test_a_sync_that_is_as_wanted_already_is_not_written(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.outsider(SYNC, name="New")
    ended = await world.done(change)
    assert (ended.state, _outcome(ended).result) == (State.APPLIED, Result.ALREADY_SO)
    assert world.polytomic.own_writes == 0


async def test_a_sync_in_another_shape_has_to_be_opened_again(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    classic = {key: value for key, value in world.sync.items() if key != "identities"}
    world.polytomic.syncs[SYNC] = {**classic, "identity": {**mapping("Email", "email"), "function": "Equality"}}
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    assert "Open the sync again" in _outcome(ended).sentences


async def test_a_warning_that_the_reviewer_did_not_see_goes_back_to_them(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, override_fields=[{"target": "Phone", "override_value": "none"}])
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    assert "Phone now has a mapping and a fixed value" in _outcome(ended).sentences
    assert world.polytomic.own_writes == 0


async def test_what_is_only_known_since_the_review_is_no_news(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.choices.known_models[MODEL] = Model(MODEL, "People", (ModelField("email", "E-mail"),))
    connection_id = world.sync["target"]["connection_id"]
    world.choices.targets[connection_id, "Lead"] = Target("Lead", "Lead", (TargetField("Email", "Email"),))
    world.polytomic.outsider(SYNC, name="By Otto")
    assert (await world.done(change)).state is State.APPLIED


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
    assert (ended.state, _outcome(ended).result) == (State.FAILED, Result.NOT_APPLIED)
    assert fault.what in _outcome(ended).sentences
    assert (fault.not_done or "Nothing was written.") in _outcome(ended).sentences
    assert (_outcome(ended).quoted, _outcome(ended).field) == (fault.message, fault.field)
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
    assert "bad filter" in _outcome(ended).sentences
    assert world.sync["active"] is False
    puts = [call.key for call in world.polytomic.calls if call.body]
    assert len(puts) == len(set(puts)) == 2


async def test_the_other_way_may_be_refused_as_well(world: World) -> None:
    change = await world.confirmed(paused)
    world.polytomic.meet("put_sync", Rejected("The body is wrong.", status=422))
    world.polytomic.meet("activate_sync", Rejected("Cannot be paused.", status=422))
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert "Cannot be paused." in _outcome(ended).sentences


async def test_a_pause_with_another_change_has_no_other_way(world: World) -> None:
    change = await world.confirmed(lambda doc: paused(renamed("New")(doc)))
    world.polytomic.meet("put_sync", Rejected("The body is wrong.", status=422))
    assert (await world.done(change)).state is State.FAILED
    assert world.sync["active"] is True


async def test_a_sync_without_a_required_key_can_only_be_paused(world: World) -> None:
    del world.sync["mode"]
    rename = await world.done(await world.confirmed(renamed("New")))
    assert rename.state is State.FAILED
    assert _outcome(rename).field == "mode"
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
    assert "passphrase" in _outcome(ended).sentences
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


async def test_encryption_that_is_turned_on_cannot_be_read_back(world: World) -> None:
    await world.secrets.put(SYNC, "open sesame")
    change = await world.confirmed(mapped("Phone", "phone", encryption_enabled=True))
    ended = await world.done(change)
    assert (ended.state, _outcome(ended).result) == (State.APPLIED, Result.CANNOT_BE_READ_BACK)


async def test_what_polytomic_normalised_is_named(world: World) -> None:
    world.polytomic.normalise = lambda doc: {**doc, "name": doc["name"].strip()}
    ended = await world.done(await world.confirmed(renamed("New ")))
    assert (ended.state, _outcome(ended).result) == (State.APPLIED, Result.NORMALISED)
    (side,) = _outcome(ended).sides
    assert (side.ours, side.theirs) == ("“New ”", "“New”")


async def test_who_wrote_over_it_is_named(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(afterwards=lambda: world.polytomic.outsider(SYNC, name="By Otto")))
    ended = await world.done(change)
    assert (ended.state, _outcome(ended).result) == (State.APPLIED, Result.OVERWRITTEN)
    assert _outcome(ended).changed_by == "Otto Outsider"
    assert _outcome(ended).sides[0].theirs == "“By Otto”"
    assert world.sync["name"] == "By Otto"


async def test_who_turned_it_on_right_after_an_emergency_pause_is_named(world: World) -> None:
    world.with_policy(approval_required=frozenset({"active"}))
    change = await world.confirmed(paused, emergency=True)
    world.polytomic.meet("activate_sync", Fault(afterwards=lambda: world.polytomic.outsider(SYNC, active=True)))
    ended = await world.done(change)
    assert _outcome(ended).result is Result.OVERWRITTEN


async def test_who_changed_something_else_right_after_is_told_without_alarm(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(afterwards=lambda: world.polytomic.outsider(SYNC, mode="replace")))
    ended = await world.done(change)
    assert _outcome(ended).result is Result.APPLIED
    assert "other parts" in _outcome(ended).sentences


async def test_a_write_that_cannot_be_read_back_is_told_so(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("get_sync", Fault(), ServerFault("Polytomic did not answer.", status=500))
    ended = await world.done(change)
    assert (ended.state, _outcome(ended).result) == (State.APPLIED, Result.CANNOT_BE_READ_BACK)
    assert "Polytomic did not answer." in _outcome(ended).sentences


async def test_the_run_is_stopped_with_the_pause_when_that_was_asked(world: World) -> None:
    world.polytomic.statuses[SYNC] = {"current_execution": {"status": "running"}}
    ended = await world.done(await world.confirmed(paused, stop_run=True))
    assert world.polytomic.cancelled == [SYNC]
    assert "asked to stop" in _outcome(ended).sentences


async def test_a_run_that_cannot_be_stopped_is_told_beside_the_pause(world: World) -> None:
    world.polytomic.statuses[SYNC] = {"current_execution": {"status": "running"}}
    world.polytomic.meet("cancel_sync", Forbidden("The key may not."))
    ended = await world.done(await world.confirmed(paused, stop_run=True))
    assert ended.state is State.APPLIED
    assert "could not be stopped: The key may not." in _outcome(ended).sentences


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
    assert (ended.state, _outcome(ended).result) == (State.APPLIED, Result.APPLIED)
    assert "showed that it was written" in _outcome(ended).sentences
    assert world.polytomic.own_writes == 1


async def test_a_write_that_hangs_is_given_up_in_time_and_looked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = world.polytomic.put_sync

    async def hang(sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        await real(sync_id, body, key=key)
        await asyncio.Event().wait()
        return {}

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.polytomic, "put_sync", hang)
    ended = await world.done(change)
    assert ended.state is State.APPLIED
    assert world.polytomic.own_writes == 1


async def test_changes_of_one_sync_are_applied_one_after_the_other(world: World) -> None:
    changes = [await world.confirmed(change) for change in (renamed("New"), mapped("Phone", "phone"), paused)]
    await world.work()
    assert [(await world.stored(change)).state for change in changes] == [State.APPLIED] * 3
    assert (world.sync["name"], world.sync["active"]) == ("New", False)
    assert mapping("Phone", "phone") in world.sync["fields"]


async def test_a_change_waits_while_another_has_the_sync(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    await world.leases.take(SYNC, "another")
    assert await apply(world.desk, change) is None
    assert (await world.stored(change)).state is State.QUEUED
    await world.leases.release(SYNC, "another")
    assert (await world.done(change)).state is State.APPLIED


async def test_a_full_write_in_flight_keeps_an_emergency_pause_waiting(world: World) -> None:
    world.with_policy(approval_required=frozenset({"active"}))
    rename = await world.confirmed(renamed("New"))
    pause = await world.confirmed(paused, emergency=True)
    await world.leases.take(SYNC, rename.change_id)
    assert await apply(world.desk, pause) is None
    await world.work()
    assert (world.sync["name"], world.sync["active"]) == ("New", False)


async def test_what_moved_from_outside_since_it_was_last_seen_goes_into_the_history(world: World) -> None:
    await review(world.desk, await world.draft(renamed("New")))
    seen_at = await world.clock.now()
    world.clock.advance(100)
    world.polytomic.outsider(SYNC, mode="replace")
    await world.draft(renamed("New"), actor=CARL)
    (entry,) = await world.history.entries(SYNC, limit=5)
    assert (entry.actor, entry.sync_id) == ("", SYNC)
    assert "Mode" in entry.lines[0]
    assert entry.created_at == seen_at
    assert entry.ended_at == await world.clock.now()
    assert (_outcome(entry).sentences, _outcome(entry).changed_by) == (FROM_OUTSIDE, "Otto Outsider")
    await world.draft(renamed("New"))
    assert len(await world.history.entries(SYNC, limit=5)) == 1


async def test_a_touch_without_effect_and_the_own_write_are_nothing_from_outside(world: World) -> None:
    await world.draft(renamed("New"))
    world.polytomic.outsider(SYNC)
    change = await world.confirmed(renamed("New"))
    queued = await world.stored(change)
    await world.changes.move(queued, replace(queued, state=State.APPLYING))
    world.polytomic.outsider(SYNC, name="New")
    await world.draft(renamed("Newer"), actor=CARL)
    assert await world.history.entries(SYNC, limit=5) == ()


async def test_every_change_says_who_and_why_and_on_what(world: World) -> None:
    world.with_policy(approval_required=frozenset({"all"}))
    before = world.sync
    change = await world.confirmed(renamed("New"))
    await approve(world.desk, change.change_id, BEN, operation_id=world.click(), why="Fine.")
    await world.work()
    (entry,) = await world.history.entries(SYNC, limit=5)
    assert (entry.actor, entry.reason, entry.base) == (ANNA, "because", before)
    assert [decision.approver for decision in entry.decisions] == [BEN]
    assert entry.attempt is not None
    assert (entry.attempt.snapshot, _outcome(entry).after) == (before, world.sync)
