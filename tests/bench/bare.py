"""The floors: `python -m tests.bench.bare asgi|bolt|screens PORT`, a server that does as little as there can be.

`asgi` is as little as there can be: the signature, and 200. `bolt` is a Bolt app with one listener a kind that only
acknowledges, behind the same server, runner and settings as syncbot. Neither keeps, asks or answers anything.
`screens` is that app, but it shows one of two views that never change: after a command, and after each click.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from syncbot.sandbox.slack.people import BOT_ID, BOT_USER_ID, TEAM_ID
from syncbot.sandbox.slack.workspace import BOT_TOKEN, SIGNING_SECRET
from syncbot.server.serving import new_loop, serve

_EVERYTHING = re.compile(r".*", re.DOTALL)


class RawAsgi:
    """HMAC and 200, on the bare protocol."""

    def __init__(self) -> None:
        self._verifier = SignatureVerifier(SIGNING_SECRET)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        well = scope["path"] != "/slack/events" or self._verifier.is_valid_request(body, headers)
        await send({"type": "http.response.start", "status": 200 if well else 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def _lifespan(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": f"{message['type']}.complete"})


def bare_bolt(*, screens: bool = False) -> ASGIApp:
    """A Bolt app with one listener a kind that only acknowledges, made as syncbot's is; it `screens` or not."""
    log = logging.getLogger("slack_bolt")
    log.setLevel(logging.ERROR)  # it warns of tokens that it is given twice
    app = AsyncApp(
        logger=log,
        client=AsyncWebClient(token=BOT_TOKEN, base_url=os.environ["SYNCBOT_SLACK_API_URL"]),
        authorize=_authorize,
        signing_secret=SIGNING_SECRET,
        process_before_response=True,
    )
    listeners = {app.command: _shows_the_first, app.action: _shows_the_other} if screens else {}
    for kind in (app.command, app.action, app.options, app.view_submission, app.shortcut, app.event, app.view_closed):
        kind(_EVERYTHING)(listeners.get(kind, _only_ack))
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async def ready(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/readyz", ready)])


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=TEAM_ID, bot_id=BOT_ID, bot_user_id=BOT_USER_ID, bot_token=BOT_TOKEN
    )


async def _only_ack(ack: AsyncAck) -> None:
    await ack()


def _view(*buttons: str) -> dict[str, Any]:
    elements = [{"type": "button", "action_id": name, "text": {"type": "plain_text", "text": name}} for name in buttons]
    title = {"type": "plain_text", "text": "Edit sync"}
    return {"type": "modal", "title": title, "blocks": [{"type": "actions", "elements": elements}]}


_SCREENS = {"Back to the overview": _view("Edit Mappings", "Edit Filters")}
_SCREENS["Edit Mappings"] = _view("Add mapping", "Back to the overview")


async def _shows_the_first(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=_SCREENS["Back to the overview"])


async def _shows_the_other(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await ack()
    view = _SCREENS[body["actions"][0]["action_id"]]
    await client.views_update(view_id=body["view"]["id"], view=view)


def main() -> int:
    """Serve one of them until SIGTERM."""
    kind, port = sys.argv[1], int(sys.argv[2])
    app = RawAsgi() if kind == "asgi" else bare_bolt(screens=kind == "screens")
    with asyncio.Runner(loop_factory=new_loop()) as runner:
        runner.run(serve(app, port=port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
