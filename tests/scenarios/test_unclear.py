"""A lost write of which syncbot cannot find out whether it landed: people say it, or have it written again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import landed, log, reviews, writes
from tests.scenarios.losing import ONTO_PHONE, QUICK
from tests.scenarios.town import Town, built_town


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url, tuning=QUICK) as built:
        yield built


async def test_a_sync_that_cannot_be_read_after_a_lost_write_is_unclear_until_somebody_says(town: Town) -> None:
    await unclear(town)
    told = str(town.anna.modal)
    assert "Polytomic did not answer the write and cannot be read." in told
    assert "Look at the sync in Polytomic, then say here that it was applied, have it applied" in told
    await town.ben.see("Unclear", "By @Anna Ruiz", "[Leave it]")
    assert log(town) == [f"Unclear: @Anna Ruiz wanted to change {LEADS}"]
    await town.anna.press("Leave it")
    await town.anna.see("Outcome", "Not applied", "anna looked and said that it was not written, and left it so.")
    assert (writes(town), landed(town)) == (["PUT"], 0)


async def test_an_unclear_write_is_written_again_when_somebody_says_so(town: Town) -> None:
    await unclear(town)
    await town.ben.see("Unclear", "By @Anna Ruiz")
    await town.ben.press("Apply again")
    await town.anna.see("Outcome", f"Applied: {LEADS}")
    assert landed(town) == 1


async def test_an_unclear_write_that_is_applied_again_says_so_at_once_and_has_nothing_to_choose_meanwhile(
    town: Town,
) -> None:
    await unclear(town)
    await town.ben.see("Unclear", "By @Anna Ruiz")
    held = town.polytomic.faults.hold("GET", "/api/syncs/*")
    await town.anna.press("Apply again")
    await town.anna.see("Working on it", "Confirmed. Writing the change to Polytomic.")
    said = await town.ben.see(f"Working on it again: {LEADS}", "This message will say how it ended.")
    assert said.buttons == ()
    held.release()
    await town.anna.see("Outcome", f"Applied: {LEADS}")
    await town.ben.see(f"Applied: {LEADS}", "By @Anna Ruiz")
    assert landed(town) == 1


async def test_who_neither_asked_nor_approves_says_nothing_of_an_unclear_write(town: Town) -> None:
    await unclear(town)
    await town.mallory.see("Unclear", "By @Anna Ruiz")
    await town.mallory.press("It was applied")
    await town.mallory.see(
        "Only its requester and those who may approve choose", "These people may: anna, @ben, @cleo."
    )
    assert "[It was applied]" in str(town.anna.modal)


async def test_somebody_s_edit_in_the_time_of_a_lost_write_is_unclear_with_every_side(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    held = town.polytomic.faults.hang("PUT")
    await reviews(town.anna, ONTO_PHONE)
    await town.anna.submit()
    await held.reached()
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"})
    told = str(await town.anna.see("Outcome", "Unclear", "neither as it was before nor as this change would have left"))
    assert "Mappings: Phone" in told
    assert "Name and mode: Mode" in told
    assert "Last saved in Polytomic by Priya Shah." in told
    assert (writes(town), landed(town)) == (["PUT"], 0)


async def unclear(town: Town) -> None:
    """A write is lost, and the sync cannot be read after it."""
    path = f"/api/syncs/{town.polytomic.id_of(LEADS)}"
    await reviews(town.anna, ONTO_PHONE)
    lost = town.polytomic.faults.hang("PUT")
    await town.anna.submit()
    await lost.reached()
    town.polytomic.faults.answer(500, "GET", path, times=200)
    lost.release()
    await town.anna.see("Outcome", f"Unclear: {LEADS}")
    town.polytomic.faults.clear()
