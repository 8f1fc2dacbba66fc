from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.conflict import Keep, take_sides
from syncbot.changes.open import open_session
from syncbot.changes.review import review
from syncbot.errors import Missing, Moved, NotPermitted, ServerFault
from tests.changes.world import ANNA, CARL, SYNC, mapped, mapping, paused, renamed, resumed

if TYPE_CHECKING:
    from tests.changes.world import World

OLD = 61.0


async def test_a_review_names_every_change_with_its_moment_and_remembers_its_hash(world: World) -> None:
    session = await world.draft(lambda doc: paused(mapped("Phone", "phone")(doc)))
    world.polytomic.statuses[SYNC] = {
        "current_execution": {"status": "running"},
        "next_execution_time": "2026-11-24T06:00:00Z",
    }
    shown = await review(world.desk, session)
    assert [item.line.partition(":")[0] for item in shown.plan.now] == ["Run options"]
    assert [item.line.partition(":")[0] for item in shown.plan.next_run] == ["Mappings"]
    assert (shown.running, shown.next_run_at) == (True, 1795500000.0)
    assert (shown.name, shown.nothing, shown.theirs, shown.clashes) == ("Leads", False, (), ())
    assert (await world.sessions.get(session.session_id, ANNA)).reviewed_hash == shown.plan.hash
    assert shown.session.revision == session.revision


async def test_a_draft_that_changes_nothing_says_so(world: World) -> None:
    shown = await review(world.desk, await open_session(world.desk, ANNA, SYNC))
    assert shown.nothing
    assert shown.approvals_needed == 0


async def test_a_pause_needs_approval_and_may_be_an_emergency_for_those_who_may(world: World) -> None:
    assert (await review(world.desk, await world.draft(paused))).emergency_possible
    carl = await review(world.desk, await world.draft(paused, actor=CARL))
    assert (carl.approvals_needed, carl.emergency_possible) == (1, False)
    rename = await review(world.desk, await world.draft(renamed("New")))
    assert (rename.approvals_needed, rename.emergency_possible) == (0, False)
    world.with_policy(emergency=False)
    assert not (await review(world.desk, await world.draft(paused))).emergency_possible


async def test_a_resume_is_no_emergency(world: World) -> None:
    world.polytomic.outsider(SYNC, active=False)
    shown = await review(world.desk, await world.draft(resumed))
    assert (shown.approvals_needed, shown.emergency_possible) == (1, False)


async def test_a_fresh_base_is_not_read_again(world: World) -> None:
    session = await world.draft(renamed("New"))
    await review(world.desk, session)
    assert [call.method for call in world.polytomic.calls].count("get_sync") == 1


async def test_an_old_base_that_nobody_changed_keeps_its_revision(world: World) -> None:
    session = await world.draft(renamed("New"))
    world.clock.advance(OLD)
    shown = await review(world.desk, session)
    assert [call.method for call in world.polytomic.calls].count("get_sync") == 2
    assert shown.session.revision == session.revision
    assert (shown.theirs, shown.changed_by) == ((), "")


async def test_what_others_changed_meanwhile_is_merged_and_shown_in_every_later_review(world: World) -> None:
    session = await world.draft(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, name="By Otto")
    world.clock.advance(OLD)
    shown = await review(world.desk, session)
    assert shown.name == "By Otto"
    assert len(shown.theirs) == 1
    assert "by Otto Outsider" in shown.theirs[0]
    assert shown.changed_by == "Otto Outsider"
    assert shown.session.revision == session.revision + 1
    assert shown.session.base == world.sync
    assert mapping("Phone", "phone") in shown.session.draft["fields"]
    stored = await world.sessions.get(session.session_id, ANNA)
    assert stored == shown.session
    assert (await review(world.desk, stored)).theirs == shown.theirs


async def test_others_without_a_name_are_shown_too(world: World) -> None:
    session = await world.draft(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, name="By Otto")
    world.sync["updated_by"] = None
    world.clock.advance(OLD)
    shown = await review(world.desk, session)
    assert shown.theirs[0].startswith("Changed meanwhile, and kept: ")


