"""`syncbot history SYNC`: what was changed of a sync, from what Redis keeps."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from syncbot import bootstrap
from syncbot.changes.account import account, lines
from syncbot.changes.find import sync_id_in

if TYPE_CHECKING:
    import argparse

    from syncbot.settings import Settings

NO_HISTORY: Final = "Nothing was changed of {sync_id} in the time that its history is kept, as far as syncbot has seen."
_STEP: Final = 50


async def tell(settings: Settings, given: argparse.Namespace) -> int:
    """Every entry, the newest first, as text or one JSON object a line. Raises StoreUnavailable."""
    sync_id = sync_id_in(given.sync) or given.sync
    skip = 0
    connection = bootstrap.connect_store(settings)
    try:
        past = bootstrap.open_history(settings, connection)
        while entries := await past.entries(sync_id, limit=_STEP, skip=skip):
            told = ([json.dumps(account(entry))] if given.json else lines(entry) for entry in entries)
            sys.stdout.writelines(f"{line}\n" for entry in told for line in entry)
            skip += _STEP
    finally:
        await connection.aclose()
    if not skip:
        sys.stderr.write(NO_HISTORY.format(sync_id=sync_id) + "\n")
    return 0
