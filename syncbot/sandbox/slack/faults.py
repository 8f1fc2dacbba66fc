"""What can go wrong on Slack's side, for the next calls of a method."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class Fault(StrEnum):
    """The kinds; a kind that is not answered over HTTP by itself is Slack's error code."""

    RATE_LIMITED = "ratelimited"
    SERVER_ERROR = "internal_error"
    HANG = "hang"
    LOST_ANSWER = "lost_answer"
    EXPIRED_TRIGGER = "expired_trigger_id"
    HASH_CONFLICT = "hash_conflict"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault for one call."""

    method: str
    fault: Fault | str
    retry_after_seconds: int = 1


class Faults:
    """A queue; each fault is used up by the first call that matches its method."""

    def __init__(self) -> None:
        self._planned: list[Planned] = []
        self._released = asyncio.Event()

    def plan(self, method: str, fault: Fault | str, *, times: int = 1, retry_after_seconds: int = 1) -> None:
        """Let the next calls fail.

        Args:
            method: A method of the Web API, or a pattern (`views.*`, `*`); `response_url` for response URLs.
            fault: A kind, or any error code of Slack's.
            times: For how many calls.
            retry_after_seconds: What a 429 asks for.
        """
        self._planned += [Planned(method, fault, retry_after_seconds)] * times

    def take(self, method: str) -> Planned | None:
        """The fault for this call, used up; None when it goes well."""
        for planned in self._planned:
            if fnmatchcase(method, planned.method):
                self._planned.remove(planned)
                return planned
        return None

    def clear(self) -> None:
        """Forget what was planned, and let hanging calls go on."""
        self._planned.clear()
        self.release()

    def release(self) -> None:
        """Let every call that hangs now go on."""
        self._released.set()
        self._released = asyncio.Event()

    async def hang(self) -> None:
        """Wait until released."""
        await self._released.wait()
