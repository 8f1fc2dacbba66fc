"""Keeps several connections of Socket Mode up.

Slack sends each request over any of them, so there is always one while another is replaced. A connection that is to end
is replaced first and goes on until Slack closes it; one that broke off is replaced at once. All that a request does is
in Redis, so it matters to nobody over which connection of which process it comes.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp

from syncbot.errors import SlackFault
from syncbot.slack.socket.frames import LINK_DISABLED, Farewell, Hello, read_frame
from syncbot.slack.socket.line import Answer, Line, Pace

log = logging.getLogger(__name__)

COUNT: Final = 2
"""Connections of one process. Slack allows an app ten."""

NOT_OPENED: Final = "Slack did not open a connection for Socket Mode ({why})."
NOT_OPENED_NEXT: Final = "It is tried again."
SWITCHED_OFF: Final = "Socket Mode is switched off in the settings of the Slack app, so nothing reaches syncbot."
SWITCHED_OFF_NEXT: Final = "Switch it on under Socket Mode, or unset SLACK_APP_TOKEN and give the app its request URLs."
NONE_UP: Final = "No connection to Slack is up (Socket Mode)."

OpenUrl = Callable[[], Awaitable[str]]
"""Where one connection can be opened, once. Raises SlackFault."""


class Lines:
    """The connections of this process.

    Args:
        open_url: See `OpenUrl`.
        answer: Handles an envelope.
        heard: Called whenever Slack is heard of.
        connected: Told how many are up whenever that changes.
        proxy: The HTTP proxy before Slack, if any.
    """

    def __init__(
        self,
        open_url: OpenUrl,
        answer: Answer,
        *,
        pace: Pace = Pace(),
        heard: Callable[[], None] = lambda: None,
        connected: Callable[[int], None] = lambda _: None,
        proxy: str | None = None,
    ) -> None:
        self._open_url = open_url
        self._answer = answer
        self._pace = pace
        self._heard = heard
        self._connected = connected
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._up: set[Line] = set()
        self._keeping: list[asyncio.Task[None]] = []
        self._running: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the first, and the others soon after.

        Raises:
            SlackFault: Slack did not open one: the token is wrong, or Slack is out of reach.
        """
        self._session = aiohttp.ClientSession()
        try:
            first = await self._opened()
        except SlackFault:
            await self._session.close()
            raise
        self._begin(first)
        self._keeping = [asyncio.create_task(self._keep(line)) for line in (first, *[None] * (COUNT - 1))]

    async def stop(self) -> None:
        """Say goodbye on each, take what still comes, and close them."""
        for task in self._keeping:
            task.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        await asyncio.gather(*(line.leave() for line in self._up))
        if self._running:
            await asyncio.wait(self._running, timeout=self._pace.at_hand + self._pace.goodbye)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def check(self) -> None:
        """Raise SlackFault unless one is up."""
        if not self._up:
            raise SlackFault(NONE_UP, code="not_connected")

    async def _keep(self, line: Line | None) -> None:
        """Have one up, always."""
        while True:
            line = line or await self._reached()
            await line.ending.wait()
            log.info("A connection to Slack is replaced: %s", line.why)
            line = None

    async def _reached(self) -> Line:
        """One that is up, however long that takes."""
        wait = self._pace.first_wait
        while True:
            try:
                line = await self._opened()
            except SlackFault as fault:
                log.warning("%s", fault.sentences)
            else:
                self._begin(line)
                return line
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 -- so that replicas do not all come at once
            wait = min(2 * wait, self._pace.longest_wait)

    async def _opened(self) -> Line:
        assert self._session is not None  # noqa: S101 -- `start` made it
        url = await self._open_url()
        try:
            async with asyncio.timeout(self._pace.hello):
                socket = await self._session.ws_connect(
                    url,
                    autoping=False,
                    autoclose=False,
                    proxy=self._proxy,
                    timeout=aiohttp.ClientWSTimeout(ws_close=self._pace.goodbye),
                )
                await self._greeted(socket)
        except (aiohttp.ClientError, TimeoutError, OSError) as exc:
            raise _not_opened(type(exc).__name__) from exc
        return Line(socket, self._answer, pace=self._pace, heard=self._heard)

    async def _greeted(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Wait for hello. Raises SlackFault when Slack says something else, or nothing."""
        try:
            message = await socket.receive()
            frame = read_frame(message.data) if message.type is aiohttp.WSMsgType.TEXT else None
        except BaseException:
            await socket.close()
            raise
        if isinstance(frame, Hello):
            self._heard()
            return
        await socket.close()
        reason = frame.reason if isinstance(frame, Farewell) else "no hello"
        if reason == LINK_DISABLED:
            raise SlackFault(SWITCHED_OFF, code=reason, next_step=SWITCHED_OFF_NEXT)
        raise _not_opened(reason)

    def _begin(self, line: Line) -> None:
        self._up.add(line)
        self._connected(len(self._up))
        for task in (asyncio.create_task(line.run()), asyncio.create_task(self._forget(line))):
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _forget(self, line: Line) -> None:
        """Once it is to end it does not count any more; it goes on all the same."""
        await line.ending.wait()
        self._up.discard(line)
        self._connected(len(self._up))


def _not_opened(why: str) -> SlackFault:
    return SlackFault(NOT_OPENED.format(why=why), code=why, next_step=NOT_OPENED_NEXT)
