"""Watch, gently, syncs that people here care about now: what moves there from outside is told, and never repaired.

Watched are the syncs with a pending request and those changed through syncbot in the last day. A reading by anybody
counts as a look, so a sync that people work on costs nothing more.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change
from syncbot.changes.noticing import read_sync
from syncbot.changes.ports import Announcer
from syncbot.changes.undo import is_from_outside
from syncbot.changes.voiding import void_deleted
from syncbot.errors import Missing, RateLimited, RemoteFault, SlackFault, Unauthorized

WATCHED_SECONDS: Final = 24 * 3600
"""How long a sync that was changed through syncbot is watched."""
TOLD_AT_MOST: Final = 20
"""How many entries from outside are looked through for what was not told."""
_SPREAD: Final = (0.75, 1.25)


async def watch_drift(
    desk: Desk, announcer: Announcer, waiting: tuple[Change, ...], *, my_turn: Callable[[], Awaitable[bool]]
) -> None:
    """Read the watched syncs that were not read for a while, at most `Timings.drift_calls` of them, and tell.

    Args:
        desk: The ports.
        announcer: Where it is told.
        waiting: The requests that wait for approval.
        my_turn: Whether this process still has the turn to sweep; asked before each call.
    """
    now = await desk.clock.now()
    pending: dict[str, list[Change]] = {}
    for change in waiting:
        pending.setdefault(change.sync_id, []).append(change)
    written = await desk.history.written_since(now - WATCHED_SECONDS)
    for sync_id in await _due(desk, tuple(dict.fromkeys((*pending, *written))), now):
        await asyncio.sleep(random.uniform(0, desk.timings.drift_jitter))  # noqa: S311 -- spreads calls, no secret
        if not await my_turn():
            return
        try:
            await _look(desk, sync_id, pending.get(sync_id, []))
        except (RateLimited, Unauthorized):
            return  # asking on would make it worse
        except RemoteFault:
            continue
    for sync_id in dict.fromkeys((*pending, *written)):
        await _tell(desk, announcer, sync_id, tuple(pending.get(sync_id, ())))


async def _due(desk: Desk, sync_ids: tuple[str, ...], now: float) -> list[str]:
    """Of those that nobody read for about `Timings.drift` as many as the budget allows, picked by chance.

    By age, those that cannot be read, because they were deleted, would always come first.
    """
    found = []
    for sync_id in sync_ids:
        known = await desk.history.last_known(sync_id)
        if known is None or now - known[1] >= desk.timings.drift * random.uniform(*_SPREAD):  # noqa: S311 -- spreads calls, no secret
            found.append(sync_id)
    return random.sample(found, min(len(found), desk.timings.drift_calls))


async def _look(desk: Desk, sync_id: str, pending: list[Change]) -> None:
    asked_at = await desk.clock.now()
    try:
        await read_sync(desk, sync_id)
    except Missing:
        await void_deleted(desk, pending, read_at=asked_at)


async def _tell(desk: Desk, announcer: Announcer, sync_id: str, pending: tuple[Change, ...]) -> None:
    """Tell each entry from outside once; where it cannot be shown, the next sweep tries again."""
    for entry in await _news(desk, sync_id, pending):
        if await desk.history.is_told(entry.change_id):
            continue
        with suppress(SlackFault):
            beside = tuple(change for change in pending if change.created_at < (entry.ended_at or 0))
            await announcer.tell_moved(entry, beside)
            await desk.history.mark_told(entry.change_id)


async def _news(desk: Desk, sync_id: str, pending: tuple[Change, ...]) -> tuple[Change, ...]:
    """What moved from outside since the last change through syncbot, or since a pending request; the oldest first."""
    since = min((change.created_at for change in pending), default=float("inf"))
    seen: list[Change] = []
    async for entry in desk.history.latest_first(sync_id):
        ended_at = entry.ended_at or 0.0
        if is_from_outside(entry):
            seen.append(entry)
        elif entry.attempt is not None:
            if await desk.clock.now() - ended_at <= WATCHED_SECONDS:
                since = min(since, ended_at)
            break
        if len(seen) == TOLD_AT_MOST:
            break
    return tuple(entry for entry in reversed(seen) if (entry.ended_at or 0.0) > since)
