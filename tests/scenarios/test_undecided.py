"""A request that nobody decides: cancelled, expired, or never seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import REASON, asks_to_pause, passes, reviews, writes
from tests.scenarios.town import SHORT, Town, built_town

EXPIRY_SECONDS = 259_200


async def test_a_requester_cancels_and_a_later_click_is_told_so(town: Town) -> None:
    await asks_to_pause(town)
    stale = town.slack.channels.messages(town.slack.channels.find("approvals"))[-1]
    await town.anna.see("Cancel request")
    await town.anna.press("Cancel request")
    await town.anna.see("Cancelled", "The request was withdrawn. Nothing was written.")
    await town.ben.see("Cancelled", "asks to change")
    town.slack.channels.change(stale, stale.text, stale.blocks)  # as a phone still shows it
    await town.ben.press("Approve")
    await town.ben.see("This request is cancelled and takes no decision any more.", "Nothing was changed.")
    assert writes(town) == []


async def test_an_undecided_request_expires_and_takes_no_decision(town: Town, redis_url: str) -> None:
    await asks_to_pause(town)
    await passes(redis_url, EXPIRY_SECONDS + 60)
    await town.ben.press("Approve")
    await town.ben.see("This request expired", "without a decision.", "Make the change again to ask again.")
    await town.anna.see("Expired", "Nobody decided in time. Nothing was written.")
    await town.ben.see("Expired", "asks to change")
    assert writes(town) == []


async def test_a_request_expires_by_itself(redis_url: str) -> None:
    attentive = replace(SHORT, timings=replace(SHORT.timings, sweep=0.05))
    async with built_town(redis_url, tuning=attentive) as town:
        await asks_to_pause(town)
        await passes(redis_url, EXPIRY_SECONDS + 60)
        await town.anna.see("Expired", "Nobody decided in time. Nothing was written.")
        assert (await town.ben.see("Expired", "asks to change")).buttons == ("Details",)
        assert writes(town) == []


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_a_request_that_cannot_be_posted_is_told_to_its_requester(town: Town, code: str) -> None:
    town.slack.faults.plan("chat.postMessage", code)
    await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
    await town.anna.submit()
    await town.anna.see(
        "Slack did not let syncbot post the request in #approvals, so nobody was asked.", "Cancel request"
    )
    await town.anna.close()
    await town.anna.press("Cancel request")
    await town.anna.see("Cancelled", "The request was withdrawn. Nothing was written.")
    assert writes(town) == []
