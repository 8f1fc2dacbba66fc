"""Deliveries as signed posts."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from syncbot.sandbox.slack.delivery import Answer, Delivery, Outcome
from syncbot.sandbox.slack.workspace import SIGNING_SECRET

PATH = "/slack/events"
_OK = 200


class Posting:
    """Posts to the bot's URLs in turn.

    Attributes:
        bot_urls: Where the replicas listen: base URLs, or whole ones.
    """

    def __init__(self, session: aiohttp.ClientSession, bot_urls: Sequence[str]) -> None:
        self.bot_urls = list(bot_urls)
        self._session = session
        self._turns = itertools.count()

    async def send(self, delivery: Delivery, *, within_seconds: float) -> Answer:
        """Post once."""
        try:
            async with (
                asyncio.timeout(within_seconds),
                self._session.post(self._next_url(), data=delivery.body, headers=_signed(delivery)) as response,
            ):
                outcome = Outcome.ACKED if response.status == _OK else Outcome.REFUSED
                return Answer(outcome, response.status, await response.text(), response.headers)
        except TimeoutError:
            return Answer(Outcome.LATE)
        except aiohttp.ClientError:
            return Answer(Outcome.UNREACHABLE)

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


def _signed(delivery: Delivery) -> dict[str, str]:
    # Wall-clock time, never the workspace's clock: the bot checks it against its own.
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": delivery.content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(SIGNING_SECRET, timestamp, delivery.body),
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }
    if delivery.attempt:
        headers |= {
            "X-Slack-Retry-Num": str(delivery.attempt),
            "X-Slack-Retry-Reason": f"http_{delivery.reason}",
        }
    return headers
