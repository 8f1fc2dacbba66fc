"""What stands before everything: it takes whole, small requests only, and turns every exception into an answer."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from syncbot import trace

log = logging.getLogger(__name__)

BODY_LIMIT: Final = 1_000_000
"""Bytes. Slack's largest payloads, a modal's whole state, stay below a third of it."""

BODY_SECONDS: Final = 5.0
"""How long a body may take to arrive; Slack gives up after three."""

_WORDS: Final = {
    HTTPStatus.REQUEST_TIMEOUT: b"The body of this request did not arrive in time.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: b"The body of this request is too large.",
    HTTPStatus.INTERNAL_SERVER_ERROR: b"syncbot failed on this request.",
}

Measure = Callable[[str, int, float], None]
"""Told, in the trace of the request: the path, the status, the seconds from its first byte to the end of its answer."""


class _Unacceptable(Exception):
    """The request gets this status and goes no further."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class _Gone(Exception):
    """The client went before its request was whole; there is nobody to answer."""


class Guard:
    """An ASGI application around another; what is not HTTP passes through."""

    def __init__(self, app: ASGIApp, *, body_limit: int = BODY_LIMIT, measure: Measure | None = None) -> None:
        self._app = app
        self._body_limit = body_limit
        self._measure = measure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with trace.begun():
            await self._guard(scope, receive, send)

    async def _guard(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        answer = _Answer(send)
        try:
            body = await self._whole_body(scope, receive)
            await self._app(scope, _replay(body, receive), answer.send)
        except _Gone:
            return
        except _Unacceptable as exc:
            await answer.say(exc.status)
        except Exception:
            log.exception("A request to %s was not answered by its application", scope["path"])
            await answer.say(HTTPStatus.INTERNAL_SERVER_ERROR)
        if self._measure is not None:
            self._measure(scope["path"], answer.status, time.perf_counter() - began)

    async def _whole_body(self, scope: Scope, receive: Receive) -> bytes:
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared[:20]) > self._body_limit:
            raise _Unacceptable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return await self._read(receive)
        except TimeoutError:
            raise _Unacceptable(HTTPStatus.REQUEST_TIMEOUT) from None

    async def _read(self, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > self._body_limit:
                raise _Unacceptable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            more = message.get("more_body", False)
        return b"".join(chunks)


class _Answer:
    """Sends, and knows what was sent; `status` is 500 until something was."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun = False
        self.status: int = HTTPStatus.INTERNAL_SERVER_ERROR

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun, self.status = True, message["status"]
        await self._send(message)

    async def say(self, status: HTTPStatus) -> None:
        """A plain sentence; nothing when an answer was begun, the server then breaks the connection off."""
        if self._begun:
            return
        words = _WORDS[status]
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(words)).encode())]
        if status is not HTTPStatus.INTERNAL_SERVER_ERROR:
            headers.append((b"connection", b"close"))
        await self.send({"type": "http.response.start", "status": int(status), "headers": headers})
        await self.send({"type": "http.response.body", "body": words})


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was read, then what the connection says."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
