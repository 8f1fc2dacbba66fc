"""What of a page hinders somebody, as axe-core finds it in the light and in the dark."""

from __future__ import annotations

from typing import Final, Literal

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.desk import Desk

SERIOUS: Final = ("serious", "critical")
EVERYTHING: Final = {"resultTypes": ["violations"]}
COLOURS: Final = {**EVERYTHING, "runOnly": ["color-contrast"]}
"""All that the theme can change."""


async def faults(desk: Desk) -> list[str]:
    """What hinders somebody on the page as it is now: theme, rule, where. It ends in the light."""
    await desk.tab.evaluate(AXE_SCRIPT)
    return [*await _in_theme(desk, "dark", COLOURS), *await _in_theme(desk, "light", EVERYTHING)]


async def _in_theme(desk: Desk, theme: Literal["light", "dark"], options: object) -> list[str]:
    await desk.tab.emulate_media(color_scheme=theme)
    found = (await desk.tab.evaluate("(options) => axe.run(options)", options))["violations"]
    return [
        f"{theme}, {fault['id']}: {node['html'][:160]}"
        for fault in found
        for node in fault["nodes"]
        if fault["impact"] in SERIOUS
    ]


class Watch:
    """Looks at one screen after the other, and says at the end what hindered on which."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.found: dict[str, list[str]] = {}

    async def look(self, screen: str) -> None:
        """Look at what is shown now."""
        if wrong := await faults(self._desk):
            self.found[screen] = wrong
