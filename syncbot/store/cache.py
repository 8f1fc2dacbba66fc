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

    async def get(self, key: str) -> tuple[Any, float] | None:
        """The value and its age in seconds, or None."""
        asked_at = self._connection.timepiece.now()
        async with self._connection.quickly() as redis, redis.pipeline(transaction=False) as pipe:
            pipe.hmget(keys.cached(key), ["mark", "put_at", "ttl_seconds"])
            self._clock.ask(pipe)
            (mark, put_at, ttl_seconds), *time = await pipe.execute()
        if mark is None:
            return None
        age = self._clock.read(*time, asked_at=asked_at) - float(put_at)
        kept = self._seen.get(key)
        if kept is None or kept.mark != mark.decode():
            kept = await self._read(key)
        return (kept.value, age) if kept and age < float(ttl_seconds) else None

    async def _read(self, key: str) -> Kept[Any] | None:
        async with self._connection.quickly() as redis:
            mark, packed = await redis.hmget(keys.cached(key), ["mark", "packed"])
        if mark is None:
            return None
        text = unpacked(packed)
        kept = Kept(mark.decode(), json.loads(text), len(text))
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
