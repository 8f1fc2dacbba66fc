"""Runs of syncs, moved on by tests, and the events that they leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError
from syncbot.sandbox.polytomic.syncs import Clock
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID

TERMINAL = frozenset({"completed", "failed", "canceled", "interrupted"})
EVENT_TYPES = ("sync.running", "sync.completed", "sync.failed", "sync.canceled", "sync.completed_with_errors")
_COUNTS = ("total", "insert", "update", "upserts", "delete", "error", "warnings")
_VERSION = "2026.11.2"


@dataclass(slots=True)
class Executions:
    """The runs of each sync, oldest first."""

    clock: Clock
    runs: dict[str, list[JsonObject]] = field(default_factory=dict)
    events: list[JsonObject] = field(default_factory=list)

    def start(self, sync_id: str, *, kind: str = "manual") -> JsonObject:
        """A new run, `created`. Raises the refusal (409) while another is in progress."""
        if self.current(sync_id) is not None:
            raise RefusalError(409, "execution_in_progress", "an execution is already in progress")
        run: JsonObject = {
            "id": str(uuid4()),
            "type": kind,
            "status": "created",
            "created_at": self.clock.tick(),
            "started_at": None,
            "completed_at": None,
            "counts": dict.fromkeys(_COUNTS, 0),
            "errors": [],
            "version": _VERSION,
        }
        self.runs.setdefault(sync_id, []).append(run)
        return run

    def begin(self, sync_id: str) -> JsonObject:
        """The run in progress, or a new scheduled one, is `running`."""
        run = self.current(sync_id) or self.start(sync_id, kind="scheduled")
        run |= {"status": "running", "started_at": self.clock.tick()}
        self._note("sync.running", sync_id, run)
        return run

    def complete(self, sync_id: str, *, errors: tuple[str, ...] = (), **counts: int) -> JsonObject:
        """The run in progress has `completed`, with errors in some records if there are any."""
        run = self._end(sync_id, "completed", errors)
        run["counts"] |= {"error": len(errors), **counts}
        self._note("sync.completed_with_errors" if errors else "sync.completed", sync_id, run)
        return run

    def fail(self, sync_id: str, *errors: str) -> JsonObject:
        """The run in progress has `failed`."""
        run = self._end(sync_id, "failed", errors)
        self._note("sync.failed", sync_id, run)
        return run

    def cancel(self, sync_id: str) -> None:
        """The run in progress, if any, is `canceling` until `canceled` is called."""
        if run := self.current(sync_id):
            run["status"] = "canceling"

    def canceled(self, sync_id: str) -> JsonObject:
        """The run in progress has stopped."""
        run = self._end(sync_id, "canceled", ())
        self._note("sync.canceled", sync_id, run)
        return run

    def current(self, sync_id: str) -> JsonObject | None:
        """The run in progress."""
        return next((run for run in self.runs.get(sync_id, []) if run["status"] not in TERMINAL), None)

    def last(self, sync_id: str) -> JsonObject | None:
        """The last run that has ended."""
        return next((run for run in reversed(self.runs.get(sync_id, [])) if run["status"] in TERMINAL), None)

    def find(self, sync_id: str, execution_id: str) -> JsonObject:
        """A run by its id. Raises the refusal (404)."""
        for run in self.runs.get(sync_id, []):
            if run["id"] == execution_id:
                return run
        raise RefusalError(404, "not_found", f"execution {execution_id} not found")

    def _end(self, sync_id: str, status: str, errors: tuple[str, ...]) -> JsonObject:
        run = self.current(sync_id)
        if run is None:
            msg = f"sync {sync_id} has no run in progress"
            raise LookupError(msg)
        run |= {"status": status, "completed_at": self.clock.tick(), "errors": list(errors)}
        run["started_at"] = run["started_at"] or run["completed_at"]
        return run

    def _note(self, kind: str, sync_id: str, run: JsonObject) -> None:
        payload = {"sync_id": sync_id, "execution_id": run["id"], "organization_id": ORGANIZATION_ID}
        if run["errors"]:
            payload["error"] = run["errors"][0]
        self.events.append(
            {
                "id": str(uuid4()),
                "type": kind,
                "created_at": self.clock.tick(),
                "organization_id": ORGANIZATION_ID,
                "event": payload,
            }
        )
