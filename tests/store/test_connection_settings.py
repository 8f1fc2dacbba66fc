"""What a URL and the settings of Sentinel make of a connection."""

from __future__ import annotations

import pytest
from redis.asyncio import SSLConnection
from redis.asyncio.sentinel import SentinelConnectionPool

from syncbot.errors import Misconfigured, StoreUnavailable
from syncbot.store.changes import RedisChanges
from syncbot.store.connection import Connection
from tests.store.values import a_change


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "redis",
        "",
        "redis://localhost?socket_timeout=long",
        "redis://localhost?tls=true",
        "unix:///run/redis.sock?host=localhost",
        "rediss://localhost?ssl=true",
    ],
)
def test_a_url_that_redis_cannot_have_is_named(url: str) -> None:
    with pytest.raises(Misconfigured, match="REDIS_URL"):
        Connection(url)


@pytest.mark.parametrize("sentinel", ["mymaster", "@host:1", "name@host", "name@host:x", "name@:1", "name@a:1,,b:2"])
def test_a_sentinel_setting_that_cannot_be_read_is_named(sentinel: str) -> None:
    with pytest.raises(Misconfigured, match="NAME@HOST:PORT"):
        Connection("redis://", sentinel=sentinel)


@pytest.mark.parametrize(
    "url", ["http://host", "unix:///run/sentinel.sock", "redis://?socket_timeout=long", "redis://?tls=1"]
)
def test_an_access_to_sentinels_that_cannot_be_read_is_named(url: str) -> None:
    with pytest.raises(Misconfigured, match="SYNCBOT_REDIS_SENTINEL_URL"):
        Connection("redis://", sentinel="mymaster@host:1", sentinel_url=url)


async def test_an_encrypted_url_makes_encrypted_connections() -> None:
    connection = Connection("rediss://user:word@redis.example:6380/2")
    async with connection.quickly() as client:
        pool = client.connection_pool
    assert issubclass(pool.connection_class, SSLConnection)
    named = {"host": "redis.example", "port": 6380, "db": 2, "username": "user", "password": "word"}
    assert named.items() <= pool.connection_kwargs.items()
    await connection.aclose()


async def test_sentinel_is_asked_for_the_master_and_the_url_gives_the_rest() -> None:
    connection = Connection("rediss://user:word@ignored/2", sentinel="mymaster@one.example:26379, [::1]:26380")
    async with connection.quickly() as client:
        pool = client.connection_pool
    assert isinstance(pool, SentinelConnectionPool)
    assert pool.service_name == "mymaster"
    hosts = [s.connection_pool.connection_kwargs["host"] for s in pool.sentinel_manager.sentinels]
    assert hosts == ["one.example", "::1"]
    assert {"db": 2, "username": "user", "password": "word"}.items() <= pool.connection_kwargs.items()
    assert "host" not in pool.connection_kwargs
    assert issubclass(pool.connection_class, SSLConnection)
    await connection.aclose()


@pytest.mark.parametrize("option", ["decode_responses=true", "encoding=utf-16", "max_connections=2", "timeout=3"])
async def test_an_option_of_a_url_that_other_programs_like_changes_no_answer(redis_url: str, option: str) -> None:
    connection = Connection(f"{redis_url}{'&' if '?' in redis_url else '?'}{option}")
    changes = RedisChanges(connection)
    stored = await changes.create(a_change(), operation_id="o", session=None)
    assert await changes.get(stored.change_id) == stored
    await connection.aclose()


async def test_a_database_that_redis_does_not_have_is_said_as_such(redis_url: str) -> None:
    connection = Connection(f"{redis_url}{'&' if '?' in redis_url else '?'}db=99")
    with pytest.raises(StoreUnavailable, match="has no database of the number"):
        await connection.ping()
    await connection.aclose()
