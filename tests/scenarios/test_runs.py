"""Runs: how they went, what their errors are about, starting and stopping one, following it to its end."""

from __future__ import annotations

import asyncio
import re

import pytest

from syncbot.bootstrap import composed
from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, CUSTOMERS, LEADS, SUPPORT_USERS
from tests.scenarios.acts import writes
from tests.scenarios.town import SHORT, Town, settings


async def test_status_tells_result_and_counts_of_the_last_run_and_when_the_next_is(town: Town) -> None:
    await town.anna.command(f'/sync status "{LEADS}"')
    screen = await town.anna.see("every record taken", "1,840 records: 12 created, 1,828 updated")
    assert re.search(r"Next run: (today|tomorrow) \d\d:15\.", screen.text)
    assert "Open in Polytomic" in screen.text
    assert screen.kind == "ephemeral"
    assert writes(town) == []


async def test_status_quotes_what_failed_and_leads_to_the_mapping_that_it_names(town: Town) -> None:
    await town.anna.command(f'/sync status "{SUPPORT_USERS}"')
    screen = await town.anna.see("Last run", "Failed", "user field plan_tier does not exist")
    assert screen.text.index("Failed ") < screen.text.index("Polytomic said: Zendesk: user field plan_tier")
    assert "It is about the mapping" in screen.text
    assert "No good run is known." in screen.text
    await town.anna.press("Fix this mapping: user_fields.plan_tier")
    await town.anna.see("1 of 6 matches “user_fields.plan_tier”")


async def test_status_says_what_changed_since_the_last_good_run(town: Town) -> None:
    sync_id = town.polytomic.id_of(CONTACTS)
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.complete(sync_id, total=3, update=3)
    await town.anna.command(f'/sync status "{CONTACTS}"')
    await town.anna.see("every record taken")
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "create"}, by="Ines Duarte")
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.fail(sync_id, "Salesforce: the mode is not allowed")
    await town.ben.command(f'/sync status "{CONTACTS}"')
    screen = await town.ben.see("Changed since the last good run", "outside syncbot, by Ines Duarte")
    assert "Mode" in screen.text