async def test_a_clash_is_named_side_by_side_and_cannot_be_confirmed(world: World) -> None:
    session = await world.draft(renamed("Mine"))
    world.polytomic.outsider(SYNC, name="Theirs")
    world.clock.advance(OLD)
    shown = await review(world.desk, session)
    (side,) = shown.clashes
    assert (side.base, side.theirs, side.ours) == ("“Leads”", "“Theirs”", "“Mine”")
    assert shown.changed_by == "Otto Outsider"
    assert await world.sessions.get(session.session_id, ANNA) == session
    with pytest.raises(Moved):
        await world.confirm(shown.session, shown.plan.hash)


async def test_a_new_review_after_a_clash_keeps_the_draft_and_shows_theirs_as_what_is_replaced(world: World) -> None:
    session = await world.draft(renamed("Mine"))
    world.polytomic.outsider(SYNC, name="Theirs", mode="update")
    world.clock.advance(OLD)
    (side,) = (await review(world.desk, session)).clashes
    shown = await review(world.desk, await take_sides(world.desk, session.session_id, ANNA, {side.mark: Keep.MINE}))
    assert shown.clashes == ()
    (item,) = shown.plan.items
    assert (item.old, item.new) == ("Theirs", "Mine")
    assert len(shown.theirs) == 1
    assert "Mode" in shown.theirs[0]
    change = await world.confirm(shown.session, shown.plan.hash)
    await world.done(change)
    assert world.sync["name"] == "Mine"
    assert world.sync["mode"] == "update"


async def test_a_clash_in_a_mapping_tells_both_mappings_in_words(world: World) -> None:
    session = await world.draft(mapped("Phone", "phone"))
    world.polytomic.outsider(SYNC, fields=[*world.sync["fields"], mapping("Phone", "mobile")])
    world.clock.advance(OLD)
    (side,) = (await review(world.desk, session)).clashes
    assert (side.part, side.label) == ("Mappings", "Phone")
    assert side.base == ""
    assert "mobile" in side.theirs
    assert "phone" in side.ours


async def test_a_clash_in_the_schedule_tells_both_schedules_in_words(world: World) -> None:
    session = await world.draft(lambda doc: {**doc, "schedule": {"frequency": "hourly", "minute": "15"}})
    world.polytomic.outsider(SYNC, schedule="whenever")
    world.clock.advance(OLD)
    (side,) = (await review(world.desk, session)).clashes
    assert "06:00 UTC" in side.base
    assert side.theirs == "“whenever”"
    assert "hour" in side.ours


async def test_a_reason_that_was_given_with_the_command_stands_in_the_review(world: World) -> None:
    session = await world.draft(paused)
    shown = await review(world.desk, replace(session, screen={"reason": "Bad data"}))
    assert shown.reason == "Bad data"


async def test_a_draft_that_moved_is_not_reviewed(world: World) -> None:
    session = await world.draft(mapped("Phone", "phone"))
    await world.sessions.save(session, expected_revision=session.revision)
    world.polytomic.outsider(SYNC, name="By Otto")
    world.clock.advance(OLD)
    with pytest.raises(Moved):
        await review(world.desk, session)


async def test_a_review_that_cannot_read_the_base_says_so_and_one_without_status_goes_on(world: World) -> None:
    session = await world.draft(renamed("New"))
    world.polytomic.meet("get_status", ServerFault("No."))
    assert (await review(world.desk, session)).running is None
    world.clock.advance(OLD)
    del world.polytomic.syncs[SYNC]
    with pytest.raises(Missing):
        await review(world.desk, session)


async def test_who_may_not_edit_any_more_reviews_nothing(world: World) -> None:
    session = await world.draft(renamed("New"))
    del world.people.by_user[ANNA]
    with pytest.raises(NotPermitted):
        await review(world.desk, session)
