"""An emergency pause: applied at once, decided afterwards.

It is two changes. The pause is queued at the confirm. A request that is `about` it waits for approval: approving closes
it, rejecting makes a third change, the resume, which is `about` the request.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change, Outcome, Result, Way
from syncbot.changes.reading import shape_in
from syncbot.changes.states import State
from syncbot.errors import Gone, Moved
from syncbot.sync.document import configuration
from syncbot.sync.fields import row
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import make_plan

REJECTED_REASON: Final = "The emergency pause was rejected: {why}"
NEVER_PAUSED: Final = "The pause itself was not applied, so there is nothing to decide."
PAUSED_BEFORE: Final = "Others had paused the sync before, so there is nothing to decide. It stays paused."

_ACTIVE: Final = row("active")
_UNDER_WAY: Final = frozenset({State.QUEUED, State.APPLYING})


def derived_id(kind: str, of: str) -> str:
    """An id that is the same each time it is made of the same thing."""
    return hashlib.sha256(f"{kind}:{of}".encode()).hexdigest()[:24]


def is_request(change: Change) -> bool:
    """Whether it is the request that decides an emergency pause afterwards."""
    return change.emergency and bool(change.about)


def is_pause(change: Change) -> bool:
    """Whether it is an emergency pause itself."""
    return change.emergency and not change.about


def request_about(desk: Desk, pause: Change) -> Change:
    """The request that decides `pause` afterwards."""
    return replace(
        pause,
        change_id=derived_id("request", pause.change_id),
        state=State.AWAITING_APPROVAL,
        version=1,
        approvals_needed=desk.policy.approvals_needed,
        about=pause.change_id,
        stop_run=False,
        expires_at=pause.created_at + desk.policy.ttl_seconds,
        tries=0,
        attempt=None,
        outcome=None,
        ended_at=None,
        places=type(pause.places)(),
    )


async def ensure_request(desk: Desk, pause: Change) -> Change:
    """The stored request about `pause`; made when the process that stored the pause died before it made that."""
    request = request_about(desk, pause)
    try:
        return await desk.changes.get(request.change_id)
    except Gone:
        return await desk.changes.create(request, operation_id=request.change_id, session=None)


async def withdraw_request(desk: Desk, pause: Change, now: float) -> None:
    """End the request about a pause that changed nothing; silently nothing when it is decided already."""
    request = await ensure_request(desk, pause)
    if request.state is not State.AWAITING_APPROVAL:
        return
    was_paused = pause.state is State.APPLIED
    outcome = Outcome(Result.ALREADY_SO, PAUSED_BEFORE) if was_paused else Outcome(Result.NOT_APPLIED, NEVER_PAUSED)
    try:
        await desk.changes.move(request, replace(request, state=State.VOID, outcome=outcome, ended_at=now))
    except Moved:
        return


async def pause_behind(desk: Desk, change: Change) -> Change | None:
    """The emergency pause that `change` follows, as a request about it or as the resume after that; else None."""
    behind = change
    while behind.about:
        try:
            behind = await desk.changes.get(behind.about)
        except Gone:
            return None
    return behind if behind is not change and is_pause(behind) else None


def under_way(pause: Change) -> bool:
    """Whether the pause may still be written, so that what follows it has to wait."""
    return pause.state in _UNDER_WAY


def to_be_undone(pause: Change) -> bool:
    """Whether a rejection has something to turn on again: the pause was written, or may be."""
    if pause.state in _UNDER_WAY | {State.UNCLEAR}:
        return True
    return pause.state is State.APPLIED and (pause.outcome is None or pause.outcome.result is not Result.ALREADY_SO)


def resume_after(desk: Desk, request: Change, pause: Change, *, approver: str, why: str, now: float) -> Change:
    """The resume that a rejection makes; it rests on everything being as the pause left it."""
    seen = (pause.outcome and pause.outcome.after) or (pause.attempt and pause.attempt.snapshot) or pause.base
    shape = shape_in(desk, seen, like=pause.base)
    base = _ACTIVE.with_value(seen, value=False)
    draft = configuration(_ACTIVE.with_value(base, value=True), shape)
    plan = make_plan(base, draft, NOTHING_KNOWN, shape=shape)
    return Change(
        change_id=derived_id("resume", request.change_id),
        sync_id=request.sync_id,
        sync_name=request.sync_name,
        actor=approver,
        state=State.QUEUED,
        base=base,
        draft=draft,
        lines=tuple(item.line for item in plan.items),
        plan_hash=plan.hash,
        created_at=now,
        reason=REJECTED_REASON.format(why=why),
        dependencies=plan.dependencies,
        seen=plan.codes,
        way=Way.ACTIVATE,
        about=request.change_id,
    )
