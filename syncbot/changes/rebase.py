"""Carry a confirmed change over to what is there now, and see whether its yes still holds."""

from __future__ import annotations

from dataclasses import dataclass

from syncbot.changes import outcomes
from syncbot.changes.desk import Desk
from syncbot.changes.emergency import is_request, pause_behind, to_be_undone
from syncbot.changes.model import Change, Outcome
from syncbot.changes.outcomes import joined
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.sides import clash_sides, moved_sides
from syncbot.changes.states import State
from syncbot.changes.voiding import moved_grounds
from syncbot.errors import Moved
from syncbot.sync.document import JsonObject, configuration, same
from syncbot.sync.fields import row
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import Merge, difference, merge
from syncbot.sync.plan import Plan, make_plan

_ACTIVE = row("active")


@dataclass(frozen=True, slots=True)
class Ready:
    """What to write: the remote with the change on it, and what that changes."""

    remote: JsonObject
    merged: JsonObject
    plan: Plan


@dataclass(frozen=True, slots=True)
class Over:
    """Nothing will be written."""

    state: State
    outcome: Outcome


async def rebase(desk: Desk, change: Change, remote: JsonObject) -> Ready | Over:
    """Merge the change into `remote` and judge it.

    In this order: a follower of an emergency pause may have nothing to do; what an approval rests on moved; others
    changed the same fields; what a confirm alone rests on moved; what it would do now is more than was reviewed;
    nothing is left.
    """
    over = await _follows(desk, change, remote)
    if over is not None:
        return over
    shape = shape_in(desk, remote, like=change.base)
    try:
        merged = merge(change.base, change.draft, remote, shape=shape)
    except Moved as fault:
        return Over(State.CONFLICTED, outcomes.conflict(fault.sentences, (), remote))
    judged = await _judge(desk, change, remote, merged) or await _look_again(desk, change, remote, merged.merged)
    if judged is not None:
        return judged
    plan = make_plan(remote, merged.merged, NOTHING_KNOWN, shape=shape)
    if not plan.items:
        return Over(State.APPLIED, outcomes.already_so(remote))
    return Ready(remote, merged.merged, plan)


async def _follows(desk: Desk, change: Change, remote: JsonObject) -> Over | None:
    """What follows an emergency pause never pauses again, and never turns on what that pause did not turn off."""
    pause = await pause_behind(desk, change)
    if pause is None:
        return None
    if not to_be_undone(pause) and not is_request(change):
        return Over(State.VOID, outcomes.void(outcomes.NEVER_PAUSED, (), remote))
    if is_request(change):
        if _ACTIVE.value(remote) is True:
            return Over(State.VOID, outcomes.void(outcomes.RESUMED_MEANWHILE, (), remote))
        return Over(State.APPLIED, outcomes.already_so(remote, outcomes.PAUSE_KEPT))
    return None


async def _judge(desk: Desk, change: Change, remote: JsonObject, merged: Merge) -> Over | None:
    """Whether others were there first."""
    grounds = moved_grounds(change, remote, shape_in(desk, remote, like=change.base))
    if not (grounds or merged.clashes):
        return None
    known = await known_of(desk, remote, change.draft, wait_seconds=0)
    theirs = moved_sides((item for item in merged.theirs if item.row in grounds), known)
    if grounds and change.approvals_needed:
        return Over(State.VOID, outcomes.void(joined(outcomes.VOIDED, outcomes.VOIDED_NEXT), theirs, remote))
    if merged.clashes:
        sentences = joined(outcomes.CLASH, outcomes.CLASH_NEXT)
        return Over(State.CONFLICTED, outcomes.conflict(sentences, clash_sides(merged.clashes, known), remote))
    next_step = outcomes.RESUME_NEXT if change.about else outcomes.CLASH_NEXT
    return Over(State.CONFLICTED, outcomes.conflict(joined(outcomes.REST_MOVED, next_step), theirs, remote))


async def _look_again(desk: Desk, change: Change, remote: JsonObject, merged: JsonObject) -> Over | None:
    """Whether the change would now do, or meet, what its reviewer did not see; only where others changed something.

    What is known now may be more than it was at the review: what the reviewed draft itself would show with that is no
    news. Nothing is waited for, because others may write between the read and the write.
    """
    shape = shape_in(desk, remote, like=change.base)
    if same(configuration(change.base, shape), configuration(remote, shape)):
        return None
    known = await known_of(desk, remote, change.draft, wait_seconds=0)
    now = make_plan(remote, merged, known, shape=shape)
    then = make_plan(change.base, change.draft, known, shape=shape)
    news = [mind.text for mind in now.minds if mind.code in set(now.codes) - {*change.seen, *then.codes}]
    news += [fault.text for fault in now.faults if fault not in then.faults]
    if not news:
        return None
    sides = moved_sides(difference(change.base, remote, shape=shape, known=known), known)
    return Over(State.CONFLICTED, outcomes.conflict(joined(outcomes.UNSEEN, *news, outcomes.CLASH_NEXT), sides, remote))
