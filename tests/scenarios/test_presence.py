"""Who else has a sync open."""

from __future__ import annotations

import json
import re
import time

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from tests.scenarios import forging
from tests.scenarios.acts import passes
from tests.scenarios.editing import goes_back, opens, shows
from tests.scenarios.town import Town


def _presence(town: Town) -> tuple[str, list[int]]:
    """What Anna's overview says of others, and the moments in it, in seconds since the epoch."""
    told = [json.dumps(block) for block in forging.top(town, town.anna).spec["blocks"]]
    text = next((one for one in told if "What they apply is merged" in one), "")
    return text, [int(found) for found in re.findall(r"<!date\^(\d+)", text)]


async def _opens(person: Person, part: str, *words: str) -> None:
    await person.command(f'/sync edit "{LEADS}" {part}')
    await person.see(*words)


async def test_who_else_has_it_open_stands_there_with_part_and_since_when(town: Town, redis_url: str) -> None:
    cleo, anna = town.cleo, town.anna
    await _opens(cleo, "filters", "Filters", "Add filter")
    await opens(town)
    await anna.see("@Cleo Lindqvist has this open too (Filters, since")
    _, [opened] = _presence(town)
    await passes(redis_url, 3600)
    await cleo.press("Back to the overview")
    await cleo.see("Find")
    await shows(town, "Mappings")
    await goes_back(town)
    await anna.see("@Cleo Lindqvist has this open too (overview, since")
    assert _presence(town)[1] == [opened]  # moving about in it is not opening it


async def test_whoever_closed_it_does_not_have_it_open_and_opens_it_anew_later(town: Town, redis_url: str) -> None:
    cleo, anna = town.cleo, town.anna
    await _opens(cleo, "mappings", "Add mapping")
    await cleo.close()
    await opens(town)
    assert "Cleo" not in await anna.see("Edit Mappings")
    await anna.close()
    await _opens(cleo, "mappings", "Add mapping")
    await cleo.press("Remove Phone")
    await cleo.see("Removed in this draft")
    await cleo.close()
    await opens(town)
    await anna.see("@Cleo Lindqvist left a draft of this, which is not open now.")
    await passes(redis_url, 3600)
    await cleo.command("/sync drafts")
    await cleo.see("My drafts and requests")
    await cleo.press(f"Continue: {LEADS}")
    await cleo.see("Removed in this draft")
    await shows(town, "Mappings")
    await goes_back(town)
    await anna.see("@Cleo Lindqvist has this open too (Mappings, since")
    [since] = _presence(town)[1]
    assert since > time.time() + 3000
