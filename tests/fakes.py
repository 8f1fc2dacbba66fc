"""One fake per port of `syncbot.changes.ports`, all to be imported from here.

Those of the store are in tests/memory.py and tests/queue.py, that of Polytomic is in tests/remote.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncbot.changes.ports import Roles
from syncbot.sync.known import Connection, TargetObject
from tests.memory import (
    START,
    FakeClock,
    FakeLeases,
    FakeSessions,
    Power,
)
from tests.queue import FakeChanges, FakeJobs
from tests.remembered import FakeCache, FakeHistory
from tests.remote import Call, FakePolytomic, Fault

if TYPE_CHECKING:
    from syncbot.changes.choices import Offer
    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject
    from syncbot.sync.known import Model, Policy, ScheduleOption, Target

__all__ = [
    "START",
    "Call",
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


@dataclass
class FakeChoices:
    """What is known; what is not in here is "not known yet"."""

    known_models: dict[str, Model] = field(default_factory=dict)
    targets: dict[tuple[str, str], Target] = field(default_factory=dict)
    connection_names: dict[str, str] = field(default_factory=dict)
    listed: tuple[JsonObject, ...] | None = None
    known_policies: tuple[Policy, ...] | None = None
    options: tuple[ScheduleOption, ...] | None = None

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
        return self.connection_names.get(connection_id)

    async def syncs(self, *, wait_seconds: float) -> tuple[JsonObject, ...] | None:
        _ = wait_seconds
        return self.listed

    async def connections(self, *, wait_seconds: float) -> tuple[Connection, ...] | None:
        _ = wait_seconds
        return tuple(Connection(*pair) for pair in self.connection_names.items()) or None

    async def target_objects(self, connection_id: str, *, wait_seconds: float) -> tuple[TargetObject, ...] | None:
        _ = wait_seconds
        found = [target for (there, _), target in self.targets.items() if there == connection_id]
        return tuple(TargetObject(target.object_id, target.name, target.modes) for target in found) or None

    async def policies(self, *, wait_seconds: float) -> tuple[Policy, ...] | None:
        _ = wait_seconds
        return self.known_policies

    async def schedule_options(self, *, wait_seconds: float) -> tuple[ScheduleOption, ...] | None:
        _ = wait_seconds
        return self.options

    async def sync_names(self, *, wait_seconds: float) -> dict[str, str] | None:
        _ = wait_seconds
        return None if self.listed is None else {str(item["id"]): str(item["name"]) for item in self.listed}

    async def refresh(self, *offers: Offer, wait_seconds: float) -> bool:
        _ = offers, wait_seconds
        return True


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
    names: dict[str, str] = field(default_factory=dict)

    async def roles(self, user_id: str, *, fresh: bool = False) -> Roles:
        self.asked.append((user_id, fresh))
        return self.by_user.get(user_id, Roles(editor=False, approver=False))

    async def who_may(self, role: str, *, besides: str = "") -> str:
        return f"<those who may {role} besides {besides}>" if besides else f"<those who may {role}>"

    async def name_of(self, user_id: str) -> str:
        return self.names.get(user_id, user_id)


@dataclass
class FakeAnnouncer:
    """Records what it was told; raises the queued faults first."""

    announced: list[Change] = field(default_factory=list)
    moved: list[tuple[Change, tuple[Change, ...]]] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    async def announce(self, change: Change) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.announced.append(change)

    async def tell_moved(self, seen: Change, pending: tuple[Change, ...]) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.moved.append((seen, pending))


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
