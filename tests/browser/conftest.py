"""The page of the demo, opened in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Request
from playwright.async_api import Page as Tab

from syncbot.demo.bots import Bot
from syncbot.demo.running_bot import RunningBot
from syncbot.demo.town import Town, built
from syncbot.demo.workspace import served
from syncbot.sandbox.page import Page
from tests.browser.chromium import launched
from tests.browser.desk import Desk

HERE = Path(__file__).parent
PATIENCE_MILLISECONDS = 15_000
"""How long a machine under load may take for what happens at once."""
COMPLAINTS = ("error", "warning")
"""What the browser's console calls what is wrong with a page."""


together = pytest_asyncio.fixture(loop_scope="session")
"""A fixture on the loop that the browser is on."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all tests beside this file run on one loop, so that they share a browser: to start one takes a second."""
    for item in items:
        if item.path.parent == HERE and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def bot() -> Bot:
    """In this process, which starts at once."""
    return RunningBot()


@together
async def town(redis_url: str, bot: Bot) -> AsyncIterator[Town]:
    async with built(redis_url, bot) as town:
        yield town
        assert town.slack.violations == []
        assert town.polytomic.violations == []


@together
async def page(town: Town) -> AsyncIterator[Page]:
    async with served(town, 0) as page:
        yield page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests of a worker; each has a context of its own in it."""
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


@together
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
