"""What a control carries, read back: ids, numbers and words, which an older version of syncbot may write otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from syncbot.errors import Gone
from syncbot.slack.verbs import COMMAND, Verb
from syncbot.sync.fields import Part

UNKNOWN = "This button belongs to an older version of syncbot."
OPEN_AGAIN = f"Open the sync again with {COMMAND}."

P = ParamSpec("P")
T = TypeVar("T")


def unknown() -> Gone:
    """A control that this version does not make."""
    return Gone(UNKNOWN, next_step=OPEN_AGAIN)


def carried(read: Callable[P, T]) -> Callable[P, T]:
    """A reader of what a control carries, which raises `unknown` for what it cannot read."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except (ValueError, IndexError, TypeError):
            raise unknown() from None

    return reading


number = carried(int)
part = carried(Part)
verb = carried(Verb)
