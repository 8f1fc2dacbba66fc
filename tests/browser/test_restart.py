"""The bot is killed while people are at work with it, and starts again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from syncbot.demo.bots import BotProcess
from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS, LEADS_EMEA
from tests.browser.desk import Desk
from tests.browser.test_editing import applies, opens


@pytest.fixture
def bot() -> Iterator[BotProcess]:
    """As the demo runs it: a process that can be killed."""
    with BotProcess() as bot:
        yield bot


async def test_an_open_draft_and_a_request_outlive_the_death_of_the_bot(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync pause "{LEADS_EMEA}" because leads arrive twice', "Nothing else changes")
    await desk.press("Request approval")
    await desk.sees("Waiting for approval")
    await desk.press("Close")
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add mapping")
    await desk.press("Remove Country")
    await desk.sees("Put back")
    await desk.makes_trouble("Restart the bot")
    assert town.bot.starts == 2
    await applies(desk)
    await desk.press("Close")
    targets = [one["target"] for one in town.polytomic.sync(town.polytomic.id_of(LEADS))["fields"]]
    assert "Country" not in targets
    assert len(targets) == 10
    await desk.becomes("Ben Okafor")
    await desk.goes_to("approvals")
    await desk.tab.get_by_role("button", name="Approve").first.click()
    await expect(desk.tab.get_by_role("article").first).to_contain_text("Approved by @Ben Okafor")
