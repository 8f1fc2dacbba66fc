"""*Details* of a request: the whole change word for word, and the sync as it is at present."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import PAUSED_LINE, asked, asks_to_pause, asks_to_resume, passes, reviews, writes
from tests.scenarios.town import SHORT, Town, built_town


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    """One whose people do not wait long for Polytomic."""
    async with built_town(redis_url, tuning=replace(SHORT, timings=replace(SHORT.timings, present=0.5))) as built:
        yield built


async def test_details_show_the_change_and_the_sync_as_it_is_now(town: Town, redis_url: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await asks_to_pause(town)
    await town.ben.press("Details")
    await town.ben.see(PAUSED_LINE, f"{LEADS} as it is now", "Mappings: 11 mappings", f"Sync {sync_id}")
    await town.ben.see("Nothing of it has changed since this was asked.")
    await town.ben.close()
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "name": "Leads, renamed"})
    await passes(redis_url, 61)
    await town.ben.press("Details")
    await town.ben.see(
        "Leads, renamed as it is now", "Otherwise than when this was asked", f"“{LEADS}” → “Leads, renamed”"
    )


async def test_details_have_a_long_value_whole_which_the_request_shows_the_beginning_of(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED="all") as town:
        value = "a note that is long enough to be cut, " * 3
        await reviews(town.anna, f'/sync set "{LEADS}" target.configuration.note="{value}the end"')
        await town.anna.fill("Reason", "it belongs there")
        await town.anna.submit()
        assert "the end" not in await asked(town)
        await town.ben.press("Details")
        await town.ben.see("Long values, whole", f"{value}the end”")
        await town.ben.close()
        await town.ben.press("Approve")
        await town.anna.see("Applied")
        await town.anna.close()
        await town.anna.command(f'/sync history "{LEADS}"')
        await town.anna.see("History", "Applied")
        name = next(each for each in town.anna.modal.buttons if each.startswith("Details")) if town.anna.modal else ""
        await town.anna.press(name)
        await town.anna.see("Long values, whole", f"{value}the end”")


async def test_details_are_there_while_polytomic_is_silent_and_say_that_the_present_state_is_not_known(
    town: Town, redis_url: str
) -> None:
    await asks_to_pause(town)
    await passes(redis_url, 61)
    town.polytomic.faults.hang("GET", f"/api/syncs/{town.polytomic.id_of(LEADS)}")
    await town.ben.press("Details")
    await town.ben.see(PAUSED_LINE, "Loading… Reading from Polytomic.")
    await town.ben.see(PAUSED_LINE, "How the sync is now is not known. Polytomic did not answer in time.", "Reason:")
    town.polytomic.faults.release()


async def test_details_of_a_request_whose_sync_is_deleted_say_so_and_end_it(town: Town, redis_url: str) -> None:
    await asks_to_pause(town)
    await passes(redis_url, 61)
    town.polytomic.faults.answer(404, "GET", f"/api/syncs/{town.polytomic.id_of(LEADS)}")
    await town.ben.press("Details")
    await town.ben.see("Not applied", "How the sync is now is not known.", "it was deleted")
    await town.anna.see("Not applied", "not in Polytomic any more, so there is nothing to approve")
    assert writes(town) == []


async def test_reading_the_details_ends_a_request_whose_grounds_moved(town: Town, redis_url: str) -> None:
    await asks_to_resume(town)
    town.polytomic.outsider_edits(town.polytomic.id_of(LEADS), lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    await passes(redis_url, 61)
    await town.ben.press("Details")
    await town.ben.see("Details", "Not applied", f"{LEADS} as it is now")
    await town.anna.see("What this request rests on was changed meanwhile", "Last saved in Polytomic by Ines Duarte.")
    assert writes(town) == []


async def test_details_of_what_was_applied_compare_with_how_it_ended(town: Town) -> None:
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.ben.see(f"Applied: {LEADS}")
    await town.ben.press("Details")
    await town.ben.see("Details", "Applied", "Nothing of it has changed since this ended.")


async def test_a_review_tells_whole_what_reads_alike_before_and_after(town: Town) -> None:
    value = "a note that is long enough to be cut, " * 3
    town.polytomic.outsider_edits(
        town.polytomic.id_of(LEADS),
        lambda doc: {**doc, "target": {**doc["target"], "configuration": {"note": f"{value}one"}}},
    )
    review = await reviews(town.anna, f'/sync set "{LEADS}" target.configuration.note="{value}two"')
    assert f"“{value}one” → “{value}two”" in review
