"""Whose turn it is to tell of a change: two announcements at once would each post what the other has not noted yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.ports import Job
from syncbot.errors import StoreUnavailable

TELLING: Final = "tell:{change_id}"
"""What the lease is on."""


@asynccontextmanager
async def turn_to_tell(desk: Desk, job: Job) -> AsyncIterator[bool]:
    """Whether it is the job's turn; if so, it stays so while the block runs.

    Raises:
        StoreUnavailable: Redis did not answer.
    """
    place = TELLING.format(change_id=job.change_id)
    if not await desk.leases.take(place, job.job_id):
        yield False
        return
    over = asyncio.Event()
    holding = asyncio.create_task(_hold(desk, place, job, over))
    try:
        yield True
    finally:
        over.set()
        await holding
        with suppress(StoreUnavailable):
            await desk.leases.release(place, job.job_id)


async def _hold(desk: Desk, place: str, job: Job, over: asyncio.Event) -> None:
    """Renew the lease until it is over; Slack may let an announcement wait for longer than one lasts."""
    while not over.is_set():
        try:
            await asyncio.wait_for(over.wait(), desk.timings.keep)
        except TimeoutError:
            with suppress(StoreUnavailable):
                await desk.leases.take(place, job.job_id)
