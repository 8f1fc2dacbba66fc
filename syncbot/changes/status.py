"""Whether a run of a sync is in progress, and when the next one starts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from syncbot.changes.desk import Desk
from syncbot.changes.runs import read_runs
from syncbot.errors import RemoteFault
from syncbot.sync.document import JsonObject


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of the runs; each None when it is not known, `next_run_at` also when none is planned."""

    running: bool | None = None
    next_run_at: float | None = None


async def status_of(desk: Desk, sync_id: str) -> Status:
    """Ask Polytomic, for at most `Timings.status`; an answer that does not come is "not known", never an error."""
    try:
        async with asyncio.timeout(desk.timings.status):
            return read_status(await desk.polytomic.get_status(sync_id))
    except (RemoteFault, TimeoutError):
        return Status()


def read_status(answer: JsonObject) -> Status:
    """Read the `data` of GET /api/syncs/{id}/status."""
    runs = read_runs(answer)
    return Status(runs.current is not None, runs.next_at)
