from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from syncbot.errors import StoreUnavailable
from syncbot.sandbox.redis import RedisServer
from syncbot.store import connection as under_test
from syncbot.store.clock import RedisClock
from syncbot.store.connection import Connection
from tests.fakes import Fakes
from tests.store.values import PLACES, a_change, a_session
from tests.store.worlds import RedisWorld

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
    from typing import Any

    from tests.store.worlds import World


CALLS: dict[str, Callable[[World], Coroutine[Any, Any, object]]] = {
    "sessions.create": lambda w: w.sessions.create(a_session()),
    "sessions.get": lambda w: w.sessions.get("s1", "U1"),
    "sessions.save": lambda w: w.sessions.save(a_session(), expected_revision=0),
    "sessions.show": lambda w: w.sessions.show(a_session()),
    "sessions.own_draft": lambda w: w.sessions.own_draft("U1", "sync-1"),
    "sessions.others": lambda w: w.sessions.others("sync-1", "U1"),
    "sessions.discard": lambda w: w.sessions.discard("s1", "U1"),
    "sessions.remember_text": lambda w: w.sessions.remember_text("U1", "text"),
    "sessions.recall_text": lambda w: w.sessions.recall_text("U1", "id"),
    "changes.create": lambda w: w.changes.create(a_change(), operation_id="op", session=None),
    "changes.get": lambda w: w.changes.get("c1"),
    "changes.note_places": lambda w: w.changes.note_places("c1", PLACES),
    "changes.of_sync": lambda w: w.changes.of_sync("sync-1"),
    "jobs.take": lambda w: w.jobs.take("w", wait_seconds=5),
    "leases.take": lambda w: w.leases.take("sync-1", "c1"),
    "leases.seconds_left": lambda w: w.leases.seconds_left("sync-1", "c1"),
    "leases.release": lambda w: w.leases.release("sync-1", "c1"),
    "history.append": lambda w: w.history.append(a_change()),
    "history.entries": lambda w: w.history.entries("sync-1", limit=1),
    "history.note_known": lambda w: w.history.note_known("sync-1", {}),
    "history.last_known": lambda w: w.history.last_known("sync-1"),
    "cache.get": lambda w: w.cache.get("key"),
    "cache.put": lambda w: w.cache.put("key", 1, ttl_seconds=1),
}
REDIS_ONLY: dict[str, Callable[[RedisWorld], Coroutine[Any, Any, object]]] = {
    "clock.now": lambda w: w.clock.now(),
    "secrets.put": lambda w: w.secrets.put("sync-1", "x"),
    "secrets.forget": lambda w: w.secrets.forget("sync-1"),
    "secrets.passphrase": lambda w: w.secrets.passphrase("sync-1"),
}
CLOSED = (
    RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed"),
    AttributeError("'NoneType' object has no attribute 'writelines'"),
)
"""What uvloop raises, and redis-py where another task closed it."""
PATIENCE_SECONDS = under_test.DEADLINE_SECONDS + 1
"""The deadline, and room for a machine that is busy; without the deadline a hang lasts 59 s."""


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    with tempfile.TemporaryDirectory(prefix="syncbot-") as directory, RedisServer.start(Path(directory)) as server:
        yield server


@asynccontextmanager
async def hung_redis() -> AsyncIterator[str]:
    """The URL of a server that takes connections and never answers."""
    connections: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: connections.append(writer), "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"redis://{host}:{port}"
        for writer in connections:
            writer.close()


async def seconds_to_fail(call: Coroutine[Any, Any, object]) -> float:
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        await call
    assert "Redis" in caught.value.sentences
    assert isinstance(caught.value.__cause__, redis.RedisError | OSError)
    return time.monotonic() - begun


async def test_every_call_fails_in_time_when_redis_is_down(own_server: RedisServer) -> None:
    world = RedisWorld(own_server.url)
    await world.sessions.create(a_session())
    own_server.kill()
    seconds = [await seconds_to_fail(call(world)) for call in {**CALLS, **REDIS_ONLY}.values()]
    await world.connection.aclose()
    assert max(seconds) < PATIENCE_SECONDS


async def test_every_call_fails_in_time_when_redis_hangs() -> None:
    async with hung_redis() as url:
        world = RedisWorld(url)
        calls = [call(world) for call in {**CALLS, **REDIS_ONLY}.values()]
        seconds = await asyncio.gather(*(seconds_to_fail(call) for call in calls))
        await world.connection.aclose()
    assert max(seconds) < PATIENCE_SECONDS


