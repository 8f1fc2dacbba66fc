from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import reject
from syncbot.changes.history import history
from syncbot.changes.model import Result
from syncbot.changes.noticing import read_sync
from syncbot.changes.review import review
from syncbot.changes.states import State
from syncbot.changes.undo import last_written, undo
from syncbot.errors import Gone, Missing, NotFound, NotPermitted
from syncbot.sync.fields import Part
from tests.changes.world import ANNA, BEN, CARL, DIRECT, DORA, SYNC, World, leads, mapped, mapping, paused, renamed

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject


POLICY = DIRECT


def without_stamp(doc: JsonObject) -> JsonObject:
    return {key: value for key, value in doc.items() if key not in ("updated_at", "updated_by")}


async def undone(world: World, change: Change, actor: str = ANNA) -> Change:
    """The undo of a change, reviewed, confirmed and applied."""
    shown = await review(world.desk, await undo(world.desk, change.change_id, actor))
    assert shown.clashes == ()
    assert shown.notes
    return await world.done(await world.confirm(shown.session, shown.plan.hash))


async def test_an_undo_leads_back_to_what_was_there(world: World) -> None:
    change = await world.done(await world.confirmed(mapped("Email", "work_email")))
    again = await undone(world, change)
    assert again.state is State.APPLIED
    assert again.change_id != change.change_id
    assert without_stamp(world.sync) == without_stamp(leads())


async def test_an_undo_keeps_what_came_later(world: World) -> None:
    change = await world.done(await world.confirmed(mapped("Email", "work_email")))
    await world.done(await world.confirmed(renamed("Later")))
    world.polytomic.outsider(SYNC, mode="replace")
    await undone(world, change)
    assert (world.sync["name"], world.sync["mode"]) == ("Later", "replace")
    assert world.sync["fields"] == leads()["fields"]


async def test_an_undo_names_what_was_changed_again(world: World) -> None:
    change = await world.done(await world.confirmed(renamed("Mine")))
    world.polytomic.outsider(SYNC, name="Theirs")
    shown = await review(world.desk, await undo(world.desk, change.change_id, ANNA))
    (side,) = shown.clashes
    assert (side.base, side.theirs, side.ours) == ("“Mine”", "“Theirs”", "“Leads”")


async def test_an_undo_of_an_undo_does_it_again(world: World) -> None:
    change = await world.done(await world.confirmed(renamed("Mine")))
    await undone(world, await undone(world, change))
    assert world.sync["name"] == "Mine"


async def test_what_polytomic_normalised_is_taken_back(world: World) -> None:
    world.polytomic.normalise = lambda doc: {**doc, "name": doc["name"].upper()}
    change = await world.done(await world.confirmed(renamed("Mine")))
    assert change.outcome
    assert change.outcome.result is Result.NORMALISED
    world.polytomic.normalise = lambda doc: doc
    await undone(world, change)
    assert world.sync["name"] == "Leads"


async def test_an_undo_is_approved_like_any_other_change() -> None:
    world = World()
    world.with_policy(approval_required=frozenset({"active"}))
    world.polytomic.outsider(SYNC, active=False)
    await read_sync(world.desk, SYNC)
    world.polytomic.outsider(SYNC, active=True)
    await read_sync(world.desk, SYNC)
    (seen,) = await world.history.entries(SYNC, limit=5)
    shown = await review(world.desk, await undo(world.desk, seen.change_id, ANNA))
    assert shown.approvals_needed == 1
    assert shown.reason.startswith("Put back")
    assert (await world.confirm(shown.session, shown.plan.hash)).state is State.AWAITING_APPROVAL


async def test_what_moved_from_outside_is_put_back(world: World) -> None:
    await read_sync(world.desk, SYNC)
    world.polytomic.outsider(SYNC, fields=[mapping("Name", "full_name")], mode="replace")
    await read_sync(world.desk, SYNC)
    (seen,) = await world.history.entries(SYNC, limit=5)
    world.polytomic.outsider(SYNC, name="Later")
    await undone(world, seen)
    assert world.sync["name"] == "Later"
    assert (world.sync["fields"], world.sync["mode"]) == (leads()["fields"], "updateOrCreate")


