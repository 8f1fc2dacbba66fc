"""What is tried again and again and fails for a while is told when that begins, once a minute, and at its end."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from syncbot.errors import StoreUnavailable

AGAIN_SECONDS: Final = 60.0


class Outage:
    """What one process says of one thing that it cannot do for a while.

    Args:
        log: Where it is said.
        failing: "No jobs are taken", say.
        well: "Jobs are taken again", say.
    """

    def __init__(self, log: logging.Logger, *, failing: str, well: str) -> None:
        self._log = log
        self._failing = failing
        self._well = well
        self._told: tuple[str, float] | None = None

    def met(self, fault: Exception) -> None:
        """It failed once more."""
        words, now = str(fault), asyncio.get_running_loop().time()
        if self._told is None or words != self._told[0] or now >= self._told[1] + AGAIN_SECONDS:
            self._log.warning(
                "%s: %s", self._failing, words, exc_info=None if isinstance(fault, StoreUnavailable) else fault
            )
            self._told = words, now

    def over(self) -> None:
        """It went well."""
        if self._told is not None:
            self._log.info("%s", self._well)
            self._told = None
