"""Deliveries to the bot, by whichever way the app is set to, and how it answered."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.delivery import Delivery, Envelope, Outcome
from syncbot.sandbox.slack.posting import Posting
from syncbot.sandbox.slack.sockets import Sockets
from syncbot.sandbox.slack.workspace import Workspace

ACK_SECONDS = 3.0
EVENT_RETRY_SECONDS = (0.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True)
class Ack:
    """What the bot answered to one delivery.

    Attributes:
        kind: What was delivered: `command`, `block_actions`, `view_submission`, …
        status: As `Answer` says it.
        seconds: From the first byte sent to the whole answer.
    """

    kind: str
    outcome: Outcome
    status: int | None
    body: str
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def acked(self) -> bool:
        """Whether it was answered with 200 in time."""
        return self.outcome is Outcome.ACKED

    @property
    def failure(self) -> str:
        """What Slack calls it when it was not."""
        return Outcome.REFUSED if self.outcome is Outcome.UNREACHABLE else self.outcome


class Deliveries:
    """Delivers, and keeps how each was answered.

    Attributes:
        posting: Over HTTP.
        sockets: In Socket Mode, which the app's manifest may switch on.
        acks: Every answer, in order.
        sent: Every command and interaction, in order.
        ack_seconds: How long Slack waits.
        event_retry_seconds: After which time an event that was not acked is sent again.
    """

    def __init__(self, workspace: Workspace, posting: Posting, sockets: Sockets) -> None:
        self.posting = posting
        self.sockets = sockets
        self.acks: list[Ack] = []
        self.sent: list[Delivery] = []
        self.ack_seconds = ACK_SECONDS
        self.event_retry_seconds: tuple[float, ...] = EVENT_RETRY_SECONDS
        self._workspace = workspace
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def last(self) -> Delivery | None:
        """The last command or interaction that was sent."""
        return self.sent[-1] if self.sent else None

    async def command(self, form: Mapping[str, str]) -> Ack:
        """Deliver a slash command."""
        return await self._first(Delivery("command", Envelope.COMMAND, dict(form)))

    async def interaction(self, payload: Json) -> Ack:
        """Deliver an interaction, or a request for options."""
        return await self._first(Delivery(payload["type"], Envelope.INTERACTION, payload))

    async def event(self, payload: Json) -> Ack:
        """Deliver an event; when it is not acked it is sent again, after this returns."""
        event = Delivery(payload["event"]["type"], Envelope.EVENT, payload)
        ack = await self._send(event)
        if _wants_retry(ack):
            task = asyncio.create_task(self._retry(event, ack))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return ack

    async def again(self, times: int) -> list[Ack]:
        """Send the last command or interaction again, all at once."""
        last = self.last
        if last is None:
            message = "Nothing was delivered yet."
            raise AssertionError(message)
        return list(await asyncio.gather(*(self.repeat(last) for _ in range(times))))

    async def repeat(self, delivery: Delivery) -> Ack:
        """Send one again."""
        return await self._send(delivery)

    async def close(self) -> None:
        """Stop sending events again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _first(self, delivery: Delivery) -> Ack:
        self.sent.append(delivery)
        return await self._send(delivery)

    async def _retry(self, event: Delivery, ack: Ack) -> None:
        for number, seconds in enumerate(self.event_retry_seconds, start=1):
            await asyncio.sleep(seconds)
            reason = "timeout" if ack.outcome is Outcome.LATE else "error"
            ack = await self._send(replace(event, attempt=number, reason=reason))
            if not _wants_retry(ack):
                return

    async def _send(self, delivery: Delivery) -> Ack:
        way = self.sockets if self._workspace.app.socket_mode else self.posting
        started = time.perf_counter()
        answer = await way.send(delivery, within_seconds=self.ack_seconds)
        seconds = time.perf_counter() - started
        ack = Ack(delivery.kind, answer.outcome, answer.status, answer.body, seconds, answer.headers)
        self.acks.append(ack)
        if ack.outcome is Outcome.LATE:
            self._workspace.violate(delivery.kind, f"no answer within {self.ack_seconds:g} s")
        elif ack.outcome is Outcome.REFUSED:
            self._workspace.violate(delivery.kind, f"answered {ack.status}")
        await self._workspace.watch.changed()
        return ack


def decoded(ack: Ack) -> object:
    """The JSON of an answer; its text where it is none, None where it is empty."""
    if not ack.body.strip():
        return None
    try:
        value: object = json.loads(ack.body)
    except ValueError:
        return ack.body
    return value


def _wants_retry(ack: Ack) -> bool:
    return not ack.acked and ack.headers.get("X-Slack-No-Retry") != "1"
