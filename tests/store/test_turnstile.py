from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import redis as redis_py

from syncbot.changes.timepiece import Timepiece
from syncbot.errors import ClockWrong
from syncbot.store import keys
from syncbot.store.clock import RedisClock
from syncbot.store.connection import Connection
from syncbot.store.turnstile import RedisTurnstile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def connection(redis_url: str) -> AsyncIterator[Connection]:
    made = Connection(redis_url)
    yield made
    await made.aclose()


def earlier(redis_url: str, person: str, seconds: float) -> None:
    """Let so much time pass for a person."""
    with redis_py.Redis.from_url(redis_url) as client:
        stored = client.get(keys.turnstile(person))
        assert isinstance(stored, bytes)
        client.set(keys.turnstile(person), f"{float(stored) - seconds:.6f}", keepttl=True)


async def test_a_minute_s_requests_may_come_at_once_and_then_as_many_as_a_minute_gives(
    connection: Connection, redis_url: str
) -> None:
    turnstile = RedisTurnstile(connection, per_minute=6)
    assert [await turnstile.wait_for("U1") for _ in range(6)] == [0] * 6
    wait = await turnstile.wait_for("U1")
    assert 9 < wait <= 10
    assert await turnstile.wait_for("U2") == 0
    earlier(redis_url, "U1", 10)
    assert await turnstile.wait_for("U1") == 0
    assert await turnstile.wait_for("U1") > 0


async def test_two_processes_count_together(connection: Connection, redis_url: str) -> None:
    other = Connection(redis_url)
    here, there = RedisTurnstile(connection, per_minute=2), RedisTurnstile(other, per_minute=2)
    assert [await here.wait_for("U1"), await there.wait_for("U1")] == [0, 0]
    assert await here.wait_for("U1") > 0
    assert await there.wait_for("U1") > 0
    await other.aclose()


async def test_who_was_quiet_for_a_minute_leaves_nothing_behind(connection: Connection, redis_url: str) -> None:
    await RedisTurnstile(connection, per_minute=240).wait_for("U1")
    with redis_py.Redis.from_url(redis_url) as client:
        left = client.pttl(keys.turnstile("U1"))
    assert isinstance(left, int)
    assert 0 < left <= 1000


async def test_without_a_limit_nobody_waits_and_nothing_is_kept(connection: Connection, redis_url: str) -> None:
    turnstile = RedisTurnstile(connection, per_minute=0)
    assert {await turnstile.wait_for("U1") for _ in range(50)} == {0}
    with redis_py.Redis.from_url(redis_url) as client:
        assert client.keys() == []


async def test_a_redis_that_does_not_answer_refuses_nobody() -> None:
    gone = Connection("redis://127.0.0.1:1/0")
    assert await RedisTurnstile(gone, per_minute=1).wait_for("U1") == 0
    await gone.aclose()


@pytest.mark.parametrize("off", [-400.0, 400.0])
async def test_a_process_whose_clock_is_wrong_is_told_so_and_gets_no_time(redis_url: str, off: float) -> None:
    wrong = Connection(redis_url, timepiece=Timepiece(lambda: time.time() + off))
    with pytest.raises(ClockWrong, match="400 s"):
        await RedisTurnstile(wrong, per_minute=10).wait_for("U1")
    with pytest.raises(ClockWrong, match="400 s"):
        await RedisClock(wrong).now()
    await wrong.aclose()
