from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import redis as redis_py

from syncbot.changes.timepiece import Timepiece
from syncbot.changes.turnstile import FREE, Passage
from syncbot.errors import ClockWrong
from syncbot.store import keys
from syncbot.store import turnstile as turnstile_module
from syncbot.store.clock import LEARNT_SECONDS, RedisClock
from syncbot.store.connection import Connection
from syncbot.store.turnstile import RedisTurnstile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def connection(redis_url: str) -> AsyncIterator[Connection]:
    made = Connection(redis_url)
    yield made
    await made.aclose()


async def waits(turnstile: RedisTurnstile, person: str) -> float:
    """How long a person has to wait."""
    return (await turnstile.enter(person)).wait_seconds


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
    assert [await waits(turnstile, "U1") for _ in range(6)] == [0] * 6
    wait = await waits(turnstile, "U1")
    assert 0 < wait <= 10
    assert await waits(turnstile, "U2") == 0
    earlier(redis_url, "U1", 10)
    assert await waits(turnstile, "U1") == 0
    assert await waits(turnstile, "U1") > 0


async def test_two_processes_count_together(connection: Connection, redis_url: str) -> None:
    other = Connection(redis_url)
    here, there = RedisTurnstile(connection, per_minute=2), RedisTurnstile(other, per_minute=2)
    assert [await waits(here, "U1"), await waits(there, "U1")] == [0, 0]
    assert await waits(here, "U1") > 0
    assert await waits(there, "U1") > 0
    await other.aclose()


async def test_an_operation_passes_once_over_all_processes(connection: Connection, redis_url: str) -> None:
    other = Connection(redis_url)
    here, there = RedisTurnstile(connection, per_minute=2), RedisTurnstile(other, per_minute=2)
    assert await here.enter("U1", "one") == FREE
    assert await there.enter("U1", "one") == Passage(repeated=True)
    assert await there.enter("U1", "two") == FREE
    assert (await here.enter("U1", "three")).wait_seconds > 0
    earlier(redis_url, "U1", 60)
    assert await there.enter("U1", "three") == FREE
    await other.aclose()


async def test_an_operation_that_was_not_carried_out_may_be_taken_again(connection: Connection, redis_url: str) -> None:
    turnstile = RedisTurnstile(connection, per_minute=0)
    with redis_py.Redis.from_url(redis_url) as client:
        await turnstile.enter("U1", "one")
        under_way = client.ttl(keys.taken("one"))
        await turnstile.done("one")
        done = client.ttl(keys.taken("one"))
    assert isinstance(under_way, int)
    assert isinstance(done, int)
    assert 0 < under_way <= 3
    assert done > 600
    assert await turnstile.enter("U1", "one") == Passage(repeated=True)


async def test_who_was_quiet_for_a_minute_leaves_nothing_behind(connection: Connection, redis_url: str) -> None:
    await RedisTurnstile(connection, per_minute=240).enter("U1")
    with redis_py.Redis.from_url(redis_url) as client:
        left = client.pttl(keys.turnstile("U1"))
    assert isinstance(left, int)
    assert 0 < left <= 1000


async def test_without_a_limit_nobody_waits_and_nothing_is_kept(connection: Connection, redis_url: str) -> None:
    turnstile = RedisTurnstile(connection, per_minute=0)
    assert {await waits(turnstile, "U1") for _ in range(50)} == {0}
    with redis_py.Redis.from_url(redis_url) as client:
        assert client.keys() == []


async def test_a_redis_that_does_not_answer_refuses_nobody() -> None:
    gone = Connection("redis://127.0.0.1:1/0")
    assert await RedisTurnstile(gone, per_minute=1).enter("U1", "once") == FREE
    await gone.aclose()


@pytest.mark.parametrize("off", [-400.0, 400.0])
async def test_a_process_whose_clock_is_wrong_is_told_so_and_gets_no_time(redis_url: str, off: float) -> None:
    wrong = Connection(redis_url, timepiece=Timepiece(lambda: time.time() + off))
    with pytest.raises(ClockWrong, match=r"(39|40)\d s"):
        await RedisTurnstile(wrong, per_minute=10).enter("U1")
    with pytest.raises(ClockWrong, match=r"(39|40)\d s"):
        await RedisClock(wrong).now()
    await wrong.aclose()


async def test_a_call_whose_answer_was_lost_is_no_copy_of_itself(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turnstile_module, "uuid4", lambda: UUID(int=7))
    turnstile = RedisTurnstile(connection, per_minute=1)
    assert [await turnstile.enter("U1", "one") for _ in range(2)] == [FREE, FREE]


async def test_what_was_told_of_the_time_holds_for_the_request_and_not_for_another(
    connection: Connection, redis_url: str
) -> None:
    clock, turnstile = RedisClock(connection), RedisTurnstile(connection, per_minute=0)
    with redis_py.Redis.from_url(redis_url) as client:
        client.set(keys.CLOCK_OFFSET, 100)

        async def request() -> float:
            await turnstile.enter("U1")
            client.set(keys.CLOCK_OFFSET, 5000)
            return await clock.now()

        before = time.time()
        assert 100 <= await asyncio.create_task(request()) - before < 130
        assert 5000 <= await clock.now() - before < 5030


async def test_what_was_told_of_the_time_is_not_counted_on_for_long(
    connection: Connection, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await RedisTurnstile(connection, per_minute=0).enter("U1")
    told_at = time.monotonic()
    with redis_py.Redis.from_url(redis_url) as client:
        client.set(keys.CLOCK_OFFSET, 5000)
    assert await RedisClock(connection).now() - time.time() < 30
    monkeypatch.setattr("syncbot.store.clock.monotonic", lambda: told_at + LEARNT_SECONDS)
    assert await RedisClock(connection).now() - time.time() > 4970
