"""`/sync drafts`: what is unfinished, and what can be done with it."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import asks_to_pause, passes, writes
from tests.scenarios.test_places import edits_phone, home_says
from tests.scenarios.town import Town


async def test_drafts_shows_what_is_unfinished_and_goes_on_with_it(town: Town) -> None:
    anna = town.anna
    await anna.command("/sync drafts")
    await anna.see("You have no unfinished edits")
    await edits_phone(town)
    await anna.command("/sync drafts")
    await anna.see("My drafts and requests", LEADS, "removed", "Phone")
    await anna.press(f"Continue: {LEADS}")
    await anna.see("Removed in this draft")
    assert writes(town) == []


async def test_a_draft_that_is_discarded_is_gone_and_nothing_was_written(town: Town) -> None:
    anna = town.anna
    await edits_phone(town)
    await anna.command("/sync drafts")
    await anna.see("My drafts and requests")
    await anna.press(f"Discard: {LEADS}")
    await anna.see("Discard this draft?")
    await anna.press("Yes")
    await anna.see(f"The draft of {LEADS} was discarded")
    await anna.command("/sync drafts")
    await anna.see("You have no unfinished edits")
    assert writes(town) == []


async def test_a_draft_reopened_on_a_moved_base_is_merged_and_says_so(town: Town, redis_url: str) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    await edits_phone(town)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "name": "Leads, renamed"}, by="Ines Duarte")
    await passes(redis_url, 120)
    await anna.command("/sync drafts")
    await anna.see("My drafts and requests")
    await anna.press(f"Continue: {LEADS}")
    await anna.see("Removed in this draft")
    await anna.press("Back to the overview")
    await anna.see("Changed meanwhile by Ines Duarte, and kept", "Leads, renamed")


async def test_a_draft_is_started_over_from_drafts(town: Town) -> None:
    anna = town.anna
    await edits_phone(town)
    await anna.open_home()
    await home_says(town, "anna", "removed phone")
    await anna.command("/sync drafts")
    await anna.see("My drafts and requests")
    await anna.press(f"Start over: {LEADS}")
    await anna.see("Start over?", "The changes of this draft are gone then")
    await anna.press("Yes")
    assert "Removed in this draft" not in await anna.see("Edit sync", "Edit Mappings")
    await home_says(town, "anna", "Nothing unfinished.")
    await anna.close()
    await anna.command("/sync drafts")
    await anna.see("You have no unfinished edits")
    assert writes(town) == []


async def test_a_request_is_cancelled_from_drafts(town: Town) -> None:
    await asks_to_pause(town)
    await town.anna.command("/sync drafts")
    await town.anna.see("My drafts and requests", "Waits for approval since")
    await town.anna.press(f"Cancel request: {LEADS}")
    await town.anna.see("Cancelled")
    assert writes(town) == []
