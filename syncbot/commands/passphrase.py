"""`syncbot passphrase SYNC`: keep or forget the encryption passphrase of a sync."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Final

from syncbot import bootstrap

if TYPE_CHECKING:
    import argparse

    from syncbot.settings import Settings

ASK: Final = "Passphrase of sync {sync_id} (not shown): "
EMPTY: Final = "No passphrase was given, so nothing was kept."
KEPT: Final = "Kept, encrypted. It is sent with every full write of {sync_id}."
FORGOTTEN: Final = "Forgotten. Until one is set again, only pause and resume can be written to {sync_id}."


async def keep(settings: Settings, given: argparse.Namespace) -> int:
    """Ask for it and keep it, or forget the one that is kept. Raises StoreUnavailable."""
    text = "" if given.forget else _asked(given.sync)
    if not given.forget and not text:
        sys.stderr.write(EMPTY + "\n")
        return 1
    connection = bootstrap.connect_store(settings)
    try:
        kept = bootstrap.open_passphrases(settings, connection)
        await (kept.forget(given.sync) if given.forget else kept.put(given.sync, text))
    finally:
        await connection.aclose()
    sys.stdout.write((FORGOTTEN if given.forget else KEPT).format(sync_id=given.sync) + "\n")
    return 0


def _asked(sync_id: str) -> str:
    """The passphrase from the terminal without echo, or the whole of standard input without its last line break."""
    if sys.stdin.isatty():
        return getpass.getpass(ASK.format(sync_id=sync_id))
    return sys.stdin.read().removesuffix("\n").removesuffix("\r")
