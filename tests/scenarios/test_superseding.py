"""A request is edited while it waits: the edited one takes its place."""

from __future__ import annotations

import asyncio

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import reviews, writes
from tests.scenarios.town import Town, built_town


async def _two_requests(town: Town) -> list[Screen]:
    """Both, once both are there: which of them was touched last is not known."""
    async with asyncio.timeout(5):
        while True:
            found = [one for one in town.ben.messages("approvals") if not one.thread_ts]
            if len(found) > 1 and "Replaced" in found[0]:
                return found
            await asyncio.sleep(0.01)


async def test_editing_a_request_replaces_it_and_only_the_new_one_can_be_approved(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED="fields") as town:
        await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
        await town.anna.fill("Reason", "nobody calls any more")
        await town.anna.submit()
        await town.anna.see("Waiting for approval", "The request is in")
        await town.anna.close()
        await town.anna.see("[Edit request]")
        await town.anna.press("Edit request")
        await town.anna.see("Edit sync", "Mappings")
        await town.anna.press("Edit Mappings")
        await town.anna.see("Add mapping")
        await town.anna.press("Remove Country")
        await town.anna.see("Put back Country")
        await town.anna.submit()
        await town.anna.see("Review changes", "Country", "Phone", "This needs approval by")
        await town.anna.submit()
        first, second = await _two_requests(town)
        assert first.buttons == ("Details",)
        assert "and 1 more" in second.fallback
        assert "Also waits" not in second
        await town.ben.press("Approve")
        await town.anna.see("Applied", "Approved by @Ben Okafor")
        assert writes(town) == ["PUT"]
        targets = [entry["target"] for entry in town.polytomic.sync_named(LEADS)["fields"]]
        assert not {"Phone", "Country"} & set(targets)
