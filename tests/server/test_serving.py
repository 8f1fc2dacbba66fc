from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from syncbot.errors import NotStarted, SlackFault
from syncbot.server import Departure, build_app, new_loop, running, serve


class Held:
    """An application that says when a request has come and answers when it is let."""

    def __init__(self) -> None:
        self.come = asyncio.Event()
        self.let = asyncio.Event()

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        self.come.set()
        await self.let.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


async def fails() -> None:
    message = "no Redis"
    raise RuntimeError(message)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


async def not_let_in() -> None:
    message = "Slack lets nobody in."
    raise SlackFault(message, code="invalid_auth", next_step="Mend the token.")


async def test_a_start_that_fails_is_raised_and_its_port_is_free_again() -> None:
    port = free_port()
    with pytest.raises(NotStarted, match="could not start"):
        async with running(build_app(None, checks={}, on_start=[fails]), port=port):
            pass
    async with running(build_app(None, checks={}), port=port) as url:
        assert url == f"http://127.0.0.1:{port}"


async def test_what_was_foreseen_stops_a_start_in_its_own_words_and_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(NotStarted) as stopped:
        await serve(build_app(None, checks={}, on_start=[not_let_in]), port=0, host="127.0.0.1")
    assert stopped.value.sentences == "Slack lets nobody in. Mend the token."
    assert "Traceback" not in caplog.text


async def test_what_nobody_foresaw_leaves_its_traceback_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NotStarted) as stopped:
        await serve(build_app(None, checks={}, on_start=[fails]), port=0, host="127.0.0.1")
    assert stopped.value.sentences == "syncbot could not start. The log says why."
    assert "RuntimeError: no Redis" in caplog.text


async def test_a_taken_port_is_said_as_such() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotStarted, match=f"cannot listen on port {port}: another program does"):
            await serve(build_app(None, checks={}), port=port, host="127.0.0.1")


async def test_an_address_that_cannot_be_listened_at_is_said_with_the_reason() -> None:
    with pytest.raises(NotStarted, match=r"cannot listen on port 80: Cannot assign requested address\."):
        await serve(build_app(None, checks={}), port=80, host="192.0.2.1")


async def test_the_log_names_the_port(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with running(build_app(None, checks={})) as url:
        assert f"Listening on port {url.rpartition(':')[2]}" in caplog.text


async def test_a_signal_lets_requests_in_flight_end_then_runs_the_stopping_hooks() -> None:
    held, port = Held(), free_port()
    ran: list[str] = []
    started = asyncio.Event()

    async def on_start() -> None:
        started.set()

    async def on_stop() -> None:
        ran.append("stopped")

    app = build_app(held, checks={}, on_start=[on_start], on_stop=[on_stop])
    serving = asyncio.create_task(serve(app, port=port, host="127.0.0.1"))
    await started.wait()
    async with httpx.AsyncClient(trust_env=False) as client:
        asking = asyncio.create_task(client.post(f"http://127.0.0.1:{port}/slack/events", content=b"a=b"))
        await held.come.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        held.let.set()
        assert (await asking).text == "done"
    await serving
    assert ran == ["stopped"]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port)).close()


async def test_after_sigterm_it_is_not_ready_and_goes_on_serving_until_the_time_is_over_or_it_is_told_again() -> None:
    port, departure, started = free_port(), Departure(), asyncio.Event()
    told: list[str] = []
    departure.first(lambda: told.append("stopping"))

    async def on_start() -> None:
        started.set()

    app = build_app(None, checks={"process": departure.check}, on_start=[on_start])
    serving = asyncio.create_task(serve(app, port=port, host="127.0.0.1", departure=departure, linger_seconds=600.0))
    await started.wait()
    async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/readyz")).json() == {"process": "ok"}
        os.kill(os.getpid(), signal.SIGTERM)
        while (answer := await client.get("/readyz")).status_code == 200:
            pass
        assert answer.json() == {"process": "It was told to stop, and serves on for a moment."}
        assert (await client.get("/healthz")).text == "ok"
    assert not serving.done()
    os.kill(os.getpid(), signal.SIGTERM)
    await serving
    assert told == ["stopping"]


async def test_ctrl_c_ends_it_at_once() -> None:
    departure, started = Departure(), asyncio.Event()

    async def on_start() -> None:
        started.set()

    app = build_app(None, checks={}, on_start=[on_start])
    serving = asyncio.create_task(
        serve(app, port=free_port(), host="127.0.0.1", departure=departure, linger_seconds=600.0)
    )
    await started.wait()
    os.kill(os.getpid(), signal.SIGINT)
    await serving
    assert not departure.announced


async def test_answers_do_not_say_which_server_gave_them() -> None:
    async with running(build_app(None, checks={})) as url, httpx.AsyncClient(trust_env=False) as client:
        assert "server" not in (await client.get(f"{url}/healthz")).headers


def test_the_fastest_loop_there_is_gets_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert new_loop() is asyncio.new_event_loop
    monkeypatch.undo()
    loop = new_loop()()
    assert type(loop).__module__.startswith("uvloop")
    loop.close()
