"""What is not finished in a part holds nobody up: it stays beside the draft, is said, and stops the review."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, COMPANIES, CUSTOMERS, LEADS
from syncbot.sandbox.slack.views import OpenView
from syncbot.slack.taking import LEFT_OUT
from tests.scenarios.acts import writes
from tests.scenarios.editing import applies, goes_back, opens, shows
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.town import Town

BULK = "0d1f5f2c-6b1e-4f8e-9c51-3a4c2b8e7d10"
NO_OBJECT = "Not finished, and not in the draft yet: No object is chosen."


async def chooses_another_connection(town: Town) -> None:
    await opens(town, part="target")
    offered = await town.anna.options("Connection", typed="hub")
    await town.anna.choose("Connection", offered[0], typed="hub")
    await town.anna.see("Another object: its fields are other fields")


async def test_a_connection_without_an_object_is_kept_said_and_stops_the_review(town: Town) -> None:
    await chooses_another_connection(town)
    overview = await goes_back(town)
    assert NO_OBJECT in overview
    assert "Lead in Salesforce (production)" in overview
    await town.anna.submit()
    await town.anna.see("! Target is not finished: No object is chosen.", "Open Target and finish it there")
    again = await shows(town, "Target")
    assert NO_OBJECT in again
    assert "HubSpot" in again.inputs["Connection"]
    await town.anna.choose("Object", "contacts (Contacts)", typed="cont")
    overview = await goes_back(town)
    assert "Not finished" not in overview
    assert "contacts (Contacts) in HubSpot" in overview
    assert writes(town) == []


async def test_what_is_not_finished_is_dropped_when_that_is_wanted(town: Town) -> None:
    await chooses_another_connection(town)
    await goes_back(town)
    await shows(town, "Target")
    await town.anna.press("Drop what is not finished in Target")
    await town.anna.sees_no_more("Not finished")
    assert "Salesforce" in (await town.anna.see("Connection:")).inputs["Connection"]
    await goes_back(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "Other")
    await applies(town, "changed Name")


async def test_the_other_buttons_of_a_part_that_is_not_finished_work_too(town: Town) -> None:
    await chooses_another_connection(town)
    await opens_form(town, "Add setting: Settings of the target")
    await town.anna.fill("Setting", "batch")
    await town.anna.fill("Value", "10")
    screen = await takes(town, "batch: “10”", NO_OBJECT)
    assert "HubSpot" in screen.inputs["Connection"]


async def test_a_time_that_cannot_be_read_and_an_empty_name_are_kept_and_said_both(town: Town) -> None:
    await opens(town, part="schedule")
    await town.anna.fill("At", "half past")
    overview = await goes_back(town)
    assert "Not finished, and not in the draft yet: “half past” is not a minute of the hour." in overview.text
    await shows(town, "Name and mode")
    await town.anna.fill("Name", " ")
    overview = await goes_back(town)
    assert "Not finished, and not in the draft yet: The sync needs a name." in overview
    assert (await shows(town, "Schedule")).inputs["At"] == "half past"
    await town.anna.fill("At", ":30")
    await goes_back(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "Leads, all")
    await applies(town, "changed Name", "Schedule: changed Every hour at :15 → Every hour at :30")


async def test_a_draft_that_holds_only_what_is_not_finished_is_offered_again(town: Town) -> None:
    await chooses_another_connection(town)
    await goes_back(town)
    await town.anna.close()
    await town.anna.command(f'/sync edit "{LEADS}"')
    await town.anna.see("You have a draft of this sync", f"Target: {NO_OBJECT}")
    await town.anna.press("Continue")
    assert NO_OBJECT in await town.anna.see("Edit Mappings")


async def opens_again(town: Town) -> list[OpenView]:
    """Anna opens her draft in a second window; the first one."""
    first = town.slack.workspace.views.stacks.pop(town.anna.user_id)
    await town.anna.command(f'/sync edit "{LEADS}"')
    await town.anna.see("You have a draft of this sync")
    await town.anna.press("Continue")
    await town.anna.see("Edit Mappings")
    return first


def turns_to(town: Town, first: list[OpenView]) -> None:
    """Anna goes on in her first window."""
    town.slack.workspace.views.stacks[town.anna.user_id] = first


async def begins(town: Town) -> None:
    """Anna has a draft, and types a name that nobody is told of yet."""
    await opens(town, part="mappings")
    await town.anna.press("Remove Phone")
    await town.anna.see("Put back Phone")
    await goes_back(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "From the first window")


async def test_what_another_window_did_elsewhere_takes_nothing_from_this_one(town: Town) -> None:
    await begins(town)
    first = await opens_again(town)
    await shows(town, "Mappings")
    await town.anna.press("Remove Company")
    await town.anna.see("Put back Company")
    turns_to(town, first)
    await applies(town, "“From the first window”", "Mappings: removed")


async def test_what_another_window_changed_in_the_same_part_is_said_on_the_way_back(town: Town) -> None:
    await begins(town)
    first = await opens_again(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "From the second window")
    await goes_back(town)
    turns_to(town, first)
    overview = await goes_back(town)
    assert LEFT_OUT.format(part="Name and mode") in overview
    assert "“From the second window”" in overview
    assert "was changed in another window" not in await shows(town, "Schedule")


async def test_an_item_that_another_window_leaves_alone_is_taken_whatever_else_that_did(town: Town) -> None:
    await begins(town)
    await goes_back(town)
    await shows(town, "Mappings")
    await opens_form(town, "Edit Email")
    await town.anna.choose("Write", "create (only where the target is empty)")
    first = await opens_again(town)
    await shows(town, "Mappings")
    await town.anna.press("Remove Company")
    await town.anna.see("Put back Company")
    turns_to(town, first)
    await takes(town, "Changed in this draft", "Put back Company")


async def test_the_syncs_to_run_after_are_taken_away_one_by_one_also_the_last(town: Town) -> None:
    town.slack.nulls_after_update = True
    sync_id = town.polytomic.id_of(LEADS)
    ids = [town.polytomic.id_of(name) for name in (COMPANIES, CUSTOMERS)]
    after = {"frequency": "runafter", "run_after": {"sync_ids": ids, "bulk_sync_ids": [BULK]}}
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "schedule": after})
    await opens(town, part="schedule")
    await town.anna.unchoose("Run after", COMPANIES)
    await town.anna.unchoose("Run after", CUSTOMERS)
    overview = await goes_back(town)
    assert "After 1 bulk sync" in overview
    await shows(town, "Schedule")
    await town.anna.choose("Run after", ACCOUNTS, typed="Acc")
    await applies(town, f"changed Run after: {COMPANIES}, {CUSTOMERS}, {BULK} → {ACCOUNTS}, {BULK}")
    assert town.polytomic.sync(sync_id)["schedule"]["run_after"] == {
        "sync_ids": [town.polytomic.id_of(ACCOUNTS)],
        "bulk_sync_ids": [BULK],
    }


async def test_a_sync_that_runs_after_nothing_any_more_is_not_finished(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    after = {"frequency": "runafter", "run_after": {"sync_ids": [town.polytomic.id_of(COMPANIES)]}}
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "schedule": after})
    await opens(town, part="schedule")
    await town.anna.unchoose("Run after", COMPANIES)
    overview = await goes_back(town)
    assert "Not finished, and not in the draft yet: No sync is chosen to run after." in overview
    assert "After 1 sync" in overview
