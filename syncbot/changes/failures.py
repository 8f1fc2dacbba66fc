"""What failed lately, from the events of the last 48 hours; where there are none to read, from each sync's status."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.ports import Cache
from syncbot.changes.runs import RunEvent, Runs, read_runs
from syncbot.errors import Forbidden, Missing, RemoteFault
from syncbot.sync.document import JsonObject

KEPT_SECONDS: Final = 48 * 3600
"""For how long Polytomic keeps events."""

FAILED: Final = "sync.failed"
INCOMPLETE: Final = "sync.completed_with_errors"
FAILING: Final = (FAILED, INCOMPLETE)
PAGES_AT_MOST: Final = 3
FULL_PAGE: Final = 100
FRESH_SECONDS: Final = 30.0
STATUSES_AT_MOST: Final = 100
STATUSES_AT_ONCE: Final = 8

_CACHED: Final = "failures"


@dataclass(frozen=True, slots=True)
class Failure:
    """A sync of which a run failed, or did not take every record.

    Attributes:
        at: When the newest of them ended.
        count: How many of them there were; 1 where only the last run is known.
    """

    sync_id: str
    run_id: str
    at: float
    count: int = 1


class Basis(StrEnum):
    """What is known of failures: from the events, or from last runs because there are none or they did not come."""

    EVENTS = "events"
    NO_EVENTS = "no events"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Failures:
    """All that failed lately, the newest first.

    Attributes:
        looked_at: Of how many syncs the last run was looked at, where the events say nothing.
        read_from: Events before this moment were not read, since there were too many; 0 when all were read.
    """

    found: tuple[Failure, ...]
    basis: Basis = Basis.EVENTS
    looked_at: int = 0
    read_from: float = 0.0


async def recent_failures(desk: Desk, runs: Runs, kept: Cache, syncs: Sequence[JsonObject]) -> Failures:
    """What failed in the last 48 hours; asked at most every half minute, whoever asks.

    Raises:
        RemoteFault: Polytomic gives neither events nor a status.
    """
    cached = await kept.get(_CACHED)
    if cached is not None and cached[1] < FRESH_SECONDS:
        value = cached[0]
        found = tuple(Failure(**one) for one in value["found"])
        return Failures(found, Basis(value["basis"]), value["looked_at"], value["read_from"])
    failures = await _asked(desk, runs, syncs)
    await kept.put(_CACHED, asdict(failures), ttl_seconds=FRESH_SECONDS)
    return failures


async def newest_failures(desk: Desk, runs: Runs, kept: Cache, kind: str) -> tuple[Failure, ...] | None:
    """What the newest page of the events of a kind says: one call, which all share for half a minute.

    Returns:
        The newest first; None where Polytomic does not say.
    """
    cached = f"{_CACHED}:{kind}"
    value = await kept.get(cached)
    if value is not None and value[1] < FRESH_SECONDS:
        return tuple(Failure(**one) for one in value[0])
    since = await desk.clock.now() - KEPT_SECONDS
    try:
        found = failures_in(await runs.events(kind, after=since), since)
    except RemoteFault:
        return None
    await kept.put(cached, [asdict(one) for one in found], ttl_seconds=FRESH_SECONDS)
    return found


async def _asked(desk: Desk, runs: Runs, syncs: Sequence[JsonObject]) -> Failures:
    since = await desk.clock.now() - KEPT_SECONDS
    events: list[RunEvent] = []
    read_from = 0.0
    try:
        for kind in FAILING:
            of_kind, unread = await _events(runs, kind, since)
            events += of_kind
            read_from = max(read_from, unread)
    except (Missing, Forbidden):
        return await _by_status(desk, syncs, since, Basis.NO_EVENTS)
    except RemoteFault:
        return await _by_status(desk, syncs, since, Basis.NO_ANSWER)
    return Failures(failures_in(events, since), read_from=read_from)


async def _events(runs: Runs, kind: str, since: float) -> tuple[list[RunEvent], float]:
    """The events of a kind, at most `PAGES_AT_MOST` pages of them; and the moment before which they were not read."""
    events: list[RunEvent] = []
    before: float | None = None
    for _ in range(PAGES_AT_MOST):
        page = await runs.events(kind, after=since, before=before)
        events += page
        oldest = min((event.at for event in page), default=None)
        if len(page) < FULL_PAGE or oldest is None or oldest == before:
            return events, 0.0
        before = oldest
    return events, before or 0.0


def failures_in(events: Iterable[RunEvent], since: float) -> tuple[Failure, ...]:
    """A failure for each sync, the newest first. Events may come twice and in any order."""
    newest: dict[str, RunEvent] = {}
    seen: dict[str, set[str]] = {}
    for event in events:
        if event.kind in FAILING and event.at >= since:
            seen.setdefault(event.sync_id, set()).add(event.run_id or event.event_id)
            if event.sync_id not in newest or newest[event.sync_id].at < event.at:
                newest[event.sync_id] = event
    found = [Failure(one.sync_id, one.run_id, one.at, len(seen[one.sync_id])) for one in newest.values()]
    return tuple(sorted(found, key=lambda failure: failure.at, reverse=True))


async def _by_status(desk: Desk, syncs: Sequence[JsonObject], since: float, basis: Basis) -> Failures:
    limit = asyncio.Semaphore(STATUSES_AT_ONCE)
    faults: list[RemoteFault] = []

    async def look_at(sync_id: str) -> Failure | None:
        async with limit:
            try:
                last = read_runs(await desk.polytomic.get_status(sync_id)).last
            except RemoteFault as fault:
                faults.append(fault)
                return None
        if last is None or not (last.failed or last.record_errors) or last.at is None or last.at < since:
            return None
        return Failure(sync_id, last.run_id, last.at)

    ids = [str(sync["id"]) for sync in syncs if sync.get("id")][:STATUSES_AT_MOST]
    found = [one for one in await asyncio.gather(*map(look_at, ids)) if one is not None]
    if ids and len(faults) == len(ids):
        raise faults[0]
    ordered = tuple(sorted(found, key=lambda failure: failure.at, reverse=True))
    return Failures(ordered, basis, looked_at=len(ids))
