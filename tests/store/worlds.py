"""The two worlds that every contract runs in: the adapters over a real Redis, and the fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest
import redis
from cryptography.fernet import Fernet

from syncbot.store import keys
from syncbot.store.cache import RedisCache
from syncbot.store.changes import RedisChanges
from syncbot.store.clock import RedisClock
from syncbot.store.connection import Connection
from syncbot.store.history import RedisHistory
from syncbot.store.jobs import RedisJobs
from syncbot.store.leases import RedisLeases
from syncbot.store.passphrases import Passphrases
from syncbot.store.sessions import RedisSessions
from tests.fakes import Fakes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from syncbot.changes import ports

SECRET_KEY = Fernet.generate_key().decode()


class KeptSecrets(Protocol):
    """`ports.Secrets` with what the command line does to them."""

    async def put(self, sync_id: str, passphrase: str) -> None: ...
    async def forget(self, sync_id: str) -> None: ...
    async def passphrase(self, sync_id: str) -> str | None: ...


class World(Protocol):
    """What a contract may use."""

    @property
    def sessions(self) -> ports.Sessions: ...
    @property
    def changes(self) -> ports.Changes: ...
    @property
    def jobs(self) -> ports.Jobs: ...
    @property
    def leases(self) -> ports.Leases: ...
    @property
    def history(self) -> ports.History: ...
    @property
    def cache(self) -> ports.Cache: ...
    @property
    def clock(self) -> ports.Clock: ...
    @property
    def secrets(self) -> KeptSecrets: ...

    def pass_time(self, seconds: float) -> None:
        """Let everything that ages be older by so much."""


class FakeWorld(Fakes):
    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)


class RedisWorld:
    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = Connection(url)
        self.sessions = RedisSessions(self.connection)
        self.changes = RedisChanges(self.connection)
        self.jobs = RedisJobs(self.connection)
        self.leases = RedisLeases(self.connection)
        self.history = RedisHistory(self.connection)
        self.cache = RedisCache(self.connection)
        self.clock = RedisClock(self.connection)
        self.secrets = Passphrases(self.connection, secret_keys=[SECRET_KEY])

    def raw(self) -> redis.Redis:
        """A client to look at what is stored."""
        return redis.Redis.from_url(self.url)

    def pass_time(self, seconds: float) -> None:
        gone_ms = round(seconds * 1000)
        with self.raw() as client:
            for key in client.scan_iter():
                left_ms = client.pttl(key)
                if 0 <= left_ms <= gone_ms:
                    client.delete(key)
                elif left_ms > 0:
                    client.pexpire(key, left_ms - gone_ms)
            client.incrbyfloat(keys.CLOCK_OFFSET, seconds)
            if client.exists(keys.JOBS) and client.xinfo_groups(keys.JOBS):
                self._age_jobs(client, gone_ms)

    def _age_jobs(self, client: Any, gone_ms: int) -> None:
        for one in client.xpending_range(keys.JOBS, keys.WORKERS, "-", "+", 1000):
            job_id, consumer, idle_ms = str(one["message_id"], "ascii"), one["consumer"], one["time_since_delivered"]
            client.xclaim(keys.JOBS, keys.WORKERS, consumer, 0, [job_id], idle=idle_ms + gone_ms, justid=True)


class OverRedis:
    @pytest.fixture
    async def world(self, redis_url: str) -> AsyncIterator[RedisWorld]:
        world = RedisWorld(redis_url)
        yield world
        await world.connection.aclose()


class OverFakes:
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()
