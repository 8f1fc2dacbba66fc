"""A request that nobody decides: cancelled, expired, or never seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import REASON, asked, asks_to_pause, passes, reviews, writes
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
    await town.ben.see("anna withdrew this request ", "Nothing was changed.")
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


UNPOSTABLE = {
    "channel_not_found": "Slack knows no channel #approvals, or it is a private one that syncbot is not in",
    "not_in_channel": "syncbot is not in #approvals: ask somebody there to /invite it.",
    "is_archived": "#approvals is archived: ask whoever runs syncbot to unarchive it",
    "restricted_action": "Slack does not let syncbot post in #approvals (restricted_action)",
}


@pytest.mark.parametrize("code", UNPOSTABLE)
async def test_a_request_that_cannot_be_posted_is_told_to_its_requester_with_the_reason(town: Town, code: str) -> None:
    town.slack.faults.plan("chat.postMessage", code)
    await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
    await town.anna.submit()
    await town.anna.see("Nobody is asked yet.", UNPOSTABLE[code], "syncbot tries again by itself", "Cancel request")
    await town.anna.close()
    await town.anna.press("Cancel request")
    await town.anna.see("Cancelled", "The request was withdrawn. Nothing was written.")
    assert writes(town) == []
    assert town.ben.messages("approvals") == []


async def test_a_request_is_posted_once_the_bot_may_post_and_its_requester_reads_that_it_waits(redis_url: str) -> None:
    quick = replace(SHORT.timings, sweep=0.05, ask_again=0.2)
    async with built_town(redis_url, tuning=replace(SHORT, timings=quick)) as town:
        approvals = town.slack.channels.find("approvals")
        approvals.archived = True
        await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
        await town.anna.submit()
        await town.anna.see("Nobody is asked yet. #approvals is archived")
        approvals.archived = False
        await asked(town)
        told = await town.anna.see("Waiting for approval", "The request is in #approvals. Nothing is written before")
        assert "Nobody is asked" not in told
        await town.ben.press("Approve")
        await town.anna.see("Applied", "Approved by @Ben Okafor")
        assert len([one for one in town.ben.messages("approvals") if not one.thread_ts]) == 1
        assert writes(town) == ["PUT"]


async def test_a_request_outlives_a_slack_that_takes_nothing_for_longer_than_its_job_is_tried(redis_url: str) -> None:
    quick = replace(SHORT.timings, sweep=0.05, ask_again=0.2, tell_tries=1)
    async with built_town(redis_url, tuning=replace(SHORT, timings=quick, reclaim_seconds=0.2)) as town:
        town.slack.faults.plan("chat.postMessage", "fatal_error", times=3)
        await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
        await town.anna.submit()
        await asked(town)
        await town.ben.press("Approve")
        await town.anna.see("Applied", "Approved by @Ben Okafor")
