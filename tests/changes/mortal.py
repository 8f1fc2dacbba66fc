"""A desk whose process dies at a chosen call of a port, before it or right after, and does nothing from then on."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from syncbot.changes.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from syncbot.changes.desk import Desk
    from tests.changes.world import World

IDLE_CALLS = frozenset({"jobs.take", "jobs.keep", "clock.check"})
"""Calls that are made while nothing happens."""

PUT, READ = "polytomic.put_sync", "polytomic.get_sync"
WRITES = frozenset({PUT, "polytomic.activate_sync"})
PORTS = ("polytomic", "choices", "sessions", "changes", "leases", "secrets", "people", "clock", "history")


class Killed(BaseException):
    """The process is no more; nothing of it catches this."""


@dataclass
class Fate:
    """When a process dies.

    Attributes:
        at: The number of the call, from 0; None: never.
        after: Dies after the call was carried out instead of before.
        late_seconds: A write that is under way at its death lands that much later.
        meanwhile: Run at that call instead of dying.
        calls: The names of the calls so far.
    """

    at: int | None = None
    after: bool = False
    late_seconds: float | None = None
    meanwhile: Callable[[], object] | None = None
    calls: list[str] = field(default_factory=list)
    dead: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(self, name: str, real: Callable[[], Awaitable[Any]]) -> Any:
        self._check()
        if name in IDLE_CALLS:
            return await real()
        mine = self.at == len(self.calls)
        self.calls.append(name)
        if mine and not self.after:
            if self.late_seconds is not None and name in WRITES:
                asyncio.get_running_loop().call_later(self.late_seconds, _land, real)
            self._act()
        try:
            result = await real()
        finally:
            if mine and self.after:
                self._act()
            self._check()
        return result

    def _act(self) -> None:
        if self.meanwhile is not None:
            self.meanwhile()
            return
        self.dead.set()
        self._check()

    def _check(self) -> None:
        if self.dead.is_set():
            raise Killed


_LANDING: set[asyncio.Future[Any]] = set()


def _land(real: Callable[[], Awaitable[Any]]) -> None:
    landing = asyncio.ensure_future(real())
    _LANDING.add(landing)
    landing.add_done_callback(_LANDING.discard)


class _Mortal:
    """A port that asks its fate first."""

    def __init__(self, port: str, real: object, fate: Fate) -> None:
        self._port = port
        self._real = real
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if name == "turn" or not inspect.iscoroutinefunction(method):
            return method

        async def call(*args: object, **options: object) -> Any:
            return await self._fate.call(f"{self._port}.{name}", lambda: method(*args, **options))

        return call


def mortal(desk: Desk, fate: Fate) -> Desk:
    """The desk of a process with that fate."""
    ports: dict[str, Any] = {port: _Mortal(port, getattr(desk, port), fate) for port in PORTS}
    return replace(desk, **ports)


async def live(world: World, fate: Fate) -> None:
    """Run a worker with that fate until it is dead or everything is done; another one has the turn to sweep."""
    world.jobs.sweeper = ("another", float("inf"))
    jobs: Any = _Mortal("jobs", world.jobs, fate)
    announcer: Any = _Mortal("announcer", world.announcer, fate)
    worker = Worker(mortal(world.desk, fate), jobs, announcer, name="mortal")
    running = asyncio.create_task(worker.run())
    await world.until(lambda: world.idle() or fate.dead.is_set())
    worker.stop()
    with suppress(Killed):
        await running
