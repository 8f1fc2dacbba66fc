"""How the commands of `python -m tests.…` end when they are told to stop: in order, with all that they started."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from syncbot.demo.ending import TERMINATED, ended_by_sigterm

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`; SIGTERM cancels it as Ctrl-C does, and its servers are ended before this process exits."""
    try:
        return asyncio.run(_until_sigterm(main))
    except asyncio.CancelledError:
        sys.exit(TERMINATED)


async def _until_sigterm(main: Coroutine[Any, Any, T]) -> T:
    with ended_by_sigterm():
        return await main
