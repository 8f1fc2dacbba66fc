"""One change at a time on a sync, in Redis: `syncbot.changes.ports.Leases`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncbot.store import keys

if TYPE_CHECKING:
    from syncbot.store.connection import Connection

TTL_SECONDS: Final = 45.0
"""Longer than the total deadline of a write to Polytomic."""
PATIENCE_SECONDS: Final = 2.0
"""How long one who asked before others is waited for: several times as long as it waits before it asks again."""


class RedisLeases:
    """Leases, each owned by a change and not by a process.

    Args:
        ttl_seconds: How long one lasts without being renewed.
    """

    def __init__(self, connection: Connection, *, ttl_seconds: float = TTL_SECONDS) -> None:
        self._connection = connection
        self._ttl_ms = round(ttl_seconds * 1000)
        self._ask = connection.script("lease_ask")
        self._release = connection.script("lease_release")

    async def take(self, sync_id: str, change_id: str) -> bool:
        """Take or renew the sync's lease; see the port."""
        named = [keys.lease(sync_id), keys.applying(sync_id), keys.line(sync_id)]
        patience_ms = round(PATIENCE_SECONDS * 1000)
        return bool(await self._ask(named, change_id, self._ttl_ms, patience_ms, keys.asking(sync_id, "")))

    async def seconds_left(self, sync_id: str, change_id: str) -> float:
        """How long this change still has the lease; 0 when it has not."""
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.get(keys.lease(sync_id))
            pipe.pttl(keys.lease(sync_id))
            holder, left_ms = await pipe.execute()
        return max(0, left_ms) / 1000 if holder == change_id.encode() else 0.0

    async def release(self, sync_id: str, change_id: str) -> None:
        """Give it back; silently nothing when it was not this change's."""
        await self._release([keys.lease(sync_id)], change_id)
