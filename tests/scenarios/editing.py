"""What anna does in the editor in several scenarios."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.town import Town


async def opens(town: Town, name: str = LEADS, part: str = "") -> Screen:
    """Anna opens the editor at a part."""
    await town.anna.command(f'/sync edit "{name}" {part}')
    return await town.anna.see("Edit sync", "[Review changes]")


async def shows(town: Town, part: str) -> Screen:
    """Anna goes from the overview to a part."""
    assert town.anna.modal is not None
    await town.anna.press(next(name for name in town.anna.modal.buttons if name.endswith(f" {part}")))
    return await town.anna.see(part, "[Back to the overview]")


async def goes_back(town: Town) -> Screen:
    """Anna goes back to the overview."""
    await town.anna.press("Back to the overview")
    return await town.anna.see("Edit Mappings")


async def applies(town: Town, *lines: str) -> None:
    """Anna reviews these lines and applies them."""
    await town.anna.submit()
    await town.anna.see("Review changes", "Nothing else changes", *lines)
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied: ")
