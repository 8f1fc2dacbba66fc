"""Several people at the page: approval, refusals, what somebody else wrote, undo."""

from __future__ import annotations

from playwright.async_api import expect

from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS, LEADS_EMEA
from tests.browser.acts import (
    applies,
    asks_to_pause,
    confirms,
    goes_to_approve,
    meets_a_conflict,
    moves_the_minute,
    opens,
    reviews,
    settles,
)
from tests.browser.desk import Desk


async def test_a_pause_is_approved_by_the_approver_and_refused_to_requester_and_guest(desk: Desk, town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS_EMEA)
    await asks_to_pause(desk)
    await desk.goes_to("approvals")
    approve = desk.tab.get_by_role("button", name="Approve").first
    await approve.click()
    await expect(desk.newest).to_contain_text("You made this request")
    await desk.becomes("Gus Moreau")
    await desk.goes_to("approvals")
    await approve.click()
    await expect(desk.newest).to_contain_text("Only visible to you")
    assert town.polytomic.sync(sync_id)["active"] is True
    await goes_to_approve(desk)
    await approve.click()
    await expect(desk.tab.get_by_role("article").first).to_contain_text("Approved by @Ben Okafor")
    await expect(approve).to_have_count(0)
    await desk.goes_to("sync-log")
    await expect(desk.newest).to_contain_text("Applied")
    assert town.polytomic.sync(sync_id)["active"] is False


async def test_what_somebody_else_changed_in_the_same_field_is_a_conflict_that_names_both(desk: Desk) -> None:
    await moves_the_minute(desk)
    await desk.panel.get_by_label("What somebody else does").select_option("changes its schedule")
    await desk.makes_trouble("Someone else edits this sync now")
    await reviews(desk)
    await desk.press("Apply")
    await desk.sees("When you opened it", "Yours")


async def test_a_conflict_reviewed_again_at_once_stays_reviewed_and_is_applied(desk: Desk, town: Town) -> None:
    await meets_a_conflict(desk)
    await settles(desk, "Keep mine")
    await confirms(desk)
    assert town.polytomic.sync_named(LEADS)["schedule"]["minute"] == "45"


async def test_what_somebody_else_changed_elsewhere_is_merged(desk: Desk, town: Town) -> None:
    await moves_the_minute(desk)
    await desk.makes_trouble("Someone else edits this sync now")
    await applies(desk)
    renamed = town.polytomic.sync_named(f"{LEADS} (reviewed)")
    assert renamed["schedule"]["minute"] == "45"


async def test_a_write_answered_with_500_is_settled_by_reading(desk: Desk, town: Town) -> None:
    await desk.makes_trouble("Polytomic answers 500 after saving")
    await opens(desk, f'/sync schedule "{LEADS}" hourly :45', "Nothing else changes")
    await desk.press("Apply")
    await desk.sees("Applied", "reading the sync showed")
    assert [call.status for call in town.polytomic.calls if call.method == "PUT"] == [500]


async def test_an_applied_change_is_undone(desk: Desk, town: Town) -> None:
    before = town.polytomic.sync_named(LEADS)["schedule"]
    await opens(desk, f'/sync schedule "{LEADS}" hourly :45')
    await confirms(desk)
    await desk.press("Close")
    await desk.goes_to("sync-log")
    await desk.newest.get_by_role("button", name="Undo").click()
    await confirms(desk)
    assert town.polytomic.sync_named(LEADS)["schedule"] == before
