"""What of a page hinders somebody, as axe-core finds it."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe

from tests.browser.desk import Desk

SERIOUS = ("serious", "critical")


async def faults(desk: Desk) -> list[tuple[str, str, str]]:
    """What axe-core finds that hinders somebody: impact, rule, where."""
    found = (await Axe().run(desk.tab)).response["violations"]
    return [
        (fault["impact"], fault["id"], node["html"][:160])
        for fault in found
        for node in fault["nodes"]
        if fault["impact"] in SERIOUS
    ]
