"""The composition root: the only place that names concrete classes. Importing it does nothing."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from syncbot.changes.desk import Desk, Timings
from syncbot.changes.policy import Policy
from syncbot.changes.watch import Pace, Watcher, WatchKind
from syncbot.changes.worker import Worker
from syncbot.polytomic.choices import CachedChoices
from syncbot.polytomic.client import Patience, PolytomicClient
from syncbot.polytomic.runs import PolytomicRuns
from syncbot.polytomic.wire import Access as PolytomicAccess
from syncbot.server import app as server
from syncbot.settings import Settings
from syncbot.slack.alerting import ALERTS, Alerting
from syncbot.slack.announce import SlackAnnouncer
from syncbot.slack.app import build_app
from syncbot.slack.at_home import WithHomes
from syncbot.slack.bot import Bot, Home
from syncbot.slack.following import RunFollower
from syncbot.slack.people import Access, SlackPeople
from syncbot.slack.quorum import prepare
from syncbot.slack.screens import Screens
from syncbot.slack.tasks import Tasks
from syncbot.store.cache import RedisCache
from syncbot.store.changes import RedisChanges
from syncbot.store.clock import RedisClock
from syncbot.store.connection import Connection
from syncbot.store.history import RedisHistory
from syncbot.store.jobs import RedisJobs
from syncbot.store.leases import RedisLeases
from syncbot.store.operations import Operations
from syncbot.store.passphrases import Passphrases
from syncbot.store.sessions import RedisSessions
from syncbot.store.watches import RedisWatches

DRAIN_SECONDS = 5.0
EDITORS_PAUSE = "editors"
NOBODY_PAUSES = "nobody"


@dataclass(frozen=True, slots=True)
class Tuning:
    """What only tests and the demo set otherwise than the defaults.

    Attributes:
        reclaim_seconds: How long a worker may be silent about a job before another takes it.
        lease_seconds: A lease's life; must be longer than a write's total deadline.
    """

    timings: Timings = Timings()
    patience: Patience = Patience()
    pace: Pace = field(default_factory=Pace)
    reclaim_seconds: float = 15.0
    lease_seconds: float = 45.0


@dataclass(frozen=True, slots=True)
class Syncbot:
    """A composed syncbot, connected and ready to serve or to work."""

    bot: Bot
    slack: ASGIApp
    worker: Worker
    watcher: Watcher
    clock: RedisClock

    def web(self, *, with_worker: bool) -> ASGIApp:
        """The HTTP application; its lifespan carries the worker and drains what follows acknowledgements."""
        working = _Working(self.worker, self.watcher)
        return server.build_app(
            self.slack,
            checks={"redis": self.clock.now},
            on_start=[lambda: prepare(self.bot), *([working.start] if with_worker else [])],
            on_stop=[self._drain, *([working.stop] if with_worker else [])],
        )

    async def _drain(self) -> None:
        await self.bot.tasks.drain(timeout_seconds=DRAIN_SECONDS)


class _Working:
    """A worker and a watcher inside the process that serves."""

    def __init__(self, *parts: Worker | Watcher) -> None:
        self._parts = parts
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to take jobs, and to look at what is watched."""
        self._tasks = [asyncio.create_task(part.run(), name=type(part).__name__) for part in self._parts]

    async def stop(self) -> None:
        """Take no more, and wait for what is at hand."""
        for part in self._parts:
            part.stop()
        await asyncio.gather(*self._tasks)


class _SlackEndpoint:
    """Bolt as an ASGI application."""

    def __init__(self, handler: AsyncSlackRequestHandler) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._handler.handle(Request(scope, receive))
        await response(scope, receive, send)


def polytomic_access(settings: Settings) -> PolytomicAccess:
    """How to reach Polytomic: a user's key as Bearer, a deployment's or partner's as Basic."""
    key = settings.polytomic_key
    secret = key.key.get_secret_value()
    if key.organization_id:
        return PolytomicAccess.by_organization(
            settings.polytomic_url, key.organization_id, secret, version=settings.polytomic_version
        )
    return PolytomicAccess.by_key(settings.polytomic_url, secret, version=settings.polytomic_version)


