"""Fakes of what `syncbot.store` keeps in Redis, but for changes and jobs; the contracts of tests/store run on both."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from syncbot.errors import ClockWrong, Gone, Moved, StoreUnavailable

if TYPE_CHECKING:
    from syncbot.changes.model import Session


PATIENCE = 2.0
"""How long one who asked for a lease is waited for."""
START = 1_764_000_000.0


@dataclass
class FakeClock:
    """Stands still until a test moves it; `fault` is what it raises instead of telling the time."""

    ahead: float = 0.0
    fault: ClockWrong | None = None

    @property
    def seconds(self) -> float:
        return START + self.ahead

    async def now(self) -> float:
        await self.check()
        return self.seconds

    async def check(self) -> None:
        if self.fault is not None:
            raise self.fault

    def advance(self, seconds: float) -> None:
        self.ahead += seconds


@dataclass
class Power:
    """Whether the store answers; shared by the fakes of one test."""

    on: bool = True

    def check(self) -> None:
        if not self.on:
            msg = "The store did not answer."
            raise StoreUnavailable(msg)


@dataclass
class FakeSessions:
    """Drafts. Their life ends by `clock` after `life_seconds`."""

    clock: FakeClock = field(default_factory=FakeClock)
    life_seconds: float = 604800
    power: Power = field(default_factory=Power)
    stored: dict[str, Session] = field(default_factory=dict)
    _touched: dict[str, float] = field(default_factory=dict)
    _answers: dict[str, Session] = field(default_factory=dict)
    _texts: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)

    async def create(self, session: Session) -> None:
        self.power.check()
        before = await self.own_draft(session.owner, session.sync_id)
        if before and not session.direct:
            self.remove(before.session_id)
        self._store(session)

    def ahead(self, session_id: str, owner: str, *, typed: str = "") -> AbstractContextManager[None]:
        _ = session_id, owner, typed
        return nullcontext()

    async def get(self, session_id: str, owner: str) -> Session:
        self.power.check()
        session = self.peek(session_id)
        if session is None or session.owner != owner:
            raise Gone(session_id)
        self._touched[session_id] = self.clock.seconds
        return session

    async def save(self, session: Session, *, expected_revision: int, operation_id: str = "") -> Session:
        self.power.check()
        stored = await self.get(session.session_id, session.owner)
        if operation_id in self._answers:
            answered = self._answers[operation_id]
            return answered if answered.base == stored.base else stored
        if stored.revision != expected_revision:
            raise Moved(session.session_id)
        saved = replace(session, revision=expected_revision + 1)
        self._store(saved)
        if operation_id:
            self._answers[operation_id] = saved
        return saved

    async def show(self, session: Session) -> None:
        self.power.check()
        stored = self.peek(session.session_id)
        if stored and stored.owner == session.owner:
            self._store(replace(stored, screen=session.screen, reviewed_hash=session.reviewed_hash))

    async def own_draft(self, owner: str, sync_id: str) -> Session | None:
        self.power.check()
        drafts = (self.peek(session_id) for session_id in list(self.stored))
        return next((d for d in drafts if d and not d.direct and (d.owner, d.sync_id) == (owner, sync_id)), None)

    async def drafts(self, owner: str) -> tuple[Session, ...]:
        self.power.check()
        drafts = (self.peek(session_id) for session_id in list(self.stored))
        return tuple(draft for draft in drafts if draft and not draft.direct and draft.owner == owner)

    async def others(self, sync_id: str, owner: str) -> tuple[str, ...]:
        self.power.check()
        drafts = [self.peek(session_id) for session_id in list(self.stored)]
        owners = {d.owner for d in drafts if d and not d.direct and d.sync_id == sync_id}
        return tuple(sorted(owners - {owner}))

    async def discard(self, session_id: str, owner: str) -> None:
        self.power.check()
        session = self.peek(session_id)
        if session and session.owner == owner:
            self.remove(session_id)

    async def remember_text(self, owner: str, text: str) -> str:
        self.power.check()
        text_id = f"text{len(self._texts)}"
        self._texts[owner, text_id] = (text, self.clock.seconds)
        return text_id

    async def recall_text(self, owner: str, text_id: str) -> str:
        self.power.check()
        text, at = self._texts.get((owner, text_id), ("", 0.0))
        if self.clock.seconds - at >= 3600:
            raise Gone(text_id)
        return text

    def peek(self, session_id: str) -> Session | None:
        """The session as it is, whoever asks, its life not renewed."""
        if self.clock.seconds - self._touched.get(session_id, 0) >= self.life_seconds:
            self.remove(session_id)
        return self.stored.get(session_id)

    def remove(self, session_id: str) -> None:
        self.stored.pop(session_id, None)

    def _store(self, session: Session) -> None:
        self.stored[session.session_id] = session
        self._touched[session.session_id] = self.clock.seconds


@dataclass
class FakeLeases:
    """Leases by `clock`. `applying` is what the fake of changes writes."""

    clock: FakeClock = field(default_factory=FakeClock)
    ttl_seconds: float = 45
    power: Power = field(default_factory=Power)
    applying: dict[str, str] = field(default_factory=dict)
    held: dict[str, tuple[str, float]] = field(default_factory=dict)
    line: dict[str, dict[str, float]] = field(default_factory=dict)

    async def take(self, sync_id: str, change_id: str) -> bool:
        self.power.check()
        line = self.line.setdefault(sync_id, {})
        if not self._is_free(sync_id, change_id):
            line[change_id] = self.clock.seconds
            return False
        line.pop(change_id, None)
        self.held[sync_id] = (change_id, self.clock.seconds + self.ttl_seconds)
        return True

    def _is_free(self, sync_id: str, change_id: str) -> bool:
        holder, until = self.held.get(sync_id, ("", 0.0))
        takers = {holder if until > self.clock.seconds else "", self.applying.get(sync_id, "")} - {""}
        if takers:
            return takers == {change_id}
        asking = (one for one, at in self.line[sync_id].items() if self.clock.seconds - at < PATIENCE)
        return next(asking, change_id) == change_id

    async def seconds_left(self, sync_id: str, change_id: str) -> float:
        self.power.check()
        holder, until = self.held.get(sync_id, ("", 0.0))
        return max(0.0, until - self.clock.seconds) if holder == change_id else 0.0

    async def release(self, sync_id: str, change_id: str) -> None:
        self.power.check()
        if self.held.get(sync_id, ("", 0.0))[0] == change_id:
            del self.held[sync_id]
