"""The page itself: readable by everybody, by keyboard alone, in light and dark."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.desk import Desk


async def test_a_shortcut_opens_from_a_message_and_from_the_composer(desk: Desk) -> None:
    await desk.write("Who changed Leads to Salesforce?")
    await desk.newest.hover()
    await desk.newest.get_by_role("button", name="More actions").click()
    await desk.tab.get_by_role("menuitem", name="Edit this sync").click()
    await expect(desk.modal).to_be_visible()
    await desk.press("Close")
    await desk.tab.get_by_role("button", name="Shortcuts").click()
    await desk.tab.get_by_role("menuitem", name="Edit a sync").click()
    await expect(desk.modal).to_be_visible()


async def test_a_message_that_does_not_fit_is_read_from_its_beginning(desk: Desk) -> None:
    await desk.write("/sync help")
    await expect(desk.newest).to_contain_text("Find a sync")
    await expect(desk.newest.get_by_role("button", name="Find a sync")).to_be_in_viewport()
