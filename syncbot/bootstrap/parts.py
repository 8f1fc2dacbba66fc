"""Single parts from the settings, for whoever needs one alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from slack_bolt.async_app import AsyncApp
from starlette.types import ASGIApp

from syncbot.changes.model import Change
from syncbot.changes.policy import Policy
from syncbot.changes.timepiece import Timepiece
from syncbot.errors import StoreUnavailable
from syncbot.observe import Told, untold
from syncbot.observe.metrics import Metrics
from syncbot.polytomic.client import PolytomicClient
from syncbot.polytomic.wire import Access as PolytomicAccess
from syncbot.server import Signed
from syncbot.settings import Entrance, Settings
from syncbot.settings.values import EDITORS, NOBODY
from syncbot.slack.bot import Home
from syncbot.slack.endpoint import Endpoint
from syncbot.slack.people import Access, SlackPeople
from syncbot.slack.screens import Screens
from syncbot.slack.socket import Answering, Lines, Pace
from syncbot.store.changes import KEPT_SECONDS, RedisChanges
from syncbot.store.connection import Connection
from syncbot.store.history import RedisHistory
from syncbot.store.passphrases import Passphrases
from syncbot.store.refusals import refusal_of

DAY_SECONDS = 24 * 3600


def polytomic_access(settings: Settings) -> PolytomicAccess:
    """How to reach Polytomic: a user's key as Bearer, a deployment's or partner's as Basic."""
    key = settings.polytomic_key
    secret = key.key.get_secret_value()
    if key.organization_id:
        return PolytomicAccess.by_organization(
            settings.polytomic_url, key.organization_id, secret, version=settings.polytomic_version
        )
    return PolytomicAccess.by_key(settings.polytomic_url, secret, version=settings.polytomic_version)


def open_polytomic(settings: Settings) -> PolytomicClient:
    """Polytomic's API for a command, which waits as long as usual."""
    return PolytomicClient(polytomic_access(settings))


def open_people(settings: Settings) -> SlackPeople:
    """Who is who, for a command, which serves no workspace."""
    return SlackPeople(open_screens(settings), slack_access(settings), team_id="")


def slack_access(settings: Settings) -> Access:
    """Who may what, as the settings name them."""
    editors = frozenset(settings.editors)
    pausers = frozenset(settings.emergency_pause)
    emergency = editors if EDITORS in pausers else pausers - {NOBODY}
    return Access(editors=editors, approvers=frozenset(settings.approvers), emergency=emergency)


def home_of(settings: Settings, team_id: str) -> Home:
    """Where the bot is at home, and where it tells."""
    return Home(
        team_id=team_id,
        approval_channel=settings.approval_channel,
        log_channel=settings.log_channel,
        alert_channel=settings.alert_channel,
        polytomic_url=settings.polytomic_url,
    )


def connect_store(settings: Settings, timepiece: Timepiece | None = None, *, told: Told = untold) -> Connection:
    """The connection to Redis, Sentinel or not; `timepiece` is what its time is compared with."""
    sentinel = settings.redis_sentinel
    hosts = ",".join(f"{host}:{port}" for host, port in sentinel.hosts) if sentinel else ""
    watched = f"{sentinel.name}@{hosts}" if sentinel else ""
    return Connection(
        settings.redis_url.get_secret_value(),
        sentinel=watched,
        sentinel_url=settings.redis_sentinel_url.get_secret_value(),
        timepiece=timepiece,
        told=told,
    )


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Connection]:
    """The connection while the block runs, for who runs syncbot: they read what mends a Redis that refuses.

    Raises:
        StoreUnavailable: Redis refused.
    """
    connection = connect_store(settings)
    try:
        yield connection
    except StoreUnavailable as fault:
        fault.not_done, fault.next_step = "", refusal_of(fault.__cause__ or fault).mend
        raise
    finally:
        await connection.aclose()


def open_passphrases(settings: Settings, connection: Connection) -> Passphrases:
    """The store of encryption passphrases."""
    return Passphrases(connection, secret_keys=settings.secret_keys)


def open_history(settings: Settings, connection: Connection) -> RedisHistory:
    """What was done to each sync."""
    return RedisHistory(connection, days=settings.history_days)


def open_changes(settings: Settings, connection: Connection, *, came_to: Callable[[Change], None]) -> RedisChanges:
    """Changes on their way; ended ones are kept no longer than history is. `came_to` is told of each new state."""
    kept_seconds = min(KEPT_SECONDS, settings.history_days * DAY_SECONDS)
    return RedisChanges(connection, kept_seconds=kept_seconds, came_to=came_to)


def open_screens(settings: Settings, timepiece: Timepiece | None = None, *, told: Told = untold) -> Screens:
    """Slack's surfaces, by the bot's token; `timepiece` is what Slack's time is compared with."""
    token = settings.slack_bot_token.get_secret_value()
    return Screens(token=token, base_url=settings.slack_api_url + "/", timepiece=timepiece, told=told)


def open_entrance(settings: Settings, app: AsyncApp, timepiece: Timepiece) -> ASGIApp | None:
    """What takes Slack's requests over HTTP; None in Socket Mode."""
    secret = settings.slack_signing_secret
    if secret is None or settings.entrance is Entrance.SOCKET:
        return None
    return Signed(Endpoint(app), secret.get_secret_value(), times=timepiece.times)


def open_lines(
    settings: Settings, app: AsyncApp, screens: Screens, metrics: Metrics, *, told: Told, pace: Pace
) -> Lines | None:
    """What takes Slack's requests in Socket Mode; None over HTTP."""
    token = settings.slack_app_token
    if token is None:
        return None
    return Lines(
        partial(screens.connection_url, token.get_secret_value()),
        Answering(app, told=told),
        pace=pace,
        heard=metrics.contact.heard,
        connected=metrics.connected,
        proxy=screens.patient.proxy,
    )


def policy_of(settings: Settings) -> Policy:
    """Which changes need whose yes."""
    return Policy(
        approval_required=settings.approval_rows,
        approvals_needed=settings.approvals_needed,
        self_approval=settings.self_approval,
        ttl_seconds=settings.approval_ttl_seconds,
        emergency=NOBODY not in settings.emergency_pause,
    )