@pytest.mark.parametrize("name", CALLS)
async def test_the_fakes_fail_as_the_adapters_do(name: str) -> None:
    fakes = Fakes()
    fakes.power.on = False
    with pytest.raises(StoreUnavailable):
        await CALLS[name](fakes)  # type: ignore[arg-type] # a world but for the passing of time


async def test_a_waiting_read_survives_longer_than_a_quick_call_may_take(redis_url: str) -> None:
    world = RedisWorld(redis_url)
    begun = time.monotonic()
    assert await world.jobs.take("w", wait_seconds=1.2) == ()
    assert time.monotonic() - begun >= 1.2
    await world.connection.aclose()


async def test_work_goes_on_when_redis_is_back(own_server: RedisServer) -> None:
    world = RedisWorld(own_server.url)
    await world.sessions.create(a_session())
    own_server.restart()
    await world.sessions.create(a_session())
    assert await world.sessions.get("s1", "U1") == a_session()
    assert await world.jobs.take("w", wait_seconds=0) == ()
    await world.connection.aclose()


async def test_more_calls_at_once_than_connections_wait_for_their_turn(redis_url: str) -> None:
    world = RedisWorld(redis_url)
    await world.sessions.create(a_session())
    found = await asyncio.gather(*(world.sessions.get("s1", "U1") for _ in range(under_test.CONNECTIONS * 3)))
    assert set(map(repr, found)) == {repr(a_session())}
    await world.connection.aclose()


async def test_a_call_that_was_given_up_leaves_no_answer_for_the_next(redis_url: str) -> None:
    connection = Connection(redis_url, deadline_seconds=0.05)
    with redis.Redis.from_url(redis_url) as raw:
        raw.mset({"first": "1", "second": "2"})
        raw.client_pause(250)
        with pytest.raises(StoreUnavailable):
            async with connection.quickly() as client:
                await client.get("first")
    patient = Connection(redis_url)
    for one in (patient, connection):
        async with one.quickly() as client:
            assert [await client.get("second") for _ in range(3)] == [b"2"] * 3
        await one.aclose()


async def test_a_cancelled_wait_leaves_the_queue_in_order(redis_url: str) -> None:
    world = RedisWorld(redis_url)
    assert await world.jobs.take("w", wait_seconds=0) == ()
    waiting = asyncio.create_task(world.jobs.take("w", wait_seconds=5))
    with world.raw() as raw:
        while raw.info("clients")["blocked_clients"] == 0:  # the worker is on its way to Redis
            await asyncio.wait([waiting], timeout=0.005)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await world.changes.create(a_change(), operation_id="op", session=None)
    assert len(await world.jobs.take("w2", wait_seconds=1)) == 2
    await world.connection.aclose()


async def test_a_repeat_of_a_script_whose_answer_was_lost_is_answered_as_the_first(redis_url: str) -> None:
    world = RedisWorld(redis_url)
    script = world.connection.script("seen_first")
    assert [await script(["{syncbot}:x"], token, 60) for token in ("a", "a", "b")] == [1, 1, 0]
    await world.connection.aclose()


@pytest.mark.parametrize("fault", CLOSED, ids=["uvloop", "redis-py"])
async def test_a_connection_that_the_other_end_closed_a_moment_ago_is_made_again(
    redis_url: str, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    world, writes = RedisWorld(redis_url), asyncio.StreamWriter.writelines
    await world.connection.ping()
    closed = 1

    def writelines(self: asyncio.StreamWriter, data: Iterable[bytes]) -> None:
        nonlocal closed
        if closed:
            closed -= 1
            raise fault
        writes(self, data)

    monkeypatch.setattr(asyncio.StreamWriter, "writelines", writelines)
    await world.connection.ping()
    assert closed == 0
    closed = 100
    with pytest.raises(StoreUnavailable):
        await world.connection.ping()
    closed = 0
    await world.connection.aclose()


async def test_the_clock_is_that_of_redis_plus_the_offset_of_tests(redis_url: str) -> None:
    world = RedisWorld(redis_url)
    with world.raw() as raw:
        seconds, micros = raw.time()
    before = await world.clock.now()
    assert before - (seconds + micros / 1e6) < 5
    world.pass_time(3600.5)
    assert 3600.5 <= await RedisClock(world.connection).now() - before < 3605
    await world.connection.aclose()
