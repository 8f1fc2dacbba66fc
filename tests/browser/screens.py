"""Takes the README's pictures of the page anew: `python -m tests.browser.screens`."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import ViewportSize, expect

from syncbot.demo.borrowed import a_redis
from syncbot.demo.running_bot import RunningBot
from syncbot.demo.town import built
from syncbot.demo.workspace import served
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests import ending
from tests.browser.acts import applies, asks_to_pause, goes_to_approve
from tests.browser.chromium import launched
from tests.browser.desk import Desk

SCREENS = Path(__file__).parent / "screens"
SIZE = ViewportSize(width=1080, height=660)


async def take() -> None:
    """The editor over a conversation, an approval that was asked for, and home in the dark."""
    async with (
        a_redis() as redis,
        built(redis.url, RunningBot()) as town,
        served(town, 0) as page,
        launched() as browser,
    ):
        tab = await browser.new_page(viewport=SIZE, color_scheme="light")
        await tab.goto(page.url)
        desk = Desk(tab)
        await _editor(desk)
        await _approval(desk)
        await _home(desk)


async def _editor(desk: Desk) -> None:
    await desk.write(f'/sync edit "{LEADS}" mappings')
    await desk.press("Edit Country")
    await desk.choose("Source field", "region (Region)", typed="reg")
    await desk.press("Done")
    await desk.sees("Changed in this draft")
    await applies(desk)
    await desk.press("Close")
    await desk.write(f'/sync edit "{LEADS}"')
    await desk.sees("11 mappings")
    await desk.tab.get_by_role("heading", name="Edit sync").focus()
    await _kept(desk, "editor")
    await desk.press("Close")


async def _approval(desk: Desk) -> None:
    await asks_to_pause(desk)
    await goes_to_approve(desk)
    await expect(desk.tab.get_by_role("button", name="Approve").first).to_be_visible()
    await _kept(desk, "approval")


async def _home(desk: Desk) -> None:
    await desk.becomes("Anna Ruiz")
    await desk.tab.emulate_media(color_scheme="dark")
    await desk.goes_to("syncbot Home")
    await expect(desk.tab.get_by_role("main")).to_contain_text("Recent changes")
    await _kept(desk, "home")


async def _kept(desk: Desk, name: str) -> None:
    await desk.tab.mouse.move(0, 0)
    await desk.tab.screenshot(path=SCREENS / f"{name}.png")


if __name__ == "__main__":
    ending.run(take())
