"""Lists: what a person filtered is remembered; what failed lately comes from the events and leads to its mend."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from syncbot.sandbox.polytomic.seed_syncs import (
    AUDIENCE,
    COMPANIES,
    CONTACTS,
    CUSTOMERS,
    LEADS,
    LEADS_EMEA,
    SUPPORT_USERS,
)
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import answer_to, writes
from tests.scenarios.town import Town


def _calls(town: Town, path: str) -> int:
    return sum(path in call.path for call in town.polytomic.calls)


async def test_what_failed_is_told_from_the_events_with_counts_and_buttons(town: Town) -> None:
    await town.anna.command("/sync list failed")
    screen = await town.anna.see(CUSTOMERS, SUPPORT_USERS, AUDIENCE, "3 such runs in 48 hours", "1 to 3 of 3")
    assert re.search(
        r"\nFailed today \d\d:\d\d · 0 records sent · 3 such runs in 48 hours · Open in Polytomic", screen.text
    )
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
    only = await anna.see("that write to Salesforce (production)")
    assert LEADS in only
    assert COMPANIES not in only
    await anna.choose("State", "Paused")
    screen = await anna.see("that are paused and that write to Salesforce (production)", CONTACTS)
    assert LEADS not in screen.text
    remembered = await answer_to(town, anna, "/sync list")
    assert "that are paused and that write to Salesforce (production). This is remembered." in remembered
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
    copies(town, 400)
    await town.anna.command("/sync list copy")
    await town.anna.see("1 to 10 of 400")
    before = len(town.polytomic.calls)
    await town.anna.press("Next")
    await town.anna.see("11 to 20 of 400")
    await town.anna.command("/sync list copy 399")
    await town.anna.see("Copy 399", "1 to 1 of 1")
    assert before <= 9 + 1 + 2  # pages of 50, the connections, the newest failures of either kind
    assert len(town.polytomic.calls) == before


def copies(town: Town, count: int, **more: object) -> list[str]:
    """So many syncs like the one of the leads; their ids."""
    doc = town.polytomic.sync_named(LEADS)
    ids = [str(uuid4()) for _ in range(count)]
    for number, sync_id in enumerate(ids):
        town.polytomic.put_sync_doc({**doc, "id": sync_id, "name": f"Copy {number:03}", **more})
    return ids


def _names(screen: Screen) -> list[str]:
    """The syncs in the order in which they stand there."""
    return [name.removeprefix("Edit ") for name in screen.buttons if name.startswith("Edit ")]


async def test_what_failed_stands_first_in_a_list_and_the_rest_by_name(town: Town) -> None:
    await town.anna.command("/sync list")
    screen = await town.anna.see(LEADS, "Failed 3 times in 48 hours, the last time", "Left records out")
    names = _names(screen)
    assert names[:3] == sorted([CUSTOMERS, SUPPORT_USERS, AUDIENCE])
    assert names[3:] == sorted(names[3:])
    assert len(names) > 5


async def test_a_schedule_is_told_by_the_readers_clock_and_in_utc(town: Town) -> None:
    line = r"Active · Every day at 0[78]:00 Europe/Berlin \(06:00 UTC\) · Salesforce \(production\) · Lead"
    assert re.search(line, (await answer_to(town, town.anna, "/sync list emea")).text)
    await town.anna.paste(f"https://app.polytomic.com/syncs/{town.polytomic.id_of(LEADS_EMEA)}")
    assert re.search(line, (await town.anna.see(LEADS_EMEA, "[Status")).text)


async def test_a_list_does_not_wait_for_events_that_do_not_come(town: Town) -> None:
    held = [town.polytomic.faults.hang("GET", "/api/events") for _ in range(2)]
    await town.anna.command("/sync list")
    names = _names(await town.anna.see(LEADS))
    for one in held:
        one.release()
    assert names == sorted(names)


async def test_a_list_without_events_is_by_name(town: Town) -> None:
    town.polytomic.faults.answer(404, "GET", "/api/events", times=10)
    await town.anna.command("/sync list")
    names = _names(await town.anna.see(LEADS))
    assert names == sorted(names)


async def test_the_text_of_a_list_means_every_sync_that_has_its_words_and_is_remembered(town: Town) -> None:
    await town.anna.command(f"/sync list {LEADS}")
    await town.anna.see(f"{LEADS} EMEA", "1 to 2 of 2")  # a whole name does not hide the longer ones
    await town.anna.command("/sync list emea leads")
    await town.anna.see(f"{LEADS} EMEA", "1 to 1 of 1")
    remembered = await answer_to(town, town.anna, "/sync list")
    assert "1 to 1 of 1\nShown are those that match “emea leads”. This is remembered." in remembered
    assert "1 to 8 of 8" in await answer_to(town, town.anna, "/sync list all")
    assert "1 to 8 of 8" in await answer_to(town, town.anna, "/sync list")


async def test_a_list_that_takes_polytomic_long_is_read_once_and_not_twice(town: Town) -> None:
    town.polytomic.faults.delay("GET", "/api/syncs", seconds=1.2)
    await town.anna.command("/sync list")
    await town.anna.see(LEADS)
    assert sum(call.path == "/api/syncs" for call in town.polytomic.calls) == 1


async def test_a_list_that_became_shorter_is_turned_to_its_last_page(town: Town) -> None:
    copies(town, 20)
    await town.anna.command("/sync list all")
    await town.anna.see("1 to 10 of 28")
    assert "1 to 1 of 1" in await answer_to(town, town.anna, "/sync list salesforce copy 011")
    await town.anna.press("Next")  # of the longer list above

    def turned() -> bool:
        return sum("1 to 1 of 1" in screen for screen in town.anna.ephemerals()) == 2

    assert await town.slack.workspace.watch.until(turned, deadline_seconds=5), town.anna.on_screen()


@pytest.mark.parametrize("line", ["list", "list failed", "status Leads"])
async def test_who_may_not_look_sees_no_sync(town: Town, line: str) -> None:
    await town.mallory.command(f"/sync {line}")
    screen = await town.mallory.see("You may not look at syncs here.")
    assert CUSTOMERS not in screen
    assert town.polytomic.calls == []
