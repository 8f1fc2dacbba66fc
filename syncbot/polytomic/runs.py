"""The calls about runs: start one, read one, and the events that runs leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from syncbot.changes.runs import RunEvent, moment_of
from syncbot.polytomic import replies
from syncbot.polytomic.aims import Aim
from syncbot.polytomic.client import PolytomicClient
from syncbot.polytomic.wire import Request
from syncbot.polytomic.wire import get_sync as sync_request
from syncbot.sync.document import JsonObject

EVENTS_AT_MOST: Final = 100
"""What one call of the events gives at most."""

_FIND: Final = "Find the sync with /sync list."
START: Final = Aim(
    "start a run",
    "No run was started.",
    "sync",
    unsure="Whether a run was started is not known; /sync status tells.",
    find=_FIND,
)
READ_RUN: Final = Aim("read the run", "The run was not read.", "run", find="/sync status shows the runs there are.")
LIST_RUNS: Final = Aim("list the runs", "The runs were not listed.", "sync", find=_FIND)
LIST_EVENTS: Final = Aim("list the events", "The events of the last 48 hours were not read.", "list of events")


def start_request(
    sync_id: str, *, key: str, records: Sequence[Any] = (), several: bool = False, test: bool = False
) -> Request:
    """Start a run."""
    body: JsonObject = {"source_identities" if several else "identities": list(records)} if records else {}
    if test:
        body["test"] = True
    return Request("POST", _runs_of(sync_id), START, body=body, key=key)


def run_request(sync_id: str, run_id: str) -> Request:
    """One run."""
    return Request("GET", f"{_runs_of(sync_id)}/{_segment(run_id)}", READ_RUN)


def runs_request(sync_id: str) -> Request:
    """The runs that have ended, newest first, one page."""
    return Request("GET", _runs_of(sync_id), LIST_RUNS, query=(("only_completed", "true"),))


def events_request(kind: str, *, after: float | None, before: float | None) -> Request:
    """Events of a kind, or of all; moments are seconds since the epoch."""
    query = [("type", kind)] if kind else []
    if after is not None:
        query.append(("starting_after", _iso(after)))
    if before is not None:
        query.append(("ending_before", _iso(before)))
    return Request("GET", "/api/events", LIST_EVENTS, query=(*query, ("limit", str(EVENTS_AT_MOST))))


def read_event(raw: JsonObject) -> RunEvent | None:
    """Read an event; None for one that is not about a run of a model sync."""
    payload, at = raw.get("event"), moment_of(raw.get("created_at"))
    kind = str(raw.get("type") or "")
    if not isinstance(payload, dict) or at is None or not kind.startswith("sync.") or not payload.get("sync_id"):
        return None
    return RunEvent(str(raw.get("id") or ""), kind, str(payload["sync_id"]), str(payload.get("execution_id") or ""), at)


class PolytomicRuns(PolytomicClient):
    """The client with the calls about runs; implements `syncbot.changes.runs.Runs` too."""

    async def start_run(
        self, sync_id: str, *, key: str, records: Sequence[Any] = (), several: bool = False, test: bool = False
    ) -> JsonObject:
        """Start a run, once."""
        request = start_request(sync_id, key=key, records=records, several=several, test=test)
        return await self._write(request, replies.object_from)

    async def get_run(self, sync_id: str, run_id: str) -> JsonObject:
        """One execution, raw."""
        return await self._read(run_request(sync_id, run_id), replies.object_from)

    async def last_runs(self, sync_id: str) -> tuple[JsonObject, ...]:
        """The runs that have ended, newest first, one page."""
        return (await self._read(runs_request(sync_id), replies.page_from)).items

    async def events(
        self, kind: str = "", *, after: float | None = None, before: float | None = None
    ) -> list[RunEvent]:
        """At most a hundred events, newest first."""
        page = await self._read(events_request(kind, after=after, before=before), replies.page_from)
        return [event for event in map(read_event, page.items) if event is not None]


def _runs_of(sync_id: str) -> str:
    return f"{sync_request(sync_id).path}/executions"


def _segment(run_id: str) -> str:
    return sync_request(run_id).path.rsplit("/", 1)[1]


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")
