"""The short version of `python -m tests.chaos`: the strikes that hurt most, once each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from tests.chaos import endings, fights, kills, outsiders, storms
from tests.chaos.bots import REAL
from tests.chaos.checking import check
from tests.chaos.gate import Point, Side
from tests.chaos.site import Site, built_site
from tests.chaos.storms import Outage, RedisHung, RedisKilled
from tests.chaos.tally import Found
from tests.chaos.ways import PUT, WAYS, Approved, Asked, Direct, Emergency, Way

MOVE = "redis EVALSHA change_move"
CREATE = "redis EVALSHA change_create"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
async def test_a_worker_killed_before_during_or_after_its_write_leaves_one_write_and_told_people(way: Way) -> None:
    async with built_site() as site:
        for point in (Point(MOVE, 1, Side.AFTER), Point(way.write), Point(way.write, 1, Side.AFTER)):
            check(await kills.killed(site, site.worker, way, point), site)


async def test_a_write_that_lands_late_is_one_write_and_its_outcome_the_truth() -> None:
    async with built_site() as site:
        check(await kills.late(site, Direct(), after_the_end=False), site)
        check(await kills.late(site, Emergency(), after_the_end=True), site)


@pytest.mark.parametrize(
    ("way", "point"),
    [
        (Direct(), Point(CREATE)),
        (Direct(), Point(CREATE, 1, Side.AFTER)),
        (Asked(), Point(CREATE, 1, Side.AFTER)),
        (Approved(), Point(MOVE)),
        (Approved(), Point(MOVE, 1, Side.AFTER)),
        (Approved(), Point(MOVE, 2)),
    ],
    ids=lambda part: str(part) if isinstance(part, Point) else part.name,
)
async def test_a_server_killed_at_a_click_leaves_one_write_and_nothing_unapproved(way: Way, point: Point) -> None:
    async with built_site() as site:
        check(await kills.killed(site, site.server, way, point), site)


async def test_in_socket_mode_a_process_killed_at_a_click_or_at_its_write_leaves_one_write() -> None:
    async with built_site(transport="socket") as site:
        check(await kills.killed(site, site.server, Direct(), Point(CREATE, 1, Side.AFTER)), site)
        check(await kills.killed(site, site.server, Approved(), Point(MOVE, 1, Side.AFTER)), site)
        check(await kills.killed(site, site.worker, Approved(), Point(PUT, 1, Side.AFTER)), site)


async def test_no_retry_reverts_what_somebody_else_wrote() -> None:
    async with built_site() as site:
        check(await outsiders.puts_all_back(site), site)
        check(await outsiders.puts_one_of_two_back(site), site)
        check(await outsiders.edits_before_a_slow_write(site), site)
        *_, last_look = await outsiders.points_until_written(site)
        check(await outsiders.edits_after_a_stall(site, last_look), site)
        check(await outsiders.edits_during_a_stall(site, last_look), site)


async def test_what_polytomic_works_on_for_longer_than_every_try_is_told_as_unclear() -> None:
    async with built_site() as site:
        check(await kills.stuck(site, Direct(), outlasts=False), site)
        check(await kills.stuck(site, Direct(), outlasts=True), site)


async def _redis_out(site: Site, point: Point, outage: Outage) -> Found:
    return await storms.redis_out(site, site.worker, Direct(), point, outage=outage)


SHARED: tuple[tuple[str, Callable[[Site], Awaitable[Found]]], ...] = (
    ("two workers share the changes of one sync", fights.one_sync_many_changes),
    ("two approvers and every delivery count once", fights.pressed_by_all),
    ("silent Slack holds up no write", partial(storms.slack_silent, way=Direct(), changes=6)),
    (
        "Redis killed after the write is told",
        partial(_redis_out, point=Point(PUT, 1, Side.AFTER), outage=RedisKilled),
    ),
    (
        "Redis killed after a move was kept",
        partial(_redis_out, point=Point(MOVE, 1, Side.AFTER), outage=RedisKilled),
    ),
    ("Redis that hangs", partial(_redis_out, point=Point(MOVE, 2), outage=RedisHung)),
)


async def test_one_site_stands_many_at_once_and_every_storm() -> None:
    async with built_site() as site:
        for name, run in SHARED:
            check(await run(site), site, name)


async def test_a_request_that_redis_forgot_is_refused_and_nothing_is_written() -> None:
    async with built_site() as site:
        assert (await storms.forgotten_request(site)).unapproved == 0


async def test_a_process_told_to_stop_ends_in_time_and_loses_nothing() -> None:
    async with built_site() as site:
        check(await endings.terminated(site, site.worker, Direct(), Point(PUT, 1, Side.AFTER)), site)
        check(await endings.terminated(site, site.server, Direct(), Point(CREATE)), site)
        check(await endings.terminated_while_hanging(site, Direct()), site)
        check(await endings.alone_and_hanging(site), site)


async def test_with_the_real_deadlines_a_change_whose_worker_was_killed_ends_within_a_minute() -> None:
    async with built_site(module=REAL) as site:
        found = await kills.killed(site, site.worker, Direct(), Point(PUT))
        check(found, site)
        assert found.seconds < 60
