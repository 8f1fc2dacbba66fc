"""What is measured at the edges: one value for whatever was done, told once it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from syncbot.errors import SyncbotError

FINE: Final = "ok"
REFUSED: Final = "refused"
BROKEN_OFF: Final = "broken_off"
BROKEN: Final = "broken"


class Part(StrEnum):
    """What took the time."""

    ACKNOWLEDGEMENT = "acknowledgement"
    FOLLOWING = "following"
    POLYTOMIC = "polytomic"
    SLACK = "slack"
    REDIS = "redis"


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was done.

    Attributes:
        operation: What: one of few names, never an id or a name that somebody gave.
        result: `ok`, or why not: one of few names as well.
        details: For the log alone: ids may stand here, content may not.
    """

    part: Part
    operation: str
    result: str
    seconds: float
    details: Mapping[str, str] = field(default_factory=dict)


Told = Callable[[Made], None]
"""Must be quick, and not raise."""


def untold(made: Made) -> None:
    """Where nobody measures."""


def result_of(error: BaseException) -> str:
    """The name of an error of `syncbot.errors`, or one word for all others."""
    if isinstance(error, SyncbotError):
        return type(error).__name__
    return BROKEN if isinstance(error, Exception) else BROKEN_OFF


@contextmanager
def watched(
    told: Told, part: Part, operation: str, *, result_of: Callable[[BaseException], str] = result_of
) -> Iterator[dict[str, str]]:
    """Tell how long the block took, and how it ended; an error passes on. Gives the details, to be filled in."""
    began, result = time.perf_counter(), FINE
    details: dict[str, str] = {}
    try:
        yield details
    except BaseException as error:
        result = result_of(error)
        raise
    finally:
        told(Made(part, operation, result, time.perf_counter() - began, details))
