"""Make a draft again of a change that was not written."""

from __future__ import annotations

import secrets
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.emergency import is_request
from syncbot.changes.model import Session
from syncbot.changes.permission import UNCHANGED, Role, require
from syncbot.changes.states import State
from syncbot.changes.supersede import SUPERSEDES
from syncbot.errors import Gone, NotPermitted

NOT_YOURS: Final = "Another person made this change, so only they go on with it."
NOT_YOURS_NEXT: Final = "Open the sync yourself with /sync edit."
WRITTEN: Final = "This change was written, or may still be, so it is not made a second time."

_NOT_WRITTEN: Final = frozenset(
    {State.CONFLICTED, State.FAILED, State.VOID, State.REJECTED, State.EXPIRED, State.CANCELLED, State.SUPERSEDED}
)


async def reopen(desk: Desk, change_id: str, actor: str) -> Session:
    """A session with the change's base and draft; the review carries it over to what is there now.

    It becomes the actor's draft of that sync unless they have one, which is left alone. Of a request that waits, it is
    the edit: its confirm takes the request's place.

    Raises:
        NotPermitted: The actor may not edit, or the change is another person's.
        Gone: The change is not kept any more, or was written.
    """
    await require(desk, actor, Role.EDIT)
    change = await desk.changes.get(change_id)
    if change.actor != actor:
        raise NotPermitted(NOT_YOURS, not_done=UNCHANGED, next_step=NOT_YOURS_NEXT)
    waits = change.state is State.AWAITING_APPROVAL and not is_request(change)
    if change.state not in _NOT_WRITTEN and not waits:
        raise Gone(WRITTEN, not_done=UNCHANGED)
    session = Session(
        session_id=secrets.token_urlsafe(16),
        owner=actor,
        sync_id=change.sync_id,
        base=change.base,
        draft=change.draft,
        revision=0,
        based_at=min(change.created_at, await desk.clock.now() - desk.timings.base_fresh - 1),
        direct=await desk.sessions.own_draft(actor, change.sync_id) is not None,
        screen={
            **({"reason": change.reason} if change.reason else {}),
            **({SUPERSEDES: change.change_id} if waits else {}),
        },
    )
    await desk.sessions.create(session)
    return session
