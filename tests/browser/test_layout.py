"""All of the page is within the window, wide or narrow: nothing is cut off, covered or out of reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import asks_to_pause, goes_to_approve, opens, reviews
from tests.browser.desk import Desk

REACH = (Path(__file__).parent / "reach.js").read_text(encoding="utf-8")


async def all_is_reached(desk: Desk, controls: str | None = None) -> None:
    """Nothing that is shown now is cut off, covered or beyond the window; an open menu's entries alone, which cover."""
    found = await desk.tab.evaluate(REACH, controls)
    assert found.pop("controls") > 0
    assert found == {"hidden": [], "cut": [], "sideways": 0}


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 700), (700, 700)])
async def test_everything_can_be_reached_in_a_window(desk: Desk, width: int, height: int) -> None:
    await desk.tab.set_viewport_size({"width": width, "height": height})
    await all_is_reached(desk)
    await desk.write("Who changed Leads to Salesforce?")
    await desk.write("/sync list")
    await expect(desk.newest).to_contain_text("1 to 8 of 8")
    await all_is_reached(desk)
    for name in ("Shortcuts", "More actions"):
        await desk.tab.get_by_role("button", name=name).last.click()
        await expect(desk.tab.get_by_role("menuitem").first).to_be_visible()
        await all_is_reached(desk, "[role=menuitem]")
        await desk.tab.keyboard.press("Escape")
    await desk.newest.get_by_role("combobox", name="State").click()
    await expect(desk.tab.get_by_role("option").first).to_be_visible()
    await all_is_reached(desk, "[role=option]")
    await desk.tab.keyboard.press("Escape")
    await opens(desk, f'/sync edit "{LEADS}"', "11 mappings")
    await all_is_reached(desk)
    await desk.press("Edit Schedule")
    await (await desk.field("At")).fill(":45")
    await all_is_reached(desk)
    await desk.modal.get_by_role("combobox", name="Time zone", exact=True).click()
    await expect(desk.modal.get_by_role("option").first).to_be_visible()
    await all_is_reached(desk, "[role=option]")
    await desk.tab.keyboard.press("Escape")
    await reviews(desk)
    await all_is_reached(desk)
    await desk.press("Close this window")
    await desk.press("Close this window")
    await desk.tab.get_by_role("alertdialog").get_by_role("button", name="Leave", exact=True).click()
    await expect(desk.modal).to_have_count(0)
    await asks_to_pause(desk)
    await goes_to_approve(desk)
    await all_is_reached(desk)
    await desk.goes_to("syncbot Home")
    await expect(desk.tab.get_by_role("main")).to_contain_text("Waiting for me")
    await all_is_reached(desk)
