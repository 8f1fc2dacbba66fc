"""Put an edited request in the place of the one that it was made from."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change, Session
from syncbot.changes.states import State
from syncbot.errors import Gone, Moved

SUPERSEDES: Final = "supersedes"
"""Where a session's screen has the id of the request that it edits."""

OVERTAKEN: Final = "The request that this would replace is {state} by now."
NOT_CONFIRMED: Final = "Nothing was confirmed by this press, and your edits are kept."
AS_ITS_OWN: Final = "Press again to make them a change of its own."


async def store_over(desk: Desk, session: Session, change: Change) -> Change:
    """Store `change` and end the request that the session edits, in one script; then forget the session.

    A repeated delivery answers what the first stored.

    Raises:
        Gone: That request was decided, or ended, meanwhile; from now on the session edits no request.
    """
    old = await _old(desk, session)
    if old is not None and old.state is State.AWAITING_APPROVAL:
        ended = replace(old, state=State.SUPERSEDED, ended_at=change.created_at)
        try:
            _, stored = await desk.changes.amend(ended, new=change)
        except Moved:
            old = await _old(desk, session)
        else:
            await desk.sessions.discard(session.session_id, session.owner)
            return stored
    try:
        return await desk.changes.get(change.change_id)
    except Gone:
        raise await _overtaken(desk, session, old) from None


async def _old(desk: Desk, session: Session) -> Change | None:
    try:
        return await desk.changes.get(str(session.screen[SUPERSEDES]))
    except Gone:
        return None


async def _overtaken(desk: Desk, session: Session, old: Change | None) -> Gone:
    screen = {key: value for key, value in session.screen.items() if key != SUPERSEDES}
    await desk.sessions.show(replace(session, screen=screen))
    state = old.state.replace("_", " ") if old else "not kept"
    return Gone(OVERTAKEN.format(state=state), not_done=NOT_CONFIRMED, next_step=AS_ITS_OWN)
