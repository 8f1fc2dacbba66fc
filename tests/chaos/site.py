"""Where the processes live: both stand-ins, a Redis that keeps what it acknowledged, a server and a worker."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from syncbot.changes.model import Result
from syncbot.manifest import manifest_for
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.polytomic.calls import Call
from syncbot.sandbox.redis import RedisServer
from syncbot.sandbox.slack import Person, SlackStandIn
from syncbot.store import keys
from tests.chaos.bots import SHORT, Bot
from tests.chaos.waiting import until
from tests.scenarios.town import MANIFEST, environment
from tests.store.servers import free_port

PLACES: Final = ("anna", "sync-log")
"""Where an outcome is told: the direct message of the person, and the log."""
AT_ONCE = ("--linger", "0")
"""No load balancer stands before these processes."""
SERVE = ("serve", "--no-worker", *AT_ONCE)


@dataclass(frozen=True, slots=True)
class Sync:
    """One sync, used for one change.

    Attributes:
        before: What a GET showed when it was made.
    """

    sync_id: str
    name: str
    before: dict[str, Any]


@dataclass(slots=True)
class Site:
    """Everything around, and the processes that are struck."""

    slack: SlackStandIn
    polytomic: PolytomicStandIn
    redis: RedisServer
    environment: dict[str, str]
    directory: Path
    server: Bot
    worker: Bot
    module: str = SHORT
    redis_url: str = ""
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _marked_at: float = 0.0
    _past: dict[str, int] = field(default_factory=dict)
    _unapproved: dict[str, int] = field(default_factory=dict)

    @property
    def anna(self) -> Person:
        """Who makes the changes."""
        return self.slack.person("anna")

    @property
    def ben(self) -> Person:
        """Who approves."""
        return self.slack.person("ben")

    def turn_to(self, redis_url: str) -> None:
        """Let every process have another Redis."""
        self.redis_url = redis_url
        for bot in (self.server, self.worker):
            bot.gate.turn_to("redis", redis_url)

    def new_sync(self, like: str) -> Sync:
        """A sync like a seeded one, with a name and an id of its own."""
        number = next(self._numbers)
        document = self.polytomic.sync_named(like)
        sync_id, name = f"00000000-0000-4000-8000-{number:012}", f"{like} {number:04}"
        self.polytomic.put_sync_doc({**document, "id": sync_id, "name": name})
        return Sync(sync_id, name, self.polytomic.sync(sync_id))

    def effects(self, sync: Sync) -> list[Call]:
        """The writes that had one; a repetition that was answered with the first outcome of its key had none."""
        had = [call for call in self.writes(sync) if call.after is not None and not call.replayed]
        return had[self._past.get(f"{sync.sync_id} effects", 0) :]

    def writes(self, sync: Sync) -> list[Call]:
        """The writes that arrived."""
        paths = {("PUT", f"/api/syncs/{sync.sync_id}"), ("POST", f"/api/syncs/{sync.sync_id}/activate")}
        return [call for call in self.polytomic.calls if (call.method, call.path) in paths]

    async def until_writes(self, sync: Sync, count: int) -> None:
        """Wait until that many writes were answered."""

        async def arrived() -> bool:
            return sum(call.status is not None for call in self.writes(sync)) >= count

        assert await until(arrived), f"{count} writes did not come"

    def violations(self) -> list[str]:
        """What broke a rule of Slack or Polytomic since this was asked last."""
        found = [*self.slack.violations, *self.polytomic.violations]
        self.slack.violations.clear()
        self.polytomic.violations.clear()
        return found

    def mark(self) -> None:
        """Everything is there from now on: what takes longer from here on is syncbot's own time."""
        self._marked_at = time.monotonic()

    @property
    def waited_seconds(self) -> float:
        """Since the latest of `mark` and the start of a process."""
        return time.monotonic() - max(self._marked_at, self.worker.started_at, self.server.started_at)

    def note_unapproved(self, sync: Sync) -> None:
        """Nobody has said yes until now, so that every effect until now is one too many."""
        self._unapproved[sync.sync_id] = len(self.effects(sync))

    def waits_for_yes(self, sync: Sync) -> bool:
        """Whether its request was there, and so somebody may say yes."""
        return sync.sync_id in self._unapproved

    def unapproved(self, sync: Sync) -> int:
        """The effects that came before the yes."""
        return self._unapproved.get(sync.sync_id, 0)

    def turn_page(self, sync: Sync) -> None:
        """What was written and told until now was another change's."""
        for channel in PLACES:
            self._past[f"{sync.sync_id} {channel}"] = len(self.told(sync, channel))
        self._past[f"{sync.sync_id} effects"] = len(self.effects(sync))

    def texts(self, sync: Sync, channel: str) -> list[str]:
        """What a conversation (`anna`, `sync-log`) reads about the sync."""
        channels = self.slack.channels
        place = channels.direct(self.anna.user_id) if channel == "anna" else channels.find(channel)
        texts = [message.text for message in channels.messages(place)]
        return [text for text in texts if sync.name in text or sync.sync_id in text]

    def told(self, sync: Sync, channel: str) -> list[str]:
        """The first words of each outcome that a conversation was told about the sync."""
        heads = [text.partition(":")[0] for text in self.texts(sync, channel)]
        found = [head for head in heads if head in set(Result)]
        return found[self._past.get(f"{sync.sync_id} {channel}", 0) :]

    def words(self, sync: Sync) -> str:
        """How people were told last that it ended; empty when nobody was."""
        return next((told[-1] for channel in PLACES if (told := self.told(sync, channel))), "")

    def is_told(self, sync: Sync, *, everywhere: bool = True) -> bool:
        """Whether the person and the log were told how it ended, or one of them."""
        return (all if everywhere else any)(self.told(sync, channel) for channel in PLACES)

    async def is_quiet(self) -> bool:
        """Whether the queue is empty: nobody does anything any more."""
        try:
            async with Redis.from_url(self.redis_url) as redis:
                return not await redis.xlen(keys.JOBS)
        except (RedisError, OSError):
            return False

    async def is_over(self, sync: Sync, *, everywhere: bool = True) -> bool:
        """Whether a change has ended, and everything that follows has too."""
        return self.is_told(sync, everywhere=everywhere) and await self.is_quiet()

    async def settled(self, sync: Sync, *, everywhere: bool = True) -> str:
        """Wait until it is over; the first words that people were told, or nothing when it did not come to that."""
        over = await until(lambda: self.is_over(sync, everywhere=everywhere))
        return self.words(sync) if over else ""

    async def flush_all(self, then: Callable[[], object]) -> None:
        """`flush`, then what follows."""
        await self.flush()
        then()

    async def flush(self) -> None:
        """Let Redis forget everything."""
        async with Redis.from_url(self.redis_url) as redis:
            await redis.flushall()

    @asynccontextmanager
    async def another(self, *command: str, name: str) -> AsyncIterator[Bot]:
        """One more process."""
        given = {**self.environment, "PORT": str(free_port())}
        log = self.directory / f"{name}.log"
        async with Bot.running(*command, environment=given, log=log, module=self.module) as bot:
            yield bot

    def watch(self) -> None:
        """Count crossings anew from here, without traps."""
        for bot in (self.server, self.worker):
            bot.gate.watch()

    async def rest(self) -> None:
        """Between two runs: no faults, no traps, no modals, and every process there."""
        self.slack.faults.clear()
        self.polytomic.faults.clear()
        self.polytomic.release()
        self.slack.workspace.views.stacks.clear()
        self.watch()
        for bot in (self.server, self.worker):
            if not bot.lives:
                await bot.restart()
            await bot.ready()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Bot]:
        """One process that serves and applies, and no other: what `syncbot serve` is."""
        async with self.another("serve", *AT_ONCE, name="alone") as alone:
            before, self.slack.bot_urls = self.slack.bot_urls, [f"{alone.url}/slack/events"]
            await self.worker.end()
            try:
                yield alone
            finally:
                self.slack.bot_urls = before

    def logs(self) -> str:
        """What the processes said, for a report."""
        return "\n".join(f"── {log.name}\n{log.read_text()}" for log in sorted(self.directory.glob("*.log")))


@asynccontextmanager
async def built_site(*, module: str = SHORT, transport: str = "http", **variables: str) -> AsyncIterator[Site]:
    """A site with a running server, which does not apply, and a worker; Slack reaches it by `http` or `socket`."""
    with tempfile.TemporaryDirectory(prefix="syncbot-") as name:
        directory = Path(name)
        with RedisServer.start(directory, append_only=True) as redis:
            async with SlackStandIn.serve() as slack, PolytomicStandIn.serve() as polytomic:
                slack.install(manifest_for(socket=True) if transport == "socket" else MANIFEST)
                given = environment(slack, polytomic, redis.url, PORT=str(free_port()), **variables)
                async with (
                    Bot.running(*SERVE, environment=given, log=directory / "server.log", module=module) as server,
                    Bot.running("worker", environment=given, log=directory / "worker.log", module=module) as worker,
                ):
                    slack.bot_urls = [f"{server.url}/slack/events"]
                    yield Site(slack, polytomic, redis, given, directory, server, worker, module, redis.url)
