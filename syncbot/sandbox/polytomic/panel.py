"""What a panel beside the workspace shows of Polytomic: the stored syncs, the calls, and trouble on order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from syncbot.sandbox.polytomic.calls import Call
from syncbot.sandbox.polytomic.faults import Kind
from syncbot.sandbox.polytomic.replies import JsonObject
from syncbot.sandbox.polytomic.server import PolytomicStandIn

CALLS_SHOWN: Final = 80
SLOW_SECONDS: Final = 3.0
NEVER_ENDING: Final = 10_000
EVERY_SYNC: Final = "/api/syncs/*"
SOMEBODY: Final = "Priya Shah"

_STAMPS: Final = ("updated_at", "updated_by")
_WHOLE: Final = re.compile(r"/api/syncs/([^/]+)(?:/activate)?")
"""The path of a call that reads or writes a sync, not a run of it."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A sync's JSON as text; `before` is what it was before the last write, the same where there was none."""

    before: str
    now: str
    updated_at: str


class Panel:
    """Follows a stand-in; look often, because what is between two looks counts as one change."""

    def __init__(self, polytomic: PolytomicStandIn) -> None:
        self._polytomic = polytomic
        self._stored: dict[str, _Stored] = {}
        self._latest = ""
        self._calls_seen = 0
        self.look()

    def look(self) -> None:
        """See which syncs were read and written since the last look."""
        for call in self._polytomic.calls[self._calls_seen :]:
            asked = _WHOLE.fullmatch(call.path)
            self._latest = asked[1] if asked and asked[1] in self._stored else self._latest
        self._calls_seen = len(self._polytomic.calls)
        for sync_id, sync in self._polytomic.syncs.stored.items():
            known, updated_at = self._stored.get(sync_id), str(sync.document["updated_at"])
            if known is None or known.updated_at != updated_at:
                shown = self._polytomic.sync(sync_id)
                now = _text(in_the_order_of(json.loads(known.now), shown) if known else shown)
                self._stored[sync_id] = _Stored(known.now if known else now, now, updated_at)
                self._latest = sync_id if known else self._latest

    def shown(self) -> JsonObject:
        """Everything but the long texts, which `sync` and `call` give."""
        self.look()
        calls = self._polytomic.calls
        first = max(0, len(calls) - CALLS_SHOWN)
        ordered = self._polytomic.faults.queue
        return {
            "syncs": [
                {"id": sync_id, "name": sync.document["name"], "revision": self._stored[sync_id].updated_at}
                for sync_id, sync in reversed(self._polytomic.syncs.stored.items())
            ],
            "latest": self._latest,
            "calls": [{"number": first + at, **_row(call)} for at, call in enumerate(calls[first:])],
            "slow": any(fault.kind is Kind.DELAY for fault in ordered),
            "failing": any(fault.kind is Kind.ANSWER for fault in ordered),
        }

    def sync(self, sync_id: str) -> JsonObject | None:
        """A sync's JSON before and after its last write, as text; None when there is no such sync."""
        self.look()
        stored = self._stored.get(sync_id)
        return {"before": stored.before, "now": stored.now, "revision": stored.updated_at} if stored else None

    def call(self, number: int) -> JsonObject | None:
        """What was sent and answered in a call; None when there is no such call."""
        if not 0 <= number < len(self._polytomic.calls):
            return None
        call = self._polytomic.calls[number]
        return {"sent": call.body, "answered": call.answer}

    def fail_after_writing(self) -> None:
        """The next write is carried out, but answered with 500; a second order takes the first back."""
        queue = self._polytomic.faults.queue
        if any(fault.kind is Kind.ANSWER for fault in queue):
            queue[:] = [fault for fault in queue if fault.kind is not Kind.ANSWER]
            return
        self._polytomic.faults.answer(500, "PUT", EVERY_SYNC, after_commit=True)
        queue.insert(0, queue.pop())

    def slow_down(self) -> None:
        """Every call takes `SLOW_SECONDS` from now on; a second order takes the first back."""
        queue = self._polytomic.faults.queue
        if any(fault.kind is Kind.DELAY for fault in queue):
            queue[:] = [fault for fault in queue if fault.kind is not Kind.DELAY]
            return
        self._polytomic.faults.delay("*", seconds=SLOW_SECONDS, times=NEVER_ENDING)

    def edit_outside(self, sync_id: str, what: str) -> None:
        """Let somebody edit a sync in Polytomic itself. Raises KeyError for what is not in `EDITS`, or no sync."""
        if sync_id not in self._stored:
            raise KeyError(sync_id)
        self._polytomic.outsider_edits(sync_id, EDITS[what], by=SOMEBODY)


def _text(document: JsonObject) -> str:
    """Who wrote last and when comes at the end: it moves with every write, and hides what was meant."""
    stamps = {key: document[key] for key in _STAMPS if key in document}
    rest = {key: value for key, value in document.items() if key not in stamps}
    return json.dumps(rest | stamps, indent=2, ensure_ascii=False)


def in_the_order_of(old: Any, new: Any) -> Any:
    """The new value with the keys of its objects in the order of the old ones, which means nothing but is read."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = dict.fromkeys([*(key for key in old if key in new), *new])
        return {key: in_the_order_of(old.get(key), new[key]) for key in keys}
    if isinstance(old, list) and isinstance(new, list):
        return [in_the_order_of(one, other) for one, other in zip_longest(old[: len(new)], new)]
    return new


def _row(call: Call) -> JsonObject:
    seconds = None if call.seconds is None else round(call.seconds * 1000)
    return {"method": call.method, "path": call.path, "status": call.status, "ms": seconds, "at": call.at}


def _renamed(document: JsonObject) -> JsonObject:
    """Called something else, and at the second time again as before."""
    name = str(document["name"])
    mark = " (reviewed)"
    return {**document, "name": name.removesuffix(mark) if name.endswith(mark) else name + mark}


def _rescheduled(document: JsonObject) -> JsonObject:
    hour = (int(document["schedule"].get("hour") or 6) + 1) % 24
    return {**document, "schedule": {"frequency": "daily", "hour": str(hour), "minute": "20"}}


def _remapped(document: JsonObject) -> JsonObject:
    """The first mapping takes the field of the second one."""
    first, second, *rest = document["fields"]
    return {**document, "fields": [{**first, "source": second["source"]}, second, *rest]}


def _switched(document: JsonObject) -> JsonObject:
    return {**document, "active": not document["active"]}


EDITS: Final[Mapping[str, Callable[[JsonObject], JsonObject]]] = {
    "name": _renamed,
    "mapping": _remapped,
    "schedule": _rescheduled,
    "active": _switched,
}
