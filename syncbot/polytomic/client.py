"""Sends the requests of `syncbot.polytomic.wire` with httpx; the only module that knows httpx.

A read is sent again after a passing fault, waiting exactly as long as `Retry-After` asks, within its total time. A
write is sent once: sending it again by itself could undo what somebody else wrote in between.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar

import httpx
import stamina

from syncbot.errors import RemoteFault
from syncbot.observe import Part, Told, untold, watched
from syncbot.polytomic import faults, replies, wire
from syncbot.polytomic.wire import Access, Reply, Request
from syncbot.sync.document import JsonObject

_CONNECT_SECONDS: Final = 4.0
BODY_LIMIT: Final = 64_000_000
"""Bytes. The models of a large organization with all their fields take a few million."""

_Value = TypeVar("_Value")
_Reader = Callable[[Request, Reply, Access], _Value]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, all in seconds.

    Attributes:
        read_seconds: In total for a read, its repeats and the waiting between them included.
        list_seconds: The same for all pages of a list.
        write_seconds: In total for a write.
        attempts: How often a read is sent at most.
        first_wait_seconds, longest_wait_seconds: Between attempts when `Retry-After` does not say; doubles each time.
    """

    read_seconds: float = 10.0
    list_seconds: float = 30.0
    write_seconds: float = 30.0
    attempts: int = 4
    first_wait_seconds: float = 0.2
    longest_wait_seconds: float = 2.0


class PolytomicClient:
    """The model-sync API; implements the port `syncbot.changes.ports.Polytomic`, and reads what choices are made of.

    Every method raises a `RemoteFault`. Close it with `aclose`, or use it as an async context manager.
    """

    def __init__(
        self,
        access: Access,
        *,
        patience: Patience = Patience(),
        transport: httpx.AsyncBaseTransport | None = None,
        told: Told = untold,
    ) -> None:
        self._access = access
        self._patience = patience
        self._told = told
        self._http = httpx.AsyncClient(
            base_url=access.base_url,
            timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),
            follow_redirects=False,
            transport=transport,
            trust_env=not access.on_this_machine,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get_sync(self, sync_id: str) -> JsonObject:
        """The whole sync, raw but for a passphrase."""
        return await self._read(wire.get_sync(sync_id), replies.sync_from)

    async def put_sync(self, sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        """Replace the sync by `body`, once; the sync as Polytomic then has it, raw."""
        return await self._write(wire.put_sync(sync_id, body, key=key), replies.sync_from)

    async def activate_sync(self, sync_id: str, *, active: bool, key: str) -> None:
        """Turn the sync on or off, once."""
        await self._write(wire.activate_sync(sync_id, active=active, key=key), replies.object_from)

    async def cancel_sync(self, sync_id: str) -> None:
        """Ask for the run in progress to stop, once; `get_status` tells when it has."""
        await self._write(wire.cancel_sync(sync_id), replies.check)

    async def get_status(self, sync_id: str) -> JsonObject:
        """The run in progress, the last one, and when the next is due, raw."""
        return await self._read(wire.get_status(sync_id), replies.object_from)

    async def list_syncs(self) -> list[JsonObject]:
        """Every sync, last changed first; one that moved between pages while they were read comes once."""
        request = wire.list_syncs()
        found: dict[str, JsonObject] = {}
        async with self._within(request, self._patience.list_seconds):
            while True:
                page = await self._read(request, replies.page_from)
                for item in page.items:
                    found.setdefault(str(item.get("id")), replies.without_secrets(item))
                following = wire.list_syncs(page.next_token)
                if not page.next_token or following == request:
                    break
                request = following
        return list(found.values())

    async def list_models(self) -> tuple[JsonObject, ...]:
        """Every model with its fields, raw."""
        return (await self._read(wire.list_models(), replies.page_from)).items

    async def get_model(self, model_id: str) -> JsonObject:
        """A model with its fields, raw."""
        return await self._read(wire.get_model(model_id), replies.object_from)

    async def list_connections(self) -> tuple[JsonObject, ...]:
        """Every connection, raw; secrets come masked."""
        return (await self._read(wire.list_connections(), replies.page_from)).items

    async def list_target_objects(self, connection_id: str) -> tuple[JsonObject, ...]:
        """What a connection can be synced to, raw."""
        return (await self._read(wire.list_target_objects(connection_id), replies.page_from)).items

    async def get_target_fields(self, connection_id: str, object_id: str, *, refresh: bool = False) -> JsonObject:
        """A target object with `fields`, `modes` and `properties`, raw; `refresh` has the destination asked again."""
        return await self._read(wire.get_target_fields(connection_id, object_id, refresh=refresh), replies.object_from)

    async def list_schedules(self) -> JsonObject:
        """What frequencies there are, in `schedule_options`, raw."""
        return await self._read(wire.list_schedules(), replies.object_from)

    async def get_me(self) -> JsonObject:
        """Whom the key belongs to, raw."""
        return await self._read(wire.get_me(), replies.object_from)

    async def list_policies(self) -> tuple[JsonObject, ...]:
        """The permission policies, raw."""
        return (await self._read(wire.list_policies(), replies.page_from)).items

    async def _write(self, request: Request, reader: _Reader[_Value]) -> _Value:
        async with self._within(request, self._patience.write_seconds):
            return await self._attempt(request, reader)

    async def _read(self, request: Request, reader: _Reader[_Value]) -> _Value:
        patience = self._patience
        deadline = time.monotonic() + patience.read_seconds
        async with self._within(request, patience.read_seconds):
            return await stamina.AsyncRetryingCaller(
                attempts=patience.attempts,
                timeout=patience.read_seconds,
                wait_initial=patience.first_wait_seconds,
                wait_max=patience.longest_wait_seconds,
                wait_jitter=patience.first_wait_seconds,
            )(_whether_to_repeat(request, deadline), self._attempt, request, reader)

    async def _attempt(self, request: Request, reader: _Reader[_Value]) -> _Value:
        """Send it once; each attempt is measured by itself."""
        with watched(self._told, Part.POLYTOMIC, request.operation) as details:
            details["path"] = request.path
            reply = await self._send(request)
            details["status"] = str(reply.status)
            return reader(request, reply, self._access)

    async def _send(self, request: Request) -> Reply:
        asked = self._http.stream(
            request.method,
            request.path,
            params=request.query or None,
            content=request.content,
            headers=request.headers(self._access),
        )
        try:
            async with asked as answer:
                content = await _whole(request, answer)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as exc:
            raise faults.unreached(request) from exc
        except httpx.HTTPError as exc:
            raise faults.broken_off(request) from exc
        return Reply(answer.status_code, dict(answer.headers), content, time.time())

    @asynccontextmanager
    async def _within(self, request: Request, seconds: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as exc:
            raise faults.timed_out(request, seconds=seconds) from exc


async def _whole(request: Request, answer: httpx.Response) -> bytes:
    """The body, unpacked; Unreadable for one that would take the memory that others need."""
    body = bytearray()
    async for some in answer.aiter_bytes():
        body += some
        if len(body) > BODY_LIMIT:
            raise faults.too_large(request, status=answer.status_code, limit=BODY_LIMIT)
    return bytes(body)


def _whether_to_repeat(request: Request, deadline: float) -> Callable[[Exception], bool | float]:
    """A hook for stamina: False, True for the usual wait, or the exact wait in seconds that the answer asked for."""

    def hook(error: Exception) -> bool | float:
        if not isinstance(error, RemoteFault) or not replies.may_retry(request, error):
            return False
        wait = error.retry_after_seconds
        if wait is None:
            return True
        return wait if time.monotonic() + wait < deadline else False

    return hook
