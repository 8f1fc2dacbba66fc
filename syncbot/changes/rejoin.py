"""Go on with a draft: what others changed meanwhile is taken in before it is shown."""

from __future__ import annotations

from dataclasses import replace

from syncbot.changes.desk import Desk
from syncbot.changes.model import Session
from syncbot.changes.permission import Role, require
from syncbot.changes.refresh import refresh
from syncbot.errors import Moved, RemoteFault
from syncbot.sync.phrases import counted

CLASHES = "Somebody else changed {fields} that you changed too. The review asks which to keep."
NOT_READ = "Polytomic did not give the sync now, so this is the draft on the sync as it was read {age}."
AGO = "{time} ago"


async def rejoin(desk: Desk, session_id: str, actor: str) -> Session:
    """The draft on the sync as it is now; what was merged stands in `screen["theirs"]`, other news in `["news"]`.

    Where both sides changed a field the draft stays as it is, and its review asks. A Polytomic that does not answer
    is no reason to keep somebody from their draft.

    Raises:
        NotPermitted, Gone: The actor may not edit, or has no such draft.
    """
    await require(desk, actor, Role.EDIT)
    session = await desk.sessions.get(session_id, actor)
    try:
        fresh = await refresh(desk, session)
    except RemoteFault:
        return _with_news(session, NOT_READ.format(age=_age(await desk.clock.now() - session.based_at)))
    if fresh.clashes:
        return _with_news(session, CLASHES.format(fields=counted(len(fresh.clashes), "field")))
    if not fresh.moved:
        return _with_news(session, "")
    try:
        return await desk.sessions.save(_with_news(fresh.session, ""), expected_revision=session.revision)
    except Moved:  # another window was faster: what it stored is what there is
        return await desk.sessions.get(session_id, actor)


def _with_news(session: Session, news: str) -> Session:
    kept = {key: value for key, value in session.screen.items() if key != "news"}
    return replace(session, screen={**kept, **({"news": news} if news else {})})


def _age(seconds: float) -> str:
    for unit, length in (("day", 86400), ("hour", 3600)):
        if seconds >= 2 * length:
            return AGO.format(time=counted(int(seconds // length), unit))
    return AGO.format(time=counted(max(1, int(seconds // 60)), "minute"))
