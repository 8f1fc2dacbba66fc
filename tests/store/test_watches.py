"""Watches in Redis: due when they should be, each handed to one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import redis.asyncio

from syncbot.changes.watch import Watch, WatchKind
from syncbot.store import keys
from syncbot.store.connection import Connection
from syncbot.store.watches import RedisWatches
from tests.scenarios.acts import passes

RUN = Watch("w1", WatchKind.RUN, sync_id="s1", run_id="r1", person="U1", since=12.5, noted={"name": "Leads", "n": [1]})


@pytest.fixture
async def watches(redis_url: str) -> AsyncIterator[RedisWatches]:
    connection = Connection(redis_url)
    yield RedisWatches(connection)
    await connection.aclose()


async def test_a_watch_comes_back_as_it_was_when_it_is_due_and_not_before(
    watches: RedisWatches, redis_url: str
) -> None:
    await watches.put(RUN, due_in=60)
    assert await watches.take(hold=30) == ()
    await passes(redis_url, 61)
    assert await watches.take(hold=30) == (RUN,)


async def test_two_processes_never_have_the_same_watch_until_the_hold_is_over(
    watches: RedisWatches, redis_url: str
) -> None:
    await watches.put(RUN, due_in=0)
    taken = await asyncio.gather(*(watches.take(hold=30) for _ in range(5)))
    assert sorted(map(len, taken)) == [0, 0, 0, 0, 1]
    await passes(redis_url, 31)
    assert await watches.take(hold=30) == (RUN,)


async def test_adding_what_is_there_already_changes_nothing(watches: RedisWatches) -> None:
    assert await watches.add(RUN, due_in=0) is True
    assert await watches.add(replace(RUN, person="U2"), due_in=0) is False
    assert await watches.take(hold=30) == (RUN,)


async def test_what_is_dropped_is_never_due_again(watches: RedisWatches, redis_url: str) -> None:
    await watches.put(RUN, due_in=0)
    await watches.drop("w1")
    await watches.drop("w1")
    await passes(redis_url, 90)
    assert await watches.take(hold=30) == ()


async def test_a_watch_whose_record_is_gone_is_forgotten(watches: RedisWatches, redis_url: str) -> None:
    await watches.put(RUN, due_in=0)
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.delete(keys.watch("w1"))
        assert await watches.take(hold=30) == ()
        assert await client.zcard(keys.WATCHES) == 0


async def test_a_watch_that_cannot_be_read_keeps_no_other_back(
    watches: RedisWatches, redis_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await watches.put(replace(RUN, watch_id="w0"), due_in=0)
    await watches.put(RUN, due_in=0)
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.set(keys.watch("w0"), '{"watch_id":"w0","kind":"of a later version"}')
    assert await watches.take(hold=30) == (RUN,)
    assert "A stored watch cannot be read" in caplog.text
