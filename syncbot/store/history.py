"""What was done to each sync, and how it last looked, in Redis: `syncbot.changes.ports.History`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncbot.store import keys
from syncbot.store.clock import RedisClock
from syncbot.store.records import CHANGES, pack, unpack

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from syncbot.store.connection import Connection
    from syncbot.sync.document import JsonObject

DAYS: Final = 90
_DAY_SECONDS: Final = 24 * 3600


class RedisHistory:
    """Recorded changes as compressed JSON.

    Args:
        days: How long a record, and a last known state, is kept.
    """

    def __init__(self, connection: Connection, *, days: int = DAYS) -> None:
        self._connection = connection
        self._clock = RedisClock(connection)
        self._life = days * _DAY_SECONDS

    async def append(self, change: Change) -> None:
        """Record an ended change; a second time for the same change replaces the first."""
        now = await self._clock.now()
        ended_at = now if change.ended_at is None else change.ended_at
        index = keys.history(change.sync_id)
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.set(keys.record(change.change_id), pack(CHANGES.plain(change)), ex=self._life)
            pipe.zadd(index, {change.change_id: ended_at})
            pipe.zremrangebyscore(index, "-inf", now - self._life)
            pipe.expire(index, self._life)
            await pipe.execute()

    async def entries(self, sync_id: str, *, limit: int) -> tuple[Change, ...]:
        """The changes recorded for that sync, the last ended first."""
        async with self._connection.quickly() as redis:
            recorded = await redis.zrange(keys.history(sync_id), 0, limit - 1, desc=True)
            if not recorded:
                return ()
            packed = await redis.mget([keys.record(change_id.decode()) for change_id in recorded])
        return tuple(CHANGES.value(unpack(one)) for one in packed if one is not None)

    async def note_known(self, sync_id: str, doc: JsonObject) -> None:
        """Keep `doc` as the last known state of the sync."""
        packed = pack([doc, await self._clock.now()])
        async with self._connection.quickly() as redis:
            await redis.set(keys.last_known(sync_id), packed, ex=self._life)

    async def last_known(self, sync_id: str) -> tuple[JsonObject, float] | None:
        """The last known state and when it was noted, or None."""
        async with self._connection.quickly() as redis:
            packed = await redis.get(keys.last_known(sync_id))
        if packed is None:
            return None
        doc, at = unpack(packed)
        return doc, at
