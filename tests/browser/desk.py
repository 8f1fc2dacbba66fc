"""Somebody at the page, with keyboard and pointer: finds things by role and name, as a screen reader does."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

PATIENCE_MILLISECONDS = 15_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


class Desk:
    """One tab."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab

    @property
    def composer(self) -> Locator:
        """Where one writes."""
        return self.tab.get_by_label("Message", exact=False).and_(self.tab.locator("textarea"))

    @property
    def modal(self) -> Locator:
        """The top modal."""
        return self.tab.locator("dialog.modal")

    @property
    def panel(self) -> Locator:
        """What stands beside the workspace."""
        return self.tab.get_by_role("complementary", name="Behind the scenes")

    @property
    def newest(self) -> Locator:
        """The newest message of the conversation that is looked at."""
        return self.tab.get_by_role("article").last

    async def write(self, line: str) -> None:
        """Type into the composer and press Enter."""
        await expect(self.modal).to_have_count(0)
        await self.composer.fill(line)
        await self.composer.press("Enter")

    async def press(self, name: str) -> None:
        """Press a button of the modal."""
        await self.modal.get_by_role("button", name=name, exact=True).click()

    async def sees(self, *words: str) -> None:
        """Wait until the modal says all of this."""
        for one in words:
            await expect(self.modal).to_contain_text(one)

    async def field(self, label: str) -> Locator:
        """An input of the modal."""
        return self.modal.get_by_label(label, exact=True)

    async def choose(self, label: str, option: str, *, typed: str = "") -> None:
        """Open a menu, type, and take an option with the pointer."""
        box = self.modal.get_by_role("combobox", name=label, exact=True)
        await box.click()
        await box.press_sequentially(typed)
        await self.modal.get_by_role("option", name=option, exact=True).click()
        await expect(box).to_have_value(option)

    async def goes_to(self, place: str) -> None:
        """Look at a conversation, or at home."""
        conversations = self.tab.get_by_role("navigation").get_by_role("button")
        await conversations.filter(has=self.tab.get_by_text(place, exact=True)).click()

    async def becomes(self, name: str) -> None:
        """Be somebody else."""
        await self.tab.get_by_role("radio", name=name).check(force=True)
        await expect(self.tab.locator(".who.on")).to_contain_text(name)

    async def makes_trouble(self, name: str) -> None:
        """Press a button of the panel, beside a modal or none, and wait until the trouble is there."""
        async with self.tab.expect_response("**/do/trouble"):
            await self.panel.get_by_role("button", name=name).click()
