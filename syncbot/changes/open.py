"""Open a sync for editing."""

from __future__ import annotations

import secrets

from syncbot.changes.desk import Desk
from syncbot.changes.model import Session
from syncbot.changes.noticing import read_sync
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import shape_in
from syncbot.sync.document import configuration


async def open_session(desk: Desk, actor: str, sync_id: str, *, direct: bool = False) -> Session:
    """Read the sync and store a session on it, its draft being what was read.

    `direct` is for a command that goes straight to review: it leaves the actor's draft of that sync alone, while
    without it the new session takes that draft's place.

    Raises:
        NotPermitted: The actor may not edit.
        RemoteFault: Polytomic did not give the sync.
        StoreUnavailable: Redis did not answer.
    """
    await require(desk, actor, Role.EDIT)
    doc = await read_sync(desk, sync_id)
    session = Session(
        session_id=secrets.token_urlsafe(16),
        owner=actor,
        sync_id=sync_id,
        base=doc,
        draft=configuration(doc, shape_in(desk, doc)),
        revision=0,
        based_at=await desk.clock.now(),
        direct=direct,
    )
    await desk.sessions.create(session)
    return session
