"""Whoever keeps what Slack sent and sends it again, within the time that its signature is good for, changes nothing."""

from __future__ import annotations

import io
from urllib.parse import parse_qs

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, CUSTOMERS, LEADS
from tests.scenarios.acts import asks_to_pause, landed, reviews
from tests.scenarios.editing import opens
from tests.scenarios.posting import state
from tests.scenarios.town import Town, built_town


async def edits_and_applies(town: Town) -> None:
    """Anna edits in the editor, and applies it; then one mapping by a line, and takes that back."""
    anna = town.anna
    await opens(town, LEADS, "mappings")
    await anna.press("Remove Phone")
    await anna.see("Put back")
    await anna.press("Edit Title")
    await anna.see("Source field")
    await anna.choose("Source field", "region", typed="reg")
    await anna.submit()
    await anna.see("In this draft", "changed Title")
    await anna.submit()
    await anna.see("Review changes", "Nothing else changes")
    await anna.submit()
    await anna.see("Outcome", f"Applied: {LEADS}")
    await anna.close()
    await reviews(anna, f'/sync unmap "{CONTACTS}" Phone')
    await anna.submit()
    await anna.see("Outcome", f"Applied: {CONTACTS}")
    await anna.close()
    await reviews(anna, f'/sync undo "{CONTACTS}"')
    await anna.submit()
    await anna.see("Outcome", f"Applied: {CONTACTS}")
    await anna.close()


async def asks_and_decides(town: Town) -> None:
    """A pause that is approved, one that is rejected, and one that is taken back."""
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by")
    await asks_to_pause(town, CONTACTS)
    await town.ben.press("Reject")
    await town.ben.see("Reject request")
    await town.ben.fill("Why", "not today")
    await town.ben.submit()
    await town.anna.see("Rejected", "not today")
    await asks_to_pause(town, CUSTOMERS)
    await town.anna.see("[Cancel request]")
    await town.anna.press("Cancel request")
    await town.anna.see("Cancelled")


async def runs_and_looks(town: Town) -> None:
    """A run that is started and one that is stopped, and what people only look at."""
    anna = town.anna
    await anna.command(f'/sync run "{CONTACTS}"')
    await anna.see(f"Run {CONTACTS} now?")
    await anna.press(f"Run now: {CONTACTS}")
    await anna.see(f"A run of {CONTACTS} was started")
    town.polytomic.executions.begin(town.polytomic.id_of(CONTACTS))
    await anna.see("Running since")
    await anna.press(f"Stop this run: {CONTACTS}")
    await anna.press("Yes")
    await anna.see("Polytomic was asked to stop the run")
    town.polytomic.executions.complete(town.polytomic.id_of(CONTACTS), total=3, update=3)
    await anna.see("every record taken")
    await anna.command("/sync list")
    await anna.see(LEADS)
    await anna.shortcut("Edit a sync")
    await anna.see("Find a sync")
    await anna.close()


async def leaves_drafts(town: Town) -> None:
    """A draft that is discarded, one that is started over, and one that stays with an edit in it."""
    anna = town.anna
    for again in (False, True):
        await opens(town, CUSTOMERS, "mappings")
        await anna.press(_first(town, "Remove "))
        await anna.see("Put back")
        await anna.close()
        if not again:
            await anna.command("/sync drafts")
            await anna.see("My drafts and requests")
            await anna.press(f"Discard: {CUSTOMERS}")
            await anna.press("Yes")
            await anna.see(f"The draft of {CUSTOMERS} was discarded")
    await anna.command(f'/sync edit "{CUSTOMERS}"')
    await anna.see("You have a draft of this sync")
    await anna.press("Start over")
    await anna.see("Edit Mappings")
    await anna.press("Edit Mappings")
    await anna.see("Add mapping")
    await anna.press(_first(town, "Remove "))
    await anna.see("Put back")
    await anna.close()


def _first(town: Town, start: str) -> str:
    assert town.anna.modal is not None
    return next(name for name in town.anna.modal.buttons if name.startswith(start))


async def test_every_request_of_a_day_sent_again_changes_nothing(redis_url: str, logged: io.StringIO) -> None:
    async with built_town(redis_url, replicas=2) as town:
        await edits_and_applies(town)
        await asks_and_decides(town)
        await runs_and_looks(town)
        await leaves_drafts(town)
        before, written = await state(town), landed(town)
        sent = list(town.slack.deliveries.sent)
        kinds = {delivery.kind for delivery in sent}
        assert kinds >= {"command", "block_actions", "view_submission", "block_suggestion", "shortcut"}
        for delivery in sent:
            for _ in town.replicas:
                ack = await town.slack.deliveries.repeat(delivery)
                assert ack.status == 200
                after = await state(town)
                what = parse_qs(delivery.body.decode())
                assert after.writes == before.writes, what
                assert after.kept == before.kept, what
        assert landed(town) == written
        assert "Traceback" not in logged.getvalue()
