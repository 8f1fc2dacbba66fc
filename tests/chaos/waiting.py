"""Waiting for what no event tells: another process has come so far."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

END_SECONDS: Final = 60.0
"""By when a change has ended and people know, once a worker is back."""
_LOOK_SECONDS: Final = 0.02


async def until(happened: Callable[[], Awaitable[bool]], seconds: float = END_SECONDS) -> bool:
    """Look again and again whether it happened; False when the seconds passed before."""
    deadline = time.monotonic() + seconds
    while not await happened():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(_LOOK_SECONDS)
    return True
