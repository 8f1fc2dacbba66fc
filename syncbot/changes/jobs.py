"""The port to the queue of what confirmed changes still need; implemented by `syncbot.store.jobs`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class JobKind(StrEnum):
    """What a job asks of a worker."""

    APPLY = "apply"
    ANNOUNCE = "announce"


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of the queue.

    Attributes:
        job_id: The stream entry's id.
        tries: How often it was handed to a worker, starts at 1.
        trace_id: Of what added it, see `syncbot.trace`; empty where that had none.
    """

    job_id: str
    kind: JobKind
    change_id: str
    tries: int
    trace_id: str = ""


class Jobs(Protocol):
    """The queue: a stream with a consumer group."""

    async def take(self, worker: str, *, wait_seconds: float) -> tuple[Job, ...]:
        """New jobs, and those whose worker has not kept them for the reclaim time. Empty after `wait_seconds`."""

    async def keep(self, worker: str, job: Job) -> bool:
        """Say that `worker` is still on it; False when another worker has it by now."""

    async def turn(self, worker: str) -> bool:
        """Take or keep the turn to sweep; False when another worker has it, who kept it a short while ago."""

    async def forget_gone(self) -> int:
        """Forget the workers that are gone and hold no job; how many."""

    async def done(self, job: Job) -> None:
        """Acknowledge it; silently nothing when it was."""
