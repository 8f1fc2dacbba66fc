"""The fake of Polytomic: documents that are replaced whole, and the faults that a test queues."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from syncbot.errors import Missing, RemoteFault
from syncbot.sync.document import READ_ONLY, WRITE_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncbot.sync.document import JsonObject

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """What the next call of a method meets.

    Attributes:
        error: What is raised, or None to only run `meanwhile`.
        landed: The write is committed before the error.
        late: The write is committed only when the test calls `FakePolytomic.land_late`.
        meanwhile: Run when the call arrives, before anything else; an edit from outside, a crash.
        afterwards: Run when the call has been carried out, before its answer.
    """

    error: BaseException | None = None
    landed: bool = False
    late: bool = False
    meanwhile: Callable[[], object] = lambda: None
    afterwards: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Call:
    """One call as the fake saw it; `body` is None for reads."""

    method: str
    sync_id: str
    body: JsonObject | None = None
    key: str = ""


@dataclass
class FakePolytomic:
    """Holds documents; replaces whole, replays by key, and meets the faults that a test queues.

    Attributes:
        normalise: What the API makes of a document when it is written.
        faults: By name of the method (`get_sync`, `put_sync`, `activate_sync`, …), met in order, one a call.
    """

    syncs: dict[str, JsonObject] = field(default_factory=dict)
    statuses: dict[str, JsonObject] = field(default_factory=dict)
    normalise: Callable[[JsonObject], JsonObject] = lambda doc: doc
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    calls: list[Call] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    _late: list[Callable[[], JsonObject]] = field(default_factory=list)
    _replies: dict[str, JsonObject | BaseException] = field(default_factory=dict)
    _writes: int = 0

    def meet(self, method: str, *faults: Fault | BaseException) -> None:
        """Queue faults for the next calls of `method`; a bare error is one that wrote nothing."""
        self.faults[method] += [f if isinstance(f, Fault) else Fault(f) for f in faults]

    def edit(self, sync_id: str, **values: object) -> None:
        """Change a sync from outside."""
        self.syncs[sync_id] = self._stamped({**self.syncs[sync_id], **values})

    def land_late(self) -> None:
        """Commit the writes that were in flight."""
        while self._late:
            self._late.pop(0)()

    def written(self, sync_id: str) -> list[JsonObject]:
        """The bodies of the writes that were sent for a sync, in order."""
        return [c.body for c in self.calls if c.sync_id == sync_id and c.body is not None]

    async def get_sync(self, sync_id: str) -> JsonObject:
        return self._read("get_sync", sync_id, lambda: self._stored(sync_id))

    async def put_sync(self, sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        def commit() -> JsonObject:
            kept = {name: self.syncs[sync_id][name] for name in READ_ONLY if name in self.syncs[sync_id]}
            told = {name: value for name, value in body.items() if name not in WRITE_ONLY}
            self.syncs[sync_id] = self._stamped(self.normalise({**kept, **told}))
            return self.syncs[sync_id]

        return self._write(Call("put_sync", sync_id, body, key), commit)

    async def activate_sync(self, sync_id: str, *, active: bool, key: str) -> None:
        def commit() -> JsonObject:
            self.edit(sync_id, active=active)
            return {}

        self._write(Call("activate_sync", sync_id, {"active": active}, key), commit)

    async def cancel_sync(self, sync_id: str) -> None:
        self._read("cancel_sync", sync_id, lambda: self.cancelled.append(sync_id))

    async def get_status(self, sync_id: str) -> JsonObject:
        return self._read("get_status", sync_id, lambda: self.statuses.get(sync_id, {}))

    async def list_syncs(self) -> list[JsonObject]:
        return self._read("list_syncs", "", lambda: list(self.syncs.values()))

    def _stored(self, sync_id: str) -> JsonObject:
        if sync_id not in self.syncs:
            msg = "There is no such sync."
            raise Missing(msg, status=404)
        return self.syncs[sync_id]

    def _stamped(self, doc: JsonObject) -> JsonObject:
        self._writes += 1
        return {**doc, "updated_at": f"2026-11-24T06:00:00.{self._writes:06d}Z"}

    def _read(self, method: str, sync_id: str, answer: Callable[[], T]) -> T:
        fault = self._arrive(Call(method, sync_id))
        if fault.error:
            raise fault.error
        answered = answer()
        fault.afterwards()
        return answered

    def _write(self, call: Call, commit: Callable[[], JsonObject]) -> JsonObject:
        fault = self._arrive(call)
        if call.key in self._replies:
            return _given(self._replies[call.key])
        self._stored(call.sync_id)
        if fault.late:
            self._late.append(lambda: self._once(call.key, commit))
        reply = self._once(call.key, commit) if fault.landed or not (fault.error or fault.late) else None
        if isinstance(fault.error, RemoteFault) and fault.error.status:
            self._replies[call.key] = fault.error
        fault.afterwards()
        return _given(fault.error or reply)

    def _once(self, key: str, commit: Callable[[], JsonObject]) -> JsonObject:
        if key not in self._replies:
            self._replies[key] = commit()
        return _given(self._replies[key])

    def _arrive(self, call: Call) -> Fault:
        self.calls.append(call)
        queued = self.faults[call.method]
        fault = queued.pop(0) if queued else Fault()
        fault.meanwhile()
        return fault


def _given(reply: JsonObject | BaseException | None) -> JsonObject:
    if isinstance(reply, BaseException):
        raise reply
    return reply or {}
