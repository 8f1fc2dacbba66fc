"""The page of the demo, opened in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from syncbot.demo.bots import Bot
from syncbot.demo.running_bot import RunningBot
from syncbot.demo.town import Town, built
from syncbot.demo.workspace import served
from syncbot.sandbox.page import Page
from tests.browser.chromium import launched
from tests.browser.desk import Desk

PATIENCE_MILLISECONDS = 15_000
"""How long a machine under load may take for what happens at once."""


@pytest.fixture
def bot() -> Bot:
    """In this process, which starts at once."""
    return RunningBot()


@pytest.fixture
async def town(redis_url: str, bot: Bot) -> AsyncIterator[Town]:
    async with built(redis_url, bot) as town:
        yield town
        assert town.slack.violations == []
        assert town.polytomic.violations == []


@pytest.fixture
async def page(town: Town) -> AsyncIterator[Page]:
    async with served(town, 0) as page:
        yield page


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest.fixture
async def desk(browser: Browser, page: Page) -> AsyncIterator[Desk]:
    """The page, opened; whatever it asked of another address, or complained of, fails the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    tab = await context.new_page()
    elsewhere: list[str] = []
    tab.on("request", lambda sent: None if sent.url.startswith(page.url) else elsewhere.append(sent.url))
    tab.on("pageerror", lambda error: elsewhere.append(str(error)))
    await tab.goto(page.url)
    desk = Desk(tab)
    await desk.composer.wait_for()
    yield desk
    await context.close()
    assert elsewhere == []
