"""What changed since the last good run of a sync, from what is known of its changes."""

from __future__ import annotations

from collections.abc import Sequence

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change
from syncbot.changes.runs import Run, Runs, read_run
from syncbot.changes.states import State
from syncbot.sync.document import JsonObject

LOOKED_AT_MOST = 50


async def last_good(runs: Runs, sync_id: str) -> Run | None:
    """The last run that took every record; None when there is none among the newest. Raises RemoteFault."""
    return first_good(await runs.last_runs(sync_id))


def first_good(raw: Sequence[JsonObject]) -> Run | None:
    """The first of these executions that took every record."""
    return next((run for run in map(read_run, raw) if run is not None and run.good), None)


async def changed_since(desk: Desk, sync_id: str, since: float) -> tuple[Change, ...]:
    """Changes of it that were written after `since`, through syncbot or seen from outside, the last first."""
    entries = await desk.history.entries(sync_id, limit=LOOKED_AT_MOST)
    return tuple(
        change for change in entries if change.state is State.APPLIED and (change.ended_at or change.created_at) > since
    )
