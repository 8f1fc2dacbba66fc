"""What anna types, and does in the editor, in several scenarios."""

from __future__ import annotations

from datetime import UTC, datetime

import redis.asyncio

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.screen import Screen
from syncbot.store import keys
from tests.scenarios.town import Town

TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


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


async def lets_it_be_tuesday(redis_url: str) -> None:
    """Let the store's time be noon (UTC) of a Tuesday in November: Berlin is one hour ahead of UTC."""
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        seconds, _ = await client.time()
        await client.set(keys.CLOCK_OFFSET, str(TUESDAY.timestamp() - seconds))


async def types(town: Town, line: str, *words: str) -> Screen:
    """Anna types a line and sees words."""
    await town.anna.command(line)
    return await town.anna.see(*words)


async def types_to_review(town: Town, line: str, *words: str) -> Screen:
    """Anna types a line that leads to a review of words."""
    return await types(town, line, "Review changes", "Nothing else changes", *words)
