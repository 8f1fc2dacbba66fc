"""What `status` says: each error beside what it is about, what changed since, and nothing of any record."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, AUDIENCE, CONTACTS, LEADS, SUPPORT_USERS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import passes, writes
from tests.scenarios.town import Town

DAY = 24 * 3600


async def status(town: Town, name: str, *words: str) -> Screen:
    """Anna asks how a sync stands."""
    await town.anna.command(f'/sync status "{name}"')
    return await town.anna.see("Last run", *words)


def fails(town: Town, name: str, *errors: str) -> None:
    """A run of it begins, and fails."""
    sync_id = town.polytomic.id_of(name)
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.fail(sync_id, *errors)


def runs_well(town: Town, name: str) -> None:
    """A run of it begins, and takes every record."""
    sync_id = town.polytomic.id_of(name)
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.complete(sync_id, total=3, update=3)


async def test_each_error_is_followed_by_what_it_is_about_and_the_rest_are_counted(town: Town) -> None:
    errors = ("Salesforce: Phone is too long", "The limit is reached", "lead_score is no number", "Company is missing")
    fails(town, LEADS, *errors)
    lines = (await status(town, LEADS, "Failed")).text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("Failed"))
    told = lines[start + 1 : start + 7]
    assert told[0] == "Polytomic said: Salesforce: Phone is too long"
    assert told[1].startswith("It is about the mapping phone → Phone. [Fix this mapping: Phone]")
    assert told[2] == "Polytomic said: The limit is reached"
    assert told[3] == "Polytomic said: lead_score is no number"
    assert told[4].startswith("It is about the mapping lead_score → Lead_Score__c.")
    assert told[5] == "and 1 more, in Polytomic"


async def test_an_error_about_a_part_that_is_no_mapping_leads_there(town: Town) -> None:
    sync_id = town.polytomic.id_of(CONTACTS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:3]})
    fails(town, CONTACTS, "Salesforce: no field Region__c to filter by")
    await status(town, CONTACTS, "It is about Region__c, in Filters.")
    await town.anna.press("Fix Filters: Region__c")
    await town.anna.see("Edit sync", "Add filter")


async def test_records_that_were_left_out_are_not_told_but_counted_linked_and_led_to_their_mapping(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.complete(
        sync_id, errors=("ana@acme.example: Phone is too long", "bo@acme.example: Phone is too long"), total=9, update=7
    )
    screen = await status(town, LEADS, "left out 2 records", "7 updated, 2 left out")
    assert screen.text.count("[Fix this mapping: Phone]") == 1
    assert "Polytomic shows which records it left out, and why: Open in Polytomic" in screen.text
    assert not any("acme.example" in repr(call.args) for call in town.slack.calls)


async def test_what_was_changed_after_a_good_run_is_told_and_can_be_undone(town: Town) -> None:
    runs_well(town, LEADS)
    assert "Changed since" not in await status(town, LEADS, "every record taken")
    await town.cleo.command(f'/sync unmap "{LEADS}" Phone')
    await town.cleo.see("Nothing else changes")
    await town.cleo.submit()
    await town.cleo.see("Outcome", "Applied")
    screen = await status(town, LEADS, "Changed since the last good run", "@Cleo Lindqvist", "removed")
    await town.anna.press(next(name for name in screen.buttons if name.startswith("Undo cleo's change")))
    await town.anna.see("Review changes", "added phone (Phone) → Phone")
    assert writes(town) == ["PUT"]


async def test_what_was_changed_while_the_last_good_run_went_on_counts_as_changed_since(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await status(town, LEADS)
    town.polytomic.executions.begin(sync_id)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "create"}, by="Ines Duarte")
    await town.ben.command(f'/sync show "{LEADS}"')
    await town.ben.see("create")
    town.polytomic.executions.complete(sync_id, total=3, update=3)
    fails(town, LEADS, "Salesforce: the mode is not allowed")
    await status(town, LEADS, "Changed since the last good run", "outside syncbot, by Ines Duarte")


async def test_after_a_run_that_was_stopped_the_last_good_one_still_counts(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    runs_well(town, LEADS)
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.canceled(sync_id)
    await status(town, LEADS, "Stopped", "Nothing that is known changed since the last good run")


async def test_where_no_good_run_is_known_what_was_changed_is_told_all_the_same(town: Town) -> None:
    await status(town, SUPPORT_USERS, "No good run is known.")
    town.polytomic.outsider_edits(
        town.polytomic.id_of(SUPPORT_USERS), lambda doc: {**doc, "name": "Tickets"}, by="Ines Duarte"
    )
    await status(town, "Tickets", "No good run is known.", "What was changed, the last first:", "by Ines Duarte")


async def test_where_polytomic_does_not_tell_its_runs_no_good_one_is_denied(town: Town) -> None:
    town.polytomic.faults.answer(500, "GET", "*/executions", times=20)
    screen = await status(town, SUPPORT_USERS, "Polytomic did not say when the last good run was.")
    assert "No good run is known." not in screen


async def test_a_sync_that_starts_by_hand_has_no_next_run(town: Town) -> None:
    runs_well(town, ACCOUNTS)
    await status(town, ACCOUNTS, "Next run: not planned.")


async def test_problems_beyond_three_are_counted(town: Town) -> None:
    problems = [{"message": f"Field {number} is gone"} for number in range(5)]
    town.polytomic.put_sync_doc({**town.polytomic.sync_named(LEADS), "problems": problems})
    screen = await status(town, LEADS, "Polytomic reports a problem with how it is set up: Field 0 is gone")
    assert "Field 2 is gone\nand 2 more, in Polytomic" in screen.text
    assert "Field 3" not in screen.text


async def test_a_run_that_was_asked_to_stop_is_not_asked_again(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.executions.begin(sync_id)
    await status(town, LEADS, "Running since")
    assert "[Stop this run" in (await town.anna.see("This message updates until the run ends.")).text
    town.polytomic.executions.cancel(sync_id)
    followed = await town.anna.see("Stopping; Polytomic has not said yet that it stopped.")
    assert followed.kind == "message"
    assert "[Stop this run" not in followed.text
    assert "[Stop this run" not in (await status(town, LEADS, "Run in progress", "Stopping")).text


async def test_a_run_of_more_than_a_day_is_followed_no_further_and_that_is_said(town: Town, redis_url: str) -> None:
    town.polytomic.executions.begin(town.polytomic.id_of(LEADS))
    await status(town, LEADS, "Running since")
    await town.anna.see("This message updates until the run ends.")
    await passes(redis_url, DAY + 60)
    await town.anna.see("It has gone on for a day and is not followed further here; Status tells how it stands.")
    assert len(town.anna.direct_messages()) == 1


async def test_a_status_that_polytomic_does_not_give_is_said_and_nothing_is_followed(town: Town) -> None:
    town.polytomic.faults.answer(500, "GET", f"/api/syncs/{town.polytomic.id_of(AUDIENCE)}/status", times=20)
    await town.anna.command(f'/sync status "{AUDIENCE}"')
    await town.anna.see("The sync's status was not read.")
    assert town.anna.direct_messages() == []
