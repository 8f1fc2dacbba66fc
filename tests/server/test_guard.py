from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from syncbot.server import guard
from syncbot.server.guard import Guard

FORM = "application/x-www-form-urlencoded"


class Echo:
    """Answers with the body it was given, or does what the test asks."""

    def __init__(self, failure: Exception | None = None, *, begins: bool = False) -> None:
        self.bodies: list[bytes] = []
        self._failure = failure
        self._begins = begins

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.bodies.append((await receive())["body"])
        if self._failure and not self._begins:
            raise self._failure
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if self._failure:
            raise self._failure
        await send({"type": "http.response.body", "body": self.bodies[-1]})


def client(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://bot.test")


async def post(app: object, body: bytes | str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in {"content_type": FORM, **headers}.items()}
    async with client(app) as sender:
        return await sender.post("/slack/events", content=body, headers=named)


async def test_a_good_request_reaches_the_application_unchanged() -> None:
    echo = Echo()
    body = urlencode({"command": "/sync", "text": "edit “Kündigungen”"})
    answer = await post(Guard(echo), body, x_slack_request_timestamp="1700000000", x_slack_signature="v0=ab")
    assert (answer.status_code, answer.text) == (200, body)


async def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    async def receive() -> Message:
        raise AssertionError

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/", "headers": [(b"content-length", b"1000001")]}
    await Guard(Echo())(scope, receive, send)
    assert sent[0]["status"] == 413


async def test_a_body_that_is_too_large_without_saying_so_is_cut_off() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 100_000
            yield b"x" * 100_000

    async with client(Guard(Echo())) as sender:
        answer = await sender.post("/slack/events", content=endless())
    assert answer.status_code == 413
    assert read <= 1_200_000


async def test_a_body_of_a_megabyte_is_taken_and_one_byte_more_is_not() -> None:
    assert (await post(Guard(Echo()), b"x" * 1_000_000)).status_code == 200
    assert (await post(Guard(Echo()), b"x" * 1_000_001)).status_code == 413


async def test_a_body_that_does_not_arrive_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.01)

    async def never() -> AsyncIterator[bytes]:
        yield b"a"
        await asyncio.Event().wait()

    async with client(Guard(Echo())) as sender:
        assert (await sender.post("/", content=never())).status_code == 408


async def test_a_client_that_goes_while_sending_is_not_answered() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    echo = Echo()
    await Guard(echo)({"type": "http", "path": "/", "headers": []}, receive, send)
    assert (sent, echo.bodies) == ([], [])


async def test_an_exception_becomes_an_answer_without_a_word_of_it(caplog: pytest.LogCaptureFixture) -> None:
    answer = await post(Guard(Echo(ValueError("inner workings"))), b"a=b")
    assert (answer.status_code, answer.text) == (500, "syncbot failed on this request.")
    assert "inner workings" in caplog.text


async def test_an_exception_after_the_answer_began_sends_nothing_more(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await Guard(Echo(ValueError("late"), begins=True))({"type": "http", "path": "/", "headers": []}, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start"]
    assert "late" in caplog.text


async def test_every_answer_is_measured() -> None:
    measured: list[tuple[str, int]] = []

    def measure(path: str, status: int, seconds: float) -> None:
        assert 0 <= seconds < 60
        measured.append((path, status))

    await post(Guard(Echo(), measure=measure), b"a=b")
    await post(Guard(Echo(), measure=measure), b"x" * 1_000_001)
    await post(Guard(Echo(ValueError()), measure=measure), b"a=b")
    assert measured == [("/slack/events", 200), ("/slack/events", 413), ("/slack/events", 500)]


async def test_after_the_body_the_application_hears_what_the_connection_says() -> None:
    heard: list[str] = []

    async def listens(_: Scope, receive: Receive, send: Send) -> None:
        heard.extend([(await receive())["type"], (await receive())["type"]])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    messages: list[Message] = [{"type": "http.request", "body": b"a=b"}, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return messages.pop(0)

    async def send(_: Message) -> None: ...

    await Guard(listens)({"type": "http", "path": "/", "headers": []}, receive, send)
    assert heard == ["http.request", "http.disconnect"]


async def test_what_is_not_http_passes_through() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        seen.append(scope["type"])

    async def nothing(*_: object) -> Any:
        raise AssertionError

    await Guard(app)({"type": "lifespan"}, nothing, nothing)
    assert seen == ["lifespan"]
