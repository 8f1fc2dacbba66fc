"""What happens under a request while it waits: reminders, other requests, and changes from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import (
    PAUSED_LINE,
    asks_to_pause,
    asks_to_resume,
    log,
    passes,
    request,
    reviews,
    thread,
    writes,
)
from tests.scenarios.town import SHORT, Town, built_town

HALF_TIME_SECONDS = 259_200 / 2
ATTENTIVE = replace(SHORT, timings=replace(SHORT.timings, sweep=0.05, drift=0.05, drift_jitter=0.01))


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    """One that sweeps all the time."""
    async with built_town(redis_url, replicas=2, tuning=ATTENTIVE) as built:
        yield built


async def test_the_approvers_are_reminded_once_at_half_time(town: Town, redis_url: str) -> None:
    await asks_to_pause(town)
    await passes(redis_url, HALF_TIME_SECONDS + 60)
    await town.ben.see("@Ben Okafor, @Cleo Lindqvist: this request still waits for a decision. Without one it ends")
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by @Ben Okafor")
    assert sum("still waits for a decision" in words for words in thread(town)) == 1


async def test_a_request_is_void_before_anybody_votes_and_says_who_moved_what(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await asks_to_resume(town)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    why = "What this request rests on was changed meanwhile"
    await town.anna.see("Not applied", why, "Name and mode", "Last saved in Polytomic by Ines Duarte.")
    decided = await town.ben.see("asks to change", "cannot be approved any more")
    assert decided.buttons == ("Details",)
    assert writes(town) == []
    await town.anna.press("Review again")
    await town.anna.see("Review changes", "Active: no → yes")


async def test_what_moves_outside_is_told_in_the_thread_of_the_request(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await asks_to_pause(town)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    told = await town.ben.see("was changed outside syncbot", "last saved by Ines Duarte", "changed Mode")
    assert told.thread_ts
    assert "Open in Polytomic" in told
    assert request(town).buttons[0] == f"Approve {LEADS}"
    assert town.polytomic.sync(sync_id)["mode"] == "update"
    assert log(town) == []


async def test_what_moves_outside_after_a_change_is_told_in_the_log_and_put_back_from_there(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
    await town.anna.submit()
    await town.anna.see("Applied")
    await town.anna.close()
    await town.ben.see(f"Applied: {LEADS}", "By @Anna Ruiz")
    before = town.polytomic.sync(sync_id)["mode"]
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    told = await town.anna.see("was changed outside syncbot", "changed Mode", "Nothing was repaired by itself.")
    assert not told.thread_ts
    assert "Open in Polytomic" in told
    assert writes(town) == ["PUT"]
    await town.anna.press(next(name for name in told.buttons if name.startswith("Put back")))
    await town.anna.see("Review changes", "changed Mode")
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied", "changed Mode")
    assert town.polytomic.sync(sync_id)["mode"] == before


async def test_two_requests_on_one_sync_show_each_other(redis_url: str) -> None:
    async with built_town(redis_url, replicas=2, SYNCBOT_APPROVAL_REQUIRED="active,fields") as town:
        await asks_to_pause(town)
        await reviews(town.cleo, f'/sync unmap "{LEADS}" Phone')
        await town.cleo.fill("Reason", "nobody calls any more")
        await town.cleo.submit()
        await _requests_say(town, "on this sync: Mappings: removed", f"on this sync: {PAUSED_LINE}", linked=True)
        assert "@Ben Okafor: please decide." in _requests(town)[1]  # an approver is not asked about her own request
        await town.anna.see("[Cancel request]")
        await town.anna.press("Cancel request")
        await town.anna.see("Cancelled")
        await _requests_say(town, "Cancelled", "please decide")
        first, second = _requests(town)
        assert "Also waits" not in first
        assert "Also waits" not in second


def _requests(town: Town) -> list[Screen]:
    return [one for one in town.ben.messages("approvals") if not one.thread_ts]


def _links_to(town: Town, place: int) -> str:
    """How a request is linked to, by its place among them."""
    sent = [one for one in town.slack.channels.messages(town.slack.channels.find("approvals")) if not one.thread_ts]
    return (
        f"Open that request (link: https://acme.slack.example/archives/C0APPROVALS/p{sent[place].ts.replace('.', '')})"
    )


async def _requests_say(town: Town, first: str, second: str, *, linked: bool = False) -> None:
    """Wait until the two requests have these words, and the second shows no other beside when the first is over.

    With `linked` each has a link to the other.
    """
    async with asyncio.timeout(5):
        while True:
            shown = _requests(town)
            over = first == "Cancelled"
            said = len(shown) > 1 and first in shown[0] and second in shown[1]
            if linked and said:
                said = _links_to(town, 1) in shown[0] and _links_to(town, 0) in shown[1]
            if said and not (over and "Also waits" in shown[1]):
                return
            await asyncio.sleep(0.01)
