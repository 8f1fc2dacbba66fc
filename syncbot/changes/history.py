"""Look back at a sync: what was changed through syncbot, and what was seen to have changed without it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change
from syncbot.changes.noticing import read_sync
from syncbot.changes.past import without_documents
from syncbot.changes.permission import look
from syncbot.errors import RemoteFault
from syncbot.sync.fields import Part


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a sync's history.

    Attributes:
        name: The sync's name as last known, or its id.
        entries: The last ended first, without the states of the sync in them.
        number: Of this page; starts at 0.
        more: Whether older entries follow.
        since: Since when syncbot knows the sync; None when it never read it.
        part: Only entries that touch this part, or None for all.
    """

    sync_id: str
    name: str
    entries: tuple[Change, ...]
    number: int
    more: bool
    since: float | None
    part: Part | None = None


async def history(
    desk: Desk, sync_id: str, actor: str, *, part: Part | None = None, number: int = 0, size: int = 8
) -> Page:
    """One page; the first reads the sync, so that what moved from outside until now is in it.

    Raises:
        NotPermitted: The actor may not look.
    """
    await look(desk, actor)
    if number == 0:
        with suppress(RemoteFault):  # a sync that is deleted, or cannot be read now, has a history all the same
            await read_sync(desk, sync_id)
    before = number * size
    skip = before if part is None else 0
    found = (await _entries(desk, sync_id, part, skip=skip, upto=before - skip + size + 1))[before - skip :]
    known = await desk.history.last_known(sync_id)
    name = str(known[0].get("name") or "") if known else ""
    shown = found[:size]
    return Page(
        sync_id=sync_id,
        name=name or next((change.sync_name for change in shown if change.sync_name), sync_id),
        entries=shown,
        number=number,
        more=len(found) > size,
        since=await desk.history.known_since(sync_id),
        part=part,
    )


def touches(change: Change, part: Part) -> bool:
    """Whether one of its changes is in that part; each line begins with the part's name."""
    return any(line.startswith(f"{part}:") for line in change.lines)


async def _entries(desk: Desk, sync_id: str, part: Part | None, *, skip: int, upto: int) -> tuple[Change, ...]:
    found: list[Change] = []
    async for change in desk.history.latest_first(sync_id, skip=skip):
        if part is None or touches(change, part):
            found.append(without_documents(change))
        if len(found) == upto:
            break
    return tuple(found)
