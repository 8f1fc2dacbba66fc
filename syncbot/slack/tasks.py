"""Work that follows an acknowledgement, tracked so that a shutdown can drain it (Bolt keeps no reference)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Tasks:
    """A set of running tasks."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """Start `work`; it must deal with its own errors, what escapes is logged without values."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task %s ended with %s", task.get_name(), type(error).__name__, exc_info=error)

    async def drain(self, *, timeout_seconds: float) -> bool:
        """Wait for what runs; cancel the rest after the time-out. True when nothing had to be cancelled."""
        if not self._running:
            return True
        _, late = await asyncio.wait(self._running, timeout=timeout_seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.gather(*late, return_exceptions=True)
        return not late
