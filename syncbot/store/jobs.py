"""The queue in Redis: `syncbot.changes.ports.Jobs` as a stream with a consumer group. Works on Redis 6.2.

A job stays with the worker that took it until `done` or until the worker has not kept it for `reclaim_seconds`; then
the next `take` of anybody gets it. Idle times are Redis's own, whatever the clock's offset.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from redis.exceptions import ResponseError

from syncbot.changes.ports import Job, JobKind
from syncbot.store import keys
from syncbot.store.connection import LONGEST_WAIT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncbot.store.connection import Client, Connection

log = logging.getLogger(__name__)

RECLAIM_SECONDS: Final = 15.0
GONE_SECONDS: Final = 3600.0
UNREADABLE_TRIES: Final = 240
"""How often an entry that cannot be read is left to others: where versions are mixed, a newer one may know it."""
TURN_MS: Final = 60_000
"""How long the turn to sweep stays with a worker that does not take it again: twice the time between two sweeps."""
AT_ONCE: Final = 8
"""The most jobs that one take gives."""

MOST_STEPS: Final = 25
"""How many steps one look at the jobs of others takes at most; the next look goes on from there."""
FROM_THE_FIRST: Final = b"0-0"

_Entry = tuple[bytes, dict[bytes, bytes]]


class RedisJobs:
    """The queue.

    Args:
        reclaim_seconds: How long a worker may be silent about a job.
        gone_seconds: After how long a worker that asks for nothing and has no job is forgotten.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        reclaim_seconds: float = RECLAIM_SECONDS,
        gone_seconds: float = GONE_SECONDS,
    ) -> None:
        self._connection = connection
        self._reclaim_ms = round(reclaim_seconds * 1000)
        self._gone_ms = round(gone_seconds * 1000)
        self._looked_to = FROM_THE_FIRST
        self._look_again = min(LONGEST_WAIT_SECONDS, reclaim_seconds / 2)
        self._keep = connection.script("job_keep")
        self._take_turn = connection.script("lease_take")
        self._forget = connection.script("jobs_forget")

    async def take(self, worker: str, *, wait_seconds: float) -> tuple[Job, ...]:
        """New jobs, and those whose worker has not kept them for the reclaim time. Empty after `wait_seconds`."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + wait_seconds
        while True:
            if stale := await self._reclaimed(worker):
                return stale
            left = max(0.0, ends - loop.time())
            if fresh := await self._fresh(worker, min(left, self._look_again)):
                return fresh
            if loop.time() >= ends:
                return ()

    async def keep(self, worker: str, job: Job) -> bool:
        """Say that `worker` is still on it; False when another worker has it by now, or it was done."""
        return bool(await self._keep([keys.JOBS], keys.WORKERS, worker, job.job_id))

    async def turn(self, worker: str) -> bool:
        """Take or keep the turn to sweep; False when another worker has it, who kept it a short while ago."""
        return bool(await self._take_turn([keys.SWEEPER, keys.SWEEPER], worker, TURN_MS))

    async def forget_gone(self) -> int:
        """Forget the workers that are gone; how many. One that is there after all is known again by its next take."""
        return int(await self._forget([keys.JOBS], keys.WORKERS, self._gone_ms))

    async def done(self, job: Job) -> None:
        """Acknowledge it; silently nothing when it was."""
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.xack(keys.JOBS, keys.WORKERS, job.job_id)
            pipe.xdel(keys.JOBS, job.job_id)
            await pipe.execute()

    async def _reclaimed(self, worker: str) -> tuple[Job, ...]:
        async with self._connection.quickly() as redis:
            try:
                entries = await self._claim(redis, worker)
            except ResponseError as exc:
                if not str(exc).startswith("NOGROUP"):
                    raise
                await _make_group(redis)
                return ()
            deliveries = await self._deliveries(redis, entries)
            await self._drop_unreadable(redis, entries, deliveries)
            return _jobs(entries, deliveries)

    async def _claim(self, redis: Client, worker: str) -> list[_Entry]:
        """The next that are stale. One step of Redis looks at ten times as many jobs as it gives, stale or not."""
        for _ in range(MOST_STEPS):
            self._looked_to, claimed, *_ = await redis.xautoclaim(
                keys.JOBS, keys.WORKERS, worker, self._reclaim_ms, self._looked_to, count=AT_ONCE
            )
            stale = [entry for entry in claimed if entry and entry[0] is not None]
            if stale or self._looked_to == FROM_THE_FIRST:
                return stale
        return []

    async def _deliveries(self, redis: Client, entries: list[_Entry]) -> dict[bytes, int]:
        if not entries:
            return {}
        async with redis.pipeline(transaction=False) as pipe:
            for job_id, _ in entries:
                pipe.xpending_range(keys.JOBS, keys.WORKERS, job_id, job_id, 1)
            pending = await pipe.execute()
        return {one["message_id"]: one["times_delivered"] for found in pending for one in found}

    async def _drop_unreadable(self, redis: Client, entries: list[_Entry], deliveries: dict[bytes, int]) -> None:
        for job_id, stored in entries:
            if not _is_readable(stored) and deliveries.get(job_id, 1) > UNREADABLE_TRIES:
                log.error("The entry %s of the queue cannot be read and is dropped", job_id.decode())
                await redis.xack(keys.JOBS, keys.WORKERS, job_id)
                await redis.xdel(keys.JOBS, job_id)

    async def _fresh(self, worker: str, wait_seconds: float) -> tuple[Job, ...]:
        block = max(1, round(wait_seconds * 1000))
        async with self._connection.patiently(wait_seconds) as redis:
            read = await redis.xreadgroup(keys.WORKERS, worker, {keys.JOBS: ">"}, count=AT_ONCE, block=block)
        return _jobs([entry for _, entries in read or [] for entry in entries], {})


def _jobs(entries: Iterable[_Entry], deliveries: dict[bytes, int]) -> tuple[Job, ...]:
    """What can be read; the rest stays with the worker, unkept, until it is handed out again."""
    return tuple(
        Job(
            job_id.decode(),
            JobKind(stored[b"kind"].decode()),
            stored[b"change"].decode(),
            tries=deliveries.get(job_id, 1),
            trace_id=stored.get(b"trace", b"").decode(),
        )
        for job_id, stored in entries
        if _is_readable(stored)
    )


def _is_readable(stored: dict[bytes, bytes]) -> bool:
    return stored.get(b"kind", b"").decode() in set(JobKind) and b"change" in stored


async def _make_group(redis: Client) -> None:
    """Make the stream and its group, from the beginning.

    An error is most likely that another process was faster; any other shows in the read that follows.
    """
    with suppress(ResponseError):
        await redis.xgroup_create(keys.JOBS, keys.WORKERS, id="0", mkstream=True)
