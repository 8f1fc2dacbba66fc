from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest

from syncbot.slack.app import build_app
from syncbot.slack.bot import Bot, Home
from syncbot.slack.screens import Screens
from syncbot.slack.tasks import Tasks


async def test_a_request_of_another_workspace_is_answered_by_the_app_without_a_look_at_anything() -> None:
    parts: Any = SimpleNamespace()
    bot = Bot(
        desk=parts,
        screens=Screens(token="xoxb-1", base_url="http://127.0.0.1:9/api/"),
        people=parts,
        tasks=Tasks(),
        home=Home(team_id="T1"),
        runs=parts,
        watches=parts,
        kept=parts,
        seen=parts,
        turnstile=parts,
    )
    app = build_app(bot, bot_user_id="U1")
    body = {"command": "/sync", "text": "list", "team_id": "T2", "user_id": "U2"}
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    assert (answer.status, "another workspace" in answer.body) == (200, True)
