"""Socket Mode: the app's WebSocket connections, and deliveries over them.

Facts: docs.slack.dev, *Using Socket Mode*, and what was captured of real connections. A URL opens one connection, once.
Up to ten may be open; each envelope goes to any one of them and is acknowledged there within three seconds, by its id,
with a payload only where it accepts one. Only events are sent again; a command or a click whose acknowledgement does
not come is over, also when its connection ended meanwhile. Slack ends a connection every few hours: it warns about ten
seconds ahead, or only says that it refreshes; or says that Socket Mode was switched off.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from enum import StrEnum
from typing import Final
from uuid import uuid4

from aiohttp import WSMsgType, web

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.delivery import Answer, Delivery, Envelope, Outcome
from syncbot.sandbox.slack.people import APP_ID
from syncbot.sandbox.slack.workspace import Workspace, compact

MOST: Final = 10
"""Connections of one app at a time."""
WARNED_SECONDS: Final = 10.0
"""Between a warning and the end of the connection."""
PATH: Final = "/link/"
_HOST: Final = "applink-sandbox"
_LIFE_SECONDS: Final = 18060
_TAKES_PAYLOAD: Final = frozenset({"command", "view_submission", "block_suggestion"})


class Reason(StrEnum):
    """Why a connection is to end."""

    WARNING = "warning"
    REFRESH_REQUESTED = "refresh_requested"
    LINK_DISABLED = "link_disabled"
    TOO_MANY = "too_many_websockets"


class Line:
    """One connection.

    Attributes:
        deaf: Whether it answers no pings and delivers nothing, as a connection whose other end is gone.
        resting: Whether nothing more is sent over it, because Slack is about to close it.
        pongs: How often the app answered a ping.
    """

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.deaf = False
        self.resting = False
        self.pongs = 0
        self.waiting: dict[str, tuple[Delivery, asyncio.Future[Answer]]] = {}
        self._request = request

    async def say(self, frame: Json) -> None:
        """Send a frame, as text."""
        await self.socket.send_str(compact(frame))

    async def disconnect(self, reason: Reason) -> None:
        """Say that it is to end."""
        await self.say({"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}})

    def drop(self) -> None:
        """Break it off without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    def over(self) -> None:
        """Whatever was not acknowledged on it will not be."""
        for _, future in self.waiting.values():
            if not future.done():
                future.set_result(Answer(Outcome.UNREACHABLE))
        self.waiting.clear()


class Sockets:
    """All connections of the app.

    Attributes:
        lines: Those that are open, in the order they were opened.
        opened: How many were opened, ever.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.lines: list[Line] = []
        self.opened = 0
        self._workspace = workspace
        self._turns = itertools.count()

    async def take(self, request: web.Request) -> web.StreamResponse:
        """A connection, from its handshake to its end."""
        if not self._workspace.tickets.spend(request.query.get("ticket", "")):
            return web.Response(status=401)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        line = Line(socket, request)
        self.opened += 1
        refused = self._refusal()
        if refused is not None:
            await line.disconnect(refused)
            await socket.close()
            return socket
        self.lines.append(line)
        try:
            await line.say(self._hello())
            await self._workspace.watch.changed()
            await self._listen(line)
        finally:
            self.lines.remove(line)
            line.over()
            await self._workspace.watch.changed()
        return socket

    async def send(self, delivery: Delivery, *, within_seconds: float) -> Answer:
        """Send an envelope over one of the connections, and wait for its acknowledgement."""
        usable = [line for line in self.lines if not line.resting]
        if not usable:
            return Answer(Outcome.UNREACHABLE)
        line = usable[next(self._turns) % len(usable)]
        envelope_id = str(uuid4())
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        line.waiting[envelope_id] = (delivery, future)
        try:
            async with asyncio.timeout(within_seconds):
                if not line.deaf:
                    await line.say(_frame(delivery, envelope_id))
                return await future
        except TimeoutError:
            return Answer(Outcome.UNREACHABLE if line.deaf else Outcome.LATE)
        except ConnectionError:
            return Answer(Outcome.UNREACHABLE)
        finally:
            line.waiting.pop(envelope_id, None)

    async def refresh(self, reason: Reason = Reason.WARNING, *, after_seconds: float = WARNED_SECONDS) -> None:
        """End every connection that is open now, as Slack does every few hours; later ones stay."""
        old = list(self.lines)
        for line in old:
            await line.disconnect(reason)
        await asyncio.sleep(after_seconds)
        for line in old:
            await self._end(line, reason)

    def drop(self) -> None:
        """Break every connection off."""
        for line in self.lines:
            line.drop()

    async def switch_off(self) -> None:
        """Socket Mode is switched off in the app's settings; a connection that is opened all the same ends at once."""
        self._workspace.app.socket_mode = False
        for line in list(self.lines):
            await line.disconnect(Reason.LINK_DISABLED)
            await line.socket.close()

    async def ping(self) -> None:
        """Ping the app on every connection."""
        for line in self.lines:
            await line.socket.ping()

    async def close(self) -> None:
        """The end of the stand-in."""
        for line in list(self.lines):
            await line.socket.close()

    async def _end(self, line: Line, reason: Reason) -> None:
        """Close it once what it carried is acknowledged, which the app could do nothing about otherwise."""
        if line not in self.lines or line.socket.closed:
            return
        line.resting = True
        if reason is Reason.WARNING:
            await line.disconnect(Reason.REFRESH_REQUESTED)
        await asyncio.gather(*(future for _, future in line.waiting.values()), return_exceptions=True)
        await line.socket.close()

    def _refusal(self) -> Reason | None:
        if not self._workspace.app.socket_mode:
            return Reason.LINK_DISABLED
        return Reason.TOO_MANY if len(self.lines) >= MOST else None

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.lines),
            "debug_info": {"host": _HOST, "build_number": 10, "approximate_connection_time": _LIFE_SECONDS},
            "connection_info": {"app_id": APP_ID},
        }

    async def _listen(self, line: Line) -> None:
        async for message in line.socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(line, message.data)
            elif message.type is WSMsgType.PING and not line.deaf:
                await line.socket.pong(message.data)
            elif message.type is WSMsgType.PONG:
                line.pongs += 1
                await self._workspace.watch.changed()
            elif message.type is WSMsgType.BINARY:
                self._workspace.violate("socket", "a binary frame")

    def _acknowledged(self, line: Line, text: str) -> None:
        try:
            said = json.loads(text)
            envelope_id = str(said["envelope_id"])
        except (ValueError, TypeError, KeyError):
            self._workspace.violate("socket", "a frame that acknowledges nothing")
            return
        delivery, future = line.waiting.pop(envelope_id, (None, None))
        if delivery is None or future is None:
            self._workspace.violate("socket", "acknowledged what was not waiting on this connection")
            return
        payload = said.get("payload")
        if payload is not None and delivery.kind not in _TAKES_PAYLOAD:
            self._workspace.violate("socket", f"{delivery.kind} takes no payload in its acknowledgement")
        future.set_result(Answer(Outcome.ACKED, 200, "" if payload is None else compact(payload)))


def _frame(delivery: Delivery, envelope_id: str) -> Json:
    frame: Json = {
        "payload": delivery.payload,
        "envelope_id": envelope_id,
        "type": delivery.envelope,
        "accepts_response_payload": delivery.kind in _TAKES_PAYLOAD,
    }
    if delivery.envelope is Envelope.EVENT:
        frame |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return frame
