"""What Polytomic said exists, kept in Redis: `syncbot.changes.ports.Cache`."""

from __future__ import annotations

import json
from math import ceil
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from syncbot.store import keys
from syncbot.store.clock import RedisClock
from syncbot.store.records import pack, unpacked
from syncbot.store.seen import Kept, Seen

if TYPE_CHECKING:
    from syncbot.store.connection import Connection


class RedisCache:
    """Compressed JSON values with an age. A value is the same object as long as it is the same in Redis."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clock = RedisClock(connection)
        self._seen: Seen[Any] = Seen()
        self._get = connection.script("cache_get")

    async def get(self, key: str) -> tuple[Any, float] | None:
        """The value and its age in seconds, or None; sent and decoded only where this process does not have it."""
        asked_at, had = self._connection.timepiece.now(), self._seen.get(key)
        answer = await self._get([keys.cached(key), keys.CLOCK_OFFSET], had.mark if had else "")
        if answer is None:
            return None
        time, mark, put_at, ttl_seconds, *packed = answer
        age = self._clock.read(time, asked_at=asked_at) - float(put_at)
        kept = self._keep(key, mark.decode(), *packed) if packed or had is None else had
        return (kept.value, age) if age < float(ttl_seconds) else None

    def _keep(self, key: str, mark: str, packed: bytes) -> Kept[Any]:
        text = unpacked(packed)
        kept = Kept(mark, json.loads(text), len(text))
        self._seen.keep(key, kept)
        return kept

    async def put(self, key: str, value: Any, *, ttl_seconds: float) -> None:  # noqa: ANN401 -- any JSON value
        """Keep the value for that long, replacing the one before."""
        name = keys.cached(key)
        stored = {"mark": uuid4().hex, "put_at": await self._clock.now(), "ttl_seconds": ttl_seconds}
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.hset(name, mapping={**stored, "packed": pack(value)})
            pipe.expire(name, ceil(ttl_seconds))
            await pipe.execute()
