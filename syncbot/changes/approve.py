"""Decide a request: approve, reject, cancel; and end the one that nobody decided.

A yes and a no are checked at the click: the role is asked of Slack then, a request that is decided, expired or gone
says so, and a person decides once. Whether what the yes rests on has moved is found by applying it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.emergency import is_request, pause_behind, resume_after, to_be_undone
from syncbot.changes.model import Change, Decision, Verdict
from syncbot.changes.permission import UNCHANGED, Role, require
from syncbot.changes.states import State, in_words
from syncbot.errors import Gone, InvalidInput, Moved, NotPermitted

LOST: Final = "This request is no longer kept, so the answer is no."
LOST_NEXT: Final = "Ask the requester to make it again."
EXPIRED: Final = "This request expired {when} without a decision."
EXPIRED_NOT_DONE: Final = "Nothing was written."
EXPIRED_PAUSE: Final = "The sync stays paused."
ASK_AGAIN: Final = "Make the change again to ask again."
OWN: Final = "You made this request, so somebody else decides it."
OWN_NEXT: Final = "These people may: {who}."
ONCE: Final = "You {verdict} this request {when}; each person decides once."
ONCE_NEXT: Final = "It waits for {count} more."
DECIDED: Final = "This request was {verdict} by {name} {when}."
DECIDED_BY_YOU: Final = "You {verdict} this request {when}."
NOTHING_MORE: Final = "This press did nothing more."
CANCELLED: Final = "{name} withdrew this request {when}."
SUPERSEDED: Final = "{name} put a newer request in the place of this one {when}."
SUPERSEDED_NEXT: Final = "Decide the newer one."
VOID: Final = "This request is void since {when}."
UNDER_WAY: Final = "This request is {state} and takes no decision any more."
NO_REASON: Final = "A rejection needs a reason."
NO_REASON_NEXT: Final = "Say in a few words what should be different."
NOT_YOURS: Final = "Only {name}, who made this request, may cancel it."
NOT_YOURS_NEXT: Final = "Reject it instead, if you may decide it."
STAYS: Final = "The pause is applied already, so its request cannot be cancelled."
STAYS_NEXT: Final = "These people decide it: {who}."
CROWDED: Final = "Others decided at the same moment, and your click was not counted."
CROWDED_NEXT: Final = "Press again."

_ROUNDS: Final = 8
"""How often a vote is tried again when another one came first; more than people press at the same moment."""


def moment(at: float) -> str:
    """A time in a sentence: `4 March 16:05 UTC`."""
    return datetime.fromtimestamp(at, UTC).strftime("%-d %B %H:%M UTC")


async def approve(desk: Desk, change_id: str, actor: str, *, operation_id: str, why: str = "") -> Change:
    """Count a yes; the last one needed puts the change into the queue.

    Raises:
        NotPermitted: The actor may not decide, made the request, or decided already.
        Gone: It is not kept any more, decided, or expired.
        Moved: Too many others pressed at once.
    """
    change = await _decide(desk, change_id, Decision(actor, Verdict.APPROVED, 0.0, why, operation_id))
    return await enqueue(desk, change)


async def reject(desk: Desk, change_id: str, actor: str, *, why: str, operation_id: str) -> Change:
    """End the request with a no; after an emergency pause the sync is turned on again by a change of its own.

    Raises:
        InvalidInput: `why` is empty.
        NotPermitted, Gone, Moved: As `approve`.
    """
    if not why.strip():
        raise InvalidInput(NO_REASON, not_done=UNCHANGED, next_step=NO_REASON_NEXT, field="why")
    return await _decide(desk, change_id, Decision(actor, Verdict.REJECTED, 0.0, why, operation_id))


async def cancel(desk: Desk, change_id: str, actor: str) -> Change:
    """Withdraw the actor's own request; cancelling it again answers the same, so the click needs no name.

    Raises:
        NotPermitted: It is another person's, or that of an emergency pause.
        Gone: It is not kept any more, decided, or expired.
        Moved: Too many others pressed at once.
    """
    for _ in range(_ROUNDS):
        change = await _own(desk, change_id, actor)
        if change.state is State.CANCELLED:
            return change
        now = await desk.clock.now()
        await _check_open(desk, change, actor, now)
        with suppress(Moved):  # by a vote, a reminder, another press: it is looked at again
            return await desk.changes.move(change, replace(change, state=State.CANCELLED, ended_at=now))
    raise Moved(CROWDED, not_done=UNCHANGED, next_step=CROWDED_NEXT)


async def _own(desk: Desk, change_id: str, actor: str) -> Change:
    """The actor's own request, which may be cancelled once nothing else has ended it."""
    change = await _stored(desk, change_id)
    if change.actor != actor:
        name = await desk.people.name_of(change.actor)
        raise NotPermitted(NOT_YOURS.format(name=name), not_done=UNCHANGED, next_step=NOT_YOURS_NEXT)
    if is_request(change):
        who = await desk.people.who_may(Role.APPROVE, besides=desk.policy.left_out(change.actor))
        raise NotPermitted(STAYS, not_done=UNCHANGED, next_step=STAYS_NEXT.format(who=who))
    return change


