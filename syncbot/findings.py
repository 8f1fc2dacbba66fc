"""What an examination of one's own surroundings found: one line each, and what mends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from syncbot.errors import SyncbotError

SECONDS: Final = 5.0
"""How long one examination may take."""

TOO_SLOW: Final = f"No answer within {SECONDS:g} s."


class Verdict(StrEnum):
    """What a finding means; each value is what people read."""

    FINE = "ok"
    MIND = "mind"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line.

    Attributes:
        subject: What was looked at, two or three words.
        text: What is so, and with anything but FINE what it costs and what mends it; whole sentences.
    """

    subject: str
    verdict: Verdict
    text: str

    @classmethod
    def fine(cls, subject: str, text: str) -> Finding:
        """As it should be."""
        return cls(subject, Verdict.FINE, text)

    @classmethod
    def mind(cls, subject: str, text: str) -> Finding:
        """It works, at a price, or could not be looked at."""
        return cls(subject, Verdict.MIND, text)

    @classmethod
    def fault(cls, subject: str, text: str) -> Finding:
        """It does not work, or work gets lost."""
        return cls(subject, Verdict.FAULT, text)


Examination = Callable[[], Awaitable[tuple[Finding, ...]]]


async def examine(subject: str, look: Examination) -> tuple[Finding, ...]:
    """What `look` finds, in bounded time; an error that it raises on purpose, or a hang, is a fault of the subject."""
    try:
        async with asyncio.timeout(SECONDS):
            return await look()
    except SyncbotError as exc:
        return (Finding.fault(subject, " ".join(part for part in (exc.what, exc.next_step) if part)),)
    except TimeoutError:
        return (Finding.fault(subject, TOO_SLOW),)
