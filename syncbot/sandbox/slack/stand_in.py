"""Slack, as the app sees it and as people do: one workspace over real HTTP."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from syncbot.sandbox.slack.channels import Channels
from syncbot.sandbox.slack.clock import Clock
from syncbot.sandbox.slack.deliveries import Ack, Deliveries
from syncbot.sandbox.slack.faults import Faults
from syncbot.sandbox.slack.files import File
from syncbot.sandbox.slack.people import TEAM_ID, People
from syncbot.sandbox.slack.person import Person
from syncbot.sandbox.slack.posting import Posting
from syncbot.sandbox.slack.server import Server
from syncbot.sandbox.slack.sockets import Sockets
from syncbot.sandbox.slack.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Call, Workspace, installation

_SHUTDOWN_SECONDS = 0.2
_KEEP_ALIVE_SECONDS = 2.0


class SlackStandIn:
    """The workspace Acme (T0ACME) with syncbot installed, served on loopback.

    Attributes:
        url: The base URL; `api_url` is that of the Web API, with the trailing slash that the SDK wants.
    """

    team_id = TEAM_ID
    bot_token = BOT_TOKEN
    app_token = APP_TOKEN
    signing_secret = SIGNING_SECRET

    def __init__(self, workspace: Workspace, deliveries: Deliveries) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._persons: dict[str, Person] = {}
        self.url = workspace.url
        self.api_url = f"{workspace.url}/api/"

    @classmethod
    @asynccontextmanager
    async def serve(
        cls, *, port: int = 0, bot_urls: Sequence[str] = (), now: Callable[[], float] = time.time
    ) -> AsyncIterator[SlackStandIn]:
        """Serve it on 127.0.0.1 until the context ends.

        Args:
            port: 0 for any that is free.
            bot_urls: Where the bot's replicas listen; deliveries take turns. May be set later.
            now: The clock for triggers, response URLs and timestamps; signatures always carry wall-clock time.
        """
        workspace = Workspace(Clock(now))
        sockets = Sockets(workspace)
        runner = web.AppRunner(Server(workspace, sockets).app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        workspace.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        # Given up before the bot's server gives them up, which would lose a delivery that is sent at that moment.
        connections = aiohttp.TCPConnector(keepalive_timeout=_KEEP_ALIVE_SECONDS)
        async with aiohttp.ClientSession(connector=connections) as session:
            deliveries = Deliveries(workspace, Posting(session, bot_urls), sockets)
            try:
                yield cls(workspace, deliveries)
            finally:
                await deliveries.close()
                workspace.faults.clear()
                await sockets.close()
                await runner.cleanup()

    def person(self, name: str) -> Person:
        """The person with this handle, the same each time."""
        if name not in self._persons:
            self._persons[name] = Person(self._workspace, self._deliveries, self._workspace.people.named(name))
        return self._persons[name]

    def install(self, manifest: Mapping[str, Any]) -> None:
        """Install the app by its manifest, parsed: its commands, shortcuts, scopes and home."""
        self._workspace.app = installation(manifest)

    async def deliver_again(self, times: int = 1) -> list[Ack]:
        """Send the last command or interaction again, all at once: a double click, say."""
        return await self._deliveries.again(times)

    @property
    def workspace(self) -> Workspace:
        """All that is kept, for looking into."""
        return self._workspace

    @property
    def deliveries(self) -> Deliveries:
        """What posts to the bot: how long it waits, and when it sends events again."""
        return self._deliveries

    @property
    def bot_urls(self) -> list[str]:
        """Where the bot's replicas listen."""
        return self._deliveries.posting.bot_urls

    @bot_urls.setter
    def bot_urls(self, urls: Sequence[str]) -> None:
        self._deliveries.posting.bot_urls = list(urls)

    @property
    def sockets(self) -> Sockets:
        """The app's connections in Socket Mode, and what may happen to them."""
        return self._deliveries.sockets

    @property
    def violations(self) -> list[str]:
        """Every rule of Slack that was broken, in words; empty for a correct app."""
        return self._workspace.violations

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API."""
        return self._workspace.calls

    @property
    def acks(self) -> list[Ack]:
        """How every delivery was answered."""
        return self._deliveries.acks

    @property
    def faults(self) -> Faults:
        """What goes wrong next on Slack's side."""
        return self._workspace.faults

    @property
    def clock(self) -> Clock:
        """Slack's clock."""
        return self._workspace.clock

    @property
    def people(self) -> People:
        """Everybody, and the user groups."""
        return self._workspace.people

    @property
    def channels(self) -> Channels:
        """The conversations."""
        return self._workspace.channels

    @property
    def files(self) -> list[File]:
        """What was uploaded and shared."""
        return [one for one in self._workspace.files.by_id.values() if one.shared]

    @property
    def nulls_after_update(self) -> bool:
        """Whether inputs that nobody touched arrive as null once their view was updated, as they may."""
        return self._workspace.nulls_after_update

    @nulls_after_update.setter
    def nulls_after_update(self, on: bool) -> None:
        self._workspace.nulls_after_update = on

    @property
    def enforce_rates(self) -> bool:
        """Whether calls over a method's rate tier are answered with 429."""
        return self._workspace.rates.enforced

    @enforce_rates.setter
    def enforce_rates(self, on: bool) -> None:
        self._workspace.rates.enforced = on
