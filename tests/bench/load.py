"""Signed requests as Slack sends them, many in flight, and how long each answer took."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from syncbot.sandbox.slack.workspace import SIGNING_SECRET

PATH = "/slack/events"
FORM = "application/x-www-form-urlencoded"
REFUSED = '"response_action": "errors"'
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Request:
    """What Slack would post: the fields of its form, and what kind it is."""

    kind: str
    form: Mapping[str, str]

    @classmethod
    def recorded(cls, kind: str, body: bytes) -> Request:
        """From a body that was posted once."""
        return cls(kind, dict(parse_qsl(body.decode(), keep_blank_values=True)))

    def another(self) -> Request:
        """The same act done once more: with a trigger and a time of its own."""
        number = next(_numbers)
        if "payload" not in self.form:
            return Request(self.kind, {**self.form, "trigger_id": f"{number}.bench"})
        payload: dict[str, Any] = {**json.loads(self.form["payload"]), "trigger_id": f"{number}.bench"}
        for action in payload.get("actions", ()):
            action["action_ts"] = f"{time.time():.6f}"
        return Request(self.kind, {**self.form, "payload": json.dumps(payload, separators=(",", ":"))})


class Failed(AssertionError):
    """A request was not acknowledged, or what it asks for was refused: the figures would be those of something else."""


class Load:
    """Posts to one or more servers in turn.

    Attributes:
        urls: Base URLs.
    """

    def __init__(self, session: aiohttp.ClientSession, urls: Sequence[str]) -> None:
        self.urls = itertools.cycle(urls)
        self._session = session
        self._verifier = SignatureVerifier(SIGNING_SECRET)

    async def send(self, request: Request, *, refusable: bool = False) -> float:
        """Post it; the milliseconds until the whole answer was there.

        Where many are in flight a refusal counts as an answer: what would take too long is refused.
        """
        body = urlencode(request.form)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": FORM,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": str(self._verifier.generate_signature(timestamp=timestamp, body=body)),
        }
        began = time.perf_counter()
        async with self._session.post(next(self.urls) + PATH, data=body, headers=headers) as response:
            text = await response.text()
        took = (time.perf_counter() - began) * 1000
        if not response.ok or (REFUSED in text and not refusable):
            why = f"{request.kind}: {response.status} {text}"
            raise Failed(why)
        return took

    async def rolling(self, requests: Iterable[Request], in_flight: int) -> list[float]:
        """Send all, so many at a time; the milliseconds of each."""
        left = iter(requests)
        took: list[float] = []

        async def sends(mine: Iterator[Request]) -> None:
            for request in mine:
                took.append(await self.send(request, refusable=True))  # noqa: PERF401 -- one at a time is the point

        await asyncio.gather(*(sends(left) for _ in range(in_flight)))
        return took

    async def paced(self, requests: Sequence[Request], a_second: float) -> list[float]:
        """Send so many a second, whether or not those before were answered; the milliseconds of each."""
        loop = asyncio.get_running_loop()
        began = loop.time()

        async def due(at: int, request: Request) -> float:
            await asyncio.sleep(began + at / a_second - loop.time())
            return await self.send(request)

        return list(await asyncio.gather(*(due(at, request) for at, request in enumerate(requests))))


async def in_turn(
    loads: Sequence[Load], requests: Iterable[Request], over: Callable[[], Awaitable[None]]
) -> list[list[float]]:
    """Send each request to one load after the other; the milliseconds of each, a list a load.

    Each is sent when what followed the one before is `over`: else it would wait for the work that follows an
    acknowledgement, which the floors do not have. In turn, because what else the machine does, and how deep its
    processors sleep, differs from one second to the next, and would be taken for the difference of the servers.
    """
    took: list[list[float]] = [[] for _ in loads]
    for request in requests:
        for load, kept in zip(loads, took, strict=True):
            kept.append(await load.send(request))
            await over()
    return took
