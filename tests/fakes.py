"""One fake per port of `syncbot.changes.ports`. Those over the store are in tests/memory.py and named here too."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from syncbot.changes.ports import Roles
from syncbot.errors import Missing, RemoteFault
from syncbot.sync.document import READ_ONLY, WRITE_ONLY
from tests.memory import (
    START,
    FakeCache,
    FakeChanges,
    FakeClock,
    FakeHistory,
    FakeJobs,
    FakeLeases,
    FakeSessions,
    Power,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject
    from syncbot.sync.known import Model, Target

__all__ = [
    "START",
    "FakeAnnouncer",
    "FakeCache",
    "FakeChanges",
    "FakeChoices",
    "FakeClock",
    "FakeHistory",
    "FakeJobs",
    "FakeLeases",
    "FakePeople",
    "FakePolytomic",
    "FakeSecrets",
    "FakeSessions",
    "Fakes",
    "Fault",
    "Power",
]

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


@dataclass
class FakeChoices:
    """What is known; what is not in here is "not known yet"."""

    known_models: dict[str, Model] = field(default_factory=dict)
    targets: dict[tuple[str, str], Target] = field(default_factory=dict)
    connections: dict[str, str] = field(default_factory=dict)
    listed: tuple[JsonObject, ...] | None = None

    async def model(self, model_id: str, *, wait_seconds: float) -> Model | None:
        _ = wait_seconds
        return self.known_models.get(model_id)

    async def models(self, *, wait_seconds: float) -> tuple[Model, ...] | None:
        _ = wait_seconds
        return tuple(self.known_models.values()) or None

    async def target(self, connection_id: str, object_id: str, *, wait_seconds: float) -> Target | None:
        _ = wait_seconds
        return self.targets.get((connection_id, object_id))

    async def connection_name(self, connection_id: str, *, wait_seconds: float) -> str | None:
        _ = wait_seconds
        return self.connections.get(connection_id)

    async def syncs(self, *, wait_seconds: float) -> tuple[JsonObject, ...] | None:
        _ = wait_seconds
        return self.listed


@dataclass
class FakeSecrets:
    """Passphrases by sync."""

    passphrases: dict[str, str] = field(default_factory=dict)

    async def put(self, sync_id: str, passphrase: str) -> None:
        self.passphrases[sync_id] = passphrase

    async def forget(self, sync_id: str) -> None:
        self.passphrases.pop(sync_id, None)

    async def passphrase(self, sync_id: str) -> str | None:
        return self.passphrases.get(sync_id)


@dataclass
class FakePeople:
    """Roles by user id; everybody else may nothing. `asked` records who was asked for, and whether afresh."""

    by_user: dict[str, Roles] = field(default_factory=dict)
    asked: list[tuple[str, bool]] = field(default_factory=list)

    async def roles(self, user_id: str, *, fresh: bool = False) -> Roles:
        self.asked.append((user_id, fresh))
        return self.by_user.get(user_id, Roles(editor=False, approver=False))

    def who_may(self, role: str) -> str:
        return f"<those who may {role}>"


@dataclass
class FakeAnnouncer:
    """Records what it was told; raises the queued faults first."""

    announced: list[Change] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    async def announce(self, change: Change) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.announced.append(change)


class Fakes:
    """Every fake, joined as `syncbot.bootstrap` joins the adapters: one clock, one store."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.power = Power()
        self.sessions = FakeSessions(clock=self.clock, power=self.power)
        self.jobs = FakeJobs(clock=self.clock, power=self.power)
        self.leases = FakeLeases(clock=self.clock, power=self.power)
        self.changes = FakeChanges(sessions=self.sessions, jobs=self.jobs, leases=self.leases, power=self.power)
        self.history = FakeHistory(clock=self.clock, power=self.power)
        self.cache = FakeCache(clock=self.clock, power=self.power)
        self.polytomic = FakePolytomic()
        self.choices = FakeChoices()
        self.secrets = FakeSecrets()
        self.people = FakePeople()
        self.announcer = FakeAnnouncer()
