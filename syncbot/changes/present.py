"""How the sync of a change is at present, for whoever looks at the change; reading it may end a request."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change
from syncbot.changes.noticing import read_sync
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.voiding import void_deleted
from syncbot.errors import Missing, RemoteFault
from syncbot.sync.difference import difference
from syncbot.sync.document import JsonObject, configuration
from syncbot.sync.known import NOTHING_KNOWN, Known

SLOW: Final = "Polytomic did not answer in time."


@dataclass(frozen=True, slots=True)
class Present:
    """The sync of a change as it is.

    Attributes:
        change: As stored after the reading.
        doc: The configuration; None when Polytomic did not give it.
        moved: What is otherwise than when the change was asked for, or than when it had ended, in lines.
        why_not: Why there is no `doc`, a sentence; else empty.
    """

    change: Change
    doc: JsonObject | None = None
    known: Known = NOTHING_KNOWN
    moved: tuple[str, ...] = ()
    why_not: str = ""


async def present_of(desk: Desk, change: Change) -> Present:
    """Read the sync, for at most `Timings.present`; one that was read in the last minute is not read again."""
    asked_at = await desk.clock.now()
    try:
        async with asyncio.timeout(desk.timings.present):
            doc = await _lately(desk, change.sync_id, asked_at) or await read_sync(desk, change.sync_id)
            known = await known_of(desk, doc, change.base, wait_seconds=desk.timings.known)
    except TimeoutError:
        return Present(change, why_not=SLOW)
    except RemoteFault as fault:
        if isinstance(fault, Missing):
            await void_deleted(desk, [change], read_at=asked_at)
        return Present(await desk.changes.get(change.change_id), why_not=fault.what)
    shape = shape_in(desk, doc, like=change.base)
    moved = tuple(item.line for item in difference(_before(change), doc, shape=shape, known=known))
    return Present(await desk.changes.get(change.change_id), configuration(doc, shape), known, moved)


def _before(change: Change) -> JsonObject:
    """The sync as it was when the change ended, else when it was asked for; an emergency pause was written then."""
    if change.outcome and change.outcome.after:
        return change.outcome.after
    return change.draft if is_request(change) else change.base


async def _lately(desk: Desk, sync_id: str, now: float) -> JsonObject | None:
    known = await desk.history.last_known(sync_id)
    return known[0] if known is not None and now - known[1] < desk.timings.base_fresh else None
