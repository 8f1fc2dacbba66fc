"""No screen of the page hinders anybody: in the light and in the dark, wide and narrow."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import expect

from tests.browser.acts import confirms, moves_the_minute, reviews, settles
from tests.browser.desk import Desk
from tests.browser.hindrances import faults

NARROW = 700


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_nothing_hinders_on_the_way_from_a_menu_to_an_outcome(
    desk: Desk, theme: Literal["light", "dark"]
) -> None:
    await desk.tab.emulate_media(color_scheme=theme)
    found = {}
    await desk.write("<@UBEN> who changed Leads?")
    await desk.tab.get_by_role("button", name="Shortcuts").click()
    await expect(desk.tab.get_by_role("menuitem").first).to_be_visible()
    found["shortcuts"] = await faults(desk)
    await desk.tab.keyboard.press("Escape")
    await moves_the_minute(desk)
    await desk.tab.keyboard.press("Escape")
    question = desk.tab.get_by_role("alertdialog")
    await expect(question).to_contain_text("Leave this form?")
    found["question"] = await faults(desk)
    await question.get_by_role("button", name="Stay").click()
    await reviews(desk)
    found["review"] = await faults(desk)
    await desk.panel.get_by_label("What somebody else does").select_option("changes its schedule")
    await desk.makes_trouble("Someone else edits this sync now")
    await desk.press("Apply")
    await desk.sees("When you opened it", "Yours")
    found["conflict"] = await faults(desk)
    await settles(desk, "Keep mine")
    await confirms(desk)
    found["outcome"] = await faults(desk)
    await desk.tab.set_viewport_size({"width": NARROW, "height": NARROW})
    found["narrow modal"] = await faults(desk)
    await desk.press("Close")
    await expect(desk.modal).to_have_count(0)
    found["narrow"] = await faults(desk)
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}
