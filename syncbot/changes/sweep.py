"""What has to happen without anybody's click: requests expire, approvers are asked and reminded, drift is noticed.

Any process may sweep and one does at a time: it has the turn, which passes on when it dies (`Jobs.turn`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from syncbot.changes.approve import expire
from syncbot.changes.desk import Desk
from syncbot.changes.drift import watch_drift
from syncbot.changes.model import Change
from syncbot.changes.ports import Announcer
from syncbot.errors import Moved


async def sweep(desk: Desk, announcer: Announcer, *, my_turn: Callable[[], Awaitable[bool]]) -> bool:
    """Sweep once, unless another process does; whether it was done.

    Args:
        desk: The ports.
        announcer: Tells what moved outside.
        my_turn: Takes or keeps the turn; False when another process has it.

    Raises:
        StoreUnavailable: Redis did not answer.
    """
    if not await my_turn():
        return False
    now = await desk.clock.now()
    waiting = []
    for change in await desk.changes.undecided():
        if change.expires_at is not None and change.expires_at <= now:
            await expire(desk, change, now)
        else:
            waiting.append(await _ask(desk, change, now))

    await watch_drift(desk, announcer, tuple(waiting), my_turn=my_turn)
    return True


def half_time(change: Change) -> float | None:
    """When the approvers of a request are reminded; None for one that never ends."""
    return None if change.expires_at is None else (change.created_at + change.expires_at) / 2


def asking_again(desk: Desk, change: Change) -> float:
    """When a request that Slack has not taken is tried again: after twice as long each time, so a few dozen at most."""
    return change.created_at + desk.timings.ask_again * 2.0**change.asked_again


async def _ask(desk: Desk, change: Change, now: float) -> Change:
    """Store that the approvers are reminded, once, or that the request is tried again; showing it follows from it."""
    after, due = change, half_time(change)
    if change.reminded_at is None and due is not None and due <= now:
        after = replace(after, reminded_at=now)
    if not change.places.request_ts and asking_again(desk, change) <= now:
        after = replace(after, asked_again=change.asked_again + 1)
    if after != change:
        with suppress(Moved):  # a vote came at this moment: the next sweep looks again
            return await desk.changes.move(change, after)
    return change
