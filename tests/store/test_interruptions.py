"""A Redis that forgets scripts, reads its past, or takes nothing more: on real servers."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from syncbot.errors import StoreUnavailable
from syncbot.findings import Verdict
from syncbot.store.changes import RedisChanges
from syncbot.store.clock import RedisClock
from syncbot.store.connection import Connection
from syncbot.store.sessions import RedisSessions
from syncbot.store.standing import look
from tests.store.servers import Node, group, insist, running
from tests.store.values import a_change, a_session

KEYS = 250
KEY_BYTES = 256 * 1024
"""A server that reads its past looks for clients every two megabytes."""
KEY_DELAY_MICROS = 15_000
"""How long it takes over each key: some seconds in all, so that a busy machine finds it at it."""
READING = "Redis, where syncbot keeps its work, is starting and still reads what it kept."
ATTEMPTS = 100


@asynccontextmanager
async def connected(url: str, sentinel: str = "") -> AsyncIterator[Connection]:
    connection = Connection(url, sentinel=sentinel)
    try:
        yield connection
    finally:
        await connection.aclose()


@contextmanager
def scripts_forgotten_all_the_time(node: Node) -> Iterator[None]:
    """SCRIPT FLUSH, over and over, while the block runs."""
    over = threading.Event()

    def forget() -> None:
        with node.client() as raw:
            while not over.is_set():
                raw.script_flush()

    forgetting = threading.Thread(target=forget)
    forgetting.start()
    try:
        yield
    finally:
        over.set()
        forgetting.join()


async def refusals_of(call: Callable[[], Awaitable[object]]) -> AsyncIterator[str]:
    """What people are told, again and again, until it is done."""
    for _ in range(ATTEMPTS):
        try:
            await call()
        except StoreUnavailable as exc:
            yield exc.what
        else:
            return
    pytest.fail("it was never done")


async def test_a_server_that_forgets_its_scripts_gets_them_again() -> None:
    with running() as node:
        async with connected(node.url) as connection:
            sessions = RedisSessions(connection)
            for number in range(3):
                with node.client() as raw:
                    raw.script_flush()
                await sessions.create(a_session(f"s{number}"))


async def test_scripts_that_are_forgotten_in_between_are_sent_again_until_they_run() -> None:
    with running() as node, scripts_forgotten_all_the_time(node):
        async with connected(node.url) as connection:
            sessions = RedisSessions(connection)
            for number in range(50):
                await sessions.create(a_session(f"s{number}"))


async def test_the_same_where_a_replica_is_waited_for() -> None:
    with group() as servers:
        async with connected("redis://", servers.setting) as connection:
            changes = RedisChanges(connection)
            with scripts_forgotten_all_the_time(servers.primary):
                for number in range(50):
                    await changes.create(a_change(f"c{number}"), operation_id=f"op{number}", session=None)
            assert len(await changes.of_sync("sync-1")) == 50


async def test_while_redis_reads_its_past_people_are_told_and_then_it_goes_on() -> None:
    with running("rdbcompression no") as node:
        async with connected(node.url) as connection:
            sessions = RedisSessions(connection)
            await sessions.create(a_session())
            with node.client() as raw:
                raw.mset({f"key {number}": "x" * KEY_BYTES for number in range(KEYS)})
                raw.save()
            node.restart(f"key-load-delay {KEY_DELAY_MICROS}")
            told = [what async for what in refusals_of(RedisClock(connection).now)]
            assert READING in told
            assert await sessions.get("s1", "U1") == a_session()


async def test_a_full_redis_takes_nothing_and_says_so() -> None:
    with running() as node:
        async with connected(node.url) as connection:
            with node.client() as raw:
                raw.config_set("maxmemory", "1")
            with pytest.raises(StoreUnavailable, match="is full and takes nothing more"):
                await RedisSessions(connection).create(a_session())
            with pytest.raises(StoreUnavailable, match="is full and takes nothing more"):
                await RedisChanges(connection).create(a_change(), operation_id="op", session=None)
            with node.client() as raw:
                assert raw.keys() == []
                raw.config_set("maxmemory", "0")
            await RedisSessions(connection).create(a_session())


async def test_a_redis_with_too_few_replicas_takes_nothing_where_it_is_told_to() -> None:
    with running("min-replicas-to-write 1") as node:
        async with connected(node.url) as connection:
            with pytest.raises(StoreUnavailable, match="has too few copies at hand"):
                await RedisChanges(connection).create(a_change(), operation_id="op", session=None)


async def test_a_redis_that_cannot_write_to_its_disk_takes_nothing_and_says_so() -> None:
    with running("save 3600 1") as node, node.client() as raw:
        async with connected(node.url) as connection:
            await RedisSessions(connection).create(a_session())
            (node.directory / "dump.rdb").mkdir()  # where its snapshot would have to be
            raw.bgsave()
            insist(lambda: raw.info("persistence")["rdb_last_bgsave_status"] == "err" or None)
            with pytest.raises(StoreUnavailable, match="cannot write to its disk and takes nothing more"):
                await RedisChanges(connection).create(a_change(), operation_id="op", session=None)
            (line,) = await look(connection)
            assert line.verdict is Verdict.FAULT
            assert "cannot write to its disk and takes nothing more. Make room" in line.text
