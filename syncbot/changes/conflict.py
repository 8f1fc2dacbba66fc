"""A person chooses a side for each field that others changed too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Session
from syncbot.changes.permission import Role, require
from syncbot.sync.both import both
from syncbot.sync.difference import Item, with_items
from syncbot.sync.document import ABSENT, JsonObject
from syncbot.sync.fields import row
from syncbot.sync.merge import Clash, Merge

KEPT: Final = "kept"
"""Where a session's screen has the sides that were chosen, by mark."""


class Keep(StrEnum):
    """What is kept of a field that both sides changed."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def mark(clash: Clash) -> str:
    """An opaque name of a clash and its three values: when one of them moves, what was chosen counts no longer."""
    values = [[] if value is ABSENT else [value] for value in (clash.base, clash.theirs, clash.ours)]
    told = json.dumps([clash.row, clash.key, values], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def chosen(session: Session) -> dict[str, Keep]:
    """The sides that were chosen so far, by mark."""
    kept: dict[str, Any] = session.screen.get(KEPT, {})
    return {name: Keep(side) for name, side in kept.items()}


async def take_sides(desk: Desk, session_id: str, actor: str, sides: Mapping[str, Keep]) -> Session:
    """Remember the sides, beside those that were chosen before; the next review goes by them.

    Raises:
        NotPermitted: The actor may not edit.
        Gone: There is no such session, or it is another person's.
    """
    await require(desk, actor, Role.EDIT)
    session = await desk.sessions.get(session_id, actor)
    kept = {name: str(side) for name, side in {**chosen(session), **sides}.items()}
    session = replace(session, screen={**session.screen, KEPT: kept})
    await desk.sessions.show(session)
    return session


def undecided(clashes: tuple[Clash, ...], sides: Mapping[str, Keep]) -> tuple[Clash, ...]:
    """The clashes for which no side was chosen that they have."""
    return tuple(clash for clash in clashes if not _is_chosen(clash, sides.get(mark(clash))))


def _is_chosen(clash: Clash, side: Keep | None) -> bool:
    return side is not None and (side is not Keep.BOTH or both(clash) is not ABSENT)


def resolved(merged: Merge, own: tuple[Item, ...], sides: Mapping[str, Keep]) -> JsonObject:
    """The merged sync with the chosen side of every clash. `own` is what the draft changed."""
    draft = merged.merged
    for clash in merged.clashes:
        side = sides[mark(clash)]
        if side is Keep.MINE:
            draft = with_items(draft, tuple(item for item in own if (item.row, item.key) == (clash.row, clash.key)))
        elif side is Keep.BOTH:
            draft = row(clash.row).with_value(draft, both(clash))
    return draft
