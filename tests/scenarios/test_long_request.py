"""A request of many changes: the riskiest leads, and one too long for a message is read whole before it is approved."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, LEADS
from tests.scenarios.acts import asked, landed, request, writes
from tests.scenarios.editing import goes_back, opens, shows
from tests.scenarios.forms import opens_form
from tests.scenarios.town import Town, built_town

ADDED = range(2, 62)


async def test_the_riskiest_change_leads_the_request(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED="all") as town:
        anna = town.anna
        await opens(town, part="mappings")
        await anna.press("Remove Phone")
        await anna.see("Put back")
        await goes_back(town)
        await shows(town, "Run options")
        await anna.untick("Active")
        await anna.submit()
        await anna.see("Nothing else changes")
        await anna.fill("Reason", "the pilot is over")
        await anna.submit()
        message = await town.ben.see("please decide", "• Mappings: removed phone (Phone) → Phone")
        risk = "Run options: changed Active: yes → no, which pauses the sync"
        assert message.fallback == f"@Anna Ruiz asks to change {LEADS}: {risk}, and 1 more"


async def test_a_change_too_long_for_a_message_is_read_to_its_end_before_it_is_approved(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED="fields") as town:
        await _asks_to_add_sixty(town)
        message = request(town)
        assert message.buttons[0] == f"Read and approve {ACCOUNTS}"
        assert "too long for a message" in message
        await town.ben.press("Read and approve")
        await town.ben.see("Page 1 of 3", "attr_0002")
        for page in ("Page 2 of 3", "Page 3 of 3"):
            assert "[Approve]" not in str(town.ben.modal)
            await town.ben.press("Next")
            await town.ben.see(page)
        assert "attr_0061" in str(town.ben.modal)
        await town.ben.submit()
        assert town.ben.modal is None
        await town.anna.see("Applied", "Approved by @Ben Okafor.")
        assert landed(town) == 1
        assert len(town.polytomic.sync_named(ACCOUNTS)["fields"]) == len(ADDED) + 1


async def test_its_requester_cannot_approve_it_on_the_last_page_either(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED="fields") as town:
        await _asks_to_add_sixty(town)
        await town.anna.close()
        await town.anna.press("Read and approve")
        for page in ("Page 1 of 3", "Page 2 of 3"):
            await town.anna.see(page)
            await town.anna.press("Next")
        await town.anna.see("Page 3 of 3")
        await town.anna.submit()
        await town.anna.see("You may not decide requests here.", "Nothing was changed.")
        assert writes(town) == []


async def _asks_to_add_sixty(town: Town) -> None:
    sync_id = town.polytomic.id_of(ACCOUNTS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:1]})
    await opens(town, ACCOUNTS, "mappings")
    await opens_form(town, "Add several")
    await town.anna.fill("Mappings", "\n".join(f"attr_{number:04}, Attribute_{number:04}__c" for number in ADDED))
    await town.anna.submit()
    await town.anna.see("In this draft")
    await town.anna.submit()
    await town.anna.see("Review changes", "stands on the last page")
    await town.anna.press("Next")
    await town.anna.see("Nothing else changes")
    await town.anna.fill("Reason", "the whole list")
    await town.anna.submit()
    await asked(town)
