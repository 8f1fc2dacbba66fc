"""End a request as soon as a reading shows that what its approval would rest on has moved; before anybody votes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Final

from syncbot.changes import outcomes
from syncbot.changes.desk import Desk
from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change, Outcome, Result
from syncbot.changes.outcomes import joined
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.runs import moment_of
from syncbot.changes.sides import moved_sides
from syncbot.changes.states import State
from syncbot.errors import Moved
from syncbot.sync.difference import difference
from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.fields import MODELS, row
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import moved

GROUNDS_MOVED: Final = (
    "What this request rests on was changed meanwhile, so it cannot be approved any more. Nothing was written."
)
DELETED: Final = "The sync is not in Polytomic any more, so there is nothing to approve. Nothing was written."


def moved_grounds(change: Change, remote: JsonObject, shape: Shape) -> frozenset[str]:
    """The rows that the yes rests on and that moved; not those that moved to exactly what the change wants."""
    now, wanted = configuration(remote, shape), configuration(change.draft, shape)
    return frozenset(
        key
        for key in moved(change.dependencies, change.base, remote, shape=shape)
        if key == MODELS or not row(key).equal(row(key).value(now), row(key).value(wanted))
    )


async def void_moved(desk: Desk, changes: Iterable[Change], remote: JsonObject, *, read_at: float) -> None:
    """Void those of the requests whose grounds are not as they were.

    Args:
        desk: The ports.
        changes: Of the sync; what does not wait for approval is left alone, and so is the request of an emergency
            pause, which rests on the pause alone.
        remote: The sync as it was read.
        read_at: When that was asked for; a request made later rests on a newer reading.
    """
    for change in changes:
        if not _can_be_void(change, read_at) or _is_newer(change.base, remote):
            continue
        shape = shape_in(desk, remote, like=change.base)
        grounds = moved_grounds(change, remote, shape)
        if grounds:
            items = difference(change.base, remote, shape=shape, known=NOTHING_KNOWN)
            known = await known_of(desk, remote, change.draft, wait_seconds=0)
            sides = moved_sides((item for item in items if item.row in grounds), known)
            await _void(desk, change, outcomes.void(joined(GROUNDS_MOVED, outcomes.VOIDED_NEXT), sides, remote))


async def void_deleted(desk: Desk, changes: Iterable[Change], *, read_at: float) -> None:
    """Void the requests of a sync that is no longer there."""
    for change in changes:
        if _can_be_void(change, read_at):
            await _void(desk, change, Outcome(Result.NOT_APPLIED, DELETED))


def _can_be_void(change: Change, read_at: float) -> bool:
    waits = change.state is State.AWAITING_APPROVAL and change.created_at <= read_at
    return waits and not is_request(change)


def _is_newer(base: JsonObject, remote: JsonObject) -> bool:
    """Whether `base` was saved later than what was read by now: that reading took its time."""
    saved, then = (moment_of(side.get("updated_at")) for side in (base, remote))
    return saved is not None and then is not None and saved > then


async def _void(desk: Desk, change: Change, outcome: Outcome) -> None:
    ended_at = await desk.clock.now()
    with suppress(Moved):  # decided at this moment: applying it finds the same
        await desk.changes.move(change, replace(change, state=State.VOID, outcome=outcome, ended_at=ended_at))
