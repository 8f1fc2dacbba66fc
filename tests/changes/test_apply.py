from __future__ import annotations

from dataclasses import replace

from syncbot.changes.apply import apply
from syncbot.changes.approve import approve
from syncbot.changes.model import Result
from syncbot.changes.noticing import FROM_OUTSIDE
from syncbot.changes.review import review
from syncbot.changes.states import State
from syncbot.sync.known import Model, ModelField, Target, TargetField
from tests.changes.world import (
    ANNA,
    BEN,
    CARL,
    DIRECT,
    MODEL,
    SYNC,
    World,
    mapped,
    mapping,
    outcome_of,
    paused,
    renamed,
    resumed,
)

POLICY = DIRECT


async def test_the_whole_sync_is_written_and_nothing_but_the_edit_moves(world: World) -> None:
    before = world.sync
    change = await world.confirmed(mapped("Name", "name", sync_mode="create"))
    ended = await world.done(change)
    assert (ended.state, outcome_of(ended).result, outcome_of(ended).sentences) == (State.APPLIED, Result.APPLIED, "")
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
    assert outcome_of(ended).result is Result.APPLIED
    assert outcome_of(ended).sentences == (
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
    (side,) = outcome_of(ended).sides
    assert (side.label, side.base, side.theirs, side.ours) == ("Name", "“Leads”", "“Theirs”", "“Mine”")
    assert outcome_of(ended).changed_by == "Otto Outsider"
    assert world.polytomic.own_writes == 0


async def test_what_a_confirm_rests_on_moved_and_nothing_is_written(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, mode="replace")
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    assert [side.label for side in outcome_of(ended).sides] == ["Mode"]
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
    assert (ended.state, outcome_of(ended).result) == (State.APPLIED, Result.ALREADY_SO)
    assert world.polytomic.own_writes == 0


async def test_a_sync_in_another_shape_has_to_be_opened_again(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    classic = {key: value for key, value in world.sync.items() if key != "identities"}
    world.polytomic.syncs[SYNC] = {**classic, "identity": {**mapping("Email", "email"), "function": "Equality"}}
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    assert "Open the sync again" in outcome_of(ended).sentences


async def test_a_warning_that_the_reviewer_did_not_see_goes_back_to_them(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, override_fields=[{"target": "Phone", "override_value": "none"}])
    ended = await world.done(change)
    assert ended.state is State.CONFLICTED
    assert "Phone now has a mapping and a fixed value" in outcome_of(ended).sentences
    assert world.polytomic.own_writes == 0


async def test_what_is_only_known_since_the_review_is_no_news(world: World) -> None:
    change = await world.confirmed(mapped("Phone", "phone"))
    world.choices.known_models[MODEL] = Model(MODEL, "People", (ModelField("email", "E-mail"),))
    connection_id = world.sync["target"]["connection_id"]
    world.choices.targets[connection_id, "Lead"] = Target("Lead", "Lead", (TargetField("Email", "Email"),))
    world.polytomic.outsider(SYNC, name="By Otto")
    assert (await world.done(change)).state is State.APPLIED


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
    assert (outcome_of(entry).sentences, outcome_of(entry).changed_by) == (FROM_OUTSIDE, "Otto Outsider")
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
    assert (entry.attempt.snapshot, outcome_of(entry).after) == (before, world.sync)
