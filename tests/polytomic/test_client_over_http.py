"""The client over real HTTP: what arrives, what breaks off, what is not there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from syncbot.errors import NoAnswer, Unreadable
from syncbot.polytomic import client as client_module
from syncbot.polytomic.client import Patience, PolytomicClient
from syncbot.polytomic.wire import Access
from tests.polytomic.requests import BODY, VERSION
from tests.polytomic.test_client import QUICK

HASTY = Patience(read_seconds=0.05, list_seconds=0.05, write_seconds=0.05)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@contextlib.asynccontextmanager
async def served(handler: Handler, patience: Patience = QUICK) -> AsyncIterator[PolytomicClient]:
    """A client of a real server on this machine that answers everything with `handler`."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        async with PolytomicClient(
            Access.by_key(f"http://127.0.0.1:{port}/", "k", version=VERSION), patience=patience
        ) as client:
            yield client
    finally:
        await runner.cleanup()


async def test_over_real_http_a_document_arrives_and_comes_back_unchanged() -> None:
    async def echo(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer k"
        body = await request.text()
        return web.Response(text=f'{{"data": {body}}}', headers={"X-Polytomic-Version": VERSION})

    body = {"name": "Kündigungen 🎈", "ten": 10.0, "big": 2**70, "nothing": None}
    async with served(echo) as client:
        assert await client.put_sync("s1", body, key="k") == body


async def test_over_real_http_no_answer_within_the_total_time_is_said_as_such() -> None:
    released = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await released.wait()
        return web.Response()

    async with served(hang, HASTY) as client:
        with pytest.raises(NoAnswer, match=r"within 0\.05 s") as of_write:
            await client.put_sync("s1", BODY, key="k")
        with pytest.raises(NoAnswer, match=r"within 0\.05 s"):
            await client.get_sync("s1")
        with pytest.raises(NoAnswer, match=r"within 0\.05 s"):
            await client.list_syncs()
        released.set()
    assert of_write.value.not_done == "Whether the change was written is not known."


async def test_over_real_http_a_dropped_connection_is_told_from_an_answer() -> None:
    async def drop(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with served(drop) as client:
        with pytest.raises(NoAnswer, match="broke") as caught:
            await client.put_sync("s1", BODY, key="k")
    assert caught.value.not_done == "Whether the change was written is not known."


async def test_over_real_http_a_body_that_is_cut_off_is_no_answer() -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"data": {')
        assert request.transport is not None
        request.transport.close()
        return response

    async with served(cut) as client:
        with pytest.raises(NoAnswer, match="broke"):
            await client.put_sync("s1", BODY, key="k")


async def test_over_real_http_nobody_listening_is_said_as_not_reached() -> None:
    access = Access.by_key("http://127.0.0.1:9", "k", version=VERSION)
    async with PolytomicClient(access, patience=QUICK) as client:
        with pytest.raises(NoAnswer, match="could not be reached"):
            await client.get_sync("s1")


async def test_over_real_http_an_answer_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "BODY_LIMIT", 1_000_000)
    sent = 0

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"X-Polytomic-Version": VERSION})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while sent < 100_000_000:
                await response.write(b" " * 100_000)
                sent += 100_000
        return response

    async with served(flood) as client:
        with pytest.raises(Unreadable, match="larger than 1 MB") as caught:
            await client.put_sync("s1", BODY, key="k")
    assert caught.value.not_done == "Whether the change was written is not known."
    assert sent < 100_000_000
