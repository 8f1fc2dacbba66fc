"""What a process says to Redis, Polytomic and Slack passes here, where it can be struck before or after any of it.

A crossing is one request and its answer. Before: the process has asked, and nobody has heard it. After: it was done,
and the process does not know. So each step of the process has a before and an after, and no test code is in it.
"""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.chaos import wire
from tests.chaos.link import Link, connect
from tests.chaos.wire import Reading, Request

IDLE: Final = frozenset(
    f"redis {name}"
    for name in (
        "CLIENT",
        "SELECT",
        "PING",
        "XGROUP",
        "XPENDING",
        "SCRIPT",
        "EVALSHA job_keep",
        "EVALSHA time",
        "EVALSHA watch_take",
        "EVALSHA jobs_forget",
        wire.SWEEP_TURN,
        "ZRANGEBYSCORE",
    )
)
"""Crossings that have no place in the order of things: they are not counted."""
TAKING: Final = frozenset({"redis XREADGROUP", "redis XAUTOCLAIM"})
"""Counted, as `TAKEN`, when they gave a job."""
TAKEN: Final = "redis taken"


class Side(StrEnum):
    """Where at a crossing."""

    BEFORE = "before"
    AFTER = "after"


class Then(StrEnum):
    """What becomes of the crossing once it was struck."""

    DROP = "drop"
    PASS = "pass"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Point:
    """The `number`th crossing of that name since the gate was watched, from 1."""

    name: str
    number: int = 1
    side: Side = Side.BEFORE

    def __str__(self) -> str:
        return f"{self.side} {self.name} #{self.number}"


class Trap:
    """Strikes once, at a point.

    Attributes:
        struck: Set when it did.
    """

    def __init__(self, point: Point, strike: Callable[[], object], then: Then = Then.DROP) -> None:
        self.point = point
        self.struck = asyncio.Event()
        self._strike = strike
        self._then = then
        self._released = asyncio.Event()

    def release(self) -> None:
        """Let what it holds go on."""
        self._released.set()

    async def spring(self) -> bool:
        """Strike, and whether the crossing goes on."""
        self.struck.set()
        self._strike()
        if self._then is Then.HOLD:
            await self._released.wait()
        return self._then is not Then.DROP


class Gate:
    """One process's way to the outside.

    Attributes:
        crossed: The names of the crossings since `watch`, in order.
    """

    def __init__(self) -> None:
        self.crossed: list[str] = []
        self._traps: list[Trap] = []
        self._taking = asyncio.Event()
        self._open: dict[asyncio.Task[None], str] = {}
        self._upstream: dict[str, str] = {}

    def watch(self) -> None:
        """Count anew, without traps."""
        self.crossed.clear()
        self.clear()

    def clear(self) -> None:
        """Take the traps away; what they hold goes on."""
        for trap in self._traps:
            trap.release()
        self._traps.clear()

    def trap(self, point: Point, strike: Callable[[], object], then: Then = Then.DROP) -> Trap:
        """Strike at a point that is still to come."""
        trap = Trap(point, strike, then)
        self._traps.append(trap)
        return trap

    async def takes_jobs(self) -> None:
        """Wait until the process asks for jobs again."""
        self._taking.clear()
        await self._taking.wait()

    @asynccontextmanager
    async def towards(self, service: str, url: str) -> AsyncIterator[str]:
        """Listen for one service that is at `url`; gives the host and port to use instead."""
        is_redis = service == "redis"
        ask: Reading = wire.redis_request if is_redis else wire.http_request
        answer = wire.redis_reply if is_redis else wire.http_message
        self._upstream[service] = url

        async def connected(reader: StreamReader, writer: StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._open[task] = service
            link = Link(service, ask, answer, writer)
            pumping = asyncio.create_task(link.pump(reader))
            try:
                with suppress(OSError, EOFError, asyncio.CancelledError):
                    await self._carry(link, *await connect(self._upstream[service]))
            finally:
                self._open.pop(task, None)
                pumping.cancel()
                writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        try:
            yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            self.clear()
            server.close()
            await self._close()

    def turn_to(self, service: str, url: str) -> None:
        """Lead to another place from now on; what is open towards the service breaks off."""
        self._upstream[service] = url
        for task, towards in self._open.items():
            if towards == service and task is not asyncio.current_task():  # a strike there drops it anyway
                task.cancel()

    async def _close(self) -> None:
        for task in list(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(list(self._open))

    async def _carry(self, link: Link, up_reader: StreamReader, up_writer: StreamWriter) -> None:
        try:
            while (request := await link.ask(link.reader)) is not None:
                name = f"{link.service} {request.name}"
                if not await self._crosses(name, request, link, (up_reader, up_writer)):
                    return
        finally:
            up_writer.close()

    async def _crosses(self, name: str, request: Request, link: Link, up: tuple[StreamReader, StreamWriter]) -> bool:
        if name in TAKING:
            self._taking.set()
        counted = name not in IDLE | TAKING
        number = self._count(name) if counted else 0
        if counted and not await self._let(Point(name, number, Side.BEFORE)):
            return False
        up[1].write(request.raw)
        answer = await (link.while_there(request, up[0]) if name in TAKING else link.answers(request, up[0]))
        if not answer:
            return False
        if name in TAKING and wire.JOB in answer:
            counted, name = True, TAKEN
            number = self._count(name)
        if counted and not await self._let(Point(name, number, Side.AFTER)):
            return False
        link.writer.write(answer)
        return True

    def _count(self, name: str) -> int:
        self.crossed.append(name)
        return self.crossed.count(name)

    async def _let(self, point: Point) -> bool:
        for trap in self._traps:
            if trap.point == point and not trap.struck.is_set():
                return await trap.spring()
        return True
