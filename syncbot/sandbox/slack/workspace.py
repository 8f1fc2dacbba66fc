"""Everything that the stand-in keeps, and the record of what was called and broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.channels import Channels, Message
from syncbot.sandbox.slack.clock import Clock
from syncbot.sandbox.slack.faults import Faults
from syncbot.sandbox.slack.files import Files
from syncbot.sandbox.slack.mrkdwn import Reader
from syncbot.sandbox.slack.people import People
from syncbot.sandbox.slack.rates import Rates
from syncbot.sandbox.slack.response_urls import ResponseUrls
from syncbot.sandbox.slack.tickets import Tickets
from syncbot.sandbox.slack.triggers import Triggers
from syncbot.sandbox.slack.views import Views
from syncbot.sandbox.slack.watch import Watch

BOT_TOKEN = "xoxb-sandbox-acme-syncbot"  # noqa: S105 -- opens nothing but this stand-in
APP_TOKEN = "xapp-sandbox-acme-syncbot"  # noqa: S105 -- the same
SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105 -- the same

SCOPES = (
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:read",
    "im:write",
    "links:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, or a post to a response URL (`method` is then `response_url`).

    Attributes:
        error: Slack's error code, or None when it went well.
        at: Seconds since the epoch, by the stand-in's clock, as it was answered.
        seconds: How long answering it took; 0 when it went wrong.
    """

    method: str
    args: Mapping[str, Any]
    error: str | None
    at: float
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Notice:
    """What Slack itself tells one person: that the app did not answer, or that something cannot be done."""

    text: str
    revision: int


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut as people see it. `kind` is `global` or `message`."""

    name: str
    kind: str
    callback_id: str


@dataclass(slots=True)
class Installation:
    """What the app's manifest declares.

    Attributes:
        commands: None when any command is the app's.
        events: The types of events that it is told of; None for all.
        socket_mode: Whether Slack reaches it over the app's own connections, and not by HTTP.
        link_domains: The hosts whose links it is told of, when it is told of `link_shared`.
    """

    scopes: frozenset[str] = frozenset(SCOPES)
    commands: frozenset[str] | None = None
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    should_escape: bool = False
    home: bool = True
    socket_mode: bool = False
    events: frozenset[str] | None = None
    link_domains: frozenset[str] = frozenset()

    def has_command(self, name: str) -> bool:
        """Whether the command is the app's."""
        return self.commands is None or name in self.commands

    def is_told_of(self, event: str) -> bool:
        """Whether it is subscribed to the event, and may be."""
        may = event != "link_shared" or "links:read" in self.scopes
        return may and (self.events is None or event in self.events)


def installation(manifest: Mapping[str, Any]) -> Installation:
    """What a parsed app manifest declares."""
    features = manifest.get("features", {})
    commands = features.get("slash_commands", [])
    shortcuts = [Shortcut(one["name"], one["type"], one["callback_id"]) for one in features.get("shortcuts", [])]
    return Installation(
        scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        commands=frozenset(one["command"] for one in commands),
        shortcuts={one.name: one for one in shortcuts},
        should_escape=any(one.get("should_escape") for one in commands),
        socket_mode=bool(manifest.get("settings", {}).get("socket_mode_enabled")),
        home=bool(features.get("app_home", {}).get("home_tab_enabled")),
        events=frozenset(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())),
        link_domains=frozenset(features.get("unfurl_domains", ())),
    )


class Workspace:
    """One Slack workspace with one app installed.

    Attributes:
        violations: Every broken rule, in words, in the order they happened.
        calls: Every call of the Web API.
        nulls_after_update: Whether inputs that nobody touched arrive as null once their view was updated.
        url: The stand-in's own base URL, set when it is served.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.watch = Watch()
        self.people = People()
        self.channels = Channels(clock, self.watch)
        self.views = Views()
        self.triggers = Triggers(clock)
        self.tickets = Tickets(clock)
        self.response_urls = ResponseUrls(clock)
        self.faults = Faults()
        self.files = Files()
        self.rates = Rates(clock)
        self.app = Installation()
        self.violations: list[str] = []
        self.calls: list[Call] = []
        self.nulls_after_update = False
        self.url = ""
        self._notices: dict[str, list[Notice]] = {}
        self._message_values: dict[tuple[str, str], state.State] = {}

    def violate(self, where: str, what: str, details: Sequence[str] = ()) -> None:
        """Record a broken rule."""
        self.violations.append(": ".join([where, what, *details]))

    def notify(self, user_id: str, text: str) -> None:
        """Let Slack tell this person something."""
        self._notices.setdefault(user_id, []).append(Notice(text, self.watch.count()))

    def notices(self, user_id: str) -> list[Notice]:
        """All that Slack has told this person."""
        return list(self._notices.get(user_id, ()))

    def reader(self, user_id: str) -> Reader:
        """How this person reads what is on screen."""
        names = {one.channel_id: one.name for one in self.channels.by_id.values()} | dict(self.people.names())
        return Reader(names, self.people.users[user_id].zone, self.clock.now())

    def values_of(self, message: Message) -> state.State:
        """What is typed and chosen in a message, for everybody."""
        kept = self._message_values.get((message.channel_id, message.ts), {})
        return state.carried(list(message.blocks), kept)

    def keep_values(self, message: Message, values: state.State) -> None:
        """Remember what is typed and chosen in a message."""
        self._message_values[(message.channel_id, message.ts)] = values

    def called(self, method: str) -> list[Call]:
        """The calls of this method."""
        return [call for call in self.calls if call.method == method]

    def note_confirms(self, where: str, spec: Json) -> None:
        """A native confirmation inside a modal made the modal under it vanish: message buttons only."""
        if spec["type"] == "modal" and _mentions(spec["blocks"], lambda value: bool(value.get("confirm"))):
            self.violate(where, "a confirm object inside a modal")


def _mentions(value: object, wanted: Callable[[Json], bool]) -> bool:
    if isinstance(value, list):
        return any(_mentions(one, wanted) for one in value)
    if isinstance(value, dict):
        return wanted(value) or any(_mentions(one, wanted) for one in value.values())
    return False


def compact(value: object) -> str:
    """JSON without blanks, as Slack sends it: what is not ASCII comes escaped."""
    return json.dumps(value, separators=(",", ":"))
