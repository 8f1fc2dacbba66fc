"""The passphrase of an encrypted sync, fetched just before a full write and kept nowhere."""

from __future__ import annotations

from typing import Final

from syncbot.changes.desk import Desk
from syncbot.errors import SecretMissing
from syncbot.sync.document import JsonObject, needs_passphrase

NOT_KEPT: Final = (
    "This sync has encrypted mappings, and syncbot keeps no passphrase for it. Writing the whole sync without the "
    "passphrase would clear it."
)
NOT_WRITTEN: Final = "Nothing was written."
NEXT_STEP: Final = (
    "Ask whoever runs syncbot for “syncbot passphrase {sync_id}”. Only pausing and resuming work without."
)


async def passphrase_for(desk: Desk, sync_id: str, *docs: JsonObject) -> str | None:
    """The passphrase to send with a full write, or None when none is kept and none is needed.

    `docs` are the states between which the write leads; one encrypted mapping in any of them needs the passphrase.

    Raises:
        SecretMissing: One is needed and not at hand.
    """
    needed = any(map(needs_passphrase, docs))
    try:
        kept = await desk.secrets.passphrase(sync_id)
    except SecretMissing:
        if needed:
            raise
        return None
    if needed and kept is None:
        step = NEXT_STEP.format(sync_id=sync_id)
        raise SecretMissing(NOT_KEPT, not_done=NOT_WRITTEN, next_step=step)
    return kept
