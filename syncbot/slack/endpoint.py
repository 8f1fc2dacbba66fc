"""Bolt as an ASGI application, behind the signature: bytes of HTTP become the JSON object that Bolt is given.

Bolt's own reading is not used: it looks for the word "payload" in the whole body, so that a command which mentions it
comes out empty, and it raises on shapes that it does not expect.
"""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from syncbot.slack.calls import Payload
from syncbot.slack.posted_form import read_form
from syncbot.slack.shapes import is_known, is_well_formed, known_part

log = logging.getLogger(__name__)

MALFORMED: Final = "This request is malformed."
UNKNOWN: Final = "This is no request that syncbot knows."

_AS_AN_OBJECT: Final = "socket_mode"
"""What Bolt calls requests that come as JSON objects."""


class Endpoint:
    """An ASGI application of one path."""

    def __init__(self, app: AsyncApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whose body comes in one piece.

        Raises:
            HTTPException: 400 for what cannot be read or has not the shape of its kind, 404 for an unknown kind.
        """
        body = (await receive()).get("body", b"")
        payload = _payload(dict(scope["headers"]).get(b"content-type", b""), body)
        said = await dispatched(self._app, payload)
        answer = Response(said.body, said.status, said.first_headers_without_set_cookie())
        await answer(scope, receive, send)


async def dispatched(app: AsyncApp, payload: Payload) -> BoltResponse:
    """What the app answers to a request, whichever way it came.

    Raises:
        HTTPException: 400 for what has not the shape of its kind, 404 for an unknown kind.
    """
    if not is_known(payload):
        log.warning("a request of an unknown kind was not taken")
        raise HTTPException(HTTPStatus.NOT_FOUND, UNKNOWN)
    if not is_well_formed(payload):
        raise _malformed()
    try:
        # Bolt looks into more than is looked up here; what is not named in the shapes is not shown to it.
        request = AsyncBoltRequest(body=known_part(payload), mode=_AS_AN_OBJECT)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _malformed() from None
    return await app.async_dispatch(request)


def _payload(content_type: bytes, body: bytes) -> Payload:
    """The object in a body: that of an interaction or event, or the form of a command. Raises HTTPException."""
    try:
        if content_type.split(b";")[0].strip().lower() == b"application/json":
            return _object(body.decode())
        form = read_form(body)
        return _object(form["payload"]) if "payload" in form else dict(form)
    except (ValueError, RecursionError):
        raise HTTPException(HTTPStatus.BAD_REQUEST, MALFORMED) from None


def _malformed() -> HTTPException:
    log.warning("a request did not have the documented shape")
    return HTTPException(HTTPStatus.BAD_REQUEST, MALFORMED)


def _object(text: str) -> Payload:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(MALFORMED)  # noqa: TRY004 -- a value that came in, as json's own errors are
    return found
