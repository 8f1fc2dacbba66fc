"""What the page does while somebody reads it: nothing jumps, nothing closes, and the beginning is where one begins."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import applies, asks_to_pause, moves_the_minute, opens
from tests.browser.desk import Desk

ANEW = """
([gone, stays]) => import("/page/tree.js").then(({ h, patch }) => {
  const place = document.createElement("div");
  document.body.append(place);
  const block = (key) => h("div", { key }, h("input", { "aria-label": key }));
  patch(place, [block(gone), block(stays)]);
  const field = place.querySelector(`[aria-label=${stays}]`);
  let left = false;
  field.addEventListener("blur", () => { left = true; });
  field.focus();
  patch(place, [block("new"), block(stays)]);
  return !left && document.activeElement === field && field.isConnected;
})
"""
"""Draws a block in the place of one above a field that somebody is in; whether that person is still in it."""


async def test_a_field_keeps_the_focus_when_what_stands_above_it_is_drawn_anew(desk: Desk) -> None:
    assert await desk.tab.evaluate(ANEW, ["gone", "stays"])


async def test_another_screen_of_a_modal_is_read_from_its_beginning(desk: Desk) -> None:
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add mapping")
    await desk.modal.get_by_role("button", name="Back").click()  # which stands at the end
    await desk.sees("3 filters")
    await expect(desk.modal.get_by_text("Last run")).to_be_in_viewport()


async def test_a_menu_marks_what_is_chosen(desk: Desk) -> None:
    await moves_the_minute(desk)
    await desk.modal.get_by_role("combobox", name="Repeat", exact=True).click()
    await expect(desk.modal.locator("li.chosen")).to_have_text("Every hour")


async def test_a_newcomer_is_told_what_to_try_and_who_one_is(desk: Desk) -> None:
    welcome = desk.tab.get_by_role("log")
    await expect(welcome).to_contain_text("You are Anna Ruiz, who edits syncs")
    await welcome.get_by_role("button", name="See what failed").click()
    await expect(desk.composer).to_be_focused()
    await desk.composer.press("Enter")
    await expect(desk.newest).to_contain_text("Syncs that failed in the last 48 hours")
    await desk.becomes("Gus Moreau")
    await expect(welcome).to_contain_text("You are Gus Moreau, who is a guest here")


async def test_each_button_that_makes_trouble_says_what_it_shows(desk: Desk) -> None:
    for name, shows in (
        ("Someone else edits this sync now", "other fields are merged"),
        ("Polytomic answers 500 after saving", "whether it was written"),
        ("Polytomic is slow", "a screen at once"),
        ("Restart the bot", "still there"),
    ):
        button = desk.panel.get_by_role("button", name=name, exact=True)
        described = await button.get_attribute("aria-describedby")
        await expect(desk.tab.locator(f"#{described}")).to_contain_text(shows)


async def test_what_is_wrong_is_in_sight_also_where_it_stands_below(desk: Desk) -> None:
    await desk.tab.set_viewport_size({"width": 1280, "height": 480})
    await opens(desk, f'/sync edit "{LEADS}" filters', "Add filter")
    await desk.press("Add filter: Records from the model")
    await desk.choose("Field", "country (Country)", typed="coun")
    await desk.press("Done")
    await expect(desk.modal.get_by_role("alert").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [1280, 900, 700])
async def test_the_panel_scrolls_up_and_down_alone(desk: Desk, width: int) -> None:
    await desk.tab.set_viewport_size({"width": width, "height": 800})
    await moves_the_minute(desk)
    await applies(desk)
    await desk.press("Close")
    await expect(desk.panel.get_by_text("+ since")).to_be_visible()
    assert await desk.panel.evaluate("panel => panel.scrollWidth - panel.clientWidth") == 0


async def test_a_message_that_was_edited_before_anybody_read_it_counts_as_new(desk: Desk, town: Town) -> None:
    await asks_to_pause(desk)
    await desk.becomes("Ben Okafor")
    channels = town.slack.workspace.channels
    (request,) = channels.messages(channels.find("approvals"))
    channels.change(request, "Edited", [])
    badge = desk.tab.get_by_role("navigation").get_by_role("button").filter(has_text="approvals")
    await expect(badge).to_contain_text("1 unread")
