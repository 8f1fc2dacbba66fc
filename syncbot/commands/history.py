"""`syncbot history SYNC`: what was changed of a sync, from what Redis keeps."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Final

from syncbot import bootstrap
from syncbot.changes.account import account, lines, people_of
from syncbot.commands.meant import sync_meant

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from syncbot.changes.model import Change
    from syncbot.changes.ports import People
    from syncbot.settings import Settings

NO_HISTORY: Final = "Nothing was changed of {sync} in the time that its history is kept, as far as syncbot has seen."
_STEP: Final = 50


async def tell(settings: Settings, given: argparse.Namespace) -> int:
    """Every entry, the newest first, as text or one JSON object a line.

    Raises:
        NotFound, RemoteFault: As `sync_meant`.
        StoreUnavailable: Redis did not answer.
    """
    sync = await sync_meant(settings, given.sync)
    people = bootstrap.open_people(settings)
    skip = 0
    async with bootstrap.opened_store(settings) as connection:
        past = bootstrap.open_history(settings, connection)
        while entries := await past.entries(sync.sync_id, limit=_STEP, skip=skip):
            names = {} if given.json else await _names(people, entries)
            told = ([json.dumps(account(entry))] if given.json else lines(entry, names) for entry in entries)
            sys.stdout.writelines(f"{line}\n" for entry in told for line in entry)
            skip += _STEP
    if not skip:
        sys.stderr.write(NO_HISTORY.format(sync=sync.name or sync.sync_id) + "\n")
    return 0


async def _names(people: People, entries: tuple[Change, ...]) -> Mapping[str, str]:
    """What the people of these entries are called, as far as Slack tells in time."""
    ids = sorted(frozenset().union(*map(people_of, entries)))
    return dict(zip(ids, await asyncio.gather(*map(people.name_of, ids)), strict=True))