async def test_what_wrote_nothing_has_nothing_to_take_back(world: World) -> None:
    world.polytomic.meet("put_sync", Missing("Gone.", status=404))
    failed = await world.done(await world.confirmed(renamed("Mine")))
    with pytest.raises(Gone) as refusal:
        await undo(world.desk, failed.change_id, ANNA)
    assert "wrote nothing" in refusal.value.what
    with pytest.raises(Gone):
        await undo(world.desk, "never", ANNA)


async def test_what_someone_wrote_over_counts_as_changed_later(world: World) -> None:
    change = await world.done(await world.confirmed(renamed("Mine")))
    assert change.outcome
    over = {**world.sync, "name": "Over"}
    await world.history.append(replace(change, outcome=replace(change.outcome, result=Result.OVERWRITTEN, after=over)))
    world.polytomic.outsider(SYNC, name="Over")
    shown = await review(world.desk, await undo(world.desk, change.change_id, ANNA))
    assert [side.theirs for side in shown.clashes] == ["“Over”"]


@pytest.mark.parametrize("actor", [BEN, DORA])
async def test_only_editors_undo(world: World, actor: str) -> None:
    change = await world.done(await world.confirmed(renamed("Mine")))
    with pytest.raises(NotPermitted):
        await undo(world.desk, change.change_id, actor)


async def test_the_last_written_is_the_newest_that_syncbot_wrote(world: World) -> None:
    with pytest.raises(NotFound):
        await last_written(world.desk, SYNC)
    change = await world.done(await world.confirmed(renamed("Mine")))
    world.polytomic.outsider(SYNC, mode="replace")
    await read_sync(world.desk, SYNC)
    assert (await last_written(world.desk, SYNC)).change_id == change.change_id


async def test_the_history_is_paged_and_filtered_by_part(world: World) -> None:
    for number in range(5):
        await world.done(await world.confirmed(renamed(f"Name {number}")))
    await world.done(await world.confirmed(mapped("Email", "work_email"), actor=CARL))
    first = await history(world.desk, SYNC, BEN, size=4)
    assert [entry.lines[0].partition(":")[0] for entry in first.entries][:2] == ["Mappings", "Name and mode"]
    assert (first.name, first.more, len(first.entries)) == ("Name 4", True, 4)
    second = await history(world.desk, SYNC, BEN, size=4, number=1)
    assert (second.more, len(second.entries)) == (False, 2)
    only = await history(world.desk, SYNC, BEN, part=Part.MAPPINGS)
    assert [entry.actor for entry in only.entries] == [CARL]
    assert only.since is not None


async def test_opening_the_history_notices_what_moved_and_needs_no_sync_that_is_there(world: World) -> None:
    await read_sync(world.desk, SYNC)
    world.polytomic.outsider(SYNC, mode="replace")
    page = await history(world.desk, SYNC, ANNA)
    assert [entry.actor for entry in page.entries] == [""]
    del world.polytomic.syncs[SYNC]
    assert (await history(world.desk, SYNC, ANNA)).entries == page.entries
    assert (await history(world.desk, "unknown", ANNA)).name == "unknown"


async def test_those_who_may_not_look_see_no_history(world: World) -> None:
    with pytest.raises(NotPermitted):
        await history(world.desk, SYNC, DORA)


async def test_what_was_rejected_stands_in_the_history_and_cannot_be_undone() -> None:
    world = World()
    change = await world.confirmed(paused)
    await reject(world.desk, change.change_id, BEN, why="No.", operation_id="click")
    await world.work()
    (entry,) = (await history(world.desk, SYNC, ANNA)).entries
    assert (entry.state, entry.decisions[0].why) == (State.REJECTED, "No.")
    with pytest.raises(Gone):
        await undo(world.desk, entry.change_id, ANNA)
