"""Confirm a review: make the draft a stored change."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.emergency import derived_id, ensure_request
from syncbot.changes.model import Change, Places, Session, Way
from syncbot.changes.passphrase import passphrase_for
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.states import State
from syncbot.changes.supersede import SUPERSEDES, store_over
from syncbot.errors import Gone, InvalidInput, Moved, NotPermitted, SecretMissing
from syncbot.sync.document import needs_passphrase
from syncbot.sync.plan import Plan, make_plan

NOT_WRITTEN: Final = "Nothing was written."
ANOTHER: Final = "The draft is not the one that this review showed."
ANOTHER_NEXT: Final = "Review it again, then confirm."
NOTHING: Final = "There is nothing to write: the draft equals the sync."
NOTHING_NEXT: Final = "Edit a part, then review."
NO_REASON: Final = "A reason is needed, because somebody else decides this change."
NO_REASON_NEXT: Final = "Say in a few words why."
NO_EMERGENCY: Final = "Only a pause can be applied before it is approved."
NO_EMERGENCY_NEXT: Final = "Review again without the tick."


@dataclass(frozen=True, slots=True)
class _Click:
    """What came with the click, as `confirm` documents it."""

    revision: int
    plan_hash: str
    reason: str
    emergency: bool
    stop_run: bool
    view_id: str


async def confirm(
    desk: Desk,
    *,
    session_id: str,
    actor: str,
    revision: int,
    plan_hash: str,
    reason: str,
    operation_id: str,
    view_id: str,
    emergency: bool = False,
    stop_run: bool = False,
) -> Change:
    """Store the change that the review showed, queued or awaiting approval, and forget the session; in one script.

    Asks nothing of Polytomic. One session becomes one change, however often it is confirmed: later confirms answer it.

    `revision` and `plan_hash` are what the review showed. `reason` is required when approval is; empty stands for the
    one that came with the command. `operation_id` names the click, so that its repeated delivery is known; `view_id` is
    the modal that waits for the outcome. `emergency` pauses at once and asks for approval afterwards; `stop_run` also
    stops the run in progress.

    Raises:
        Moved: The stored draft or its reviewed plan is another; it needs a new review.
        Gone: There is no such session, or it is another person's.
        NotPermitted: The actor may not edit, or not pause before approval.
        InvalidInput: Nothing to write, a fault in the plan, or no reason (field `reason`).
        SecretMissing: The sync is encrypted, no passphrase is kept, and the change is more than turning it on or off.
        StoreUnavailable: Redis did not answer; nothing was stored.
    """
    click = _Click(revision, plan_hash, reason.strip(), emergency, stop_run, view_id)
    change_id = derived_id("change", session_id)
    roles, asked = await asyncio.gather(
        require(desk, actor, Role.EDIT, fresh=True), _asked(desk, session_id, actor, click), return_exceptions=True
    )
    if isinstance(roles, BaseException):
        raise roles
    try:
        if isinstance(asked, BaseException):
            raise asked
        session, change = asked
        if emergency and not roles.emergency:
            await require(desk, actor, Role.PAUSE)
        if session.screen.get(SUPERSEDES):
            stored = await store_over(desk, session, change)
        else:
            stored = await desk.changes.create(change, operation_id=operation_id, session=session)
    except Gone as exc:
        stored = await _confirmed_before(desk, change_id, actor, otherwise=exc)
    if stored.emergency:
        await ensure_request(desk, stored)
    return stored


async def _confirmed_before(desk: Desk, change_id: str, actor: str, *, otherwise: Gone) -> Change:
    """What an earlier confirm of the same session made; raises `otherwise` when there was none."""
    try:
        change = await desk.changes.get(change_id)
    except Gone:
        raise otherwise from None
    if change.actor != actor:
        raise otherwise
    return change


async def _asked(desk: Desk, session_id: str, actor: str, click: _Click) -> tuple[Session, Change]:
    """The session and what the click would make of it; made while Slack is asked who the person is.

    The plan is made again, as it was shown. What is known comes from the cache alone, without waiting.
    """
    session = await desk.sessions.get(session_id, actor)
    if session.revision != click.revision or session.reviewed_hash != click.plan_hash:
        raise Moved(ANOTHER, not_done=NOT_WRITTEN, next_step=ANOTHER_NEXT)
    click = replace(click, reason=click.reason or str(session.screen.get("reason", "")).strip())
    known, now = await asyncio.gather(known_of(desk, session.draft, session.base, wait_seconds=0), desk.clock.now())
    plan = make_plan(session.base, session.draft, known, shape=shape_in(desk, session.base))
    if plan.hash != click.plan_hash:
        raise Moved(ANOTHER, not_done=NOT_WRITTEN, next_step=ANOTHER_NEXT)
    _check(desk, plan, click)
    return session, await _change(desk, session, plan, click, now=now)


def _check(desk: Desk, plan: Plan, click: _Click) -> None:
    if not plan.items:
        raise InvalidInput(NOTHING, not_done=NOT_WRITTEN, next_step=NOTHING_NEXT)
    if plan.faults:
        fault = plan.faults[0]
        raise InvalidInput(fault.text, not_done=NOT_WRITTEN, field=fault.field)
    if desk.policy.approvals_needed_for(plan) and not click.reason:
        raise InvalidInput(NO_REASON, not_done=NOT_WRITTEN, next_step=NO_REASON_NEXT, field="reason")
    if click.emergency and (plan.only_toggle != "pause" or not desk.policy.emergency):
        raise NotPermitted(NO_EMERGENCY, not_done=NOT_WRITTEN, next_step=NO_EMERGENCY_NEXT)


async def _change(desk: Desk, session: Session, plan: Plan, click: _Click, *, now: float) -> Change:
    needed = desk.policy.approvals_needed_for(plan)
    first = click.emergency and needed > 0
    waits = needed > 0 and not first
    return Change(
        change_id=derived_id("change", session.session_id),
        sync_id=session.sync_id,
        sync_name=str(session.base.get("name", "")),
        actor=session.owner,
        state=State.AWAITING_APPROVAL if waits else State.QUEUED,
        base=session.base,
        draft=session.draft,
        lines=tuple(item.line for item in plan.riskiest_first),
        plan_hash=plan.hash,
        created_at=now,
        reason=click.reason,
        dependencies=plan.dependencies,
        seen=plan.codes,
        way=Way.ACTIVATE if first else await _way(desk, session, plan),
        approvals_needed=needed if waits else 0,
        emergency=first,
        stop_run=click.stop_run and plan.only_toggle == "pause",
        expires_at=now + desk.policy.ttl_seconds if waits else None,
        places=Places(view_id=click.view_id),
    )


async def _way(desk: Desk, session: Session, plan: Plan) -> Way:
    """How it can be written; without the passphrase that the whole needs, only turning on or off goes."""
    if not (needs_passphrase(session.base) or needs_passphrase(session.draft)):
        return Way.PUT
    try:
        await passphrase_for(desk, session.sync_id, session.base, session.draft)
    except SecretMissing:
        if plan.only_toggle is None:
            raise
        return Way.ACTIVATE
    return Way.PUT
