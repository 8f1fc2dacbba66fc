"""Take back one entry of a sync's history: an ordinary edit, reviewed and approved like any other."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change, Result, Session
from syncbot.changes.permission import UNCHANGED, Role, require
from syncbot.changes.reading import shape_in
from syncbot.changes.states import State
from syncbot.errors import Gone, NotFound
from syncbot.sync.document import JsonObject
from syncbot.sync.inverse import inverse

NOTHING_WRITTEN: Final = "This change wrote nothing, so there is nothing to take back."
NONE_TO_UNDO: Final = "No change of this sync was written through syncbot in the time that its history is kept."
NONE_NEXT: Final = "What was changed in Polytomic itself stands in the history, with Put back."
SENT_STAYS: Final = "This takes back the configuration alone: records that runs have sent already stay as they are."
UNDO_REASON: Final = "Undo of the change by {name} of {when}"
PUT_BACK_REASON: Final = "Put back what was changed in Polytomic before {when}"


def is_from_outside(change: Change) -> bool:
    """Whether it is an entry of what was seen to have changed without syncbot."""
    return not change.actor


def can_be_undone(change: Change) -> bool:
    """Whether the entry changed something: it was written through syncbot, or seen from outside."""
    return change.state is State.APPLIED and (change.attempt is not None or is_from_outside(change))


async def undo(desk: Desk, change_id: str, actor: str) -> Session:
    """A session whose draft takes the entry back and keeps what came later; its review names what overlaps.

    Drafts are left alone.

    Raises:
        NotPermitted: The actor may not edit.
        Gone: The entry is not kept any more, or wrote nothing.
        Moved: Polytomic gives the sync in another form since.
    """
    await require(desk, actor, Role.EDIT)
    change = await desk.history.entry(change_id)
    if not can_be_undone(change):
        raise Gone(NOTHING_WRITTEN, not_done=UNCHANGED)
    before, meant, after = _states(change)
    session = Session(
        session_id=secrets.token_urlsafe(16),
        owner=actor,
        sync_id=change.sync_id,
        base=after,
        draft=inverse(before, meant, after, shape=shape_in(desk, after, like=before)),
        revision=0,
        based_at=0.0,
        direct=True,
        screen={"reason": await _reason(desk, change), "notes": [SENT_STAYS]},
    )
    await desk.sessions.create(session)
    return session


async def last_written(desk: Desk, sync_id: str) -> Change:
    """The last change of the sync that was written through syncbot.

    Raises:
        NotFound: There is none in the history.
    """
    async for change in desk.history.latest_first(sync_id):
        if can_be_undone(change) and not is_from_outside(change):
            return change
    raise NotFound(NONE_TO_UNDO, not_done=UNCHANGED, next_step=NONE_NEXT)


def _states(change: Change) -> tuple[JsonObject, JsonObject, JsonObject]:
    """The sync before the change, as the change meant it, and as it was once the change was written.

    What someone else wrote over at once counts as changed later.
    """
    after = change.outcome.after if change.outcome else None
    if change.attempt is None:
        return change.base, change.draft, after or change.draft
    meant = change.attempt.meant
    over = change.outcome is not None and change.outcome.result is Result.OVERWRITTEN
    return change.attempt.snapshot, meant, meant if over or after is None else after


async def _reason(desk: Desk, change: Change) -> str:
    when = datetime.fromtimestamp(change.ended_at or change.created_at, UTC).strftime("%-d %B %H:%M UTC")
    if is_from_outside(change):
        return PUT_BACK_REASON.format(when=when)
    return UNDO_REASON.format(name=await desk.people.name_of(change.actor), when=when)
