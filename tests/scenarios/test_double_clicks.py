"""A button that is pressed twice before its view is drawn anew: once is meant, and nothing is said to be wrong."""

from __future__ import annotations

import asyncio

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.triggers import Source
from tests.scenarios import forging
from tests.scenarios.town import Town


async def _press_twice(town: Town, name: str, *, at_once: bool) -> None:
    """Anna's double click: two requests from one drawing of a view, the second perhaps after the first's answer."""
    first = forging.click(town, town.anna, name)
    view = forging.top(town, town.anna)
    trigger_id = town.slack.workspace.triggers.mint(town.anna.user_id, Source.ACTION, view_id=view.view_id)
    action = {**first["actions"][0], "action_ts": "1999999999.000001"}
    second = {**first, "actions": [action], "trigger_id": trigger_id}
    if at_once:
        acks = list(await asyncio.gather(forging.send(town, first), forging.send(town, second)))
    else:
        acks = [await forging.send(town, first), await forging.send(town, second)]
    assert all(ack.acked for ack in acks)


@pytest.mark.parametrize(
    ("part", "at_once"), [("mappings", True), ("mappings", False), ("filters", True), ("fixed values", False)]
)
async def test_a_double_click_on_remove_removes_once(town: Town, part: str, *, at_once: bool) -> None:
    await town.anna.command(f'/sync edit "{LEADS}" {part}')
    listed = await town.anna.see("Remove")
    await _press_twice(town, next(name for name in listed.buttons if name.startswith("Remove")), at_once=at_once)
    shown = await town.anna.see("Put back")
    assert not await town.slack.workspace.watch.until(lambda: town.anna.depth > 1, deadline_seconds=0.4)
    assert sum(name.startswith("Put back") for name in shown.buttons) == 1
