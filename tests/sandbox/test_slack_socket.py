"""Socket Mode of the stand-in, by the documented facts; and a real Bolt app with the real SDK over it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from syncbot import manifest
from syncbot.sandbox.slack import Ack, Person, SlackStandIn
from syncbot.sandbox.slack.sockets import MOST, Reason
from tests.sandbox.scripted_bot import error_of
from tests.sandbox.test_slack_bolt import bolt_app

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _socket_mode(slack: SlackStandIn) -> None:
    slack.install(manifest.manifest_for(socket=True))


async def address(slack: SlackStandIn) -> str:
    answer = await AsyncWebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)
    return str(answer["url"])


class Socket:
    """A connection as an app has it, which acknowledges when it is told to."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self.connection = connection

    async def frame(self) -> Json:
        message = await self.connection.receive(timeout=5)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        frame: Json = json.loads(message.data)
        return frame

    async def ack(self, envelope: Json, **more: object) -> None:
        await self.connection.send_json({"envelope_id": envelope["envelope_id"], **more})

    async def ended(self) -> bool:
        message = await self.connection.receive(timeout=5)
        return message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


async def asks(person: Person) -> Ack:
    ack = await person.command("/sync help")
    assert ack is not None
    return ack


@asynccontextmanager
async def connected(slack: SlackStandIn) -> AsyncIterator[Socket]:
    async with aiohttp.ClientSession() as session, session.ws_connect(await address(slack)) as connection:
        yield Socket(connection)


async def test_an_url_opens_one_connection_once_and_only_for_the_apps_own_token(slack: SlackStandIn) -> None:
    assert await error_of(AsyncWebClient(base_url=slack.api_url).apps_connections_open(app_token="xapp-other")) == (
        "invalid_auth"
    )
    url = await address(slack)
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as connection:
        hello = await Socket(connection).frame()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
    late = await address(slack)
    slack.clock.advance(31)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(late)


async def test_a_command_comes_as_an_envelope_and_its_acknowledgement_may_carry_a_message(
    slack: SlackStandIn, anna: Person
) -> None:
    async with connected(slack) as socket:
        await socket.frame()
        typing = asyncio.create_task(asks(anna))
        envelope = await socket.frame()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"]["command"] == "/sync"
        await socket.ack(envelope, payload={"text": "Three things to do"})
        assert (await typing).acked
    await anna.see("Three things to do")


async def test_what_is_not_acknowledged_in_time_is_late_and_a_command_does_not_come_again(
    slack: SlackStandIn, anna: Person
) -> None:
    slack.deliveries.ack_seconds = 0.05
    async with connected(slack) as socket:
        await socket.frame()
        assert (await asks(anna)).failure == "operation_timeout"
        await socket.frame()
        await slack.sockets.refresh(Reason.REFRESH_REQUESTED, after_seconds=0)
        assert (await socket.frame())["type"] == "disconnect"
    assert slack.violations == ["command: no answer within 0.05 s"]


async def test_what_is_not_acknowledged_when_its_connection_ends_is_over(slack: SlackStandIn, anna: Person) -> None:
    async with connected(slack) as first, connected(slack) as second:
        assert [(await one.frame())["num_connections"] for one in (first, second)] == [1, 2]
        typing = asyncio.create_task(asks(anna))
        await first.frame()
        await first.connection.close()
        assert (await typing).failure == "dispatch_failed"
        again = asyncio.create_task(asks(anna))
        await second.ack(await second.frame())
        assert (await again).acked


async def test_an_event_that_was_not_acknowledged_comes_again_and_says_so(slack: SlackStandIn, anna: Person) -> None:
    slack.deliveries.event_retry_seconds = (0, 0, 0)
    slack.deliveries.ack_seconds = 0.05
    async with connected(slack) as socket:
        await socket.frame()
        opening = asyncio.create_task(anna.open_home())
        first = await socket.frame()
        await opening
        second = await socket.frame()
        await socket.ack(second)
    told = [(one["type"], one["retry_attempt"], one["retry_reason"]) for one in (first, second)]
    assert told == [("events_api", 0, ""), ("events_api", 1, "timeout")]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]


