from __future__ import annotations

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from syncbot.slack.app import build_app
from syncbot.slack.screens import Screens
from tests.slack.bots import a_bot


def _app() -> AsyncApp:
    bot = a_bot(screens=Screens(token="xoxb-1", base_url="http://127.0.0.1:9/api/"))
    return build_app(bot, bot_user_id="U1")


async def test_a_request_of_another_workspace_is_answered_by_the_app_without_a_look_at_anything() -> None:
    app = _app()
    body = {"command": "/sync", "text": "list", "team_id": "T2", "user_id": "U2"}
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    assert (answer.status, "another workspace" in answer.body) == (200, True)


async def test_a_token_in_the_environment_is_no_reason_to_warn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-the-settings")
    _app()
    assert caplog.records == []
