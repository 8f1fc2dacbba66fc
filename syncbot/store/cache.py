"""What Polytomic said exists, kept in Redis: `syncbot.changes.ports.Cache`."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from syncbot.store import keys
from syncbot.store.clock import RedisClock
from syncbot.store.records import pack, unpack

if TYPE_CHECKING:
    from syncbot.store.connection import Connection


class RedisCache:
    """Compressed JSON values with an age."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clock = RedisClock(connection)

    async def get(self, key: str) -> tuple[Any, float] | None:
        """The value and its age in seconds, or None."""
        async with self._connection.quickly() as redis:
            packed = await redis.get(keys.cached(key))
        if packed is None:
            return None
        put_at, ttl_seconds, value = unpack(packed)
        age = await self._clock.now() - put_at
        return (value, age) if age < ttl_seconds else None

    async def put(self, key: str, value: Any, *, ttl_seconds: float) -> None:  # noqa: ANN401 -- any JSON value
        """Keep the value for that long, replacing the one before."""
        packed = pack([await self._clock.now(), ttl_seconds, value])
        async with self._connection.quickly() as redis:
            await redis.set(keys.cached(key), packed, ex=ceil(ttl_seconds))