async def test_a_run_is_asked_once_started_once_and_followed_to_its_end_in_a_direct_message(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    await anna.command(f'/sync run "{LEADS}"')
    await anna.see(f"Run {LEADS} now?", "Salesforce")
    assert writes(town) == []
    await anna.press(f"Run now: {LEADS}")
    await anna.see(f"A run of {LEADS} was started")
    await anna.see("Waiting to begin since")
    run = town.polytomic.executions.begin(sync_id)
    run["counts"] |= {"total": 100, "update": 40}
    await anna.see("Running since", "40 of 100 records")
    town.polytomic.executions.complete(sync_id, total=100, update=100)
    await anna.see("every record taken", "100 records: 100 updated")
    await _nothing_more_is_asked(town)
    assert writes(town) == ["executions"]
    assert len(anna.direct_messages()) == 1


async def _nothing_more_is_asked(town: Town) -> None:
    """Nobody looks at a run any more, in the time of several looks."""
    asked = len(town.polytomic.calls)
    more = await town.slack.workspace.watch.until(lambda: len(town.polytomic.calls) > asked + 1, deadline_seconds=0.6)
    assert not more, [call.path for call in town.polytomic.calls[asked:]]


async def test_no_run_is_started_while_one_is_in_progress_and_that_one_can_be_stopped(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    town.polytomic.executions.begin(sync_id)
    await anna.command(f'/sync run "{LEADS}"')
    await anna.see("is in progress already, so no other was started")
    await anna.command(f'/sync cancel "{LEADS}"')
    await anna.see(f"Stop this run of {LEADS}?")
    await anna.press(f"Stop this run: {LEADS}")
    await anna.see("Polytomic was asked to stop the run")
    town.polytomic.executions.canceled(sync_id)
    await anna.see("Stopped")
    assert writes(town) == ["cancel"]


async def test_stopping_what_does_not_run_says_so(town: Town) -> None:
    await town.anna.command(f'/sync cancel "{LEADS}"')
    await town.anna.see(f"No run of {LEADS} is in progress. Nothing was stopped.")
    assert writes(town) == []


async def test_a_few_records_are_run_after_a_warning_of_what_it_writes(town: Town) -> None:
    anna = town.anna
    await anna.command(f'/sync run "{LEADS}"')
    await anna.see(f"Run {LEADS} now?")
    await anna.press(f"Try on a few records: {LEADS}")
    await anna.see("These records are written to Salesforce", "11 mappings")
    await anna.fill("Records", "ana@acme.example\nbo@acme.example")
    await anna.submit()
    await anna.see("A run of 2 records")
    call = next(call for call in town.polytomic.calls if call.path.endswith("/executions"))
    assert call.body == {"identities": ["ana@acme.example", "bo@acme.example"], "test": True}


@pytest.mark.parametrize("verb", ["run", "cancel"])
async def test_those_who_may_not_edit_neither_start_nor_stop_a_run(town: Town, verb: str) -> None:
    await town.ben.command(f'/sync {verb} "{LEADS}"')
    await town.ben.see("You may not change syncs here.")
    assert writes(town) == []


async def test_a_sync_with_problems_is_not_run_and_polytomic_says_why(town: Town) -> None:
    await town.anna.command(f'/sync run "{SUPPORT_USERS}"')
    await town.anna.see("now?")
    await town.anna.press(f"Run now: {SUPPORT_USERS}")
    await town.anna.see("Polytomic did not take this run: “Target field user_fields.plan_tier no longer exists”")


async def test_an_error_that_names_nothing_has_no_button(town: Town) -> None:
    await town.anna.command(f'/sync status "{CUSTOMERS}"')
    screen = await town.anna.see("Failed")
    assert "It is about" not in screen.text


async def test_a_change_since_the_last_good_run_can_be_undone_from_the_status(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    before = town.polytomic.sync(sync_id)
    await town.cleo.command(f'/sync unmap "{LEADS}" Phone')
    await town.cleo.see("Nothing else changes")
    await town.cleo.submit()
    await town.cleo.see("Outcome", "Applied")
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.fail(sync_id, "Salesforce: Phone is required")
    await town.anna.command(f'/sync status "{LEADS}"')
    screen = await town.anna.see("Changed since the last good run", "@Cleo Lindqvist", "removed")
    await town.anna.press(next(name for name in screen.buttons if name.startswith("Undo ")))
    await town.anna.see("Review changes", "added phone (Phone) → Phone")
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied")
    after = town.polytomic.sync(sync_id)
    assert {entry["target"] for entry in after["fields"]} == {entry["target"] for entry in before["fields"]}


async def test_a_run_is_followed_on_by_another_process(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    await anna.command(f'/sync run "{LEADS}"')
    await anna.see(f"Run {LEADS} now?")
    await anna.press(f"Run now: {LEADS}")
    await anna.see("Waiting to begin since")
    town.replicas[0].watcher.stop()
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.complete(sync_id, total=1, update=1)
    async with composed(settings(town.environment), tuning=SHORT) as another:
        watching = asyncio.create_task(another.watcher.run())
        await anna.see("every record taken")
        another.watcher.stop()
        await watching
    assert len(anna.direct_messages()) == 1


async def test_a_run_that_polytomic_knows_no_more_is_followed_no_further_and_that_is_said(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    await anna.command(f'/sync run "{LEADS}"')
    await anna.see(f"Run {LEADS} now?")
    await anna.press(f"Run now: {LEADS}")
    await anna.see("Waiting to begin since")
    town.polytomic.executions.runs[sync_id].clear()
    await anna.see("Polytomic does not know this run any more, so it is not followed further.")
    await _nothing_more_is_asked(town)


async def test_the_status_of_a_run_in_progress_follows_it_in_a_direct_message(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    run = town.polytomic.executions.begin(sync_id)
    run["counts"] |= {"total": 100, "update": 30}
    await town.ben.command(f'/sync status "{LEADS}"')
    await town.ben.see("Running since", "30 of 100 records")
    run["counts"] |= {"update": 70}
    await town.ben.see("This message updates until the run ends.", "70 of 100 records")
    town.polytomic.executions.complete(sync_id, total=100, update=100)
    await town.ben.see("100 records: 100 updated")
    assert len(town.ben.direct_messages()) == 1
