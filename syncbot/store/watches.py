"""What is watched, in Redis: `syncbot.changes.watch.Watches`."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Final

from syncbot.changes.watch import Watch
from syncbot.store import keys
from syncbot.store.clock import RedisClock
from syncbot.store.records import Record, text_of

if TYPE_CHECKING:
    from syncbot.store.connection import Connection

log = logging.getLogger(__name__)

AT_ONCE: Final = 16
"""The most watches that one take gives."""

LIFE_SECONDS: Final = 90 * 24 * 3600
WATCHES: Final = Record(Watch)


class RedisWatches:
    """A sorted set of ids by when they are due, and a record for each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clock = RedisClock(connection)
        self._take = connection.script("watch_take")

    async def put(self, watch: Watch, *, due_in: float) -> None:
        """Store it, in place of the one with its id, due after so many seconds."""
        due = await self._clock.now() + due_in
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.set(keys.watch(watch.watch_id), text_of(WATCHES.plain(watch)), ex=LIFE_SECONDS)
            pipe.zadd(keys.WATCHES, {watch.watch_id: due})
            await pipe.execute()

    async def add(self, watch: Watch, *, due_in: float) -> bool:
        """Store it unless there is one with its id; whether it was stored."""
        due = await self._clock.now() + due_in
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.set(keys.watch(watch.watch_id), text_of(WATCHES.plain(watch)), ex=LIFE_SECONDS, nx=True)
            pipe.zadd(keys.WATCHES, {watch.watch_id: due}, nx=True)
            stored, _ = await pipe.execute()
        return bool(stored)

    async def take(self, *, hold: float) -> tuple[Watch, ...]:
        """Those that are due; each is due again after `hold` seconds."""
        now = await self._clock.now()
        ids = await self._take([keys.WATCHES], now, now + hold, AT_ONCE)
        if not ids:
            return ()
        async with self._connection.quickly() as redis:
            stored = await redis.mget([keys.watch(one.decode()) for one in ids])
            gone = [one for one, record in zip(ids, stored, strict=True) if record is None]
            if gone:
                await redis.zrem(keys.WATCHES, *gone)
        return tuple(watch for record in stored if record is not None and (watch := _read(record)) is not None)

    async def drop(self, watch_id: str) -> None:
        """Forget it; silently nothing when it is gone."""
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.zrem(keys.WATCHES, watch_id)
            pipe.delete(keys.watch(watch_id))
            await pipe.execute()


def _read(record: bytes) -> Watch | None:
    """None, and a line in the log, for one that cannot be read: a newer version may know it, and the others go on."""
    try:
        return WATCHES.value(json.loads(record))
    except ValueError:
        log.exception("A stored watch cannot be read")
        return None