def slack_access(settings: Settings) -> Access:
    """Who may what, as the settings name them."""
    editors = frozenset(settings.editors)
    pausers = frozenset(settings.emergency_pause)
    emergency = editors if EDITORS_PAUSE in pausers else pausers - {NOBODY_PAUSES}
    return Access(editors=editors, approvers=frozenset(settings.approvers), emergency=emergency)


def connect_store(settings: Settings) -> Connection:
    """The connection to Redis, Sentinel or not."""
    sentinel = settings.redis_sentinel
    hosts = ",".join(f"{host}:{port}" for host, port in sentinel.hosts) if sentinel else ""
    watched = f"{sentinel.name}@{hosts}" if sentinel else ""
    return Connection(settings.redis_url.get_secret_value(), sentinel=watched)


def open_passphrases(settings: Settings, connection: Connection) -> Passphrases:
    """The store of encryption passphrases."""
    return Passphrases(connection, secret_keys=settings.secret_keys)


def open_history(settings: Settings, connection: Connection) -> RedisHistory:
    """What was done to each sync."""
    return RedisHistory(connection, days=settings.history_days)


@asynccontextmanager
async def composed(settings: Settings, *, tuning: Tuning = Tuning()) -> AsyncIterator[Syncbot]:
    """Everything, connected; closed when the block ends.

    Raises:
        SlackFault: Slack did not say whose token it is.
    """
    connection = connect_store(settings)
    client = PolytomicRuns(polytomic_access(settings), patience=tuning.patience)
    cache = RedisCache(connection)
    choices = CachedChoices(client, cache)
    watches = RedisWatches(connection)
    screens = Screens(token=settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url + "/")
    try:
        team_id, bot_user_id = await screens.team()
        people = SlackPeople(screens, slack_access(settings), team_id=team_id)
        desk = _desk(settings, connection, client, choices, people=people, tuning=tuning)
        home = Home(
            team_id=team_id,
            approval_channel=settings.approval_channel,
            log_channel=settings.log_channel,
            alert_channel=settings.alert_channel,
            polytomic_url=settings.polytomic_url,
        )
        bot = Bot(
            desk=desk,
            screens=screens,
            people=people,
            tasks=Tasks(),
            home=home,
            runs=client,
            watches=watches,
            kept=cache,
            seen=Operations(connection),
        )
        secret = settings.slack_signing_secret
        app = build_app(bot, bot_user_id=bot_user_id, signing_secret=secret.get_secret_value() if secret else "")
        yield Syncbot(
            bot=bot,
            slack=_SlackEndpoint(AsyncSlackRequestHandler(app)),
            worker=Worker(
                desk,
                RedisJobs(connection, reclaim_seconds=tuning.reclaim_seconds),
                WithHomes(SlackAnnouncer(screens, people, desk.changes, home), bot),
                name=f"{socket.gethostname()}:{os.getpid()}:{id(bot):x}",
            ),
            watcher=Watcher(
                watches,
                {
                    WatchKind.RUN: RunFollower(client, screens, desk.clock, home, tuning.pace),
                    WatchKind.ALERTS: Alerting(bot, tuning.pace),
                },
                standing=(ALERTS,) if home.alert_channel else (),
                pace=tuning.pace,
            ),
            clock=RedisClock(connection),
        )
    finally:
        await choices.aclose()
        await client.aclose()
        await connection.aclose()


def _desk(
    settings: Settings,
    connection: Connection,
    client: PolytomicClient,
    choices: CachedChoices,
    *,
    people: SlackPeople,
    tuning: Tuning,
) -> Desk:
    return Desk(
        polytomic=client,
        choices=choices,
        sessions=RedisSessions(connection, life_seconds=settings.session_ttl_seconds),
        changes=RedisChanges(connection),
        leases=RedisLeases(connection, ttl_seconds=tuning.lease_seconds),
        secrets=open_passphrases(settings, connection),
        people=people,
        clock=RedisClock(connection),
        history=open_history(settings, connection),
        policy=Policy(
            approval_required=settings.approval_rows,
            approvals_needed=settings.approvals_needed,
            self_approval=settings.self_approval,
            ttl_seconds=settings.approval_ttl_seconds,
            emergency=NOBODY_PAUSES not in settings.emergency_pause,
        ),
        api_version=settings.polytomic_version,
        timings=replace(tuning.timings, write=tuning.patience.write_seconds),
    )
