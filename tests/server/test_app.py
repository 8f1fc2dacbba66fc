from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from syncbot.errors import StoreUnavailable
from syncbot.server import app as web
from syncbot.server import build_app, running


async def well() -> None: ...


async def slack(scope: Scope, receive: Receive, send: Send) -> None:
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode() + b" " + body})


async def get(url: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(url)


async def test_slacks_requests_reach_their_application() -> None:
    async with running(build_app(slack, checks={})) as url, httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{url}/slack/events", content=b"a=b")
        assert (answer.status_code, answer.text) == (200, "/slack/events a=b")
        assert (await client.get(f"{url}/slack/events")).status_code == 405
        assert (await client.post(f"{url}/elsewhere", content=b"a=b")).status_code == 404


async def test_in_socket_mode_health_alone_is_served() -> None:
    async with running(build_app(None, checks={})) as url, httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(f"{url}/slack/events", content=b"a=b")).status_code == 404
        assert (await client.get(f"{url}/healthz")).text == "ok"


async def test_ready_when_every_check_is_well() -> None:
    async with running(build_app(slack, checks={"redis": well, "clock": well})) as url:
        answer = await get(f"{url}/readyz")
    assert (answer.status_code, answer.json()) == (200, {"redis": "ok", "clock": "ok"})


async def test_not_ready_says_which_check_and_why_but_nothing_of_the_inside(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(web, "CHECK_SECONDS", 0.01)

    async def gone() -> None:
        message = "Redis did not answer."
        raise StoreUnavailable(message)

    async def broken() -> None:
        message = "inner workings"
        raise ValueError(message)

    async def slow() -> None:
        await asyncio.Event().wait()

    checks = {"redis": gone, "slack": broken, "clock": slow, "queue": well}
    async with running(build_app(slack, checks=checks)) as url:
        answer = await get(f"{url}/readyz")
        assert (await get(f"{url}/healthz")).status_code == 200
    assert answer.status_code == 503
    assert answer.json() == {
        "redis": "Redis did not answer.",
        "slack": "failed; the log says why",
        "clock": "no answer within 1 s",
        "queue": "ok",
    }
    assert "inner workings" in caplog.text


async def test_hooks_run_in_order_around_the_serving() -> None:
    ran: list[str] = []

    def hook(name: str) -> web.Hook:
        async def run() -> None:
            ran.append(name)

        return run

    app = build_app(slack, checks={}, on_start=[hook("a"), hook("b")], on_stop=[hook("c"), hook("d")])
    async with running(app) as url:
        assert ran == ["a", "b"]
        await get(f"{url}/healthz")
    assert ran == ["a", "b", "c", "d"]


async def test_a_stopping_hook_that_fails_or_hangs_keeps_no_other_from_running(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(web, "DRAIN_SECONDS", 0.02)
    ran: list[str] = []

    async def fails() -> None:
        message = "no"
        raise ValueError(message)

    async def hangs() -> None:
        await asyncio.Event().wait()

    async def last() -> None:
        ran.append("last")

    async with running(build_app(slack, checks={}, on_stop=[fails, hangs, last])):
        pass
    assert ran == ["last"]
    assert "A stopping hook failed" in caplog.text
    assert "Stopping took longer" in caplog.text
