"""`syncbot passphrase SYNC`: keep or forget the encryption passphrase of a sync."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Final

from syncbot import bootstrap
from syncbot.commands.meant import sync_meant
from syncbot.errors import Missing, NotFound, RemoteFault
from syncbot.sync.document import needs_passphrase

if TYPE_CHECKING:
    import argparse

    from syncbot.changes.find import Match
    from syncbot.settings import Settings

ASK: Final = "Passphrase of {sync} (not shown): "
EMPTY: Final = "No passphrase was given, so nothing was kept."
KEPT: Final = "Kept, encrypted. It is sent with every full write of {sync}."
FORGOTTEN: Final = "Forgotten. Until one is set again, only pause and resume can be written to {sync}."
NO_SUCH_SYNC: Final = "Polytomic has no sync with the id {sync_id}, or does not show it to syncbot's API key."
NOTHING_KEPT: Final = "Nothing was kept."
NOT_CHECKED: Final = "Whether there is such a sync was not checked. {why}"
NOT_ENCRYPTED: Final = "{sync} has no encrypted mapping now; the passphrase is sent all the same."


async def keep(settings: Settings, given: argparse.Namespace) -> int:
    """Ask for it and keep it, or forget the one that is kept; forgetting does not need the sync to be there.

    Raises:
        NotFound: Polytomic has no such sync, or the name means none or several.
        RemoteFault: Polytomic did not give the names of syncs.
        StoreUnavailable: Redis did not answer.
    """
    sync = await sync_meant(settings, given.sync)
    called = sync.name or sync.sync_id
    if not given.forget:
        called = await _checked(settings, sync)
    text = "" if given.forget else _asked(called)
    if not given.forget and not text:
        sys.stderr.write(EMPTY + "\n")
        return 1
    async with bootstrap.opened_store(settings) as connection:
        kept = bootstrap.open_passphrases(settings, connection)
        await (kept.forget(sync.sync_id) if given.forget else kept.put(sync.sync_id, text))
    sys.stdout.write((FORGOTTEN if given.forget else KEPT).format(sync=called) + "\n")
    return 0


async def _checked(settings: Settings, sync: Match) -> str:
    """What the sync is called, when Polytomic has it; when Polytomic does not answer, that is said and not in the way.

    Raises:
        NotFound: Polytomic says that there is none.
    """
    try:
        async with bootstrap.open_polytomic(settings) as polytomic:
            doc = await polytomic.get_sync(sync.sync_id)
    except Missing as exc:
        raise NotFound(NO_SUCH_SYNC.format(sync_id=sync.sync_id), not_done=NOTHING_KEPT) from exc
    except RemoteFault as fault:
        sys.stderr.write(NOT_CHECKED.format(why=fault.what) + "\n")
        return sync.name or sync.sync_id
    called = str(doc.get("name") or sync.sync_id)
    if not needs_passphrase(doc):
        sys.stderr.write(NOT_ENCRYPTED.format(sync=called) + "\n")
    return called


def _asked(sync: str) -> str:
    """The passphrase from the terminal without echo, or the whole of standard input without its last line break."""
    if sys.stdin.isatty():
        return getpass.getpass(ASK.format(sync=sync))
    return sys.stdin.read().removesuffix("\n").removesuffix("\r")
