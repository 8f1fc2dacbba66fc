"""Signed posts to the bot, and how it answered."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode, urlsplit

import aiohttp

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.workspace import SIGNING_SECRET, Workspace, compact

ACK_SECONDS = 3.0
EVENT_RETRY_SECONDS = (0.0, 60.0, 300.0)
PATH = "/slack/events"
_OK = 200


class Outcome(StrEnum):
    """How a delivery ended."""

    ACKED = "acked"
    REFUSED = "dispatch_failed"
    LATE = "operation_timeout"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Ack:
    """What the bot answered to one delivery.

    Attributes:
        kind: What was delivered: `command`, `block_actions`, `view_submission`, …
        status: The HTTP status, or None when there was no answer.
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


@dataclass(frozen=True, slots=True)
class Delivery:
    """A signed request, as it was sent."""

    kind: str
    body: bytes
    headers: Mapping[str, str]


class Deliveries:
    """Posts to the bot's URLs in turn.

    Attributes:
        bot_urls: Where the replicas listen: base URLs, or whole ones.
        acks: Every answer, in order.
        last: The last command or interaction that was sent.
        ack_seconds: How long Slack waits.
        event_retry_seconds: After which time an event that was not acked is sent again.
    """

    def __init__(self, workspace: Workspace, session: aiohttp.ClientSession, bot_urls: Sequence[str]) -> None:
        self.bot_urls = list(bot_urls)
        self.acks: list[Ack] = []
        self.last: Delivery | None = None
        self.ack_seconds = ACK_SECONDS
        self.event_retry_seconds: tuple[float, ...] = EVENT_RETRY_SECONDS
        self._workspace = workspace
        self._session = session
        self._turns = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()

    async def command(self, form: Mapping[str, str]) -> Ack:
        """Post a slash command."""
        return await self._first(_signed("command", urlencode(form), "application/x-www-form-urlencoded"))

    async def interaction(self, payload: Json) -> Ack:
        """Post an interaction, or a request for options."""
        body = urlencode({"payload": compact(payload)})
        return await self._first(_signed(payload["type"], body, "application/x-www-form-urlencoded"))

    async def event(self, payload: Json) -> Ack:
        """Post an event; when it is not acked it is sent again, after this returns."""
        ack = await self._send(_signed(payload["event"]["type"], compact(payload), "application/json"))
        if _wants_retry(ack):
            task = asyncio.create_task(self._retry(payload, ack))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return ack

    async def again(self, times: int) -> list[Ack]:
        """Send the last command or interaction again, byte for byte, all at once."""
        if self.last is None:
            message = "Nothing was delivered yet."
            raise AssertionError(message)
        last = self.last
        return list(await asyncio.gather(*(self._send(last) for _ in range(times))))

    async def close(self) -> None:
        """Stop sending events again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _first(self, delivery: Delivery) -> Ack:
        self.last = delivery
        return await self._send(delivery)

    async def _retry(self, payload: Json, ack: Ack) -> None:
        for number, seconds in enumerate(self.event_retry_seconds, start=1):
            await asyncio.sleep(seconds)
            reason = "http_timeout" if ack.outcome is Outcome.LATE else "http_error"
            again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            ack = await self._send(_signed(payload["event"]["type"], compact(payload), "application/json", again))
            if not _wants_retry(ack):
                return

    async def _send(self, delivery: Delivery) -> Ack:
        started = time.perf_counter()
        outcome, status, body, headers = await self._post(delivery)
        ack = Ack(delivery.kind, outcome, status, body, time.perf_counter() - started, headers)
        self.acks.append(ack)
        if ack.outcome is Outcome.LATE:
            self._workspace.violate(delivery.kind, f"no answer within {self.ack_seconds:g} s")
        elif ack.outcome is Outcome.REFUSED:
            self._workspace.violate(delivery.kind, f"answered {status}")
        await self._workspace.watch.changed()
        return ack

    async def _post(self, delivery: Delivery) -> tuple[Outcome, int | None, str, Mapping[str, str]]:
        try:
            async with (
                asyncio.timeout(self.ack_seconds),
                self._session.post(self._next_url(), data=delivery.body, headers=delivery.headers) as response,
            ):
                outcome = Outcome.ACKED if response.status == _OK else Outcome.REFUSED
                return outcome, response.status, await response.text(), response.headers
        except TimeoutError:
            return Outcome.LATE, None, "", {}
        except aiohttp.ClientError:
            return Outcome.UNREACHABLE, None, "", {}

    def _next_url(self) -> str:
        if not self.bot_urls:
            message = "The sandbox does not know where the bot listens: set bot_urls first."
            raise AssertionError(message)
        url = self.bot_urls[next(self._turns) % len(self.bot_urls)]
        return url if urlsplit(url).path.strip("/") else url.rstrip("/") + PATH


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a request."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


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


def _signed(kind: str, body: str, content_type: str, more: Mapping[str, str] | None = None) -> Delivery:
    # Wall-clock time, never the workspace's clock: the bot checks it against its own.
    timestamp, data = str(int(time.time())), body.encode()
    headers = {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(SIGNING_SECRET, timestamp, data),
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        **(more or {}),
    }
    return Delivery(kind, data, headers)
