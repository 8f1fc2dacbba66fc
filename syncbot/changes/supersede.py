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

_ROUNDS: Final = 8
"""How often it is tried again when a vote or a reminder came first; more than come at the same moment."""

OVERTAKEN: Final = "The request that this would replace is {state} by now."
NOT_CONFIRMED: Final = "Nothing was confirmed by this press, and your edits are kept."
AS_ITS_OWN: Final = "Press again to make them a change of its own."


async def store_over(desk: Desk, session: Session, change: Change) -> Change:
    """Store `change`, end the request that the session edits, and forget the session, in one script.

    A repeated delivery answers what the first stored.

    Raises:
        Moved: The session is no longer at that revision.
        Gone: It is no longer there; or that request was decided or ended meanwhile: then it edits no request any more.
    """
    old = await _old(desk, session)
    for _ in range(_ROUNDS):
        if old is None or old.state is not State.AWAITING_APPROVAL:
            break
        ended = replace(old, state=State.SUPERSEDED, ended_at=change.created_at)
        try:
            _, stored = await desk.changes.amend(ended, new=change, session=session)
        except Moved:
            if (await desk.sessions.get(session.session_id, session.owner)).revision != session.revision:
                raise
            old = await _old(desk, session)
        else:
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
