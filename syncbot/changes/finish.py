"""Verify what was written, then store how the change ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from syncbot.changes import outcomes
from syncbot.changes.compare import Comparison, compare
from syncbot.changes.desk import Desk
from syncbot.changes.emergency import is_pause, to_be_undone, withdraw_request
from syncbot.changes.model import Attempt, Change, Outcome, Result, Way
from syncbot.changes.outcomes import joined
from syncbot.changes.reading import known_of, saved_by, shape_in
from syncbot.changes.sides import kept_sides
from syncbot.changes.states import ENDED, State
from syncbot.changes.status import status_of
from syncbot.changes.voiding import void_moved
from syncbot.errors import RemoteFault
from syncbot.sync.difference import difference
from syncbot.sync.document import JsonObject
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import make_plan

WRITE_ONLY: Final = "write-only"
"""The code of the warning that a part of a write cannot be verified; see `syncbot.sync.minds`."""


async def end(desk: Desk, change: Change, state: State, outcome: Outcome) -> Change:
    """Store the outcome, then what follows from it. The announcement is queued by the script that stores the outcome.

    Raises:
        Moved: Another worker ended it.
    """
    if outcome.after is not None and change.attempt is not None:  # else the reading was noted when it was made
        await desk.history.note_known(change.sync_id, outcome.after)
    ended_at = None if state is State.UNCLEAR else await desk.clock.now()
    ended = await desk.changes.move(change, replace(change, state=state, outcome=outcome, ended_at=ended_at))
    await settle(desk, ended)
    if outcome.after is not None and ended_at is not None:
        await void_moved(desk, await desk.changes.of_sync(change.sync_id), outcome.after, read_at=ended_at)
    return ended


async def settle(desk: Desk, change: Change) -> None:
    """What follows from an end: its line in the history, and the end of a request about a pause that changed nothing.

    Repeatable: a job that is handed out again after the outcome was stored does it again.
    """
    if change.state not in ENDED:
        return
    await desk.history.append(change)
    if is_pause(change) and not to_be_undone(change):
        await withdraw_request(desk, change, await desk.clock.now())


async def give_up(desk: Desk, change: Change, why: str, *, tries: int) -> None:
    """End a change that cannot be worked on: failed while nothing can have been sent, else unclear.

    Raises:
        Moved: Another worker has it after all.
    """
    if change.state is State.QUEUED:
        sentences = joined(outcomes.GIVEN_UP.format(why=why, times=tries), outcomes.GIVEN_UP_NEXT)
        await end(desk, change, State.FAILED, Outcome(Result.NOT_APPLIED, sentences))
    elif change.state is State.APPLYING:
        sentences = joined(outcomes.GIVEN_UP_WRITING.format(why=why, times=tries), outcomes.UNCLEAR_NEXT)
        await end(desk, change, State.UNCLEAR, Outcome(Result.UNCLEAR, sentences))
    else:
        await settle(desk, change)


async def verify(desk: Desk, change: Change, attempt: Attempt, reply: JsonObject | None) -> Change:
    """Read the sync once more after a write that was answered by `reply`, compare, and store how it ended."""
    try:
        now = await desk.polytomic.get_sync(change.sync_id)
    except RemoteFault as fault:
        outcome = Outcome(
            Result.CANNOT_BE_READ_BACK, joined(outcomes.NO_READ_BACK, fault.what), quoted=fault.message, after=reply
        )
    else:
        outcome = await _verified(desk, attempt, compare(desk, attempt, reply, now), now)
    return await _applied(desk, change, attempt, outcome)


async def found_written(desk: Desk, change: Change, attempt: Attempt, now: JsonObject) -> Change:
    """End a change whose write was not answered, or not followed, and which the sync shows to have landed."""
    outcome = await _verified(desk, attempt, Comparison(), now)
    told = outcomes.AFTER_NO_ANSWER if change.outcome is not None else ""
    return await _applied(desk, change, attempt, replace(outcome, sentences=joined(told, outcome.sentences)))


async def _applied(desk: Desk, change: Change, attempt: Attempt, outcome: Outcome) -> Change:
    """End a change that was written: the way is named, and the run is stopped when that was asked."""
    kept = _kept_of_others(desk, change, attempt)
    sentences = joined(outcome.sentences, kept, _way_taken(attempt), await _stop_run(desk, change))
    return await end(desk, change, State.APPLIED, replace(outcome, sentences=sentences))


async def _verified(desk: Desk, attempt: Attempt, found: Comparison, now: JsonObject) -> Outcome:
    name, known = saved_by(now), NOTHING_KNOWN
    if found.overwritten or found.normalised:
        known = await known_of(desk, now, attempt.meant, wait_seconds=0)
    if found.overwritten:
        sentences = joined(outcomes.WRITTEN_OVER, outcomes.WRITTEN_OVER_NEXT)
        return Outcome(Result.OVERWRITTEN, sentences, kept_sides(found.overwritten, known), after=now, changed_by=name)
    others = outcomes.OTHERS_TOO if found.others else ""
    if found.normalised:
        sides = kept_sides(found.normalised, known)
        return Outcome(Result.NORMALISED, joined(outcomes.KEPT_OTHERWISE, others), sides, after=now, changed_by=name)
    if _writes_unseen(desk, attempt):
        return Outcome(Result.CANNOT_BE_READ_BACK, joined(outcomes.WRITE_ONLY, others), after=now, changed_by=name)
    return Outcome(Result.APPLIED, others, after=now, changed_by=name)


def _writes_unseen(desk: Desk, attempt: Attempt) -> bool:
    """Whether the write set something that Polytomic never shows, as the review said."""
    if attempt.way is Way.ACTIVATE:
        return False
    shape = shape_in(desk, attempt.snapshot, like=attempt.meant)
    return WRITE_ONLY in make_plan(attempt.snapshot, attempt.meant, NOTHING_KNOWN, shape=shape).codes


def _kept_of_others(desk: Desk, change: Change, attempt: Attempt) -> str:
    """What the write kept of the changes that others made after the review, and who saved last."""
    shape = shape_in(desk, attempt.snapshot, like=change.base)
    theirs = difference(change.base, attempt.snapshot, shape=shape, known=NOTHING_KNOWN)
    labels = [item.label if item.label == item.part else f"{item.label} ({item.part})" for item in theirs]
    return outcomes.kept_of_others(saved_by(attempt.snapshot), labels)


def _way_taken(attempt: Attempt) -> str:
    return outcomes.BY_SWITCH.format(words=attempt.refused) if attempt.refused else ""


async def _stop_run(desk: Desk, change: Change) -> str:
    """Ask for the run in progress to stop, and say what came of it; nothing when it was not asked or none is there."""
    if not change.stop_run or (await status_of(desk, change.sync_id)).running is False:
        return ""
    try:
        await desk.polytomic.cancel_sync(change.sync_id)
    except RemoteFault as fault:
        return outcomes.RUN_NOT_STOPPED.format(why=fault.sentences)
    return outcomes.RUN_STOPPED
