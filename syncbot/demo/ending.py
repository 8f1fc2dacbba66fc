"""Ends the demo in order when the process is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

TERMINATED: Final = 128 + signal.SIGTERM
"""The exit code by SIGTERM."""


@contextmanager
def ended_by_sigterm() -> Iterator[list[bool]]:
    """Let SIGTERM cancel the running task, as Ctrl-C does; the list is no longer empty once it came."""
    ended: list[bool] = []
    loop, playing = asyncio.get_running_loop(), asyncio.current_task()

    def end() -> None:
        ended.append(True)
        if playing:
            playing.cancel()

    loop.add_signal_handler(signal.SIGTERM, end)
    try:
        yield ended
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
