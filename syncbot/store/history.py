"""What was done to each sync, and how it last looked, in Redis: `syncbot.changes.ports.History`."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from syncbot.changes.states import State
from syncbot.errors import Gone
from syncbot.store import keys
from syncbot.store.clock import RedisClock
from syncbot.store.records import CHANGES, pack, unpack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from syncbot.changes.model import Change
    from syncbot.store.connection import Connection
    from syncbot.sync.document import JsonObject

AT_A_TIME: Final = 2
log = logging.getLogger(__name__)

DAYS: Final = 90
_DAY_SECONDS: Final = 24 * 3600

FORGOTTEN: Final = "This change is no longer in the history."
FORGOTTEN_NEXT: Final = "Open the history again to see what is kept."


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
            if change.actor and change.state is State.APPLIED:
                pipe.zadd(keys.WRITTEN, {change.sync_id: ended_at}, gt=True)
                pipe.zremrangebyscore(keys.WRITTEN, "-inf", now - self._life)
            await pipe.execute()

    async def entries(self, sync_id: str, *, limit: int, skip: int = 0) -> tuple[Change, ...]:
        """The changes recorded for that sync, the last ended first, without the first `skip`."""
        _, found = await self._some(sync_id, skip, limit)
        return tuple(found)

    async def latest_first(self, sync_id: str, *, skip: int = 0) -> AsyncIterator[Change]:
        """The same, all of them, a few at a time; see the port."""
        more = True
        while more:
            more, found = await self._some(sync_id, skip, AT_A_TIME)
            skip += AT_A_TIME
            for change in found:
                yield change

    async def _some(self, sync_id: str, skip: int, limit: int) -> tuple[bool, list[Change]]:
        """Whether the index goes on so far, and those there that are still kept."""
        async with self._connection.quickly() as redis:
            recorded = await redis.zrange(keys.history(sync_id), skip, skip + limit - 1, desc=True)
            packed = await redis.mget([keys.record(one.decode()) for one in recorded]) if recorded else []
        return bool(recorded), [change async for change in _read(packed)]

    async def entry(self, change_id: str) -> Change:
        """One recorded change. Raises Gone."""
        async with self._connection.quickly() as redis:
            packed = await redis.get(keys.record(change_id))
        if packed is None:
            raise Gone(FORGOTTEN, next_step=FORGOTTEN_NEXT)
        return CHANGES.value(unpack(packed))

    async def note_known(self, sync_id: str, doc: JsonObject) -> None:
        """Keep `doc` as the last known state of the sync."""
        now = await self._clock.now()
        since = keys.known_since(sync_id)
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.set(keys.last_known(sync_id), pack([doc, now]), ex=self._life)
            pipe.set(since, repr(now), nx=True)
            pipe.expire(since, self._life)
            await pipe.execute()

    async def last_known(self, sync_id: str) -> tuple[JsonObject, float] | None:
        """The last known state and when it was noted, or None."""
        async with self._connection.quickly() as redis:
            packed = await redis.get(keys.last_known(sync_id))
        if packed is None:
            return None
        doc, at = unpack(packed)
        return doc, at

    async def known_since(self, sync_id: str) -> float | None:
        """When the sync was first noted, at most as long ago as history is kept; None when it never was."""
        now = await self._clock.now()
        async with self._connection.quickly() as redis:
            since = await redis.get(keys.known_since(sync_id))
        return None if since is None else max(float(since), now - self._life)

    async def written_since(self, at: float) -> tuple[str, ...]:
        """The ids of the syncs that were changed through syncbot since then, the last changed first."""
        async with self._connection.quickly() as redis:
            found = await redis.zrevrangebyscore(keys.WRITTEN, "+inf", at)
        return tuple(sync_id.decode() for sync_id in found)

    async def mark_told(self, change_id: str) -> None:
        """Remember that people were told of an entry that was seen from outside."""
        async with self._connection.quickly() as redis:
            await redis.set(keys.told(change_id), 1, ex=self._life)

    async def is_told(self, change_id: str) -> bool:
        """Whether people were told of it."""
        async with self._connection.quickly() as redis:
            return bool(await redis.exists(keys.told(change_id)))


async def _read(packed: Iterable[bytes | None]) -> AsyncIterator[Change]:
    """Those that are still kept; without one that cannot be read, which may not keep the others back."""
    for one in packed:
        if one is None:
            continue
        try:
            yield CHANGES.value(unpack(one))
        except (ValueError, LookupError):
            log.exception("A recorded change cannot be read")
        await asyncio.sleep(0)  # of a large sync each takes a while: others have a turn in between
