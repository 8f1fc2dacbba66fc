"""Read a sync, and notice what moved since it was last seen: it goes into the history, and requests may end by it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change, Outcome, Result
from syncbot.changes.reading import saved_by, shape_in
from syncbot.changes.states import State
from syncbot.changes.voiding import void_moved
from syncbot.sync.document import JsonObject, configuration, same
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import difference

FROM_OUTSIDE: Final = "Changed outside syncbot."


async def read_sync(desk: Desk, sync_id: str) -> JsonObject:
    """The sync as it is now. What moved from outside since it was last read goes into its history.

    A request whose grounds have moved is void from now on. An answer that was overtaken by another reading may be older
    than that one: it shows nothing, and the next reading shows whatever there is.

    Raises:
        RemoteFault: Polytomic did not give it.
        StoreUnavailable: Redis did not answer.
    """
    asked_at = await desk.clock.now()
    doc = await desk.polytomic.get_sync(sync_id)
    known = await desk.history.last_known(sync_id)
    if known is None or same(known[0], doc):
        await desk.history.note_known(sync_id, doc)
        return doc
    if known[1] > asked_at:
        return doc
    changes = await desk.changes.of_sync(sync_id)
    # While a change is being written, what moved may be that change: left alone.
    if not any(change.state is State.APPLYING for change in changes):
        await _note(desk, sync_id, known, doc)
        await void_moved(desk, changes, doc, read_at=asked_at)
    return doc


async def _note(desk: Desk, sync_id: str, known: tuple[JsonObject, float], doc: JsonObject) -> None:
    moved = _from_outside(desk, sync_id, before=known, after=doc)
    if moved is not None:
        await desk.history.append(replace(moved, ended_at=await desk.clock.now()))
    await desk.history.note_known(sync_id, doc)


def _from_outside(desk: Desk, sync_id: str, *, before: tuple[JsonObject, float], after: JsonObject) -> Change | None:
    """What moved between `created_at` and `ended_at`, as an entry of the history without actor; None when nothing."""
    document, seen_at = before
    shape = shape_in(desk, after, like=document)
    items = difference(document, after, shape=shape, known=NOTHING_KNOWN)
    if not items:
        return None
    mark = f"{sync_id}:{after.get('updated_at')}:{seen_at}"
    return Change(
        change_id="outside-" + hashlib.sha256(mark.encode()).hexdigest()[:24],
        sync_id=sync_id,
        sync_name=str(after.get("name", "")),
        actor="",
        state=State.APPLIED,
        base=document,
        draft=configuration(after, shape),
        lines=tuple(item.line for item in items),
        plan_hash="",
        created_at=seen_at,
        outcome=Outcome(Result.APPLIED, FROM_OUTSIDE, after=after, changed_by=saved_by(after)),
    )