async def check_may_decide(desk: Desk, change_id: str, actor: str) -> Change:
    """The request, when this person could decide it now; asked before they are asked why.

    Raises:
        NotPermitted, Gone: As `approve`.
    """
    change = await _stored(desk, change_id)
    await require(desk, actor, Role.APPROVE, besides=desk.policy.left_out(change.actor))
    await _check_open(desk, change, actor, await desk.clock.now())
    await _check_person(desk, change, actor)
    return change


async def enqueue(desk: Desk, change: Change) -> Change:
    """Put an approved change into the queue; one in any other state is returned as it is.

    Called after the last yes, and by a worker that finds a change whose process died between the two moves.
    """
    if change.state is not State.APPROVED:
        return change
    try:
        return await desk.changes.move(change, replace(change, state=State.QUEUED), quiet=True)
    except Moved:
        return await desk.changes.get(change.change_id)


async def expire(desk: Desk, change: Change, now: float) -> Change | None:
    """End a request that nobody decided in time; None when somebody was faster."""
    try:
        return await desk.changes.move(change, replace(change, state=State.EXPIRED, ended_at=now))
    except Moved:
        return None


async def _decide(desk: Desk, change_id: str, decision: Decision) -> Change:
    for _ in range(_ROUNDS):
        change = await _stored(desk, change_id)
        if decision.operation_id in {made.operation_id for made in change.decisions} - {""}:
            return change
        left_out = desk.policy.left_out(change.actor)
        await require(desk, decision.approver, Role.APPROVE, fresh=True, besides=left_out)
        now = await desk.clock.now()
        await _check_open(desk, change, decision.approver, now)
        await _check_person(desk, change, decision.approver)
        try:
            return await _store(desk, change, replace(decision, at=now))
        except Moved:
            continue
    raise Moved(CROWDED, not_done=UNCHANGED, next_step=CROWDED_NEXT)


async def _store(desk: Desk, change: Change, decision: Decision) -> Change:
    decided = replace(change, decisions=(*change.decisions, decision))
    if decision.verdict is Verdict.APPROVED:
        enough = len(decided.decisions) >= change.approvals_needed
        after = State.APPROVED if enough else State.AWAITING_APPROVAL
        return await desk.changes.move(change, replace(decided, state=after))
    rejected = replace(decided, state=State.REJECTED, ended_at=decision.at)
    pause = await pause_behind(desk, change)
    if pause is None or not to_be_undone(pause):
        return await desk.changes.move(change, rejected)
    resume = resume_after(desk, change, pause, approver=decision.approver, why=decision.why, now=decision.at)
    moved, _ = await desk.changes.amend(rejected, new=resume)
    return moved


async def _stored(desk: Desk, change_id: str) -> Change:
    try:
        return await desk.changes.get(change_id)
    except Gone as exc:
        raise Gone(LOST, not_done=EXPIRED_NOT_DONE, next_step=LOST_NEXT) from exc


async def _check_open(desk: Desk, change: Change, actor: str, now: float) -> None:
    if change.state is not State.AWAITING_APPROVAL:
        raise await _how_it_ended(desk, change, actor)
    if change.expires_at is not None and change.expires_at <= now:
        await expire(desk, change, now)
        raise _expired(change, change.expires_at)


async def _check_person(desk: Desk, change: Change, actor: str) -> None:
    if actor == change.actor and not desk.policy.self_approval:
        who = await desk.people.who_may(Role.APPROVE, besides=actor)
        raise NotPermitted(OWN, not_done=UNCHANGED, next_step=OWN_NEXT.format(who=who))
    own = next((made for made in change.decisions if made.approver == actor), None)
    if own:
        missing = change.approvals_needed - len(change.decisions)
        what = ONCE.format(verdict=own.verdict, when=moment(own.at))
        raise NotPermitted(what, not_done=UNCHANGED, next_step=ONCE_NEXT.format(count=missing))


async def _how_it_ended(desk: Desk, change: Change, actor: str) -> Gone:
    """Why it takes no decision any more: by whom, and when."""
    ended_at = change.ended_at or change.created_at
    match change.state:
        case State.EXPIRED:
            return _expired(change, change.expires_at or ended_at)
        case State.VOID:
            why = change.outcome.sentences if change.outcome else UNCHANGED
            return Gone(VOID.format(when=moment(ended_at)), not_done=why)
        case State.CANCELLED | State.SUPERSEDED:
            cancelled = change.state is State.CANCELLED
            name = await desk.people.name_of(change.actor)
            what = (CANCELLED if cancelled else SUPERSEDED).format(name=name, when=moment(ended_at))
            return Gone(what, not_done=UNCHANGED, next_step="" if cancelled else SUPERSEDED_NEXT)
    if not change.decisions:
        return Gone(UNDER_WAY.format(state=in_words(change.state)), not_done=UNCHANGED)
    own = next((made for made in change.decisions if made.approver == actor), None)
    if own:
        return Gone(DECIDED_BY_YOU.format(verdict=own.verdict, when=moment(own.at)), not_done=NOTHING_MORE)
    last = change.decisions[-1]
    name = await desk.people.name_of(last.approver)
    return Gone(DECIDED.format(verdict=last.verdict, name=name, when=moment(last.at)), not_done=UNCHANGED)


def _expired(change: Change, at: float) -> Gone:
    kept = EXPIRED_PAUSE if is_request(change) else EXPIRED_NOT_DONE
    return Gone(EXPIRED.format(when=moment(at)), not_done=kept, next_step=ASK_AGAIN)
