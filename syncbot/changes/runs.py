"""Runs of syncs: what Polytomic tells of them as values, and the port that asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from syncbot.changes.desk import Desk
from syncbot.changes.permission import Role, require
from syncbot.errors import Busy, InvalidInput, Rejected
from syncbot.sync.document import JsonObject

FAILED: Final = frozenset({"failed", "interrupted"})
ENDED: Final = FAILED | {"completed", "canceled"}
"""States of an execution that has ended; every other, also one that is not known here, goes on."""

RUNNING_ALREADY: Final = "A run of this sync is in progress already."
NOT_STARTED: Final = "No other run was started."
WAIT_OR_STOP: Final = "Wait for its end, or stop it, then start a run."
REFUSED: Final = "Polytomic did not take this run: “{words}”."
NONE_STARTED: Final = "No run was started."
MEND: Final = "Open the sync with /sync edit and mend what it names, or name other records."
NOTHING_RUNS: Final = "No run of this sync is in progress."
NOTHING_STOPPED: Final = "Nothing was stopped."

_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
"""Such a moment stands for none, as one before the epoch does (Go's own is in the year 1); no zone can tell either."""
_SENT: Final = ("insert", "update", "upserts", "delete")


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a sync. Times are seconds since the epoch, None when Polytomic does not say.

    Attributes:
        status: Polytomic's own word.
        counts: Records by what became of them: `total`, `insert`, `update`, `upserts`, `delete`, `error`, `warnings`.
        errors: Polytomic's own words about the run.
    """

    run_id: str
    status: str
    created_at: float | None = None
    started_at: float | None = None
    ended_at: float | None = None
    counts: dict[str, int] = field(default_factory=dict)
    errors: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self.status in ENDED

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop and has not stopped yet."""
        return self.status == "canceling"

    @property
    def failed(self) -> bool:
        """Whether it stopped before its end by itself."""
        return self.status in FAILED

    @property
    def record_errors(self) -> int:
        """How many records were not taken."""
        return self.counts.get("error", 0)

    @property
    def good(self) -> bool:
        """Whether it came to its end and every record was taken."""
        return self.status == "completed" and not self.record_errors

    @property
    def sent(self) -> int:
        """How many records were written."""
        return sum(self.counts.get(key, 0) for key in _SENT)

    @property
    def began(self) -> float | None:
        """When it began: what was changed later it did not see."""
        return self.started_at or self.created_at or self.ended_at

    @property
    def at(self) -> float | None:
        """When it ended, else began."""
        return self.ended_at or self.started_at or self.created_at


@dataclass(frozen=True, slots=True)
class RunStatus:
    """What is known of a sync's runs; each None when there is none."""

    current: Run | None = None
    last: Run | None = None
    next_at: float | None = None


@dataclass(frozen=True, slots=True)
class RunEvent:
    """What Polytomic noted of a run; events come unordered and are kept for 48 hours.

    Attributes:
        kind: `sync.running`, `sync.completed`, `sync.failed`, `sync.canceled` or `sync.completed_with_errors`.
    """

    event_id: str
    kind: str
    sync_id: str
    run_id: str
    at: float


class Runs(Protocol):
    """The calls about runs. All raise `syncbot.errors.RemoteFault`."""

    async def start_run(
        self, sync_id: str, *, key: str, records: Sequence[Any] = (), several: bool = False, test: bool = False
    ) -> JsonObject:
        """Start a run, once; the `data` of the answer: `id`, `status`, `created_at`.

        Args:
            sync_id: Of the sync.
            key: The Idempotency-Key.
            records: Run these alone: identity values, or with `several` lists of `{source, value}`.
            several: The sync is identified by more than one mapping.
            test: Ask Polytomic for a test run.
        """

    async def get_run(self, sync_id: str, run_id: str) -> JsonObject:
        """One execution, raw."""

    async def last_runs(self, sync_id: str) -> tuple[JsonObject, ...]:
        """The runs that have ended, newest first, one page."""

    async def events(
        self, kind: str = "", *, after: float | None = None, before: float | None = None
    ) -> list[RunEvent]:
        """At most a hundred events, newest first."""


def read_run(raw: Any) -> Run | None:
    """Read an execution; None for anything that is none."""
    if not isinstance(raw, dict) or not raw.get("status"):
        return None
    counts = raw.get("counts")
    errors = raw.get("errors")
    return Run(
        run_id=str(raw.get("id") or ""),
        status=str(raw["status"]),
        created_at=moment_of(raw.get("created_at")),
        started_at=moment_of(raw.get("started_at")),
        ended_at=moment_of(raw.get("completed_at")),
        counts={key: number for key, number in counts.items() if isinstance(number, int)}
        if isinstance(counts, dict)
        else {},
        errors=tuple(str(error) for error in errors) if isinstance(errors, list) else (),
    )


def read_runs(status: JsonObject) -> RunStatus:
    """Read the `data` of GET /api/syncs/{id}/status; a current execution that has ended is none."""
    current = read_run(status.get("current_execution"))
    return RunStatus(
        current=None if current is None or current.ended else current,
        last=read_run(status.get("last_execution")) or (current if current and current.ended else None),
        next_at=moment_of(status.get("next_execution_time")),
    )


def moment_of(iso: Any) -> float | None:
    """Seconds since the epoch of a date-time of the API; None for anything else, and for one that stands for none."""
    try:
        at = datetime.fromisoformat(iso)
    except (TypeError, ValueError):
        return None
    seconds = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    return seconds if 0 < seconds < _NEVER else None


async def start(
    desk: Desk, runs: Runs, actor: str, sync_id: str, *, key: str, records: Sequence[Any] = (), several: bool = False
) -> Run:
    """Start a run, of all records or of a few; refused while one is in progress.

    Raises:
        NotPermitted: The actor may not edit.
        InvalidInput: A run is in progress, or Polytomic refuses this one.
        RemoteFault: Polytomic did not start it.
    """
    await require(desk, actor, Role.EDIT, fresh=True)
    if read_runs(await desk.polytomic.get_status(sync_id)).current is not None:
        raise _in_progress()
    try:
        raw = await runs.start_run(sync_id, key=key, records=records, several=several, test=bool(records))
    except Busy as fault:
        raise _in_progress() from fault
    except Rejected as fault:
        raise InvalidInput(REFUSED.format(words=fault.message), not_done=NONE_STARTED, next_step=MEND) from fault
    return read_run(raw) or Run(str(raw.get("id") or ""), "created")


async def stop(desk: Desk, actor: str, sync_id: str) -> Run:
    """Ask for the run in progress to stop; Polytomic does so later.

    Raises:
        NotPermitted: The actor may not edit.
        InvalidInput: No run is in progress.
        RemoteFault: Polytomic did not take it.
    """
    await require(desk, actor, Role.EDIT, fresh=True)
    current = read_runs(await desk.polytomic.get_status(sync_id)).current
    if current is None:
        raise InvalidInput(NOTHING_RUNS, not_done=NOTHING_STOPPED)
    await desk.polytomic.cancel_sync(sync_id)
    return current


def _in_progress() -> InvalidInput:
    return InvalidInput(RUNNING_ALREADY, not_done=NOT_STARTED, next_step=WAIT_OR_STOP)
