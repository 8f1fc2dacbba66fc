"""What failed, as a list: told, counted, and taken up by its buttons."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import (
    CUSTOMERS,
    LEADS,
)
from tests.scenarios.acts import writes
from tests.scenarios.test_lists import copies
from tests.scenarios.town import Town


def _fails(town: Town, sync_id: str, times: int = 1) -> None:
    for _ in range(times):
        town.polytomic.executions.begin(sync_id)
        town.polytomic.executions.fail(sync_id, "Salesforce: Phone is too long")


async def test_however_many_failed_a_page_of_them_asks_for_no_more_than_it_shows(town: Town) -> None:
    for sync_id in copies(town, 30):
        _fails(town, sync_id)
    await town.anna.command("/sync list failed")
    await town.anna.see("1 to 5 of 33")
    listed, of_row = 1 + 2, 3  # pages of syncs, kinds of events; the sync, its status, its runs
    names = ("/api/connections", "/api/models", "/api/permissions")
    around = sum(call.path.startswith(names) for call in town.polytomic.calls)
    assert len(town.polytomic.calls) - around <= listed + 5 * of_row
    assert around <= 4  # the names of fields, connections and policies, cached for all
    before = len(town.polytomic.calls)
    await town.anna.press("Next")
    await town.anna.see("6 to 10 of 33")
    assert len(town.polytomic.calls) - before <= 5 * of_row


async def test_more_failures_than_are_read_are_said_to_be_there(town: Town) -> None:
    _fails(town, town.polytomic.id_of(LEADS), times=301)
    await town.anna.command("/sync list failed")
    await town.anna.see(LEADS, "300 such runs in 48 hours", "There are more than could be read: what failed before")


async def test_events_that_do_not_come_now_are_not_said_never_to_come(town: Town) -> None:
    town.polytomic.faults.answer(500, "GET", "/api/events", times=10)
    await town.anna.command("/sync list failed")
    screen = await town.anna.see(
        CUSTOMERS, "Polytomic did not give its events now, so only the last run of the 8 syncs"
    )
    assert "gives no events here" not in screen


async def test_a_sync_that_failed_and_cannot_be_read_now_is_told_all_the_same(town: Town) -> None:
    town.polytomic.faults.answer(404, "GET", f"/api/syncs/{town.polytomic.id_of(CUSTOMERS)}", times=5)
    await town.anna.command("/sync list failed")
    await town.anna.see(CUSTOMERS, "3 such runs in 48 hours", "Polytomic did not show this sync now.")


async def test_the_buttons_of_what_failed_run_it_and_pause_it(town: Town) -> None:
    anna = town.anna
    await anna.command("/sync list failed")
    await anna.see(CUSTOMERS, "1 to 3 of 3")
    await anna.press(f"Pause {CUSTOMERS}")
    await anna.see("Review changes", "which pauses the sync")
    await anna.close()
    await anna.press(f"Run now: {CUSTOMERS}")
    await anna.see("Run it now?", "It sends records to the target, as the sync is set up now.")
    await anna.press("Yes")
    await anna.see(f"A run of {CUSTOMERS} was started")
    assert writes(town) == ["executions"]
