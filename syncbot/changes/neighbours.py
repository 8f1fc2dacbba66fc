"""Requests on one sync: each shows the others that wait."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from syncbot.changes.model import Change
from syncbot.changes.ports import Changes
from syncbot.changes.states import State
from syncbot.errors import Moved

NONE: Final = "-"
"""`Places.beside` of a request that shows no other; empty means that it was never shown."""

LINKED: Final = "+"
"""After the id of a request that is shown with a link to its message."""


async def others_waiting(changes: Changes, change: Change) -> tuple[Change, ...]:
    """The other requests of the sync that wait for approval, oldest first."""
    return tuple(other for other in await changes.of_sync(change.sync_id) if _waits(other, beside=change))


def beside(others: tuple[Change, ...]) -> str:
    """What `Places.beside` has when these are shown."""
    return ",".join(map(_as_shown, others)) or NONE


async def nudge(changes: Changes, change: Change) -> None:
    """Have the other requests shown again that do not show this one as it stands: waiting, or no more.

    The move to the same state queues their announcement. It ends: a request that shows what is so is left alone.
    """
    if not change.approvals_needed:
        return
    wanted = {_as_shown(change)} if change.state is State.AWAITING_APPROVAL else set()
    for other in await others_waiting(changes, change):
        shown = {one for one in other.places.beside.split(",") if one.startswith(change.change_id)}
        if other.places.beside and shown != wanted:
            with suppress(Moved):  # it is shown again by that move
                await changes.move(other, other)


def _as_shown(other: Change) -> str:
    """The id, marked when the message has a link to it."""
    return other.change_id + (LINKED if other.places.request_link else "")


def _waits(other: Change, *, beside: Change) -> bool:
    return other.state is State.AWAITING_APPROVAL and other.change_id != beside.change_id
