"""Carry a draft over to what is there now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from syncbot.changes.conflict import KEPT, Keep, chosen, mark, resolved, undecided
from syncbot.changes.desk import Desk
from syncbot.changes.model import Session, Side
from syncbot.changes.noticing import read_sync
from syncbot.changes.reading import known_of, saved_by, shape_in
from syncbot.changes.sides import clash_sides
from syncbot.sync.difference import Item, difference
from syncbot.sync.document import JsonObject
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import Clash, merge

STAYS: Final = "Changed meanwhile{who}, and kept: {line}"
BY: Final = " by {name}"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A session on what is there now.

    Attributes:
        session: With base and draft carried over; unchanged when nothing moved, or while there are clashes.
        moved: Whether base and draft are others than the stored ones.
        theirs, clashes, changed_by: As in `syncbot.changes.review.Review`.
    """

    session: Session
    moved: bool = False
    theirs: tuple[str, ...] = ()
    clashes: tuple[Side, ...] = ()
    changed_by: str = ""


async def refresh(desk: Desk, session: Session) -> Refreshed:
    """Read the base again when it is old, and merge; by the sides that were chosen where both changed a field.

    Raises:
        RemoteFault: Polytomic did not give the sync.
        Moved: It gives the sync in another shape now.
    """
    now = await desk.clock.now()
    earlier = tuple(session.screen.get("theirs", ()))
    if now - session.based_at <= desk.timings.base_fresh:
        return Refreshed(session, theirs=earlier)
    remote = await read_sync(desk, session.sync_id)
    shape = shape_in(desk, remote, like=session.base)
    merged = merge(session.base, session.draft, remote, shape=shape)
    if not merged.theirs:
        return Refreshed(session, theirs=earlier)
    sides = chosen(session)
    if waiting := undecided(merged.clashes, sides):
        known = await known_of(desk, session.draft, remote, wait_seconds=desk.timings.known)
        return Refreshed(session, theirs=earlier, clashes=clash_sides(waiting, known), changed_by=saved_by(remote))
    own = difference(session.base, session.draft, shape=shape, known=NOTHING_KNOWN)
    replaced = tuple(clash for clash in merged.clashes if sides[mark(clash)] is not Keep.THEIRS)
    theirs = (*earlier, *_kept(merged.theirs, replaced, remote))
    moved = replace(
        session,
        base=remote,
        draft=resolved(merged, own, sides),
        based_at=now,
        screen={**session.screen, "theirs": [*theirs], KEPT: {}},
    )
    return Refreshed(moved, moved=True, theirs=theirs, changed_by=saved_by(remote))


def _among(item: Item, clashes: tuple[Clash, ...]) -> bool:
    return any((clash.row, clash.key) == (item.row, item.key) for clash in clashes)


def _kept(theirs: tuple[Item, ...], clashes: tuple[Clash, ...], remote: JsonObject) -> list[str]:
    name = saved_by(remote)
    who = BY.format(name=name) if name else ""
    return [STAYS.format(who=who, line=item.line) for item in theirs if not _among(item, clashes)]
