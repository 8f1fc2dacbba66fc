"""Opening connections: what Slack may say instead of hello, and what comes that is no documented frame."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import WSMsgType, web

from syncbot.errors import SlackFault
from syncbot.slack.socket import Lines, Pace
from syncbot.slack.socket.frames import Envelope

HELLO = '{"type": "hello", "num_connections": 1}'
ENVELOPE = '{"envelope_id": "e1", "type": "events_api", "payload": {}, "accepts_response_payload": false}'
PACE = Pace(hello=0.5, first_wait=0.01, longest_wait=0.02, goodbye=0.2)


class Slack:
    """Says the same on each connection; keeps what is said back."""

    def __init__(self, *frames: str) -> None:
        self.frames = frames
        self.said: list[str] = []
        self.heard_back = asyncio.Event()
        self.url = ""

    async def take(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for frame in self.frames:
            await socket.send_str(frame)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.said.append(message.data)
                self.heard_back.set()
        return socket

    async def open_url(self) -> str:
        return self.url


@asynccontextmanager
async def served(*frames: str) -> AsyncIterator[Slack]:
    slack = Slack(*frames)
    app = web.Application()
    app.router.add_get("/", slack.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield slack
    finally:
        await runner.cleanup()


async def acknowledge(envelope: Envelope) -> str:
    return f"ack {envelope.envelope_id}"


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ('{"type": "disconnect", "reason": "too_many_websockets"}', "too_many_websockets"),
        ('{"type": "disconnect", "reason": "link_disabled"}', "Socket Mode is switched off"),
        ("not a frame", "no hello"),
    ],
)
async def test_what_slack_says_instead_of_hello_is_told_and_nothing_is_up(frame: str, words: str) -> None:
    async with served(frame) as slack:
        lines = Lines(slack.open_url, acknowledge, pace=PACE)
        with pytest.raises(SlackFault, match=words):
            await lines.start()
        with pytest.raises(SlackFault, match="No connection"):
            await lines.check()


async def test_a_slack_that_says_nothing_or_is_not_there_is_given_up_in_time() -> None:
    async with served() as slack:
        with pytest.raises(SlackFault, match="TimeoutError"):
            await Lines(slack.open_url, acknowledge, pace=PACE).start()
    with pytest.raises(SlackFault, match="did not open a connection"):
        await Lines(slack.open_url, acknowledge, pace=PACE).start()


async def test_a_frame_that_is_none_of_the_documented_ones_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async with served(HELLO, '{"type": "something new"}', ENVELOPE) as slack:
        lines = Lines(slack.open_url, acknowledge, pace=PACE)
        await lines.start()
        await asyncio.wait_for(slack.heard_back.wait(), 5)
        await lines.stop()
    assert slack.said[0] == "ack e1"
    assert "none of the documented ones" in caplog.text


async def test_an_envelope_at_hand_is_acknowledged_before_goodbye_is_said() -> None:
    begun, let = asyncio.Event(), asyncio.Event()

    async def slowly(envelope: Envelope) -> str:
        begun.set()
        await let.wait()
        return f"ack {envelope.envelope_id}"

    async with served(HELLO, ENVELOPE) as slack:
        lines = Lines(slack.open_url, slowly, pace=PACE)
        await lines.start()
        await begun.wait()
        stopping = asyncio.create_task(lines.stop())
        await asyncio.sleep(0)
        let.set()
        await stopping
    assert "ack e1" in slack.said
