"""What Slack says over a connection, and what is said back, as values."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from syncbot.slack.calls import Payload

HELLO: Final = "hello"
DISCONNECT: Final = "disconnect"
LINK_DISABLED: Final = "link_disabled"


@dataclass(frozen=True, slots=True)
class Hello:
    """The connection is up; so many connections of the app are."""

    connections: int


@dataclass(frozen=True, slots=True)
class Farewell:
    """The connection is to end soon. The reason is Slack's own word."""

    reason: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request of Slack.

    Attributes:
        payload: What HTTP would carry: the form of a command, an interaction, an event.
        takes_payload: Whether its acknowledgement may carry one.
    """

    envelope_id: str
    payload: Payload = field(repr=False)
    takes_payload: bool


Frame = Hello | Farewell | Envelope


def read_frame(text: str) -> Frame | None:
    """A frame; None for what none of the documented ones is."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    if said.get("type") == HELLO:
        count = said.get("num_connections")
        return Hello(count if isinstance(count, int) else 1)
    if said.get("type") == DISCONNECT:
        return Farewell(str(said.get("reason", "")))
    envelope_id, payload = said.get("envelope_id"), said.get("payload")
    if not isinstance(envelope_id, str) or not isinstance(payload, dict):
        return None
    return Envelope(envelope_id, payload, said.get("accepts_response_payload") is True)


def acknowledgement_frame(envelope: Envelope, body: str, *, content_type: str) -> str:
    """What acknowledges it: `body` is Bolt's answer, JSON or the text of a message, and empty where there is none."""
    frame: dict[str, Any] = {"envelope_id": envelope.envelope_id}
    if body and envelope.takes_payload:
        frame["payload"] = json.loads(body) if content_type.startswith("application/json") else {"text": body}
    return json.dumps(frame)
