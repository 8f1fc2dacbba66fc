"""The page itself: its people, its two themes, its menus, and the calls beside it."""

from __future__ import annotations

import re

from playwright.async_api import expect

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import confirms, opens
from tests.browser.desk import Desk

CAST = {"Anna Ruiz": "editor", "Ben Okafor": "approver", "Gus Moreau": "guest"}
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(26, 29, 33)"


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


async def test_everybody_has_a_name_a_role_and_a_face_of_their_own(desk: Desk) -> None:
    told = []
    for name, role in CAST.items():
        person = desk.tab.locator("label.who").filter(has_text=name)
        await expect(person).to_contain_text(role)
        told.append(await person.locator("svg").inner_html())
        await desk.becomes(name)
        await desk.write(f"It is me, {name}.")
        await expect(desk.newest.locator("strong").first).to_have_text(name)
        assert await desk.newest.locator("svg").first.inner_html() == told[-1]
    assert len(set(told)) == len(CAST)


async def test_light_and_dark_are_the_systems_until_somebody_switches(desk: Desk) -> None:
    switch = desk.tab.get_by_role("button", name="Light or dark")
    ground = desk.tab.get_by_role("main")
    await expect(ground).to_have_css("background-color", LIGHT)
    await desk.tab.emulate_media(color_scheme="dark")
    await expect(ground).to_have_css("background-color", DARK)
    for colour in (LIGHT, DARK):
        await switch.click()
        await expect(ground).to_have_css("background-color", colour)


async def test_a_call_tells_how_it_was_answered_and_when_opened_what_was_sent(desk: Desk) -> None:
    await opens(desk, f'/sync schedule "{LEADS}" hourly :45', "Nothing else changes")
    await confirms(desk)
    write = desk.panel.locator("details.writes")
    await expect(write).to_have_count(1)
    row = write.locator("summary")
    await expect(row).to_contain_text(re.compile(rf"PUT\s*/syncs/{LEADS}\s*200\s*\d+ ms"))
    await row.click()
    for title in ("Sent", "Answered"):
        body = write.locator(f"h4:has-text('{title}') + pre")
        await expect(body).to_contain_text('"minute": "45"')
