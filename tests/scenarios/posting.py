"""Requests as anybody on the network can post them, and everything that one could have changed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Final

import httpx
import redis.asyncio

from syncbot.sandbox.slack.posting import signature
from syncbot.sandbox.slack.workspace import SIGNING_SECRET
from syncbot.store import keys
from tests.scenarios.acts import writes
from tests.scenarios.town import Town

QUIET_SECONDS: Final = 15.0
FORM: Final = "application/x-www-form-urlencoded"

_PASSING: Final = (
    "cache:",
    "turnstile:",
    "taken:",
    "text:",
    "last-known:",
    "known-since:",
    "jobs",
    "sweeper",
    "watches",
    "lease:tell",
)
"""What comes and goes without anybody's request, or is only remembered for a while."""


def headers(body: bytes, *, at: float = 0.0, secret: str = SIGNING_SECRET, content_type: str = FORM) -> dict[str, str]:
    """Those of a request that is signed so many seconds from now."""
    timestamp = str(int(time.time() + at))
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }


async def post(town: Town, body: bytes, given: dict[str, str] | dict[bytes, bytes]) -> httpx.Response:
    """Post it to the first bot."""
    async with anybody() as client:
        return await client.post(town.slack.bot_urls[0], content=body, headers=given)


def anybody() -> httpx.AsyncClient:
    """A client of the network."""
    return httpx.AsyncClient(trust_env=False, timeout=10)


@dataclass(frozen=True, slots=True)
class State:
    """What a request may change: what is kept, what Polytomic was told, what people see."""

    kept: dict[bytes, bytes]
    writes: tuple[str, ...]
    shown: int


async def state(town: Town) -> State:
    """Everything as it is now, once nothing is under way."""
    await _drained(town)
    kept: dict[bytes, bytes] = {}
    async with redis.asyncio.Redis.from_url(town.environment["REDIS_URL"]) as client:
        async with asyncio.timeout(QUIET_SECONDS):
            while await client.xlen(keys.JOBS):  # noqa: ASYNC110 -- the store tells nobody
                await asyncio.sleep(0.005)
        await _drained(town)
        async for key in client.scan_iter():
            if key.decode() != keys.DRAFTS and not key.decode().removeprefix(f"{keys.TAG}:").startswith(_PASSING):
                kept[key] = await client.dump(key) or b""
    return State(kept, tuple(writes(town)), len(town.slack.calls))


async def _drained(town: Town) -> None:
    """What follows the answers to clicks is over."""
    for bot in town.replicas:
        await bot.bot.tasks.drain(timeout_seconds=10)
