from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, cast
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"\xff\xfe", {}),
        (b"{not json", {}),
        (b"[1]", {"content_type": "application/json"}),
        (b"nothing", {"content_type": "application/json; charset=utf-8"}),
        (b"payload=%7Bbroken", {}),
        (b"payload=", {}),
        (b"payload=[]", {}),
        (b"payload=" + b"[" * 50_000, {}),
        (b"ok", {"x_slack_request_timestamp": "soon"}),
        (b"ok", {"x_slack_request_timestamp": ""}),
        (b"ok", {"x_slack_request_timestamp": "1e3"}),
        (b"ok", {"x_slack_request_timestamp": "9" * 5_000}),
    ],
)
async def test_a_malformed_request_goes_no_further(body: bytes, headers: dict[str, str]) -> None:
    echo = Echo()
    answer = await post(Guard(echo), body, **headers)
    assert answer.status_code == 400
    assert echo.bodies == []


async def test_a_signature_that_is_not_ascii_goes_no_further() -> None:
    echo = Echo()
    async with client(Guard(echo)) as sender:
        answer = await sender.post("/slack/events", content=b"a=b", headers={b"X-Slack-Signature": "v0=é".encode()})
    assert answer.status_code == 400
    assert echo.bodies == []


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
    await post(Guard(Echo(), measure=measure), b"{")
    await post(Guard(Echo(ValueError()), measure=measure), b"a=b")
    assert measured == [("/slack/events", 200), ("/slack/events", 400), ("/slack/events", 500)]


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


SECRET = "signing-secret"


def bolt() -> ASGIApp:
    app = AsyncApp(signing_secret=SECRET, client=AsyncWebClient(token="xoxb-1"), process_before_response=True)
    return cast("ASGIApp", AsyncSlackRequestHandler(app))


_BODIES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(lambda text: urlencode({"payload": text}).encode()),
    st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=3).map(
        lambda value: urlencode({"payload": json.dumps(value)}).encode()
    ),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3).map(lambda value: json.dumps(value).encode()),
)


@given(
    body=_BODIES,
    timestamp=st.binary(max_size=12).filter(lambda value: not set(value) & set(b"\r\n\0")),
    content_type=st.sampled_from([FORM, "application/json", "text/plain", ""]),
)
async def test_nothing_unsigned_makes_bolt_fail_behind_the_guard(
    body: bytes, timestamp: bytes, content_type: str
) -> None:
    headers = [
        (b"content-type", content_type.encode()),
        (b"x-slack-request-timestamp", timestamp),
        (b"x-slack-signature", b"v0=00"),
    ]
    async with client(Guard(bolt())) as sender:
        answer = await sender.post("/slack/events", content=body, headers=headers)
    assert answer.status_code in {400, 401, 200}


async def test_a_signed_request_passes_guard_and_signature() -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})
    verifier = SignatureVerifier(SECRET)
    timestamp = str(int(verifier.clock.now()))
    signature = verifier.generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    answer = await post(
        Guard(bolt()),
        body,
        content_type="application/json",
        x_slack_request_timestamp=timestamp,
        x_slack_signature=signature,
    )
    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})
