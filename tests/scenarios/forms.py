"""How anna fills in the forms of items."""

from __future__ import annotations

from typing import Any

from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.town import Town


async def opens_form(town: Town, button: str) -> Screen:
    """Press a button of the list, and see the form over it."""
    await town.anna.press(button)
    await town.anna.see("[Cancel] [Done]")
    assert town.anna.modal is not None
    return town.anna.modal


async def takes(town: Town, *words: str) -> Screen:
    """*Done*, and the list with these words."""
    await town.anna.submit()
    await town.anna.sees_no_more("[Cancel] [Done]")
    return await town.anna.see("[Back to the overview]", *words)


async def adds_filter(town: Town, button: str, field: str, condition: str, **more: Any) -> None:
    """A new condition; `value` is typed, `chosen` is picked."""
    await opens_form(town, button)
    await town.anna.choose("Field", field, typed=field.partition(" ")[0])
    await town.anna.see(f"Field: ▾ {field}")
    await town.anna.choose("Condition", condition)
    if "value" in more:
        await town.anna.see("Value:")
        await town.anna.fill("Value", more["value"])
    if "chosen" in more:
        await town.anna.see("Value:")
        await town.anna.choose("Value", more["chosen"])
    await takes(town)
