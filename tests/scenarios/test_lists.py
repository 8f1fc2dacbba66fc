"""Lists: what a person filtered is remembered; what failed lately comes from the events and leads to its mend."""

from __future__ import annotations

from uuid import uuid4

from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, COMPANIES, CONTACTS, CUSTOMERS, LEADS, SUPPORT_USERS
from tests.scenarios.acts import writes
from tests.scenarios.town import Town


def _calls(town: Town, path: str) -> int:
    return sum(path in call.path for call in town.polytomic.calls)


async def test_what_failed_is_told_from_the_events_with_counts_and_buttons(town: Town) -> None:
    await town.anna.command("/sync list failed")
    screen = await town.anna.see(CUSTOMERS, SUPPORT_USERS, AUDIENCE, "3 such runs in 48 hours", "1 to 3 of 3")
    assert "Completed" in screen.text
    assert "left out 1 record" in screen.text
    assert "record 4411" not in screen.text
    assert LEADS not in screen.text
    assert _calls(town, "/api/events") == 2
    await town.anna.press("Fix this mapping: user_fields.plan_tier")
    await town.anna.see("1 of 6 match")
    assert writes(town) == []


async def test_what_failed_says_so_when_it_ran_well_since(town: Town) -> None:
    sync_id = town.polytomic.id_of(CUSTOMERS)
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.complete(sync_id, total=2, update=2)
    await town.anna.command("/sync list failed")
    await town.anna.see("It ran well since", "2 records sent")


async def test_without_events_the_last_runs_are_looked_at_and_that_is_said(town: Town) -> None:
    town.polytomic.faults.answer(404, "GET", "/api/events", times=10)
    await town.anna.command("/sync list failed")
    await town.anna.see(CUSTOMERS, "Polytomic gives no events here")


async def test_a_list_is_filtered_by_state_and_target_and_remembered_for_the_person_alone(town: Town) -> None:
    anna = town.anna
    sync_id = town.polytomic.id_of(CONTACTS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "active": False}, by="Ines Duarte")
    await anna.command("/sync list")
    await anna.see(LEADS, COMPANIES, "of ")
    await anna.choose("Target", "Salesforce")
    await anna.see("that write to Salesforce (production)")
    await anna.choose("State", "Paused")
    screen = await anna.see("that are paused and that write to Salesforce (production)", CONTACTS)
    assert LEADS not in screen.text
    await anna.command("/sync list")
    await anna.see("that are paused and that write to Salesforce (production). This is remembered.")
    await town.ben.command("/sync list")
    assert LEADS in await town.ben.see("of ")
    await anna.press("Show all")
    assert LEADS in await anna.see(COMPANIES)


async def test_the_text_of_a_list_means_names_and_targets_and_a_state(town: Town) -> None:
    await town.anna.command("/sync list active hubspot")
    screen = await town.anna.see(COMPANIES, "that match “hubspot” and that are active")
    assert LEADS not in screen.text


async def test_listing_twice_asks_polytomic_once(town: Town) -> None:
    await town.anna.command("/sync list")
    await town.anna.see(LEADS)
    before = len(town.polytomic.calls)
    await town.ben.command("/sync list")
    await town.ben.see(LEADS)
    assert len(town.polytomic.calls) == before


async def test_a_change_before_the_failure_can_be_undone_from_the_list(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await town.cleo.command(f'/sync unmap "{LEADS}" Phone')
    await town.cleo.see("Nothing else changes")
    await town.cleo.submit()
    await town.cleo.see("Outcome", "Applied")
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.fail(sync_id, "Salesforce: Phone is required")
    await town.anna.command("/sync list failed")
    screen = await town.anna.see("1 to 4 of 4", LEADS)
    for button in ("Undo cleo", "Run now", "Pause"):
        assert any(name.startswith(button) for name in screen.buttons), screen.buttons
    await town.anna.press(next(name for name in screen.buttons if name.startswith("Undo cleo")))
    await town.anna.see("Review changes", "added phone (Phone) → Phone")


async def test_hundreds_of_syncs_are_listed_by_pages_with_few_calls(town: Town) -> None:
    doc = town.polytomic.sync(town.polytomic.id_of(LEADS))
    for number in range(400):
        town.polytomic.put_sync_doc({**doc, "id": str(uuid4()), "name": f"Copy {number:03}"})
    await town.anna.command("/sync list copy")
    await town.anna.see("1 to 10 of 400")
    before = len(town.polytomic.calls)
    await town.anna.press("Next")
    await town.anna.see("11 to 20 of 400")
    await town.anna.command("/sync list copy 399")
    await town.anna.see("Copy 399", "1 to 1 of 1")
    assert before <= 9 + 1 + 2  # pages of 50, the connections, the newest failures of either kind
    assert len(town.polytomic.calls) == before
