"""Ways through the page to their end, by people who do not wait, and what the panel shows of them."""

from __future__ import annotations

from playwright.async_api import expect

from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, LEADS, LEADS_EMEA
from tests.browser.acts import applies, approves, asks, meets_a_conflict, moves_the_minute, opens, settles
from tests.browser.desk import Desk


async def test_whoever_takes_the_other_side_of_a_conflict_at_once_has_nothing_left_to_write(
    desk: Desk, town: Town
) -> None:
    await meets_a_conflict(desk)
    await settles(desk, "Take theirs")
    await desk.sees("Nothing changed, so there is nothing to write.")
    schedule = town.polytomic.sync_named(LEADS)["schedule"]
    assert (schedule["frequency"], schedule["minute"]) == ("daily", "20")


async def test_a_resume_waits_for_the_approver_and_is_applied(desk: Desk, town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda document: {**document, "active": False})
    await asks(desk, f'/sync resume "{LEADS}" because it is mended')
    await approves(desk)
    await desk.goes_to("sync-log")
    await expect(desk.newest).to_contain_text("Applied")
    assert town.polytomic.sync(sync_id)["active"] is True


async def test_a_pause_in_an_emergency_is_at_once_and_asks_afterwards(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync pause "{LEADS_EMEA}" because leads arrive twice', "Nothing else changes")
    await desk.modal.get_by_role("checkbox", name="Pause now, ask for approval afterwards").check()
    await desk.press("Request approval")
    await desk.sees("Applied")
    assert town.polytomic.sync_named(LEADS_EMEA)["active"] is False
    await desk.press("Close")
    await approves(desk)
    await expect(desk.tab.get_by_role("article").first).to_contain_text("Approved by @Ben Okafor")


async def test_what_is_slow_still_comes_to_its_end(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync schedule "{LEADS}" hourly :45', "Nothing else changes")
    await desk.makes_trouble("Polytomic is slow")
    await desk.press("Apply")
    await desk.sees("Applied")
    assert town.polytomic.sync_named(LEADS)["schedule"]["minute"] == "45"


async def test_the_panel_follows_the_sync_that_is_read_or_written_last(desk: Desk) -> None:
    followed = desk.panel.get_by_label("Which sync to show").locator("option:checked")
    for name in (LEADS, COMPANIES):
        await opens(desk, f'/sync edit "{name}" schedule', "Repeat")
        await expect(followed).to_have_text(name)
        await desk.press("Close")
        await expect(desk.modal).to_have_count(0)
    await moves_the_minute(desk)
    await applies(desk)
    await expect(followed).to_have_text(LEADS)
    await expect(desk.panel.locator(".json ins").filter(has_text='"45"')).to_have_count(1)
