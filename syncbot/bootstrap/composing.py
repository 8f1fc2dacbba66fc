"""A whole syncbot from the settings: everything connected, and closed again."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from slack_bolt.async_app import AsyncApp

from syncbot.bootstrap.parts import (
    connect_store,
    home_of,
    open_changes,
    open_entrance,
    open_history,
    open_lines,
    open_passphrases,
    open_screens,
    policy_of,
    polytomic_access,
    slack_access,
)
from syncbot.bootstrap.serving import Syncbot
from syncbot.changes.desk import Desk, Timings
from syncbot.changes.timepiece import Timepiece
from syncbot.changes.watch import Pace, Watcher, WatchKind, Watchman
from syncbot.changes.worker import Worker
from syncbot.observe.ledger import Ledger
from syncbot.observe.metrics import Metrics
from syncbot.polytomic.choices import CachedChoices
from syncbot.polytomic.client import Patience, PolytomicClient
from syncbot.polytomic.runs import PolytomicRuns
from syncbot.settings import Settings
from syncbot.slack.alerting import ALERTS, Alerting
from syncbot.slack.announce import SlackAnnouncer
from syncbot.slack.app import build_app
from syncbot.slack.at_home import WithHomes
from syncbot.slack.bot import Bot
from syncbot.slack.following import RunFollower
from syncbot.slack.people import SlackPeople
from syncbot.slack.request_places import RequestPlaces
from syncbot.slack.socket import Pace as LinePace
from syncbot.slack.tasks import Tasks
from syncbot.store.cache import RedisCache
from syncbot.store.clock import RedisClock
from syncbot.store.connection import Connection
from syncbot.store.gauges import RedisGauges
from syncbot.store.jobs import RedisJobs
from syncbot.store.leases import RedisLeases
from syncbot.store.operations import Operations
from syncbot.store.sessions import RedisSessions
from syncbot.store.turnstile import RedisTurnstile
from syncbot.store.watches import RedisWatches

OFFERED_SECONDS = 2.0
"""How much later a process may hear that another one has read again what Polytomic offers: who types asks for it with
every letter."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What only tests and the demo set otherwise than the defaults.

    Attributes:
        reclaim_seconds: How long a worker may be silent about a job before another takes it.
        gone_seconds: After how long a worker that asks for nothing is forgotten.
        lease_seconds: A lease's life; must be longer than a write's total deadline.
    """

    timings: Timings = Timings()
    patience: Patience = Patience()
    pace: Pace = field(default_factory=Pace)
    line: LinePace = field(default_factory=LinePace)
    reclaim_seconds: float = 15.0
    gone_seconds: float = 3600.0
    lease_seconds: float = 45.0


@asynccontextmanager
async def composed(
    settings: Settings, *, tuning: Tuning = Tuning(), timepiece: Timepiece | None = None
) -> AsyncIterator[Syncbot]:
    """Everything, connected; closed when the block ends. `timepiece` is this machine's clock when None.

    Raises:
        SlackFault: Slack did not say whose token it is.
    """
    timepiece = timepiece or Timepiece()
    metrics = Metrics()
    ledger = Ledger(metrics)
    screens = open_screens(settings, timepiece, told=ledger.told)
    async with AsyncExitStack() as stack:
        connection = await stack.enter_async_context(aclosing(connect_store(settings, timepiece, told=ledger.told)))
        runs = PolytomicRuns(polytomic_access(settings), patience=tuning.patience, told=ledger.told)
        client = await stack.enter_async_context(aclosing(runs))
        offered = RedisCache(connection, sure_seconds=OFFERED_SECONDS)
        choices = await stack.enter_async_context(aclosing(CachedChoices(client, offered)))
        await stack.enter_async_context(screens.keeping_connections())
        identity = await screens.identity()
        people = SlackPeople(screens, slack_access(settings), team_id=identity.team_id)
        desk = _desk(settings, connection, client, choices, people=people, tuning=tuning, ledger=ledger)
        bot = Bot(
            desk=desk,
            screens=screens,
            people=people,
            tasks=Tasks(),
            home=home_of(settings, identity.team_id),
            runs=client,
            watches=RedisWatches(connection),
            kept=RedisCache(connection),
            seen=Operations(connection),
            turnstile=RedisTurnstile(connection, per_minute=settings.requests_per_minute),
            told=ledger.told,
        )
        app = build_app(bot, bot_user_id=identity.user_id)
        yield _whole(bot, app, connection, settings=settings, tuning=tuning, timepiece=timepiece, metrics=metrics)


def _whole(
    bot: Bot,
    app: AsyncApp,
    connection: Connection,
    *,
    settings: Settings,
    tuning: Tuning,
    timepiece: Timepiece,
    metrics: Metrics,
) -> Syncbot:
    return Syncbot(
        bot=bot,
        slack=open_entrance(settings, app, timepiece),
        lines=open_lines(settings, app, bot.screens, metrics, told=bot.told, pace=tuning.line),
        contact=metrics.contact,
        worker=_worker(bot, connection, tuning),
        watcher=_watcher(bot, tuning),
        checks={"redis": connection.ping, "clock": bot.desk.clock.check},
        metrics=partial(metrics.text, RedisGauges(connection).read),
        told=bot.told,
    )


def _worker(bot: Bot, connection: Connection, tuning: Tuning) -> Worker:
    """What applies confirmed changes; its name is its own among all processes."""
    jobs = RedisJobs(connection, reclaim_seconds=tuning.reclaim_seconds, gone_seconds=tuning.gone_seconds)
    name = f"{socket.gethostname()}:{os.getpid()}:{id(bot):x}"
    return Worker(bot.desk, jobs, WithHomes(_announcer(bot), bot), name=name)


def _watcher(bot: Bot, tuning: Tuning) -> Watcher:
    """What follows runs, and tells failing syncs where that is asked for."""
    looks: dict[WatchKind, Watchman] = {
        WatchKind.RUN: RunFollower(bot.runs, bot.screens, bot.desk.clock, bot.home, tuning.pace),
        WatchKind.ALERTS: Alerting(bot, tuning.pace),
    }
    return Watcher(bot.watches, looks, standing=(ALERTS,) if bot.home.alert_channel else (), pace=tuning.pace)


def _announcer(bot: Bot) -> SlackAnnouncer:
    desk = bot.desk
    places = RequestPlaces(bot.screens, bot.people, desk.changes, bot.home, left_out=desk.policy.left_out)
    return SlackAnnouncer(bot, places)


def _desk(
    settings: Settings,
    connection: Connection,
    client: PolytomicClient,
    choices: CachedChoices,
    *,
    people: SlackPeople,
    tuning: Tuning,
    ledger: Ledger,
) -> Desk:
    return Desk(
        polytomic=client,
        choices=choices,
        sessions=RedisSessions(connection, life_seconds=settings.session_ttl_seconds),
        changes=open_changes(settings, connection, came_to=ledger.came_to),
        leases=RedisLeases(connection, ttl_seconds=tuning.lease_seconds),
        secrets=open_passphrases(settings, connection),
        people=people,
        clock=RedisClock(connection),
        history=open_history(settings, connection),
        policy=policy_of(settings),
        api_version=settings.polytomic_version,
        timings=replace(tuning.timings, write=tuning.patience.write_seconds),
    )
