"""Every case by name, with what it does at a site of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from tests.chaos import (
    endings,
    failover,
    fights,
    handing_over,
    kills,
    left_behind,
    outsiders,
    poison,
    polytomic_faults,
    slack_faults,
    storms,
)
from tests.chaos.bots import REAL, SHORT
from tests.chaos.gate import Point, Side
from tests.chaos.site import Site
from tests.chaos.storms import Outage, RedisHung, RedisKilled
from tests.chaos.tally import Found
from tests.chaos.ways import PUT, WAYS, Approved, Asked, Direct, Emergency, Way

SOCKET: Final = "socket"

Runs = Callable[[Site, int], AsyncIterator[Found]]
"""At a site, that many times each."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table.

    Attributes:
        runs: What it does.
        keeps: Whether Redis keeps what it acknowledged.
        module: What the processes run: the deadlines of the tests, or the real ones.
        transport: How Slack reaches them: `http` or `socket`.
        variables: Settings of theirs beside the usual ones.
    """

    name: str
    runs: Runs
    keeps: bool = True
    module: str = SHORT
    transport: str = "http"
    variables: Mapping[str, str] = field(default_factory=dict)


async def _each(*runs: Callable[[Site], Awaitable[Found]], site: Site, times: int) -> AsyncIterator[Found]:
    for run in runs * times:
        yield await run(site)


def _one_by_one(*runs: Callable[[Site], Awaitable[Found]]) -> Runs:
    return lambda site, times: _each(*runs, site=site, times=times)


async def _many(site: Site, times: int) -> AsyncIterator[Found]:
    for _ in range(times):
        for found in await fights.many_syncs(site):
            yield found


def _worker_killed(site: Site, times: int, *, way: Way) -> AsyncIterator[Found]:
    return kills.sweep(site, site.worker, way, runs=times)


def _server_killed(site: Site, times: int, *, way: Way) -> AsyncIterator[Found]:
    return kills.sweep(site, site.server, way, runs=times)


def _worker_stopped(site: Site, times: int) -> AsyncIterator[Found]:
    return endings.sweep(site, site.worker, Direct(), runs=times)


def _server_stopped(site: Site, times: int) -> AsyncIterator[Found]:
    return endings.sweep(site, site.server, Direct(), runs=times)


def _stalled(site: Site, times: int) -> AsyncIterator[Found]:
    return outsiders.stalls(site, runs=times)


async def _redis_out(site: Site, times: int, *, outage: Outage) -> AsyncIterator[Found]:
    """At every crossing of the worker, and of the server while it asks for approval and takes it."""
    for bot, way in ((site.worker, Direct()), (site.server, Asked())):
        async for found in storms.redis_sweep(site, bot, way, outage, runs=times):
            yield found


def _writes(site: Site, times: int, *, way: Way) -> AsyncIterator[Found]:
    return polytomic_faults.writes(site, way, runs=times)


def _reads(site: Site, times: int, *, way: Way) -> AsyncIterator[Found]:
    return polytomic_faults.reads(site, way, runs=times)


def _slack(site: Site, times: int, *, way: Way) -> AsyncIterator[Found]:
    return slack_faults.sweep(site, way, runs=times)


def _openings(site: Site, times: int) -> AsyncIterator[Found]:
    return slack_faults.openings(site, runs=times)


def _failed_over(site: Site, times: int) -> AsyncIterator[Found]:
    return failover.sweep(site, runs=times)


def _handed_over(site: Site, times: int) -> AsyncIterator[Found]:
    return handing_over.sweep(site, runs=times)


def _poisoned(site: Site, times: int) -> AsyncIterator[Found]:
    return poison.sweep(site, runs=times)


def _left_behind(site: Site, times: int) -> AsyncIterator[Found]:
    return left_behind.sweep(site, runs=times)


def _forgotten(site: Site, times: int) -> AsyncIterator[Found]:
    return storms.forgotten(site, runs=times)


async def _real(site: Site, times: int) -> AsyncIterator[Found]:
    for _ in range(times):
        yield await kills.killed(site, site.worker, Direct(), Point(PUT))
        yield await endings.terminated_while_hanging(site, Direct())
        yield await endings.alone_and_hanging(site)


def _late(way: Way) -> Runs:
    late = [partial(kills.late, way=way, after_the_end=after) for after in (False, True)]
    return _one_by_one(*late, *(partial(kills.stuck, way=way, outlasts=outlasts) for outlasts in (False, True)))


KILLS: Final = (
    *(Case(f"{way.name}: worker killed at each crossing", partial(_worker_killed, way=way)) for way in WAYS),
    *(
        Case(f"{way.name}: server killed at each crossing", partial(_server_killed, way=way))
        for way in (Direct(), Asked(), Approved(), Emergency())
    ),
    *(Case(f"{way.name}: killed, and the write lands late", _late(way)) for way in WAYS),
    *(
        Case(
            f"Socket Mode, {way.name}: server killed at each crossing",
            partial(_server_killed, way=way),
            transport=SOCKET,
        )
        for way in (Direct(), Asked(), Approved(), Emergency())
    ),
    *(
        Case(
            f"Socket Mode, {way.name}: worker killed at each crossing",
            partial(_worker_killed, way=way),
            transport=SOCKET,
        )
        for way in (Direct(), Approved())
    ),
)
OUTSIDERS: Final = (
    Case(
        "outsider reverts after our write landed and we died",
        _one_by_one(outsiders.puts_all_back, outsiders.puts_one_of_two_back),
    ),
    Case("outsider edits, then our slow write lands", _one_by_one(outsiders.edits_before_a_slow_write)),
    Case("outsider edits while a lease holder stalls", _stalled),
)
FIGHTS: Final = (
    Case("two workers, one sync, five changes", _one_by_one(fights.one_sync_many_changes)),
    Case("two workers, six syncs, one worker killed", _many),
    Case("two approvers, every click delivered five times", _one_by_one(fights.pressed_by_all)),
)
STORMS: Final = (
    Case("SIGTERM to the worker at each crossing", _worker_stopped),
    Case("SIGTERM to the server at each crossing", _server_stopped),
    Case(
        "one process that serves and applies: killed, stopped",
        _one_by_one(
            endings.alone_and_hanging,
            partial(endings.alone_and_killed, point=Point(PUT)),
            partial(endings.alone_and_killed, point=Point(PUT, 1, Side.AFTER)),
        ),
    ),
    Case("Redis killed and restarted at each crossing", partial(_redis_out, outage=RedisKilled)),
    Case("Redis hung at each crossing", partial(_redis_out, outage=RedisHung)),
    Case("Redis flushed at each move", _forgotten, keeps=False),
    Case("Redis fails over at each move, behind a plain URL", _failed_over, keeps=False),
    Case("Redis fails over, or is handed over, with Sentinel", _handed_over),
    Case("jobs that kill every worker, or cannot be read", _poisoned),
    Case("worker killed that follows runs and alerts", _left_behind, variables=left_behind.QUICK),
    Case("Slack silent, six changes", _one_by_one(partial(storms.slack_silent, way=Direct(), changes=6))),
    Case("real deadlines: killed, and stopped while the write hangs", _real, module=REAL),
)
REMOTE: Final = (
    *(Case(f"{way.name}: Polytomic fails at the write", partial(_writes, way=way)) for way in WAYS),
    *(Case(f"{way.name}: Polytomic fails at the reads", partial(_reads, way=way)) for way in WAYS),
    *(Case(f"{way.name}: Slack fails after the click", partial(_slack, way=way)) for way in WAYS),
    Case("Slack fails at the opening, or hangs", _openings),
)
CASES: Final = (*KILLS, *OUTSIDERS, *FIGHTS, *STORMS, *REMOTE)
