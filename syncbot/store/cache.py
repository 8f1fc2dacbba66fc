"""Values that may be read again, kept in Redis for a while: `syncbot.changes.choices.Cache`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from syncbot.store import keys
from syncbot.store.clock import RedisClock
from syncbot.store.records import pack, unpacked
from syncbot.store.seen import Kept, Seen

if TYPE_CHECKING:
    from syncbot.store.connection import Connection


@dataclass(frozen=True, slots=True)
class _Told:
    """What Redis said of a value: when by the monotonic clock, how old it was, and how old it may become."""

    at: float
    age: float
    ttl_seconds: float


class RedisCache:
    """Compressed JSON values with an age. A value is the same object as long as it is the same in Redis.

    Args:
        sure_seconds: For how long what Redis said of a value is taken for true without asking again, so that of one
            that another process puts this one hears so much later.
    """

    def __init__(self, connection: Connection, *, sure_seconds: float = 0.0) -> None:
        self._connection = connection
        self._sure_seconds = sure_seconds
        self._told: dict[str, _Told] = {}
        self._clock = RedisClock(connection)
        self._seen: Seen[Any] = Seen()
        self._get = connection.script("cache_get")

    async def get(self, key: str) -> tuple[Any, float] | None:
        """The value and its age in seconds, or None; sent and decoded only where this process does not have it."""
        had, told = self._seen.get(key), self._told.get(key)
        since = monotonic() - told.at if told else 0.0
        if had and told and since < self._sure_seconds:
            return (had.value, told.age + since) if told.age + since < told.ttl_seconds else None
        asked_at = self._connection.timepiece.now()
        answer = await self._get([keys.cached(key), keys.CLOCK_OFFSET], had.mark if had else "")
        if answer is None:
            return None
        now, mark, put_at, ttl_seconds, *packed = answer
        told = _Told(monotonic(), self._clock.read(now, asked_at=asked_at) - float(put_at), float(ttl_seconds))
        kept = self._keep(key, mark.decode(), *packed) if packed or had is None else had
        self._told[key] = told
        return (kept.value, told.age) if told.age < told.ttl_seconds else None

    def _keep(self, key: str, mark: str, packed: bytes) -> Kept[Any]:
        text = unpacked(packed)
        kept = Kept(mark, json.loads(text), len(text))
        self._seen.keep(key, kept)
        return kept

    async def put(self, key: str, value: Any, *, ttl_seconds: float) -> None:
        """Keep the value for that long, replacing the one before."""
        self._told.pop(key, None)
        name = keys.cached(key)
        stored = {"mark": uuid4().hex, "put_at": await self._clock.now(), "ttl_seconds": ttl_seconds}
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.hset(name, mapping={**stored, "packed": pack(value)})
            pipe.expire(name, ceil(ttl_seconds))
            await pipe.execute()
