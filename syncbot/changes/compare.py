"""Compare what was meant with what Polytomic answered, and that with what is there now."""

from __future__ import annotations

from dataclasses import dataclass

from syncbot.changes.desk import Desk
from syncbot.changes.model import Attempt, Way
from syncbot.changes.reading import shape_in
from syncbot.sync.difference import Item
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part, row
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import difference
from syncbot.sync.worked_out import expected

_ACTIVE = row("active")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a write.

    Attributes:
        normalised: What the answer has otherwise than was meant.
        overwritten: What is there now otherwise than in the answer, where the change had written.
        others: The same, elsewhere.
    """

    normalised: tuple[Item, ...] = ()
    overwritten: tuple[Item, ...] = ()
    others: tuple[Item, ...] = ()


def differences(desk: Desk, a: JsonObject, b: JsonObject) -> tuple[Item, ...]:
    """What differs between two states of one sync, for Polytomic's purposes."""
    return difference(a, b, shape=shape_in(desk, b, like=a), known=NOTHING_KNOWN)


def compare(desk: Desk, attempt: Attempt, reply: JsonObject | None, now: JsonObject) -> Comparison:
    """Compare a write that was answered by `reply` with the sync read `now`; no reply is taken as what was meant."""
    if attempt.way is Way.ACTIVATE or reply is None:
        off = tuple(item for item in differences(desk, attempt.meant, now) if item.row == _ACTIVE.key)
        return Comparison(overwritten=off)
    own = {(item.row, item.key) for item in differences(desk, attempt.snapshot, attempt.meant)}
    since = tuple(item for item in differences(desk, reply, now) if item.part is not Part.OTHER)
    return Comparison(
        normalised=differences(desk, expected(attempt.meant, reply), reply),
        overwritten=tuple(item for item in since if (item.row, item.key) in own),
        others=tuple(item for item in since if (item.row, item.key) not in own),
    )


def is_as_meant(desk: Desk, attempt: Attempt, now: JsonObject) -> bool:
    """Whether the sync is as the write would have left it."""
    found = differences(desk, expected(attempt.meant, now), now)
    if attempt.way is Way.ACTIVATE:
        return all(item.row != _ACTIVE.key for item in found)
    return all(item.part is Part.OTHER for item in found)


def is_as_before(desk: Desk, attempt: Attempt, now: JsonObject) -> bool:
    """Whether it is shown that nothing was written since the snapshot: the same content, saved last at the same moment.

    Equal content alone shows nothing: a write may have landed and somebody have put it back.
    """
    saved = attempt.snapshot.get("updated_at")
    if not isinstance(saved, str) or saved != now.get("updated_at"):
        return False
    return all(item.part is Part.OTHER for item in differences(desk, attempt.snapshot, now))
