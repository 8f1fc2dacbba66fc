"""Answers envelopes by the same app that answers over HTTP. What is not answered with 200 there is not acknowledged."""

from __future__ import annotations

import logging
import time
from http import HTTPStatus

from slack_bolt.async_app import AsyncApp
from starlette.exceptions import HTTPException

from syncbot import trace
from syncbot.observe import Told
from syncbot.observe.acknowledging import acknowledgement
from syncbot.slack.endpoint import dispatched
from syncbot.slack.socket.frames import Envelope, acknowledgement_frame

log = logging.getLogger(__name__)


class Answering:
    """Callable with an envelope; gives the frame that acknowledges it, or None."""

    def __init__(self, app: AsyncApp, *, told: Told) -> None:
        self._app = app
        self._told = told

    async def __call__(self, envelope: Envelope) -> str | None:
        """Have it handled, in a trace that goes by Slack's own id of it."""
        began = time.perf_counter()
        with trace.begun(envelope.envelope_id):
            status, frame = await self._answered(envelope)
            self._told(acknowledgement(status, time.perf_counter() - began))
        return frame

    async def _answered(self, envelope: Envelope) -> tuple[int, str | None]:
        try:
            said = await dispatched(self._app, envelope.payload)
        except HTTPException as exc:
            return exc.status_code, None
        except Exception:
            log.exception("An envelope was not answered")
            return HTTPStatus.INTERNAL_SERVER_ERROR, None
        if said.status != HTTPStatus.OK:
            return said.status, None
        content_type = said.first_headers().get("content-type", "")
        return said.status, acknowledgement_frame(envelope, said.body or "", content_type=content_type)
