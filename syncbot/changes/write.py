"""Store an attempt, then send it: once, in time, under the lease."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from time import monotonic
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Attempt, Change, Outcome, Result, Way
from syncbot.changes.outcomes import READING
from syncbot.changes.reading import shape_in
from syncbot.changes.rebase import Ready
from syncbot.changes.states import State
from syncbot.errors import IllegalMove, NoAnswer, OurFault, Rejected, RemoteFault, ServerFault
from syncbot.sync.document import JsonObject, body_of
from syncbot.sync.fields import row
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import make_plan

NOT_SENT: Final = "The write was not sent, because its time or its lease had run out before."
NO_ATTEMPT: Final = "This change has no write to follow."
TIMED_OUT: Final = "Polytomic did not answer the write in time."

_ACTIVE = row("active")


class NotSent(OurFault):
    """A stored attempt that was not sent; the next worker reads first and sends it then."""


def attempt_of(change: Change) -> Attempt:
    """What a change in `applying` means to write. Raises IllegalMove for one that has not come so far."""
    if change.attempt is None:
        raise IllegalMove(NO_ATTEMPT)
    return change.attempt


async def store_attempt(desk: Desk, change: Change, ready: Ready, way: Way) -> Change:
    """Store what will be sent and how, and move the change to `applying`; in one script.

    Raises:
        Moved: Another worker was faster.
        InvalidInput: The merged sync lacks a key without which Polytomic refuses it.
    """
    body = body_of(ready.merged, None) if way is Way.PUT else _switch(ready.merged)
    attempt = Attempt(
        snapshot=ready.remote,
        meant=ready.merged,
        body=body,
        way=way,
        key=secrets.token_urlsafe(24),
        written_by=await _deadline(desk),
    )
    return await _begin(desk, change, attempt)


async def store_switch(desk: Desk, change: Change, attempt: Attempt, refusal: Rejected) -> Change:
    """Store that the same change of `active` now goes by its own way, with a new key, because the whole was refused."""
    switch = await _anew(desk, attempt, way=Way.ACTIVATE, body=_switch(attempt.meant))
    return await _begin(desk, change, replace(switch, refused=refusal.message or refusal.what))


async def store_repeat(desk: Desk, change: Change, attempt: Attempt) -> Change:
    """Store that the same body is sent again.

    With the same key when nothing was answered, so that a first landing that is only late changes nothing more; with a
    new key when an HTTP error was, because Polytomic would replay that error for the old one.
    """
    if attempt.fault is not None:
        return await _begin(desk, change, await _anew(desk, attempt, way=attempt.way, body=attempt.body))
    again = replace(attempt, written_by=await _deadline(desk), sends=attempt.sends + 1)
    return await _begin(desk, change, again)


async def note_no_answer(desk: Desk, change: Change, attempt: Attempt, fault: RemoteFault) -> Change:
    """Store that a write was not answered, or with an error that does not say whether it landed; people are told."""
    status = fault.status if isinstance(fault, ServerFault) else attempt.fault
    noted = replace(change, attempt=replace(attempt, fault=status), outcome=Outcome(Result.UNCLEAR, READING))
    return await desk.changes.move(change, noted)


def is_pure_toggle(desk: Desk, attempt: Attempt) -> bool:
    """Whether the attempt changes exactly `active`."""
    shape = shape_in(desk, attempt.snapshot, like=attempt.meant)
    return make_plan(attempt.snapshot, attempt.meant, NOTHING_KNOWN, shape=shape).only_toggle is not None


async def send(desk: Desk, change: Change, attempt: Attempt, passphrase: str | None) -> JsonObject | None:
    """Send the stored attempt once; what the PUT answered, or None for the other way.

    What the store says of time and lease is old when this process stood still meanwhile: then another worker has the
    change, and a write from here would come after all that it found out. The process's own clock shows that.

    Raises:
        NotSent: Its time or the lease had run out; nothing was sent.
        Refused: Polytomic did not accept it.
        Uncertain: Whether it landed is not known.
    """
    body = body_of(attempt.body, passphrase) if attempt.way is Way.PUT else attempt.body
    began = monotonic()
    await _check_time(desk, change, attempt)
    late = monotonic() - began
    if late > desk.timings.margin:
        raise NotSent(NOT_SENT)
    try:
        async with asyncio.timeout(desk.timings.write - late):
            if attempt.way is Way.PUT:
                return await desk.polytomic.put_sync(change.sync_id, body, key=attempt.key)
            active = bool(body[_ACTIVE.key])
            await desk.polytomic.activate_sync(change.sync_id, active=active, key=attempt.key)
            return None
    except TimeoutError as exc:
        raise NoAnswer(TIMED_OUT) from exc


async def _check_time(desk: Desk, change: Change, attempt: Attempt) -> None:
    """The last look before sending: the write ends before `written_by`, and under the lease."""
    write = desk.timings.write
    if await desk.leases.seconds_left(change.sync_id, change.change_id) < write and (
        not await desk.leases.take(change.sync_id, change.change_id)
        or await desk.leases.seconds_left(change.sync_id, change.change_id) < write
    ):
        raise NotSent(NOT_SENT)
    if await desk.clock.now() + write > attempt.written_by:
        raise NotSent(NOT_SENT)


async def _begin(desk: Desk, change: Change, attempt: Attempt) -> Change:
    applying = replace(
        change,
        state=State.APPLYING,
        way=attempt.way,
        attempt=attempt,
        tries=change.tries + (change.state is State.QUEUED),
    )
    return await desk.changes.move(change, applying, quiet=True)


async def _anew(desk: Desk, attempt: Attempt, *, way: Way, body: JsonObject) -> Attempt:
    return replace(
        attempt,
        way=way,
        body=body,
        key=secrets.token_urlsafe(24),
        written_by=await _deadline(desk),
        number=attempt.number + 1,
        sends=attempt.sends + 1,
        fault=None,
    )


async def _deadline(desk: Desk) -> float:
    return await desk.clock.now() + desk.timings.margin + desk.timings.write


def _switch(doc: JsonObject) -> JsonObject:
    return {_ACTIVE.key: _ACTIVE.value(doc) is True}
