"""Encryption passphrases in Redis, encrypted: `syncbot.changes.ports.Secrets`, and what `syncbot passphrase` does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from syncbot.errors import Misconfigured, SecretMissing
from syncbot.store import keys
from syncbot.store.records import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncbot.store.connection import Connection

BAD_KEY: Final = "SYNCBOT_SECRET_KEY must hold one or more Fernet keys, separated by commas."
NOT_OPENED: Final = "A passphrase is kept for this sync, but no key in SYNCBOT_SECRET_KEY opens it."
NOT_OPENED_NOT_DONE: Final = "Nothing was written."
NOT_OPENED_NEXT: Final = (
    "Give the passphrase again with “syncbot passphrase”, or put the former key back behind the new one."
)


class Passphrases:
    """One passphrase a sync, sealed together with the sync's id, so that one sync's cannot pass for another's.

    Args:
        secret_keys: Fernet keys; the first encrypts, all decrypt.

    Raises:
        Misconfigured: A key is none. The message does not repeat it.
    """

    def __init__(self, connection: Connection, *, secret_keys: Sequence[str]) -> None:
        self._connection = connection
        try:
            self._fernet = MultiFernet([Fernet(key) for key in secret_keys])
        except ValueError as exc:
            raise Misconfigured((BAD_KEY,)) from exc

    async def put(self, sync_id: str, passphrase: str) -> None:
        """Keep it, replacing the one before. Raises StoreUnavailable."""
        sealed = self._fernet.encrypt(text_of([sync_id, passphrase]).encode())
        async with self._connection.quickly() as redis:
            await redis.set(keys.passphrase(sync_id), sealed)

    async def forget(self, sync_id: str) -> None:
        """Forget it; silently nothing when none is kept. Raises StoreUnavailable."""
        async with self._connection.quickly() as redis:
            await redis.delete(keys.passphrase(sync_id))

    async def passphrase(self, sync_id: str) -> str | None:
        """The passphrase, or None when none is kept. Raises SecretMissing when none of the keys opens the one kept."""
        async with self._connection.quickly() as redis:
            sealed = await redis.get(keys.passphrase(sync_id))
        return None if sealed is None else self._opened(sync_id, sealed)

    def _opened(self, sync_id: str, sealed: bytes) -> str:
        try:
            sealed_for, passphrase = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as exc:
            raise _not_opened() from exc
        if sealed_for != sync_id:
            raise _not_opened()
        return str(passphrase)


def _not_opened() -> SecretMissing:
    return SecretMissing(NOT_OPENED, not_done=NOT_OPENED_NOT_DONE, next_step=NOT_OPENED_NEXT)
