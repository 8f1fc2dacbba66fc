"""The stand-in over HTTP, and what tests and the demo hold of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Literal

from aiohttp import web

from syncbot.sandbox.polytomic.api import NEWEST_VERSION, Api
from syncbot.sandbox.polytomic.arrivals import Arrivals
from syncbot.sandbox.polytomic.calls import Asked, Call, State, parsed
from syncbot.sandbox.polytomic.delivery import dropped, sent
from syncbot.sandbox.polytomic.executions import Executions
from syncbot.sandbox.polytomic.faults import Faults
from syncbot.sandbox.polytomic.keys import API_KEY, actor_named
from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError, Reply
from syncbot.sandbox.polytomic.seed import fill
from syncbot.sandbox.polytomic.syncs import Clock, Syncs, written
from syncbot.sandbox.polytomic.transit import Transit
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, World

PAGE = "In Polytomic this link opens the sync “{name}”. The demo shows what is stored of it under Behind the scenes."
NO_SUCH_PAGE = "There is no such sync here."

_LARGEST_BODY = 32 * 1024 * 1024
_SHUTDOWN_SECONDS = 0.5


class PolytomicStandIn:
    """A Polytomic of one organization.

    Attributes:
        url: Where it is served, without a slash at the end; empty until then.
        api_key: The key of the user that `updated_by` names after a write.
        calls: Every call that arrived, in order.
        faults: Where faults are ordered.
        world: What exists around the syncs.
        executions: The runs, which tests move on.
        violations: What no client should ever do, one sentence each.
        listeners: Called when a call arrives, when it is answered, and when somebody else edits a sync.
        latency: How many seconds a call takes on its way here, and its answer on its way back; asked for each.
    """

    def __init__(
        self,
        *,
        seed: bool = True,
        version_body: Literal["classic", "grouped"] | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.url = ""
        self.api_key = API_KEY
        self.organization_id = ORGANIZATION_ID
        self.calls: list[Call] = []
        self.faults = Faults()
        self.world = World()
        self._clock = Clock(now)
        self.executions = Executions(self._clock)
        self.syncs = Syncs(self.world, self._clock, None if version_body is None else version_body == "classic")
        self.violations: list[str] = []
        self.listeners: list[Callable[[], None]] = []
        self.latency: Callable[[], float] | None = None
        self._transit = Transit(Api(State(self.world, self.syncs, self.executions, self.violations)))
        self._arrivals = Arrivals()
        if seed:
            fill(self.world, self.syncs, self.executions)

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        *,
        port: int = 0,
        seed: bool = True,
        version_body: Literal["classic", "grouped"] | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> AsyncIterator[PolytomicStandIn]:
        """Serve one on 127.0.0.1.

        Args:
            port: 0 takes a free one.
            seed: Whether the realistic syncs are there.
            version_body: The shape served under 2025-09-18 for every sync; None leaves it to each.
            now: The clock; times it gives are made strictly increasing.
        """
        stand_in = cls(seed=seed, version_body=version_body, now=now)
        application = web.Application(client_max_size=_LARGEST_BODY)
        application.router.add_get("/syncs/{sync_id}", stand_in.opened)
        application.router.add_route("*", "/{path:.*}", stand_in.receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield stand_in
        finally:
            await stand_in.close()
            await runner.cleanup()

    async def opened(self, request: web.Request) -> web.Response:
        """What a link to a sync leads to: Polytomic's page of it, of which a stand-in has the name alone."""
        sync = self.syncs.stored.get(request.match_info["sync_id"])
        if sync is None:
            raise web.HTTPNotFound(text=NO_SUCH_PAGE)
        return web.Response(text=PAGE.format(name=sync.document["name"]))

    async def close(self) -> None:
        """Let held calls go; what was to land late is lost."""
        await self._transit.close()
        self.faults.release()

    def sync(self, sync_id: str, version: str = NEWEST_VERSION) -> JsonObject:
        """What a GET would show now, a copy."""
        return self.syncs.shown(self.syncs.get(sync_id), version)

    def sync_named(self, name: str) -> JsonObject:
        """The same of the sync with exactly this name."""
        return self.sync(self.id_of(name))

    def id_of(self, name: str) -> str:
        """The id of the sync with exactly this name."""
        found = [sync_id for sync_id, sync in self.syncs.stored.items() if sync.document["name"] == name]
        if len(found) != 1:
            msg = f"{len(found)} syncs are named {name!r}"
            raise LookupError(msg)
        return found[0]

    def passphrase(self, sync_id: str) -> str | None:
        """The stored passphrase, which no call shows."""
        return self.syncs.get(sync_id).passphrase

    def put_sync_doc(self, body: JsonObject, *, classic: bool | None = None, passphrase: str | None = None) -> str:
        """Keep a GET body, with or without `data`, and make exist what it refers to; answers its id.

        Args:
            body: Any GET body.
            classic: Serve it in the classic shape under every version; None looks at its keys.
            passphrase: The write-only one; None is `DEFAULT_PASSPHRASE` where a mapping is encrypted.
        """
        return self.syncs.load(body, classic=classic, passphrase=passphrase)

    def load_documents(self, bodies: Iterable[JsonObject], *, classic: bool | None = None) -> list[str]:
        """`put_sync_doc` for each; the ids in the same order."""
        return [self.put_sync_doc(body, classic=classic) for body in bodies]

    def serve_classic(self, sync_id: str, *, classic: bool = True) -> None:
        """Serve the sync in the classic shape under every version, or no longer."""
        self.syncs.get(sync_id).lags = classic

    def outsider_edits(
        self, sync_id: str, change: Callable[[JsonObject], JsonObject | None], by: str = "Priya Shah"
    ) -> JsonObject:
        """Edit a sync as another person does in Polytomic; answers what a GET shows then.

        Args:
            sync_id: Which.
            change: Alters the document it is given (without mirrors when it is grouped), or answers another one.
            by: Who is named in `updated_by`.
        """
        self.syncs.edit(sync_id, change, actor_named(by))
        self._tell()
        return self.sync(sync_id)

    def calls_of(self, method: str, path: str = "*") -> list[Call]:
        """The calls of a method whose path matches a shell pattern."""
        return [call for call in self.calls if call.method == method and fnmatchcase(call.path, path)]

    async def reached(self, method: str, path: str = "*") -> None:
        """Wait until a call has arrived that no earlier wait with the same patterns has got; 5 s at most."""
        await self._arrivals.next(method, path)

    def release(self) -> None:
        """Release every held call."""
        self.faults.release()

    def answer(self, asked: Asked) -> Reply:
        """Answer a call without HTTP and without faults."""
        call = self._record(asked)
        reply = self._transit.at_once(asked, call)
        call.status, call.answer = reply.status, reply.body
        return reply

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """Answer a call over HTTP, with the fault that was ordered for it."""
        begun = time.perf_counter()
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.method, request.path, dict(request.query), headers, await request.read())
        await self._travel()
        call = self._record(asked)
        fault = self.faults.take(asked.method, asked.path)
        self._arrivals.note(asked.method, asked.path)
        reply = await self._transit.outcome(asked, call, fault)
        if reply is None:
            return dropped(request)
        call.status, call.answer, call.seconds = reply.status, reply.body, time.perf_counter() - begun
        self._tell()
        await self._travel()
        return await sent(request, reply, fault)

    async def _travel(self) -> None:
        if self.latency is not None:
            await asyncio.sleep(self.latency())

    def _record(self, asked: Asked) -> Call:
        at = written(self._clock.now())
        call = Call(asked.method, asked.path, dict(asked.query), _json_of(asked.body), dict(asked.headers), at)
        self.calls.append(call)
        self._tell()
        return call

    def _tell(self) -> None:
        for listener in self.listeners:
            listener()


def _json_of(body: bytes) -> object:
    try:
        return parsed(body) if body else None
    except RefusalError:
        return None
