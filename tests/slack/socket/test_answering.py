"""What is acknowledged: exactly what HTTP would answer with 200."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from syncbot.observe import Made
from syncbot.slack.socket.answering import Answering
from syncbot.slack.socket.frames import Envelope

COMMAND = {"command": "/sync", "text": "help", "team_id": "T1", "user_id": "U1"}


class App:
    """Answers each request with the same, or raises it."""

    def __init__(self, said: BoltResponse | Exception) -> None:
        self.said = said

    async def async_dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        assert request.body == COMMAND
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


async def answered(said: BoltResponse | Exception, payload: dict[str, Any] = COMMAND) -> tuple[str | None, Made]:
    told: list[Made] = []
    app: Any = App(said)
    frame = await Answering(app, told=told.append)(Envelope("e1", payload, takes_payload=True))
    (made,) = told
    return frame, made


async def test_what_was_handled_is_acknowledged_with_its_answer() -> None:
    said = BoltResponse(status=200, body='{"text": "hello"}', headers={"content-type": ["application/json"]})
    frame, made = await answered(said)
    assert frame is not None
    assert json.loads(frame) == {"envelope_id": "e1", "payload": {"text": "hello"}}
    assert (made.result, made.details["status"]) == ("ok", "200")


@pytest.mark.parametrize(
    ("said", "payload", "result"),
    [
        (BoltResponse(status=404), COMMAND, "refused"),
        (ValueError("boom"), COMMAND, "broken"),
        (BoltResponse(status=200), {"type": "never_seen"}, "refused"),
        (BoltResponse(status=200), {"command": "/sync", "text": 1}, "refused"),
    ],
)
async def test_what_was_not_handled_is_not_acknowledged(
    said: BoltResponse | Exception, payload: dict[str, Any], result: str
) -> None:
    frame, made = await answered(said, payload)
    assert frame is None
    assert made.result == result
