from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from syncbot.server import build_app
from syncbot.slack.app import EVERYTHING
from syncbot.slack.endpoint import Endpoint

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MARKER = "zebra-7719"


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="U1", bot_token="xoxb-1")


async def post(body: bytes | str, content_type: str = FORM) -> tuple[httpx.Response, list[dict[str, Any]]]:
    """The answer, and the commands that reached a listener."""
    reached: list[dict[str, Any]] = []
    app = AsyncApp(
        authorize=_authorize,
        client=AsyncWebClient(),
        signing_secret="unused",
        request_verification_enabled=False,
        process_before_response=True,
    )

    async def listener(ack: Any, body: Any) -> None:
        reached.append(body)
        await ack(text="heard")

    app.command(EVERYTHING)(listener)
    transport = httpx.ASGITransport(build_app(Endpoint(app), checks={}))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        answer = await client.post("/slack/events", content=body, headers={"content-type": content_type})
    return answer, reached


@pytest.mark.parametrize(
    "text", ["edit Leads", "edit payload", "edit payload={}", "edit &payload=1", "", "edit “Kündigungen”"]
)
async def test_a_command_reaches_its_listener_whatever_its_text(text: str) -> None:
    form = {"command": "/sync", "text": text, "team_id": "T1", "user_id": "U1"}
    answer, reached = await post(urlencode(form))
    assert (answer.status_code, answer.text) == (200, "heard")
    assert reached == [form]


async def test_the_address_is_proven_to_slack() -> None:
    answer, _ = await post(json.dumps({"type": "url_verification", "challenge": "abc"}), JSON)
    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})


def payload(value: object) -> str:
    return urlencode({"payload": json.dumps(value)})


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe", FORM),
        (b"[1]", JSON),
        (b"nothing", JSON + "; charset=utf-8"),
        (b"", JSON),
        ("{" + MARKER, JSON),
        (b"payload=%7Bbroken", FORM),
        (b"payload=", FORM),
        (b"payload=[]", FORM),
        (b"payload=" + b"[" * 50_000, FORM),
        (payload({"type": "block_actions", "actions": MARKER}), FORM),
        (payload({"type": "block_actions", "actions": [MARKER]}), FORM),
        (payload({"type": "view_submission", "view": [MARKER]}), FORM),
        (payload({"type": "view_submission", "view": {"id": "V1", "state": {"values": {"b": [MARKER]}}}}), FORM),
        (payload({"type": "event_callback", "event": {"type": {"a": MARKER}}}), FORM),
        (payload({"type": "event_callback", "authorizations": [MARKER]}), FORM),
        (payload({"type": "shortcut", "user": MARKER}), FORM),
    ],
)
async def test_a_malformed_request_goes_no_further(
    body: bytes | str, content_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer, reached = await post(body, content_type)
    assert (answer.status_code, answer.text, reached) == (400, "This request is malformed.", [])
    assert MARKER not in caplog.text


@pytest.mark.parametrize(
    "body",
    [b"", b"text=1", payload({}), payload({"type": "dialog_submission", "note": MARKER}), payload({"type": [MARKER]})],
)
async def test_a_request_of_an_unknown_kind_is_not_taken(body: bytes | str, caplog: pytest.LogCaptureFixture) -> None:
    answer, reached = await post(body)
    assert (answer.status_code, answer.text, reached) == (404, "This is no request that syncbot knows.", [])
    assert MARKER not in caplog.text