async def test_envelopes_take_turns_and_each_is_acknowledged_where_it_came(slack: SlackStandIn, anna: Person) -> None:
    async with connected(slack) as first, connected(slack) as second:
        for one in (first, second):
            await one.frame()
        typing = asyncio.create_task(asks(anna))
        envelope = await first.frame()
        await second.ack(envelope)
        await first.ack(envelope)
        await first.ack(envelope)
        assert (await typing).acked
        again = asyncio.create_task(asks(anna))
        await second.ack(await second.frame())
        assert (await again).acked
    assert slack.violations == ["socket: acknowledged what was not waiting on this connection"] * 2


async def test_a_payload_where_none_is_taken_breaks_a_rule(slack: SlackStandIn, anna: Person) -> None:
    async with connected(slack) as socket:
        await socket.frame()
        opening = asyncio.create_task(anna.open_home())
        await socket.ack(await socket.frame(), payload={"text": "hello"})
        await opening
        await socket.connection.send_str("[]")
    assert slack.violations == [
        "socket: app_home_opened takes no payload in its acknowledgement",
        "socket: a frame that acknowledges nothing",
    ]


async def test_ten_connections_may_be_open(slack: SlackStandIn) -> None:
    async with aiohttp.ClientSession() as session:
        ten = [Socket(await session.ws_connect(await address(slack))) for _ in range(MOST)]
        assert [(await one.frame())["type"] for one in ten] == ["hello"] * MOST
        eleventh = Socket(await session.ws_connect(await address(slack)))
        assert (await eleventh.frame())["reason"] == "too_many_websockets"
        assert await eleventh.ended()
    assert slack.sockets.opened == MOST + 1


async def test_a_refresh_warns_then_ends_and_leaves_what_was_opened_since(slack: SlackStandIn, anna: Person) -> None:
    async with connected(slack) as old:
        await old.frame()
        refreshing = asyncio.create_task(slack.sockets.refresh(after_seconds=0.01))
        assert (await old.frame())["reason"] == "warning"
        async with connected(slack) as new:
            await new.frame()
            assert (await old.frame())["reason"] == "refresh_requested"
            assert await old.ended()
            await refreshing
            typing = asyncio.create_task(asks(anna))
            await new.ack(await new.frame())
            assert (await typing).acked


async def test_a_connection_of_an_app_whose_socket_mode_is_switched_off_ends_at_once(slack: SlackStandIn) -> None:
    async with connected(slack) as socket:
        await socket.frame()
        await slack.sockets.switch_off()
        assert (await socket.frame())["reason"] == "link_disabled"
        assert await socket.ended()
    async with connected(slack) as socket:
        assert (await socket.frame())["reason"] == "link_disabled"
        assert await socket.ended()


async def test_without_a_connection_nothing_is_delivered(anna: Person) -> None:
    assert (await asks(anna)).failure == "dispatch_failed"


async def test_a_bolt_app_is_driven_over_a_socket_as_over_http(slack: SlackStandIn, anna: Person) -> None:
    handler = AsyncSocketModeHandler(bolt_app(slack), app_token=slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt left it untyped
    try:
        await slack.workspace.watch.until(lambda: bool(slack.sockets.lines), deadline_seconds=5)
        await anna.command("/sync pause Leads")
        await anna.choose("Source field", "email")
        await anna.fill("Reason", "because")
        await anna.press("Apply")
        await anna.see("Say why.")
        await anna.fill("Reason", "it floods the queue")
        await anna.press("Apply")
        await slack.person("ben").press("Approve")
        await slack.person("ben").see("Approved by Ben")
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # the same
    assert slack.violations == []
