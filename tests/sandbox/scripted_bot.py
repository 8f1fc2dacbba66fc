"""A tiny app behind the stand-in: it keeps what it is sent and answers as a test scripts it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from syncbot.sandbox.slack import Person, SlackStandIn

Json = dict[str, Any]
Script = Callable[[Json], Awaitable[object]]


async def nothing(_payload: Json) -> None:
    """Ack with an empty 200."""


@dataclass
class ScriptedBot:
    """`scripts` by kind of delivery; a script returns the JSON of its ack, an int for another status, None for none."""

    client: AsyncWebClient
    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def last(self, kind: str) -> Json:
        """The newest delivery of this kind."""
        return next(one for one in reversed(self.requests) if one["type"] == kind)

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.text()
        verifier = SignatureVerifier(SlackStandIn.signing_secret)
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        payload = _payload(request.content_type, body)
        self.requests.append(payload)
        self.headers.append(dict(request.headers))
        self.urls.append(str(request.url))
        answer = await self.scripts.get(payload["type"], nothing)(payload)
        if isinstance(answer, int):
            return web.Response(status=answer)
        return web.Response() if answer is None else web.json_response(answer)


def _payload(content_type: str, body: str) -> Json:
    if content_type == "application/json":
        event: Json = json.loads(body)
        return event | {"type": event["event"]["type"]}
    form = {key: values[0] for key, values in parse_qs(body, keep_blank_values=True).items()}
    if "payload" in form:
        payload: Json = json.loads(form["payload"])
        return payload
    return form | {"type": "command"}


@asynccontextmanager
async def served(bot: ScriptedBot) -> AsyncIterator[str]:
    """The bot on loopback; yields its base URL."""
    app = web.Application()
    app.router.add_post("/slack/events", bot.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def error_of(call: Awaitable[object]) -> str:
    """What Slack answers to a call that it refuses."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str = "press", **more: object) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def text_input(label: str, block_id: str, *, optional: bool = True, **element: object) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": optional,
        "element": {"type": "plain_text_input", "action_id": "typed", **element},
    }


def option(text: str, value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or text}


def modal(*blocks: Json, title: str = "A view", **more: object) -> Json:
    submit = {"submit": plain("Apply")} if any(block["type"] == "input" for block in blocks) else {}
    return {"type": "modal", "title": plain(title), "blocks": list(blocks), **submit, **more}


async def shows(bot: ScriptedBot, person: Person, *blocks: Json, **more: object) -> None:
    """Let the person see a modal of these blocks."""

    async def open_it(payload: Json) -> None:
        await bot.client.views_open(trigger_id=payload["trigger_id"], view=modal(*blocks, **more))  # type: ignore[arg-type]  # keys of a view

    bot.scripts["command"] = open_it
    await person.command("/sync edit Leads")
