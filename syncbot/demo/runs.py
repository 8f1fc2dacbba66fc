"""Runs of the demo's syncs go on by themselves, as Polytomic's do: they begin, send records, and end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from syncbot.sandbox.polytomic import PolytomicStandIn

BEGINS_AFTER_SECONDS: Final = 2.0
TAKES_SECONDS: Final = 8.0

_STEP_SECONDS: Final = 0.5
_RECORDS: Final = 640

Run = dict[str, Any]


class Runs:
    """Moves on whatever runs in a Polytomic.

    A run takes as many records as the one before it, and leaves out what that one left out.
    """

    def __init__(self, polytomic: PolytomicStandIn) -> None:
        self._polytomic = polytomic
        self._since: dict[str, float] = {}

    def move_on(self, now: float) -> None:
        """Bring every run to where it is by now, in seconds of any clock that never goes back."""
        for sync_id, runs in self._polytomic.executions.runs.items():
            if self._polytomic.executions.current(sync_id):
                self._move_on(sync_id, runs[-1], now)

    def _move_on(self, sync_id: str, run: Run, now: float) -> None:
        executions = self._polytomic.executions
        elapsed = now - self._since.setdefault(run["id"], now)
        if run["status"] == "canceling":
            executions.canceled(sync_id)
        elif run["status"] == "created" and elapsed >= BEGINS_AFTER_SECONDS:
            executions.begin(sync_id)
        elif run["status"] == "running":
            self._send(sync_id, run, elapsed - BEGINS_AFTER_SECONDS)

    def _send(self, sync_id: str, run: Run, elapsed: float) -> None:
        before = self._polytomic.executions.last(sync_id)
        errors = tuple(before["errors"]) if before and before["status"] == "completed" else ()
        total = (before or {}).get("counts", {}).get("total") or _RECORDS
        if elapsed < TAKES_SECONDS:
            run["counts"] |= {"total": total, "update": int(total * max(elapsed, 0) / TAKES_SECONDS)}
        else:
            self._polytomic.executions.complete(sync_id, errors=errors, total=total, update=total - len(errors))


@asynccontextmanager
async def going_on(polytomic: PolytomicStandIn) -> AsyncIterator[None]:
    """Let runs go on while the block runs."""
    runs, clock = Runs(polytomic), asyncio.get_running_loop()

    async def forever() -> None:
        while True:
            runs.move_on(clock.time())
            await asyncio.sleep(_STEP_SECONDS)

    task = asyncio.create_task(forever())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
