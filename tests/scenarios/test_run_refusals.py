"""Runs that are not started or not stopped, and why; runs of a few records, and those that cannot be named."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import REASON, asked, reviews, writes
from tests.scenarios.town import Town, built_town

NO_SYNC = "00000000-0000-4000-8000-000000000000"
ALREADY = "A run of this sync is in progress already. No other run was started. Wait for its end, or stop it"


async def asks_to_run(town: Town, name: str = LEADS) -> None:
    """Anna is asked whether to run it."""
    await town.anna.command(f'/sync run "{name}"')
    await town.anna.see(f"Run {name} now?", "It sends records to Salesforce (production)")


async def test_a_run_that_began_after_the_question_is_the_reason_why_no_other_starts(town: Town) -> None:
    await asks_to_run(town)
    town.polytomic.executions.begin(town.polytomic.id_of(LEADS))
    await town.anna.press(f"Run now: {LEADS}")
    await town.anna.see(ALREADY)
    assert writes(town) == []


async def test_a_run_that_polytomic_refuses_because_another_just_began_is_told_so(town: Town) -> None:
    await asks_to_run(town)
    town.polytomic.faults.answer(409, "POST", "*/executions")
    await town.anna.press(f"Run now: {LEADS}")
    await town.anna.see(ALREADY)


async def test_a_run_that_ended_before_the_yes_is_not_there_to_be_stopped(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.executions.begin(sync_id)
    await town.anna.command(f'/sync cancel "{LEADS}"')
    await town.anna.see("Stop this run of")
    town.polytomic.executions.complete(sync_id, total=1, update=1)
    await town.anna.press(f"Stop this run: {LEADS}")
    await town.anna.see("No run of this sync is in progress. Nothing was stopped.")
    assert writes(town) == []


@pytest.mark.parametrize("verb", ["status", "run", "cancel"])
async def test_a_sync_that_there_is_not_is_said_not_to_be_there(town: Town, verb: str) -> None:
    await town.anna.command(f"/sync {verb} {NO_SYNC}")
    await town.anna.see("Polytomic has no such sync", "Find the sync with /sync list.")
    assert writes(town) == []


async def test_who_only_approves_can_press_no_button_that_starts_or_stops_a_run(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await town.ben.command(f'/sync status "{LEADS}"')
    await town.ben.see("Last run")
    await town.ben.press(f"Run now: {LEADS}")
    await town.ben.press("Yes")
    await town.ben.see("You may not change syncs here.", "@anna")
    town.polytomic.executions.begin(sync_id)
    await town.ben.command(f'/sync status "{LEADS}"')
    await town.ben.see("Run in progress")
    await town.ben.press(f"Stop this run: {LEADS}")
    await town.ben.press("Yes")
    await town.ben.sees_no_more("confirmation")
    await town.replicas[0].bot.tasks.drain(timeout_seconds=5)
    assert writes(town) == []


async def _applies(town: Town, line: str) -> Screen:
    """Anna changes something, and sees the outcome in the window."""
    await reviews(town.anna, line)
    await town.anna.submit()
    return await town.anna.see("Outcome", "Applied")


async def test_a_run_from_the_window_of_an_outcome_is_asked_there_and_refused_there(town: Town) -> None:
    await _applies(town, f'/sync unmap "{LEADS}" Phone')
    await town.anna.press(f"Run now: {LEADS}")
    await town.anna.see(f"Run {LEADS} now?", "It sends records to Salesforce (production)")
    town.polytomic.executions.begin(town.polytomic.id_of(LEADS))
    assert writes(town) == ["PUT"]
    await town.anna.press(f"Run now: {LEADS}")
    await town.anna.see("Not done", ALREADY)
    assert writes(town) == ["PUT"]


async def test_an_outcome_that_waits_for_no_run_offers_none(town: Town) -> None:
    shown = await _applies(town, f'/sync schedule "{LEADS}" daily 6:00 UTC')
    await town.anna.see("Applied", "Schedule")
    told = [*town.anna.direct_messages(), *town.anna.messages("sync-log"), shown]
    assert told
    assert not any("[Run now" in one.text for one in told)


async def test_a_run_of_a_few_that_polytomic_does_not_allow_is_refused_with_its_words(town: Town) -> None:
    await asks_to_run(town)
    await town.anna.press(f"Try on a few records: {LEADS}")
    await town.anna.see("These records are written to Salesforce (production)")
    await town.anna.fill("Records", "ana@acme.example")
    town.polytomic.faults.answer(400, "POST", "*/executions", message="test runs are not supported")
    await town.anna.submit()
    await town.anna.see("Polytomic did not take this run: “test runs are not supported”", "No run was started.")


async def test_a_few_records_of_a_sync_with_two_identities_are_named_by_both(town: Town) -> None:
    anna = town.anna
    await asks_to_run(town, CONTACTS)
    await anna.press(f"Try on a few records: {CONTACTS}")
    await anna.see("contact_id, email with commas between", "it updates records that exist")
    await anna.fill("Records", "17")
    await anna.submit()
    await anna.see("Line 1 has 1 value;", "contact_id, email", "No run was started.")
    assert writes(town) == []
    await anna.close()
    await anna.press(f"Try on a few records: {CONTACTS}")
    await anna.see("contact_id, email with commas between")
    await anna.fill("Records", "17, ana@acme.example")
    await anna.submit()
    await anna.see("A run of 1 record")
    call = next(call for call in town.polytomic.calls if call.path.endswith("/executions") and call.method == "POST")
    assert call.body is not None
    assert call.body["test"] is True
    [record] = call.body["source_identities"]
    assert [(one["source"]["field"], one["value"]) for one in record] == [
        ("contact_id", "17"),
        ("email", "ana@acme.example"),
    ]


async def test_more_records_than_can_be_tried_are_refused_at_the_input(town: Town) -> None:
    await asks_to_run(town)
    await town.anna.press(f"Try on a few records: {LEADS}")
    await town.anna.see("One record per line, at most 10. Write its email, by which this sync knows a record")
    await town.anna.fill("Records", "\n".join(f"{number}@acme.example" for number in range(11)))
    await town.anna.submit()
    await town.anna.see("11 records are named; at most 10 can be tried at once. No run was started.")
    assert writes(town) == []


async def test_records_of_a_sync_without_an_identity_cannot_be_named(town: Town) -> None:
    doc = town.polytomic.sync_named(LEADS)
    town.polytomic.put_sync_doc({**doc, "identities": None, "mode": "append"})
    await asks_to_run(town)
    await town.anna.press(f"Try on a few records: {LEADS}")
    await town.anna.see("This sync has no identity mapping, so single records cannot be named. No run was started.")
    assert writes(town) == []


async def test_a_run_of_a_paused_sync_is_said_to_be_one_run_only(town: Town) -> None:
    town.polytomic.outsider_edits(town.polytomic.id_of(LEADS), lambda doc: {**doc, "active": False})
    await asks_to_run(town)
    await town.anna.see("The sync is paused: this is one run, and the schedule stays off.")


async def test_an_approver_reads_that_the_run_is_stopped_with_the_pause_and_then_it_is(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.executions.begin(sync_id)
    await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
    await town.anna.tick("Stop that run too")
    await town.anna.submit()
    request = await asked(town)
    stops = "It also stops the run that is in progress when it is applied, if there is one."
    assert stops in request
    await town.ben.press(f"Details of {LEADS}")
    assert stops in await town.ben.see("as it is now")
    await town.ben.close()
    assert writes(town) == []
    await town.ben.press(f"Approve {LEADS}")
    await town.anna.see("Applied", "The run in progress was asked to stop.")
    assert writes(town) == ["PUT", "cancel"]


async def test_where_no_pause_needs_approval_the_run_is_stopped_with_it_all_the_same(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED="none") as town:
        town.polytomic.executions.begin(town.polytomic.id_of(LEADS))
        screen = await reviews(town.anna, f'/sync pause "{LEADS}"')
        assert "The run in progress (optional): ☐ Stop that run too" in screen
        await town.anna.tick("Stop that run too")
        await town.anna.submit()
        await town.anna.see("Outcome", "Applied", "The run in progress was asked to stop.")
        assert writes(town) == ["PUT", "cancel"]
