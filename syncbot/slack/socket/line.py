"""One connection of Socket Mode, from Slack's hello to its end.

Each envelope is handled in a task of its own and acknowledged on the connection that it came over. Nothing that arrives
is dropped: an envelope that crosses our goodbye is carried out as well, though it can no longer be acknowledged.
"""

from __future__ import annotations

import asyncio
import logging
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import ClientError, ClientWebSocketResponse, WSMessage, WSMsgType

from syncbot.slack.socket.frames import Envelope, Farewell, read_frame

log = logging.getLogger(__name__)

GOODBYE: Final = struct.pack("!H", 1000)
LEFT: Final = "left"
CLOSED: Final = "closed by Slack"
BROKEN_OFF: Final = "broken off"
SILENT: Final = "silent"
_OVER: Final = frozenset({WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR})
_BROKEN: Final = (ClientError, ConnectionError)

Answer = Callable[[Envelope], Awaitable[str | None]]
"""Handles an envelope; gives the frame that acknowledges it, or None when it is not to be."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Intervals and deadlines, in seconds.

    Attributes:
        ping: After how long a silence Slack is pinged.
        pings: A count: after how many pings in a row that nothing came after the connection is given up.
        hello: How long opening may take.
        first_wait, longest_wait: Between attempts to open; doubles each time.
        at_hand: How long envelopes at hand are waited for before goodbye is said.
        goodbye: How long Slack has to answer it.
    """

    ping: float = 8.0
    pings: int = 2
    hello: float = 10.0
    first_wait: float = 0.5
    longest_wait: float = 30.0
    at_hand: float = 2.0
    goodbye: float = 1.0


class Line:
    """A connection that is up.

    Attributes:
        ending: Set once it is to end, or has ended: time to have another one.
        why: Then says why: Slack's reason, or that it was silent or broken off.
    """

    def __init__(
        self, socket: ClientWebSocketResponse, answer: Answer, *, pace: Pace, heard: Callable[[], None]
    ) -> None:
        self.ending = asyncio.Event()
        self.why = ""
        self._socket = socket
        self._answer = answer
        self._pace = pace
        self._heard = heard
        self._left = False
        self._at_hand: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Take what comes until the connection is over, and finish what is at hand then."""
        try:
            while (message := await self._received()) is not None:
                self._heard()
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
                elif message.type is WSMsgType.PING:
                    await self._socket.pong(message.data)
        except _BROKEN:
            pass  # as when it was closed without a word
        finally:
            self._end(BROKEN_OFF)
            await self._socket.close()
        if self._at_hand:
            await asyncio.wait(self._at_hand)

    async def leave(self) -> None:
        """Say goodbye once nothing is at hand; `run` returns when Slack has answered, or does not."""
        loop = asyncio.get_running_loop()
        late_at = loop.time() + self._pace.at_hand
        while self._at_hand and (left := late_at - loop.time()) > 0:
            await asyncio.wait(self._at_hand, timeout=left)
        self._left = True
        self._end(LEFT)
        with suppress(*_BROKEN):
            await self._socket.send_frame(GOODBYE, WSMsgType.CLOSE)

    async def _received(self) -> WSMessage | None:
        """The next message; None when the connection is over. Slack is pinged while it is silent."""
        for left in range(self._pace.pings, -1, -1):
            try:
                message = await self._socket.receive(timeout=self._pace.ping)
            except TimeoutError:
                if left:
                    await self._socket.ping()
            else:
                if message.type is WSMsgType.CLOSE:
                    self._end(CLOSED)
                return None if message.type in _OVER else message
        self._end(SILENT)
        return None

    def _take(self, text: str) -> None:
        match read_frame(text):
            case Envelope() as envelope:
                task = asyncio.create_task(self._handle(envelope), name=f"envelope {envelope.envelope_id}")
                self._at_hand.add(task)
                task.add_done_callback(self._at_hand.discard)
            case Farewell(reason):
                self._end(reason)
            case None:
                log.warning("Slack sent a frame that is none of the documented ones")

    async def _handle(self, envelope: Envelope) -> None:
        frame = await self._answer(envelope)
        if frame is None:
            return
        if self._left or self._socket.closed:
            log.warning("An envelope was carried out and could not be acknowledged: its connection is over")
            return
        with suppress(*_BROKEN):
            await self._socket.send_str(frame)

    def _end(self, why: str) -> None:
        if not self.ending.is_set():
            self.why = why
            self.ending.set()
