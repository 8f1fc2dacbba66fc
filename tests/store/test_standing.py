"""What Redis's own words mean, on every answer it can give; and that a real one gives them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import redis

from syncbot.changes.timepiece import Timepiece
from syncbot.findings import Finding, Verdict
from syncbot.sandbox.redis import RedisServer
from syncbot.store.connection import Connection
from syncbot.store.standing import MEMORY, PERSISTENCE, REDIS, look, look_at_clock, read
from tests.store.servers import free_port

TOLD: dict[str, Any] = {
    "redis_version": "7.2.1",
    "role": "master",
    "connected_slaves": 0,
    "cluster_enabled": 0,
    "aof_enabled": 1,
    "aof_last_write_status": "ok",
    "rdb_last_bgsave_status": "ok",
    "maxmemory": 0,
    "maxmemory_policy": "noeviction",
    "used_memory": 3 * 2**20,
}
SETTINGS = {"appendfsync": "always", "save": ""}


def found(subject: str, settings: dict[str, str] | None = None, **told: Any) -> Finding:
    """The one line about a subject, when Redis says this of itself."""
    lines = read({**TOLD, **told}, SETTINGS if settings is None else settings, milliseconds=0.4)
    (line,) = (one for one in lines if one.subject == subject)
    return line


def test_one_that_keeps_everything_is_fine() -> None:
    lines = read(TOLD, SETTINGS, milliseconds=0.4)
    assert {line.verdict for line in lines} == {Verdict.FINE}
    assert lines[0].text == "Version 7.2.1 answers in 0.4 ms; it has no replica, so work stops while it is down."


async def test_how_fast_it_answers_is_told_without_the_time_to_connect(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 0.2, *(0.003 * tick for tick in range(100, 200))])
    monkeypatch.setattr("syncbot.store.standing.time", SimpleNamespace(monotonic=lambda: next(clock)))
    connection = Connection(redis_url)
    try:
        assert "answers in 3.0 ms" in (await look(connection))[0].text
    finally:
        await connection.aclose()


@pytest.mark.parametrize(
    ("told", "verdict", "words"),
    [
        ({"redis_version": "6.0.16"}, Verdict.FAULT, "Version 6.0.16 is too old. Install Redis 6.2 or newer."),
        ({"redis_version": "6.2.14"}, Verdict.FINE, "Version 6.2.14 answers"),
        ({"redis_version": "10.0.1-rc1"}, Verdict.FINE, "Version 10.0.1-rc1 answers"),
        ({"role": "slave"}, Verdict.FAULT, "It is a replica, which takes no writes."),
        ({"cluster_enabled": 1}, Verdict.FAULT, "It runs as a cluster"),
        ({"connected_slaves": 1}, Verdict.FINE, "1 replica with it"),
        ({"connected_slaves": 2}, Verdict.FINE, "2 replicas with it"),
    ],
)
def test_its_kind(told: dict[str, Any], verdict: Verdict, words: str) -> None:
    line = found(REDIS, **told)
    assert line.verdict is verdict
    assert words in line.text


@pytest.mark.parametrize(
    ("told", "settings", "verdict", "words"),
    [
        ({}, {"appendfsync": "always"}, Verdict.FINE, "survives a crash of its machine"),
        ({}, {"appendfsync": "everysec"}, Verdict.MIND, "can lose the last second"),
        ({}, {"appendfsync": "no"}, Verdict.MIND, "can lose half a minute"),
        ({}, {}, Verdict.MIND, "appendfsync is not readable"),
        ({"aof_enabled": 0}, {"save": ""}, Verdict.FAULT, "it keeps no snapshots either"),
        ({"aof_enabled": 0}, {"save": "3600 1"}, Verdict.FAULT, "it keeps snapshots only"),
        ({"aof_enabled": 0}, {}, Verdict.FAULT, "appendonly is no: a crash of Redis loses drafts"),
        ({"aof_enabled": 0, "connected_slaves": 1}, {}, Verdict.MIND, "Redis and its replicas are down together"),
        ({"aof_last_write_status": "err"}, {}, Verdict.FAULT, "Its last write to the disk failed"),
        ({"rdb_last_bgsave_status": "err"}, {}, Verdict.FAULT, "Its last write to the disk failed"),
    ],
)
def test_what_it_keeps_over_a_crash(
    told: dict[str, Any], settings: dict[str, str], verdict: Verdict, words: str
) -> None:
    line = found(PERSISTENCE, settings, **told)
    assert line.verdict is verdict
    assert words in line.text
    assert verdict is Verdict.FINE or "CONFIG SET append" in line.text or "not readable" in line.text or "disk" in words


@pytest.mark.parametrize(
    ("policy", "most", "verdict", "words"),
    [
        ("noeviction", 0, Verdict.FINE, "3.0 MB used, no limit set"),
        ("noeviction", 4 * 2**20, Verdict.FINE, "3.0 MB of 4.0 MB used."),
        ("noeviction", 3 * 2**20, Verdict.FAULT, "Raise maxmemory"),
        ("allkeys-lru", 2**30, Verdict.FAULT, "throws away drafts, requests, confirmed changes and passphrases"),
        ("volatile-ttl", 2**30, Verdict.FAULT, "throws away drafts and the locks"),
        ("allkeys-lru", 0, Verdict.MIND, "does nothing while no maxmemory is set"),
    ],
)
def test_what_it_does_when_it_is_full(policy: str, most: int, verdict: Verdict, words: str) -> None:
    line = found(MEMORY, maxmemory_policy=policy, maxmemory=most)
    assert line.verdict is verdict
    assert words in line.text


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    with (
        tempfile.TemporaryDirectory(prefix="syncbot-") as directory,
        RedisServer.start(Path(directory), append_only=True) as server,
    ):
        yield server


async def looked(url: str) -> dict[str, Finding]:
    """What is found of the Redis there, by subject."""
    connection = Connection(url)
    try:
        return {line.subject: line for line in await look(connection)}
    finally:
        await connection.aclose()


async def test_a_real_one_is_read(own_server: RedisServer) -> None:
    assert {line.verdict for line in (await looked(own_server.url)).values()} == {Verdict.FINE}
    with redis.Redis.from_url(own_server.url) as raw:
        raw.config_set("appendfsync", "everysec")
        raw.config_set("maxmemory", "512mb")
        raw.config_set("maxmemory-policy", "allkeys-lru")
    lines = await looked(own_server.url)
    assert "everysec" in lines[PERSISTENCE].text
    assert "allkeys-lru" in lines[MEMORY].text


async def test_one_that_shows_no_settings_is_read_as_far_as_it_tells(own_server: RedisServer) -> None:
    with redis.Redis.from_url(own_server.url) as raw:
        raw.acl_setuser("bot", enabled=True, passwords=["+word"], keys=["*"], commands=["+@all", "-config"])
        raw.acl_setuser("mute", enabled=True, passwords=["+word"], keys=["*"], commands=["+@all", "-info"])
    address = own_server.url.removeprefix("unix://")
    lines = await looked(f"unix://bot:word@{address}")
    assert "appendfsync is not readable" in lines[PERSISTENCE].text
    (line,) = (await looked(f"unix://mute:word@{address}")).values()
    assert (line.verdict, line.subject) == (Verdict.MIND, REDIS)
    assert "INFO is refused" in line.text


async def test_one_that_lets_nobody_in_is_told_apart_from_one_that_is_gone(own_server: RedisServer) -> None:
    address = own_server.url.removeprefix("unix://")
    (wrong,) = (await looked(f"unix://nobody:word@{address}")).values()
    assert "does not let syncbot in. Mend the user name and password" in wrong.text
    assert "word" not in wrong.text.replace("password", "")
    own_server.kill()
    (gone,) = (await looked(own_server.url)).values()
    assert "refused the connection. Nothing listens there: start it, or mend REDIS_URL." in gone.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_port_where_nothing_listens_is_told_as_such(host: str) -> None:
    (told,) = (await looked(f"redis://{host}:{free_port()}")).values()
    assert "refused the connection. Nothing listens there: start it, or mend REDIS_URL." in told.text


@pytest.mark.parametrize(
    ("ahead_seconds", "verdict", "words"),
    [
        (0.0, Verdict.FINE, "Within 30 s of that of Redis."),
        (90.0, Verdict.FAULT, "90 s ahead of that of Redis. Set it right (NTP)"),
        (-90.0, Verdict.FAULT, "90 s behind that of Redis. Set it right (NTP)"),
    ],
)
async def test_a_clock_that_is_wrong_is_told(
    redis_url: str, ahead_seconds: float, verdict: Verdict, words: str
) -> None:
    connection = Connection(redis_url, timepiece=Timepiece(lambda: time.time() + ahead_seconds))
    try:
        line = await look_at_clock(connection)
    finally:
        await connection.aclose()
    assert line.verdict is verdict
    assert words in line.text
