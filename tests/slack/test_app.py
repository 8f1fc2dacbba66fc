from __future__ import annotations

import io
import time
from types import SimpleNamespace
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from syncbot.observe import set_up_logging
from syncbot.slack.app import build_app
from syncbot.slack.bot import Bot, Home
from syncbot.slack.screens import Screens
from syncbot.slack.tasks import Tasks


async def answer_to_unsigned(signing_secret: str) -> BoltResponse:
    """What an app says to a command that nobody at Slack signed."""
    parts: Any = SimpleNamespace()
    screens = Screens(token="xoxb-1", base_url="http://127.0.0.1:9/api/")
    bot = Bot(
        desk=parts,
        screens=screens,
        people=parts,
        tasks=Tasks(),
        home=Home(team_id="T1"),
        runs=parts,
        watches=parts,
        kept=parts,
        seen=parts,
    )
    app = build_app(bot, bot_user_id="U1", signing_secret=signing_secret)
    headers: dict[str, Any] = {"x-slack-signature": "v0=00", "x-slack-request-timestamp": str(int(time.time()))}
    return await app.async_dispatch(AsyncBoltRequest(body="command=/sync&text=private+plans", headers=headers))


async def test_a_request_with_a_wrong_signature_is_refused_and_its_body_stays_out_of_the_log() -> None:
    out = io.StringIO()
    set_up_logging("debug", "text", stream=out)
    assert (await answer_to_unsigned("s3cr3t-signing")).status == 401
    assert "plans" not in out.getvalue()


async def test_without_a_signing_secret_every_request_over_http_is_refused() -> None:
    assert (await answer_to_unsigned("")).status == 401
