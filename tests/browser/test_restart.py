"""The bot is killed while people are at work with it, and starts again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from syncbot.demo.bots import BotProcess
from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import applies, approves, asks_to_pause, opens
from tests.browser.desk import Desk


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
