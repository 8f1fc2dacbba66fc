"""Ways through the page to their end, by people who do not wait, and what the panel shows of them."""

from __future__ import annotations

from playwright.async_api import expect

from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, LEADS, LEADS_EMEA
from tests.browser.desk import Desk
from tests.browser.test_editing import applies, opens


async def test_whoever_takes_the_other_side_of_a_conflict_at_once_has_nothing_left_to_write(
    desk: Desk, town: Town
) -> None:
    await opens(desk, f'/sync edit "{LEADS}" schedule', "Repeat")
    await (await desk.field("At")).fill(":45")
    await desk.panel.get_by_label("What somebody else does").select_option("changes its schedule")
    await desk.press("Review changes")
    await desk.sees("Nothing else changes")
    await desk.makes_trouble("Someone else edits this sync now")
    await desk.press("Apply")
    await desk.press("Review again")
    await desk.sees("Take theirs")
    await desk.modal.get_by_role("radio", name="Take theirs").check()
    await desk.press("Review again")
    await desk.sees("Nothing changed, so there is nothing to write.")
    schedule = town.polytomic.sync(town.polytomic.id_of(LEADS))["schedule"]
    assert (schedule["frequency"], schedule["minute"]) == ("daily", "20")


async def test_a_resume_waits_for_the_approver_and_is_applied(desk: Desk, town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda document: {**document, "active": False})
    await opens(desk, f'/sync resume "{LEADS}" because it is mended', "Nothing else changes")
    await desk.press("Request approval")
    await desk.sees("Waiting for approval")
    await desk.press("Close")
    await desk.becomes("Ben Okafor")
    await desk.goes_to("approvals")
    await desk.tab.get_by_role("button", name="Approve").first.click()
    await desk.goes_to("sync-log")
    await expect(desk.newest).to_contain_text("Applied")
    assert town.polytomic.sync(sync_id)["active"] is True


async def test_a_pause_in_an_emergency_is_at_once_and_asks_afterwards(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync pause "{LEADS_EMEA}" because leads arrive twice', "Nothing else changes")
    await desk.modal.get_by_role("checkbox", name="Pause now, ask for approval afterwards").check()
    await desk.press("Request approval")
    await desk.sees("Applied")
    assert town.polytomic.sync(town.polytomic.id_of(LEADS_EMEA))["active"] is False
    await desk.press("Close")
    await desk.becomes("Ben Okafor")
    await desk.goes_to("approvals")
    await desk.tab.get_by_role("button", name="Approve").first.click()
    await expect(desk.tab.get_by_role("article").first).to_contain_text("Approved by @Ben Okafor")


async def test_what_is_slow_still_comes_to_its_end(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync schedule "{LEADS}" hourly :45', "Nothing else changes")
    await desk.makes_trouble("Polytomic is slow")
    await desk.press("Apply")
    await desk.sees("Applied")
    assert town.polytomic.sync(town.polytomic.id_of(LEADS))["schedule"]["minute"] == "45"


async def test_the_panel_follows_the_sync_that_is_read_or_written_last(desk: Desk) -> None:
    followed = desk.panel.get_by_label("Which sync to show").locator("option:checked")
    for name in (LEADS, COMPANIES):
        await opens(desk, f'/sync edit "{name}" schedule', "Repeat")
        await expect(followed).to_have_text(name)
        await desk.press("Close")
        await expect(desk.modal).to_have_count(0)
    await opens(desk, f'/sync edit "{LEADS}" schedule', "Repeat")
    await (await desk.field("At")).fill(":45")
    await applies(desk)
    await expect(followed).to_have_text(LEADS)
    await expect(desk.panel.locator(".json ins").filter(has_text='"45"')).to_have_count(1)
