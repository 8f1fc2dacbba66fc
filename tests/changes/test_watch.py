"""Watches: looked at until they end, again after a fault, by another process after a death."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from syncbot.changes.watch import Pace, Watch, Watcher, WatchKind
from syncbot.errors import RemoteFault, StoreUnavailable

PACE = Pace(first=0.0, later=0.0, hold=5.0, tick=0.001)
RUN = Watch("w1", WatchKind.RUN, sync_id="s1")


@dataclass
class Kept:
    """Watches that are due whenever they are there and nobody holds them."""

    stored: dict[str, Watch] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    broken: int = 0
    fault: Exception = field(default_factory=lambda: StoreUnavailable("The store did not answer."))

    async def put(self, watch: Watch, *, due_in: float) -> None:
        del due_in
        self.stored[watch.watch_id] = watch
        self.held.discard(watch.watch_id)

    async def add(self, watch: Watch, *, due_in: float) -> bool:
        del due_in
        return self.stored.setdefault(watch.watch_id, watch) is watch

    async def take(self, *, hold: float) -> tuple[Watch, ...]:
        del hold
        if self.broken:
            self.broken -= 1
            raise self.fault
        due = [watch for watch_id, watch in self.stored.items() if watch_id not in self.held]
        self.held |= {watch.watch_id for watch in due}
        return tuple(due)

    async def drop(self, watch_id: str) -> None:
        self.stored.pop(watch_id, None)


@dataclass
class Looking:
    """Answers each look as it is told, and says when it has looked that often."""

    answer: Callable[[Watch, int], Awaitable[tuple[Watch, float] | None]]
    until: int
    looks: int = 0
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self, watch: Watch) -> tuple[Watch, float] | None:
        self.looks += 1
        try:
            return await self.answer(watch, self.looks)
        finally:
            if self.looks >= self.until:
                self.enough.set()


async def _watched(kept: Kept, looking: Looking, **more: tuple[Watch, ...]) -> None:
    watcher = Watcher(kept, {WatchKind.RUN: looking}, pace=PACE, **more)
    running = asyncio.create_task(watcher.run())
    async with asyncio.timeout(5):
        await looking.enough.wait()
        watcher.stop()
        await running


async def test_a_watch_is_looked_at_with_what_the_last_look_noted_until_it_ends() -> None:
    async def counting(watch: Watch, look: int) -> tuple[Watch, float] | None:
        assert watch.noted.get("looks", 0) == look - 1
        return (replace(watch, noted={"looks": look}), 0.0) if look < 3 else None

    kept, looking = Kept({"w1": RUN}), Looking(counting, until=3)
    await _watched(kept, looking)
    assert kept.stored == {}
    assert looking.looks == 3


async def test_a_look_that_fails_leaves_the_watch_to_be_looked_at_again() -> None:
    async def failing(_watch: Watch, _look: int) -> None:
        raise RemoteFault("Polytomic did not answer.")

    kept = Kept({"w1": RUN})
    await _watched(kept, Looking(failing, until=1))
    assert kept.stored == {"w1": RUN}
    assert kept.held == {"w1"}


async def test_an_unexpected_fault_of_one_watch_does_not_end_the_watcher() -> None:
    async def broken(_watch: Watch, _look: int) -> None:
        raise ValueError

    kept = Kept({"w1": RUN})
    await _watched(kept, Looking(broken, until=1))
    assert kept.stored == {"w1": RUN}


@pytest.mark.parametrize("fault", [StoreUnavailable("The store did not answer."), RuntimeError("handler is closed")])
async def test_a_store_that_does_not_answer_is_waited_for(fault: Exception) -> None:
    async def ending(_watch: Watch, _look: int) -> None:
        return None

    kept = Kept({"w1": RUN}, broken=2, fault=fault)
    await _watched(kept, Looking(ending, until=1))
    assert kept.stored == {}


async def test_a_standing_watch_is_there_without_anybody_adding_it() -> None:
    async def staying(watch: Watch, _look: int) -> tuple[Watch, float]:
        return watch, 0.0

    kept = Kept(broken=0)
    await _watched(kept, Looking(staying, until=2), standing=(RUN,))
    assert kept.stored == {"w1": RUN}
