"""A composed syncbot, and what runs while it serves or works."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp

from syncbot.changes.watch import Watcher
from syncbot.changes.worker import Worker
from syncbot.observe import Told
from syncbot.observe.contact import Contact
from syncbot.server import Check, Departure
from syncbot.server import app as server
from syncbot.slack.bot import Bot
from syncbot.slack.socket import Lines

DRAIN_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Syncbot:
    """A composed syncbot, connected and ready to serve or to work.

    Attributes:
        slack: What takes Slack's requests over HTTP; None in Socket Mode.
        lines: What takes them in Socket Mode; None over HTTP.
        contact: When Slack was heard of last.
        checks: What must be well before `GET /readyz` answers 200, by the name that it is told under.
        metrics: What `GET /metrics` answers.
        told: Of every request of Slack and how it was answered.
    """

    bot: Bot
    slack: ASGIApp | None
    lines: Lines | None
    contact: Contact
    worker: Worker
    watcher: Watcher
    checks: Mapping[str, Check]
    metrics: server.Metrics
    told: Told

    def web(self, *, with_worker: bool, departure: Departure | None = None) -> ASGIApp:
        """The HTTP application.

        Its lifespan carries the connections of Socket Mode and the worker, and drains what follows acknowledgements.
        Once `departure` is announced it is not ready, and the worker takes no more jobs.
        """
        departure = departure or Departure()
        lines = [self.lines] if self.lines is not None else []
        working = [_Working(self.worker, self.watcher)] if with_worker else []
        for one in working:
            departure.first(one.take_no_more)
        return server.build_app(
            self.slack,
            checks={**self.checks, "slack": self._slack_is_there, "process": departure.check},
            on_start=[self.bot.people.learn_names, *(one.start for one in working), *(one.start for one in lines)],
            on_stop=[*(one.stop for one in lines), self._drain, *(one.stop for one in working)],
            metrics=self.metrics,
            told=self.told,
        )

    def health(self) -> ASGIApp:
        """The application of a process that only applies: health and metrics, and the worker in its lifespan."""
        working = _Working(self.worker, self.watcher)
        return server.build_app(
            None,
            checks=self.checks,
            on_start=[self.bot.people.learn_names, working.start],
            on_stop=[working.stop],
            metrics=self.metrics,
        )

    async def _slack_is_there(self) -> str:
        """When it was heard of last. Raises SlackFault where no connection of Socket Mode is up."""
        if self.lines is not None:
            await self.lines.check()
        return await self.contact.told()

    async def _drain(self) -> None:
        await self.bot.tasks.drain(timeout_seconds=DRAIN_SECONDS)


class _Working:
    """A worker and a watcher, for as long as a web application lives: that of Slack, or of health alone."""

    def __init__(self, *parts: Worker | Watcher) -> None:
        self._parts = parts
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to take jobs, and to look at what is watched."""
        self._tasks = [asyncio.create_task(part.run(), name=type(part).__name__) for part in self._parts]

    def take_no_more(self) -> None:
        """Leave what comes to others."""
        for part in self._parts:
            part.stop()

    async def stop(self) -> None:
        """Take no more, and wait for what is at hand."""
        self.take_no_more()
        await asyncio.gather(*self._tasks)
