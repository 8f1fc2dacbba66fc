"""Whether Slack sent a request: its signature over the raw bytes, checked before any of them is read.

Scheme v0 (docs.slack.dev, *Verifying requests from Slack*). Whoever has no signature is told nothing but that.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRESH_SECONDS: Final = 300
TIMESTAMP: Final = b"x-slack-request-timestamp"
SIGNATURE: Final = b"x-slack-signature"
UNSIGNED: Final = "This request is not signed by Slack, or not now."

Times = Callable[[], Iterable[float]]
"""What time it may be: a request that is fresh by one of them is taken."""


def _this_machine() -> tuple[float, ...]:
    return (time.time(),)


class Signed:
    """An ASGI application around another, which gets signed requests only.

    Args:
        app: What is behind it.
        secret: The Slack app's signing secret; never empty, since anybody could sign with that.
        times: Of this process; where its clock is doubted, more than one.
    """

    def __init__(self, app: ASGIApp, secret: str, *, times: Times = _this_machine) -> None:
        if not secret:
            message = "an empty secret signs nothing"
            raise ValueError(message)
        self._app = app
        self._secret = secret.encode()
        self._times = times

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whose body comes in one piece.

        Raises:
            HTTPException: 401 for one that is not signed, or was not signed within five minutes.
        """
        first = await receive()
        body, headers = first.get("body", b""), dict(scope["headers"])
        if not self._is_signed(headers, body):
            raise HTTPException(HTTPStatus.UNAUTHORIZED, UNSIGNED)
        await self._app(scope, _again(first, receive), send)

    def _is_signed(self, headers: dict[bytes, bytes], body: bytes) -> bool:
        timestamp = headers.get(TIMESTAMP, b"")
        if not re.fullmatch(rb"\d{1,12}", timestamp):
            return False
        if all(abs(now - int(timestamp)) > FRESH_SECONDS for now in self._times()):
            return False
        meant = hmac.new(self._secret, b"v0:" + timestamp + b":" + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(b"v0=" + meant.encode(), headers.get(SIGNATURE, b""))


def _again(first: Message, receive: Receive) -> Receive:
    """A `receive` that gives the message that was read, then what the connection says."""
    messages = [first]

    async def received() -> Message:
        return messages.pop() if messages else await receive()

    return received
