"""Everything by keyboard alone: where the focus goes, stays, and returns."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import asks_to_pause, goes_to_approve, opens
from tests.browser.desk import Desk

POINTED = """() => {
  window.pointed = [];
  for (const kind of ["pointerdown", "mousedown", "mousemove", "touchstart", "wheel"]) {
    addEventListener(kind, () => window.pointed.push(kind), true);
  }
}"""
"""Notes whatever a pointer does from now on."""
STAYS = "[document.body, ...document.querySelectorAll('dialog *')].includes(document.activeElement)"
"""The focus is in the modal, or in the browser's own bar."""
MOST_STEPS = 60


async def tabs_to(desk: Desk, wanted: Locator, *, key: str = "Tab") -> None:
    """Press a key until the focus is there, as people do who look at each stop."""
    await wanted.wait_for()
    for _ in range(MOST_STEPS):
        if await wanted.evaluate("(node) => node === document.activeElement"):
            return
        await desk.tab.keyboard.press(key)
    await expect(wanted).to_be_focused()


def button(desk: Desk, name: str) -> Locator:
    return desk.modal.get_by_role("button", name=name, exact=True)


async def test_an_edit_is_made_by_keyboard_alone_from_the_composer_to_applied(desk: Desk, town: Town) -> None:
    keys = desk.tab.keyboard
    await desk.tab.evaluate(POINTED)
    await tabs_to(desk, desk.composer)
    await keys.type("/sy")
    await expect(desk.tab.get_by_role("option", name="/sync")).to_have_attribute("aria-selected", "true")
    await keys.press("Tab")
    await expect(desk.composer).to_have_value("/sync ")
    await keys.type(f'edit "{LEADS}" mappings')
    await keys.press("Enter")
    await tabs_to(desk, button(desk, "Edit Country"))
    await keys.press("Enter")
    source = desk.modal.get_by_role("combobox", name="Source field", exact=True)
    await expect(source).to_be_focused()
    await keys.type("reg")
    await expect(desk.modal.get_by_role("option", name="region (Region)")).to_have_attribute("aria-selected", "true")
    await keys.press("Enter")
    await expect(source).to_have_value("region (Region)")
    for name in ("Done", "Review changes", "Apply"):
        await tabs_to(desk, button(desk, name))
        await keys.press("Enter")
    await desk.sees("Applied")
    await keys.press("Escape")
    await expect(desk.modal).to_have_count(0)
    await expect(desk.composer).to_be_focused()
    fields = town.polytomic.sync_named(LEADS)["fields"]
    assert {entry["target"]: entry["source"]["field"] for entry in fields}["Country"] == "region"
    assert await desk.tab.evaluate("window.pointed") == []


async def test_tab_stays_in_a_modal_in_both_directions(desk: Desk) -> None:
    await opens(desk, f'/sync edit "{LEADS}"', "11 mappings")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(MOST_STEPS):
            await desk.tab.keyboard.press(key)
            assert await desk.tab.evaluate(STAYS)
    await tabs_to(desk, button(desk, "Edit Mappings"))


async def test_the_focus_returns_where_it_was_when_a_modal_closes(desk: Desk) -> None:
    keys = desk.tab.keyboard
    await desk.write("/sync list")
    pressed = desk.newest.get_by_role("button", name=f"Edit {LEADS}", exact=True)
    await tabs_to(desk, pressed, key="Shift+Tab")
    await keys.press("Enter")
    await desk.sees("11 mappings")
    await tabs_to(desk, button(desk, "Edit Schedule"))
    await keys.press("Enter")
    at = await desk.field("At")
    await tabs_to(desk, at)
    await keys.type(":45")
    await keys.press("Escape")
    question = desk.tab.get_by_role("alertdialog")
    await expect(question.get_by_role("button", name="Stay")).to_be_focused()
    await keys.press("Enter")
    await expect(at).to_be_focused()
    await keys.press("Escape")
    await tabs_to(desk, question.get_by_role("button", name="Leave", exact=True))
    await keys.press("Enter")
    await expect(desk.modal).to_have_count(0)
    await expect(pressed).to_be_focused()


async def test_the_focus_returns_to_the_item_whose_form_closes(desk: Desk) -> None:
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add mapping")
    await tabs_to(desk, button(desk, "Edit Country"))
    await desk.tab.keyboard.press("Enter")
    await expect(desk.modal.get_by_role("combobox", name="Source field", exact=True)).to_be_focused()
    await desk.tab.keyboard.press("Escape")
    await expect(button(desk, "Edit Country")).to_be_focused()


async def test_the_focus_is_on_who_one_became(desk: Desk) -> None:
    ben = desk.tab.get_by_role("radio", name="Ben Okafor")
    await tabs_to(desk, desk.tab.get_by_role("radio", name="Anna Ruiz"), key="Shift+Tab")
    await desk.tab.keyboard.press("ArrowRight")
    await expect(desk.tab.locator(".who.on")).to_contain_text("Ben Okafor")
    await expect(ben).to_be_focused()


async def test_the_focus_stays_in_the_conversation_when_the_button_that_had_it_goes(desk: Desk) -> None:
    conversation = desk.tab.get_by_role("log")
    await asks_to_pause(desk)
    await goes_to_approve(desk)
    await tabs_to(desk, desk.tab.get_by_role("button", name="Approve"))
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab.get_by_role("article").first).to_contain_text("Approved by @Ben Okafor")
    await expect(conversation).to_be_focused()
    await desk.write("/sync drafts")
    await tabs_to(desk, desk.newest.get_by_role("button", name="Dismiss message"), key="Shift+Tab")
    await desk.tab.keyboard.press("Enter")
    await expect(desk.newest).not_to_contain_text("no unfinished edits")
    await expect(conversation).to_be_focused()


async def test_a_menu_gives_the_focus_back_to_its_button(desk: Desk) -> None:
    shortcuts = desk.tab.get_by_role("button", name="Shortcuts")
    await tabs_to(desk, shortcuts)
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab.get_by_role("menuitem").first).to_be_focused()
    await desk.tab.keyboard.press("Escape")
    await expect(shortcuts).to_be_focused()
    await desk.tab.keyboard.press("Enter")
    await desk.tab.keyboard.press("Enter")
    await expect(desk.modal).to_be_visible()
    await desk.tab.keyboard.press("Escape")
    await expect(desk.modal).to_have_count(0)
    await expect(shortcuts).to_be_focused()


async def test_f6_goes_from_part_to_part_and_back_also_beside_a_modal(desk: Desk) -> None:
    anna = desk.tab.get_by_role("radio", name="Anna Ruiz")
    conversation = desk.tab.get_by_role("navigation").locator("[aria-current]")
    sync = desk.panel.get_by_label("Which sync to show")
    await desk.tab.keyboard.press("Shift+F6")
    await expect(sync).to_be_focused()
    await desk.composer.focus()
    for stop in (sync, anna, conversation, desk.composer, sync):
        await desk.tab.keyboard.press("F6")
        await expect(stop).to_be_focused()
    await desk.tab.keyboard.press("Shift+F6")
    await expect(desk.composer).to_be_focused()
    await opens(desk, f'/sync edit "{LEADS}"', "11 mappings")
    for stop in (sync, anna, desk.modal.get_by_role("heading", name="Edit sync")):
        await desk.tab.keyboard.press("F6")
        await expect(stop).to_be_focused()
