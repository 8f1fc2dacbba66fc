"""What those who run a syncbot have done beforehand: the passphrases of encrypted syncs are kept."""

from __future__ import annotations

from collections.abc import Mapping

from syncbot.bootstrap import open_passphrases, opened_store
from syncbot.settings import Settings


async def keep(settings: Settings, passphrases: Mapping[str, str]) -> None:
    """Keep them, by the ids of their syncs, as `syncbot passphrase` does. Raises StoreUnavailable."""
    async with opened_store(settings) as connection:
        kept = open_passphrases(settings, connection)
        for sync_id, text in passphrases.items():
            await kept.put(sync_id, text)
