"""What is delivered to the bot, and how that ended; whichever way it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.workspace import compact


class Outcome(StrEnum):
    """How a delivery ended."""

    ACKED = "acked"
    REFUSED = "dispatch_failed"
    LATE = "operation_timeout"
    UNREACHABLE = "unreachable"


class Envelope(StrEnum):
    """What Socket Mode calls what it carries."""

    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to deliver.

    Attributes:
        kind: `command`, `block_actions`, `view_submission`, …; of an event its type.
        attempt: 0 for the first; only events are sent again by Slack itself.
        reason: Why it is sent again: `timeout` or `error`.
    """

    kind: str
    envelope: Envelope
    payload: Json
    attempt: int = 0
    reason: str = ""

    @property
    def content_type(self) -> str:
        """Of the body."""
        return "application/json" if self.envelope is Envelope.EVENT else "application/x-www-form-urlencoded"

    @property
    def body(self) -> bytes:
        """As HTTP carries it."""
        if self.envelope is Envelope.EVENT:
            return compact(self.payload).encode()
        form = self.payload if self.envelope is Envelope.COMMAND else {"payload": compact(self.payload)}
        return urlencode(form).encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: The HTTP status; 200 for an acknowledgement in Socket Mode, None when there was no answer.
        body: The text of the HTTP answer, or the JSON of the acknowledgement's payload.
    """

    outcome: Outcome
    status: int | None = None
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
