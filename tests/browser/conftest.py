"""The page of the demo, opened in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, ConsoleMessage, Request
from playwright.async_api import Page as Tab

from syncbot.demo.bots import Bot
from syncbot.demo.running_bot import RunningBot
from syncbot.demo.town import Town, built
from syncbot.demo.workspace import served
from syncbot.sandbox.page import Page
from tests.browser.chromium import launched
from tests.browser.desk import Desk

PATIENCE_MILLISECONDS = 15_000
"""How long a machine under load may take for what happens at once."""
COMPLAINTS = ("error", "warning")
"""What the browser's console calls what is wrong with a page."""


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


def listened_to(tab: Tab, home: str) -> list[str]:
    """Fills, from now on, with what a page complains of, and with what it asks of any address but its own."""
    complaints: list[str] = []

    def spoke(said: ConsoleMessage) -> None:
        if said.type in COMPLAINTS:
            complaints.append(f"{said.type}: {said.text} ({said.location})")

    def asked(sent: Request) -> None:
        if not sent.url.startswith((home, "data:", "blob:")):
            complaints.append(sent.url)

    tab.on("console", spoke)
    tab.on("request", asked)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture
async def desk(browser: Browser, page: Page) -> AsyncIterator[Desk]:
    """The page, opened; whatever it asked of another address, or complained of, fails the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    tab = await context.new_page()
    complaints = listened_to(tab, page.url)
    await tab.goto(page.url)
    desk = Desk(tab)
    await desk.composer.wait_for()
    yield desk
    await context.close()
    assert complaints == []
