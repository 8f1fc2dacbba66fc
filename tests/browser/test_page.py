"""The page itself: readable by everybody, by keyboard alone, in light and dark."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import opens
from tests.browser.desk import Desk
from tests.browser.hindrances import faults

STAYS = "[document.body, ...document.querySelectorAll('dialog *')].includes(document.activeElement)"
"""The focus is in the modal, or in the browser's own bar."""


async def test_nothing_hinders_a_screen_reader_on_the_main_screens(desk: Desk) -> None:
    assert await faults(desk) == []
    await desk.write("/sync list")
    await expect(desk.newest).to_contain_text("1 to 8 of 8")
    assert await faults(desk) == []
    await opens(desk, f'/sync edit "{LEADS}"', "11 mappings")
    assert await faults(desk) == []
    await desk.press("Edit Mappings")
    await desk.press("Edit Country")
    await desk.modal.get_by_role("combobox", name="Source field", exact=True).press("ArrowDown")
    await expect(desk.modal.get_by_role("option").first).to_be_visible()
    assert await faults(desk) == []


async def test_nothing_hinders_a_reader_in_the_dark(desk: Desk) -> None:
    await desk.tab.emulate_media(color_scheme="dark")
    await desk.write("/sync list")
    await expect(desk.newest).to_contain_text("1 to 8 of 8")
    await desk.goes_to("syncbot Home")
    await expect(desk.tab.get_by_role("main")).to_contain_text("Find a sync")
    assert await faults(desk) == []
    await desk.goes_to("general")
    await opens(desk, f'/sync edit "{LEADS}" schedule', "Repeat")
    assert await faults(desk) == []


async def test_everything_is_done_by_keyboard_alone(desk: Desk) -> None:
    keys = desk.tab.keyboard
    await desk.composer.focus()
    await keys.type("/sy")
    await expect(desk.tab.get_by_role("option", name="/sync")).to_be_visible()
    await keys.press("Tab")
    await keys.type(f'edit "{LEADS}" mappings')
    await keys.press("Enter")
    await desk.sees("Add mapping")
    await desk.modal.get_by_role("button", name="Edit Country", exact=True).focus()
    await keys.press("Enter")
    box = desk.modal.get_by_role("combobox", name="Source field", exact=True)
    await expect(box).to_be_focused()
    await keys.type("reg")
    await expect(desk.modal.get_by_role("option", name="region (Region)")).to_have_attribute("aria-selected", "true")
    await keys.press("Enter")
    await expect(box).to_have_value("region (Region)")
    for _ in range(40):
        await keys.press("Tab")
        assert await desk.tab.evaluate(STAYS)
    await desk.modal.get_by_role("button", name="Done", exact=True).press("Enter")
    await desk.sees("Changed in this draft")


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


@pytest.mark.parametrize("width", [900, 700])
async def test_everything_is_within_a_narrow_window(desk: Desk, width: int) -> None:
    await desk.tab.set_viewport_size({"width": width, "height": 700})
    await desk.write("/sync list")
    await expect(desk.newest).to_contain_text("1 to 8 of 8")
    for one in (desk.composer, desk.tab.get_by_role("radio"), desk.tab.get_by_role("complementary")):
        await expect(one.last).to_be_in_viewport()
    assert await desk.tab.evaluate("document.documentElement.scrollWidth") == width
    await desk.becomes("Ben Okafor")
