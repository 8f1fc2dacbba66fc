"""The review: what a draft changes, on what, when it takes effect, and whose yes it needs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from syncbot.changes.desk import Desk
from syncbot.changes.model import Session, Side
from syncbot.changes.passphrase import passphrase_for
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.refresh import Refreshed, refresh
from syncbot.changes.status import Status, status_of
from syncbot.errors import SecretMissing
from syncbot.sync.plan import Plan, make_plan


@dataclass(frozen=True, slots=True)
class Review:
    """What a person sees before they confirm.

    Attributes:
        session: As stored, with the hash of this plan; its base is what the plan is made on.
        theirs: What others changed since the draft was begun and what stays so, in words.
        clashes: Fields that others changed too. While there are any, the review cannot be confirmed: the session is
            left as it was, and `syncbot.changes.conflict.take_sides` says how the next one goes on.
        changed_by: Who saved last according to the API, when others changed something; else empty.
        approvals_needed: 0 when the change is applied at the confirm.
        emergency_possible: Whether this person may pause now and ask for approval afterwards.
        running: Whether a run is in progress, None when that is not known.
        next_run_at: When the next one starts, or None.
        nothing: Nothing would be written.
        reason: What the person gave as reason already (`session.screen["reason"]`), for the input.
        notes: What else to know before writing (`session.screen["notes"]`, a passphrase that is missing), in whole
            sentences.
    """

    session: Session
    plan: Plan
    name: str
    theirs: tuple[str, ...]
    clashes: tuple[Side, ...]
    changed_by: str
    approvals_needed: int
    emergency_possible: bool
    running: bool | None
    next_run_at: float | None
    nothing: bool
    reason: str = ""
    notes: tuple[str, ...] = ()


async def review(desk: Desk, session: Session) -> Review:
    """Make the plan of a draft and remember its hash, which is what a confirm has to name.

    A base older than `Timings.base_fresh` is read again and the draft carried over to what is there now; where others
    changed the same field, by the side that was chosen. Of what is kept of the draft, the plan shows theirs as what is
    replaced.

    Raises:
        NotPermitted: The owner may not edit any more.
        RemoteFault: The base had to be read again, and Polytomic did not give it.
        Moved: The draft moved, or Polytomic gives the sync in another shape now.
    """
    roles = await require(desk, session.owner, Role.EDIT)
    status, fresh = await asyncio.gather(status_of(desk, session.sync_id), refresh(desk, session))
    session = fresh.session
    known = await known_of(desk, session.draft, session.base, wait_seconds=desk.timings.known, running=status.running)
    plan = make_plan(session.base, session.draft, known, shape=shape_in(desk, session.base))
    if not fresh.clashes:
        session = await _remember(desk, fresh, plan)
    needed = desk.policy.approvals_needed_for(plan)
    may_pause = plan.only_toggle == "pause" and needed > 0 and desk.policy.emergency and roles.emergency
    shown = _review(replace(fresh, session=session), plan, status, needed=needed, may_pause=may_pause)
    return replace(shown, notes=(*shown.notes, *await _missing(desk, session, plan)))


async def _missing(desk: Desk, session: Session, plan: Plan) -> tuple[str, ...]:
    """That it cannot be written before somebody gives the passphrase; none for what the switch alone can do."""
    if plan.only_toggle is not None:
        return ()
    try:
        await passphrase_for(desk, session.sync_id, session.base, session.draft)
    except SecretMissing as fault:
        return (f"{fault.what} {fault.next_step}",)
    return ()


def _review(fresh: Refreshed, plan: Plan, status: Status, *, needed: int, may_pause: bool) -> Review:
    session = fresh.session
    return Review(
        session=session,
        plan=plan,
        name=str(session.base.get("name", "")),
        theirs=fresh.theirs,
        clashes=fresh.clashes,
        changed_by=fresh.changed_by,
        approvals_needed=needed,
        emergency_possible=may_pause,
        running=status.running,
        next_run_at=status.next_run_at,
        nothing=not plan.items,
        reason=str(session.screen.get("reason", "")),
        notes=tuple(map(str, session.screen.get("notes", ()))),
    )


async def _remember(desk: Desk, fresh: Refreshed, plan: Plan) -> Session:
    """Store the hash; and base and draft too, as a new revision, when others' changes were taken in."""
    session = replace(fresh.session, reviewed_hash=plan.hash)
    if fresh.moved:
        return await desk.sessions.save(session, expected_revision=session.revision)
    if session.reviewed_hash != fresh.session.reviewed_hash:
        await desk.sessions.show(session)
    return session
