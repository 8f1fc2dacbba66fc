"""What all processes share, counted where it is kept, for `GET /metrics`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redis.exceptions import ResponseError

from syncbot.observe.metrics import Kept
from syncbot.store import keys

if TYPE_CHECKING:
    from syncbot.store.connection import Connection


class RedisGauges:
    """Each number costs Redis one step, however much is kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def read(self) -> Kept:
        """The numbers now. Raises StoreUnavailable."""
        async with self._connection.quickly() as redis:
            seconds, micros = await redis.time()
            now = seconds + micros / 1e6
            async with redis.pipeline(transaction=False) as pipe:
                pipe.xlen(keys.JOBS)
                pipe.xpending(keys.JOBS, keys.WORKERS)
                pipe.xrange(keys.JOBS, count=1)
                pipe.zcard(keys.UNDECIDED)
                pipe.zcount(keys.DRAFTS, now, "+inf")
                jobs, pending, oldest, undecided, drafts = await pipe.execute(raise_on_error=False)
        taken = _taken(pending)
        return Kept(
            jobs_waiting=max(0, _sure(jobs) - taken),
            jobs_taken=taken,
            oldest_job_seconds=max(0.0, now - int(oldest[0][0].split(b"-")[0]) / 1000) if _sure(oldest) else 0.0,
            pending_approvals=_sure(undecided),
            drafts=_sure(drafts),
        )


def _taken(pending: Any) -> int:
    """How many jobs workers have; none while no worker has made the group."""
    if isinstance(pending, ResponseError) and str(pending).startswith("NOGROUP"):
        return 0
    return int(_sure(pending)["pending"])


def _sure(answer: Any) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer
