"""The short version of what else goes wrong: Polytomic, Slack, Redis' memory, jobs and watches; each kind once."""

from __future__ import annotations

import pytest

from syncbot.changes.model import Result
from syncbot.sandbox.slack.faults import Fault
from tests.chaos import failover, handing_over, left_behind, poison, polytomic_faults, slack_faults
from tests.chaos.checking import check
from tests.chaos.gate import Point, Side
from tests.chaos.site import built_site
from tests.chaos.ways import PUT, READ, Approved, Direct, Emergency, Way
from tests.store.servers import Group

QUICK_WRITES = ("429 with Retry-After", "500 before", "500 after", "truncated", "dropped, and lands late")


@pytest.mark.parametrize("way", [Approved(), Emergency()], ids=lambda way: way.name)
async def test_whatever_polytomic_answers_to_a_write_it_is_written_once_or_not_and_people_know(way: Way) -> None:
    async with built_site() as site:
        for trouble in polytomic_faults.WRITES:
            if trouble.name in QUICK_WRITES:
                check(await polytomic_faults.at_the_write(site, way, trouble), site, trouble.name)


async def test_a_sync_that_polytomic_shows_late_or_not_at_all_is_written_once_and_people_know() -> None:
    async with built_site() as site:
        way, (slow, limited, *_) = Direct(), polytomic_faults.READS
        check(await polytomic_faults.before_the_write(site, way, limited), site)
        check(await polytomic_faults.after_the_write(site, way, slow), site)
        *_, gone = polytomic_faults.GONE
        check(await polytomic_faults.after_the_write(site, way, gone, ends=polytomic_faults.UNREAD), site)


async def test_whatever_slack_answers_a_change_is_written_once_and_told() -> None:
    async with built_site() as site:
        for code in (Fault.RATE_LIMITED, Fault.HASH_CONFLICT, Fault.LOST_ANSWER, "channel_not_found"):
            check(await slack_faults.at_the_click(site, Direct(), method="chat.*", code=code), site, code)
        for code in (Fault.EXPIRED_TRIGGER, Fault.HANG):
            check(await slack_faults.at_the_opening(site, code), site, code)


async def test_a_failover_that_forgets_a_yes_writes_nothing_that_nobody_allowed() -> None:
    async with built_site() as site:
        assert (await failover.forgotten_request(site)).unapproved == 0
        assert (await failover.forgotten_yes(site, Approved(), Point(PUT, 1, Side.AFTER))).unapproved == 0


async def test_a_hand_over_by_sentinel_loses_and_repeats_nothing() -> None:
    async with built_site() as site:
        begun, *_ = handing_over.MOMENTS
        check(await handing_over.handed_over(site, Approved(), begun, Group.begin_hand_over), site)


async def test_a_job_that_kills_every_worker_ends_with_its_reason() -> None:
    async with built_site() as site:
        check(
            await poison.kills_every_worker(site, Direct(), first=Point(READ), ends={Result.NOT_APPLIED}),
            site,
        )


async def test_what_a_dead_worker_followed_is_followed_by_another() -> None:
    async with built_site(**left_behind.QUICK) as site:
        check(await left_behind.followed_run(site, Point(left_behind.EDIT, 1, Side.AFTER)), site)
        check(await left_behind.told_failure(site, Point(left_behind.EVENTS, 1, Side.AFTER)), site)
