"""Follow a stored attempt to its end: send it and read the answer, or find out what became of it.

A write is never repeated on a guess. Whoever does not know whether it landed reads the sync:

- as meant: it landed;
- as the snapshot, the moment it was saved included, once a write still in flight has had its time: it did not land, and
  the stored body is sent again;
- anything else: a person says.

That the content equals the snapshot is not enough. Where the write landed and somebody put it back, the moment has
moved, and sending again would undo their work.
"""

from __future__ import annotations

import asyncio

from syncbot.changes import outcomes
from syncbot.changes.compare import differences, is_as_before, is_as_meant
from syncbot.changes.desk import Desk
from syncbot.changes.finish import end, found_written, verify
from syncbot.changes.model import Attempt, Change, Way
from syncbot.changes.passphrase import passphrase_for
from syncbot.changes.reading import known_of
from syncbot.changes.sides import unclear_sides
from syncbot.changes.states import State
from syncbot.changes.write import attempt_of, is_pure_toggle, note_no_answer, send, store_repeat, store_switch
from syncbot.errors import Busy, RateLimited, Refused, Rejected, RemoteFault, SecretMissing, Uncertain
from syncbot.sync.document import JsonObject


async def deliver(desk: Desk, change: Change, passphrase: str | None) -> Change:
    """Send the stored attempt once and bring the change to its end.

    Raises:
        Moved, NotSent, StoreUnavailable: As `syncbot.changes.apply.apply`.
    """
    attempt = attempt_of(change)
    try:
        reply = await send(desk, change, attempt, passphrase)
    except Refused as fault:
        return await _refused(desk, change, attempt, fault)
    except RemoteFault as fault:
        return await recover(desk, await note_no_answer(desk, change, attempt, fault))
    return await verify(desk, change, attempt, reply)


async def recover(desk: Desk, change: Change) -> Change:
    """Find out what became of the attempt of a change in `applying`.

    Raises:
        Moved, NotSent, StoreUnavailable: As `syncbot.changes.apply.apply`.
    """
    attempt = attempt_of(change)
    try:
        now = await _read_in_time(desk, change, attempt)
    except RemoteFault as fault:
        return await end(desk, change, State.UNCLEAR, outcomes.unread(fault.what))
    known = await _what_became(desk, change, attempt, now)
    if known is not None:
        return known
    if attempt.sends >= desk.timings.sends:
        return await end(desk, change, State.FAILED, outcomes.never_confirmed(attempt, now))
    return await _send_again(desk, change, attempt)


async def _what_became(desk: Desk, change: Change, attempt: Attempt, now: JsonObject) -> Change | None:
    """The ended change, or None when it is shown that the attempt did not land."""
    if is_as_meant(desk, attempt, now):
        return await found_written(desk, change, attempt, now)
    if is_as_before(desk, attempt, now):
        return None
    meant = differences(desk, attempt.snapshot, attempt.meant)
    known = await known_of(desk, now, attempt.meant, wait_seconds=0)
    sides = unclear_sides(meant, differences(desk, attempt.snapshot, now), known)
    return await end(desk, change, State.UNCLEAR, outcomes.unclear(sides, now))


async def _send_again(desk: Desk, change: Change, attempt: Attempt) -> Change:
    passphrase = None
    if attempt.way is Way.PUT:
        try:
            passphrase = await passphrase_for(desk, change.sync_id, attempt.snapshot, attempt.meant)
        except SecretMissing as fault:
            return await end(desk, change, State.FAILED, outcomes.not_applied(fault))
    return await deliver(desk, await store_repeat(desk, change, attempt), passphrase)


async def _refused(desk: Desk, change: Change, attempt: Attempt, fault: Refused) -> Change:
    """An answer that nothing was written by this sending; what an earlier one did has to be read."""
    if _is_in_doubt(attempt):
        try:
            now = await _read_patiently(desk, change)
        except RemoteFault as unread:
            return await end(desk, change, State.UNCLEAR, outcomes.unread(unread.what))
        known = await _what_became(desk, change, attempt, now)
        if known is not None:
            return known
        if isinstance(fault, Busy) and attempt.sends < desk.timings.sends:
            return await recover(desk, change)
        if isinstance(fault, Busy):
            return await end(desk, change, State.UNCLEAR, outcomes.in_flight(attempt, now))
    if isinstance(fault, Rejected) and attempt.way is Way.PUT and is_pure_toggle(desk, attempt):
        return await deliver(desk, await store_switch(desk, change, attempt, fault), None)
    return await end(desk, change, State.FAILED, outcomes.not_applied(fault))


def _is_in_doubt(attempt: Attempt) -> bool:
    """Whether a sending before this one was not answered: with two ways, the first was refused and is in no doubt."""
    return attempt.sends > (2 if attempt.refused else 1)


async def _read_in_time(desk: Desk, change: Change, attempt: Attempt) -> JsonObject:
    """The sync, read when the attempt can no longer be in flight, or earlier when it is as meant.

    It was stored before now, so its time is over at the latest when as much has passed here, whatever the store's clock
    was set to meanwhile.
    """
    passed = asyncio.get_running_loop().time
    over_at = passed() + desk.timings.margin + desk.timings.write
    while True:
        left = min(attempt.written_by - await desk.clock.now(), over_at - passed())
        now = await _read_patiently(desk, change)
        if left <= 0 or is_as_meant(desk, attempt, now):
            return now
        await _wait(desk, change, left)


async def _read_patiently(desk: Desk, change: Change) -> JsonObject:
    """The sync, asked for until `Timings.patience` is over, never earlier than Polytomic asks.

    Raises:
        RemoteFault: It was not given by then, or Polytomic asks to be left alone for longer.
    """
    passed = asyncio.get_running_loop().time
    gives_up_at = passed() + desk.timings.patience
    while True:
        try:
            return await desk.polytomic.get_sync(change.sync_id)
        except (Uncertain, RateLimited) as fault:
            wait = fault.retry_after_seconds or desk.timings.reread
            if wait > desk.timings.patience or passed() >= gives_up_at:
                raise
            while wait > 0:
                await _wait(desk, change, wait)
                wait -= desk.timings.keep


async def _wait(desk: Desk, change: Change, seconds: float) -> None:
    """Wait that long, but at most `Timings.keep` at a time, and keep the lease."""
    await asyncio.sleep(min(max(seconds, 0), desk.timings.keep))
    await desk.leases.take(change.sync_id, change.change_id)
