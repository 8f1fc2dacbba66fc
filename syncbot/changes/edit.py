"""One edit of a draft."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Session
from syncbot.changes.permission import Role, require
from syncbot.errors import InvalidInput, Moved
from syncbot.sync.document import JsonObject

NEVER: Final = -1
"""A revision that no session has: saved at it, only an operation that was done before is answered."""

Edit = Callable[[JsonObject], JsonObject]
"""Takes a draft, returns a new one, raises InvalidInput."""


async def edit(
    desk: Desk,
    session: Session,
    fn: Edit,
    *,
    expected_revision: int,
    operation_id: str,
) -> Session:
    """Store what `fn` makes of the draft; a repeated `operation_id` answers what the first answered.

    `session` is as it was read for this very act, `expected_revision` what the person acted on. `fn` takes the draft
    and returns a new one; when it raises InvalidInput nothing is stored.

    Raises:
        Moved: The draft is no longer at `expected_revision`.
        Gone: There is no such draft any more.
        NotPermitted: Its owner may not edit.
    """
    await require(desk, session.owner, Role.EDIT)
    if session.revision == expected_revision:
        try:
            session = replace(session, draft=fn(session.draft))
        except InvalidInput:
            # What was done already cannot be done to what it left; its answer is what it left.
            with suppress(Moved):
                return await desk.sessions.save(session, expected_revision=NEVER, operation_id=operation_id)
            raise
    return await desk.sessions.save(session, expected_revision=expected_revision, operation_id=operation_id)
