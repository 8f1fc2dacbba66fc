"""The bot is killed while people are at work with it, and starts again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.async_api import Locator, expect

from syncbot.demo.bots import BotProcess
from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import applies, approves, asks_to_pause, opens
from tests.browser.desk import Desk
from tests.browser.hindrances import faults


@pytest.fixture
def bot() -> Iterator[BotProcess]:
    """As the demo runs it: a process that can be killed."""
    with BotProcess() as bot:
        yield bot


async def test_an_open_draft_and_a_request_outlive_the_death_of_the_bot(desk: Desk, town: Town) -> None:
    await asks_to_pause(desk)
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add mapping")
    await desk.press("Remove Country")
    await desk.sees("Put back")
    await desk.makes_trouble("Restart the bot")
    assert town.bot.starts == 2
    await applies(desk)
    await desk.press("Close")
    targets = [one["target"] for one in town.polytomic.sync_named(LEADS)["fields"]]
    assert "Country" not in targets
    assert len(targets) == 10
    await approves(desk)
    await expect(desk.tab.get_by_role("article").first).to_contain_text("Approved by @Ben Okafor")


async def test_a_bot_that_is_dead_is_said_to_be_and_started_again_from_where_that_is_said(
    desk: Desk, bot: BotProcess
) -> None:
    said = desk.tab.get_by_role("status").filter(has_text="syncbot did not answer.")
    await desk.write("/sync list")
    await expect(desk.newest).to_contain_text("1 to 8 of 8")
    os.kill(bot.pid, signal.SIGKILL)
    await desk.write("/sync drafts")
    await expect(said).to_be_visible()
    assert await faults(desk) == []
    await covers_nothing(said, desk)
    await said.get_by_role("button", name="Restart the bot").click()
    await expect(said).to_have_count(0)
    await desk.write("/sync drafts")
    await expect(desk.newest).to_contain_text("no unfinished edits")


async def test_a_bot_that_dies_under_a_modal_is_said_to_be_and_the_modal_goes_on(desk: Desk, bot: BotProcess) -> None:
    said = desk.tab.get_by_role("status").filter(has_text="syncbot did not answer.")
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add mapping")
    os.kill(bot.pid, signal.SIGKILL)
    await desk.press("Remove Country")
    await expect(said).to_be_visible()
    await expect(desk.modal.get_by_role("alert")).to_be_visible()
    await covers_nothing(said, desk)
    await said.get_by_role("button", name="Restart the bot").click()
    await expect(said).to_have_count(0)
    await desk.press("Remove Country")
    await desk.sees("Put back")


async def covers_nothing(said: Locator, desk: Desk) -> None:
    """What is said stands above what one works with, all of which is in sight."""
    notice = await said.bounding_box()
    assert notice
    for one in (desk.tab.get_by_role("navigation"), desk.composer, desk.panel, desk.modal):
        if await one.count():
            box = await one.bounding_box()
            assert box
            assert box["y"] >= notice["y"] + notice["height"]
            await expect(one).to_be_in_viewport()
