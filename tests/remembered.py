"""Fakes of what is remembered of syncs: their history, and what Polytomic said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syncbot.changes.states import State
from syncbot.errors import Gone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject
from tests.memory import FakeClock, Power


@dataclass
class FakeHistory:
    """Entries and last known states."""

    clock: FakeClock = field(default_factory=FakeClock)
    power: Power = field(default_factory=Power)
    recorded: dict[str, Change] = field(default_factory=dict)
    known: dict[str, tuple[JsonObject, float]] = field(default_factory=dict)
    since: dict[str, float] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    async def append(self, change: Change) -> None:
        self.power.check()
        self.recorded[change.change_id] = change

    async def entries(self, sync_id: str, *, limit: int, skip: int = 0) -> tuple[Change, ...]:
        self.power.check()
        found = [change for change in self.recorded.values() if change.sync_id == sync_id]
        return tuple(sorted(found, key=lambda change: -(change.ended_at or 0)))[skip : skip + limit]

    async def latest_first(self, sync_id: str, *, skip: int = 0) -> AsyncIterator[Change]:
        while entries := await self.entries(sync_id, limit=1, skip=skip):
            yield entries[0]
            skip += 1

    async def entry(self, change_id: str) -> Change:
        self.power.check()
        if change_id not in self.recorded:
            raise Gone(change_id)
        return self.recorded[change_id]

    async def note_known(self, sync_id: str, doc: JsonObject) -> None:
        self.power.check()
        self.since.setdefault(sync_id, self.clock.seconds)
        self.known[sync_id] = (doc, self.clock.seconds)

    async def last_known(self, sync_id: str) -> tuple[JsonObject, float] | None:
        self.power.check()
        return self.known.get(sync_id)

    async def known_since(self, sync_id: str) -> float | None:
        self.power.check()
        return self.since.get(sync_id)

    async def written_since(self, at: float) -> tuple[str, ...]:
        self.power.check()
        ended = {
            change.sync_id: change.ended_at or 0
            for change in sorted(self.recorded.values(), key=lambda change: change.ended_at or 0)
            if change.actor and change.state is State.APPLIED and (change.ended_at or 0) >= at
        }
        return tuple(sorted(ended, key=lambda sync_id: -ended[sync_id]))

    async def mark_told(self, change_id: str) -> None:
        self.power.check()
        self.told.add(change_id)

    async def is_told(self, change_id: str) -> bool:
        self.power.check()
        return change_id in self.told


@dataclass
class FakeCache:
    """Values with an age by `clock`."""

    clock: FakeClock = field(default_factory=FakeClock)
    power: Power = field(default_factory=Power)
    kept: dict[str, tuple[Any, float, float]] = field(default_factory=dict)

    async def get(self, key: str) -> tuple[Any, float] | None:
        self.power.check()
        value, at, ttl = self.kept.get(key, (None, 0.0, 0.0))
        age = self.clock.seconds - at
        return (value, age) if age < ttl else None

    async def put(self, key: str, value: Any, *, ttl_seconds: float) -> None:
        self.power.check()
        self.kept[key] = (value, self.clock.seconds, ttl_seconds)
