"""A draft: gone on with or begun anew, in two windows, its owner's alone, and gone after a week."""

from __future__ import annotations

import redis.asyncio

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from syncbot.store import keys
from tests.scenarios import forging
from tests.scenarios.acts import reviews, writes
from tests.scenarios.editing import applies, goes_back, opens, shows
from tests.scenarios.town import Town

SEVEN_DAYS = 604_800
GONE = "This edit is no longer here: it was applied, discarded, or left untouched for too long. Nothing was written."


async def test_an_own_draft_is_offered_to_go_on_with_or_to_start_over(town: Town) -> None:
    await opens(town, part="name and mode")
    await town.anna.fill("Name", "Leads, all")
    await goes_back(town)
    await town.anna.close()
    await town.anna.command(f'/sync edit "{LEADS}"')
    asked = await town.anna.see("You have a draft of this sync", "[Continue] [Start over]")
    assert "• Name and mode: changed Name: “Leads to Salesforce” → “Leads, all”" in asked
    await town.anna.press("Continue")
    await town.anna.see("[Review changes]", "“Leads, all”")
    await town.anna.close()
    await town.anna.command(f'/sync edit "{LEADS}" name and mode')
    await town.anna.see("[Continue] [Start over]")
    await town.anna.press("Start over")
    assert (await town.anna.see("[Review changes]", "Mode")).inputs["Name"] == LEADS
    await town.anna.submit()
    await town.anna.see("Nothing changed, so there is nothing to write.")


async def test_a_command_that_goes_straight_to_review_leaves_the_draft_alone(town: Town) -> None:
    await opens(town, part="name and mode")
    await town.anna.fill("Name", "Leads, all")
    await goes_back(town)
    await town.anna.close()
    await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied: ")
    await town.anna.close()
    await town.anna.command(f'/sync edit "{LEADS}"')
    asked = await town.anna.see("You have a draft of this sync", "“Leads, all”")
    assert "Phone" not in asked.text
    await town.anna.press("Continue")
    await town.anna.see("[Review changes]", "“Leads, all”")
    await applies(town, "changed Name")
    after = town.polytomic.sync_named("Leads, all")
    assert "Phone" not in [entry["target"] for entry in after["fields"]]


async def test_a_window_that_another_one_overtook_says_so_and_takes_nothing_back(town: Town) -> None:
    await opens(town, part="name and mode")
    await town.anna.fill("Name", "From the first window")
    stale = forging.submission(town, town.anna)
    await goes_back(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "From the second window")
    await goes_back(town)
    ack = await forging.send(town, stale)
    assert "This draft was changed in another window. What stands in this window was not taken into it." in ack.body
    await town.anna.submit()
    await town.anna.see("Nothing else changes", "“From the second window”")


async def test_another_person_s_draft_cannot_be_reached_edited_or_reviewed(town: Town) -> None:
    await opens(town, part="name and mode")
    await town.anna.fill("Name", "Anna's secret name")
    await goes_back(town)
    hers = forging.top(town, town.anna).spec["private_metadata"]
    await town.cleo.command(f'/sync edit "{CONTACTS}" name and mode')
    await town.cleo.see("Mode")
    for request in (forging.submission(town, town.cleo), forging.click(town, town.cleo, "Back to the overview")):
        ack = await forging.send(town, forging.of_session(request, hers))
        assert ack.acked
        assert "secret" not in ack.body
    await town.cleo.see(GONE)
    assert "secret" not in town.cleo.on_screen()


async def test_a_draft_lives_seven_days_after_the_last_touch_and_then_says_that_it_is_gone(
    town: Town, redis_url: str
) -> None:
    await opens(town)
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        key = keys.session(forging.top(town, town.anna).spec["private_metadata"])
        await client.expire(key, 60)
        await shows(town, "Name and mode")
        await town.anna.fill("Name", "Leads, all")
        assert "“Leads, all”" in await goes_back(town)
        assert SEVEN_DAYS - 60 < await client.ttl(key) <= SEVEN_DAYS
        await client.expire(key, 0)
    await town.anna.press("Edit Schedule")
    await town.anna.see(GONE, "Open the sync again with /sync edit.")
    await town.anna.close()
    await town.anna.close()
    await opens(town)
    assert writes(town) == []
