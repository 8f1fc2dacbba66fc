"""Whether a run of a sync is in progress, and when the next one starts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from syncbot.changes.desk import Desk
from syncbot.errors import RemoteFault
from syncbot.sync.document import JsonObject

_UNDER_WAY: Final = frozenset({"created", "scheduled", "queued", "waiting", "running", "processing", "canceling"})
"""States of an execution that has not ended. `interrupted` counts as ended."""


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
    current = answer.get("current_execution")
    running = isinstance(current, dict) and current.get("status") in _UNDER_WAY
    return Status(running, _epoch(answer.get("next_execution_time")))


def _epoch(moment: Any) -> float | None:
    try:
        at = datetime.fromisoformat(moment)
    except (TypeError, ValueError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
