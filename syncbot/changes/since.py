"""What changed since the last good run of a sync, from what is known of its changes."""

from __future__ import annotations

from collections.abc import Sequence

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change
from syncbot.changes.past import without_documents
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
    """Changes of it that were written after `since`, through syncbot or seen from outside, the last first.

    At most the last `LOOKED_AT_MOST` are looked at; each comes without the states of the sync in it.
    """
    found: list[Change] = []
    looked_at = 0
    async for change in desk.history.latest_first(sync_id):
        looked_at += 1
        if (change.ended_at or change.created_at) <= since:
            break
        if change.state is State.APPLIED:
            found.append(without_documents(change))
        if looked_at == LOOKED_AT_MOST:
            break
    return tuple(found)
