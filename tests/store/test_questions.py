"""Questions of one moment: together on the way, each with its own answer."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest
from redis.exceptions import ResponseError

from syncbot.errors import Gone, StoreUnavailable
from syncbot.sandbox.redis import RedisServer
from syncbot.store.cache import RedisCache
from syncbot.store.clock import RedisClock
from syncbot.store.connection import Connection
from syncbot.store.sessions import RedisSessions
from tests.store.servers import DOWN_MS, group
from tests.store.values import a_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from syncbot.store.questions import Questions


@pytest.fixture
async def connection(redis_url: str) -> AsyncIterator[Connection]:
    connection = Connection(redis_url)
    yield connection
    await connection.aclose()


async def connected_clients(questions: Questions) -> int:
    """How many connections Redis has."""
    return len((await questions.ask("CLIENT", "LIST")).splitlines())


async def asked_ahead() -> None:
    """Wait until all is answered, or cannot be."""
    await asyncio.wait({task for task in asyncio.all_tasks() if task.get_name() == "asked ahead"})


async def test_what_is_asked_in_one_moment_goes_over_one_connection(connection: Connection) -> None:
    with connection.asking() as questions:
        before = await connected_clients(questions)
        await asyncio.gather(*(questions.ask("SET", f"key:{number}", number) for number in range(50)))
        answers = await asyncio.gather(*(questions.ask("GET", f"key:{number}") for number in range(50)))
        assert answers == [str(number).encode() for number in range(50)]
        assert await connected_clients(questions) == before


async def test_what_is_asked_while_another_waits_does_not_wait_for_it(connection: Connection) -> None:
    with connection.asking() as questions:
        waiting = questions.ask("BLPOP", "queue", 0.4)
        await asyncio.sleep(0)
        assert await asyncio.wait_for(questions.ask("RPUSH", "queue", "there"), 0.3) == 1
        assert await waiting == [b"queue", b"there"]


async def test_a_question_that_is_refused_spoils_no_other(connection: Connection) -> None:
    with connection.asking() as questions:
        text, refused, number = (questions.ask(*words) for words in (("ECHO", "a"), ("GET",), ("INCR", "n")))
        assert (await text, await number) == (b"a", 1)
        with pytest.raises(ResponseError):
            await refused


async def test_whoever_waits_no_longer_keeps_nobody_from_an_answer(connection: Connection) -> None:
    with connection.asking() as questions:
        given_up, other = questions.ask("SET", "never", "asked"), questions.ask("ECHO", "a")
        given_up.cancel()
        assert await other == b"a"
        late, other = questions.ask("ECHO", "late"), questions.ask("ECHO", "b")
        await asyncio.sleep(0)
        late.cancel()
        assert await other == b"b"
        assert await questions.ask("ECHO", "c") == b"c"
        assert await questions.ask("EXISTS", "never") == 0


async def test_a_connection_that_was_closed_meanwhile_is_opened_again(connection: Connection) -> None:
    with connection.asking() as questions:
        mine = await questions.ask("CLIENT", "ID")
    async with connection.quickly() as other:
        await other.client_kill_filter(_id=mine)
    with connection.asking() as questions:
        assert await questions.ask("CLIENT", "ID") > mine


async def test_all_that_is_asked_of_a_redis_that_is_gone_is_answered_so(tmp_path: Path) -> None:
    server = RedisServer.start(tmp_path)
    connection = Connection(server.url, deadline_seconds=0.3)
    sessions, cache = RedisSessions(connection), RedisCache(connection)
    server.stop()
    asked = await asyncio.gather(sessions.get("s1", "U1"), cache.get("models"), return_exceptions=True)
    assert [type(each) for each in asked] == [StoreUnavailable, StoreUnavailable]
    await connection.aclose()


async def test_closing_ends_what_waits(connection: Connection) -> None:
    with connection.asking() as questions:
        waiting = questions.ask("BLPOP", "queue", 0.4)
        await asyncio.sleep(0)
        await connection.aclose()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_a_session_that_is_read_ahead_is_read_once_and_for_the_block_alone(connection: Connection) -> None:
    sessions, others = RedisSessions(connection), RedisSessions(connection)
    await sessions.create(a_session())
    with sessions.ahead("s1", "U1"):
        await asked_ahead()
        saved = await others.save(a_session(draft={"by": "another process"}), expected_revision=0)
        assert (await sessions.get("s1", "U1")).revision == 0
        assert await sessions.get("s1", "U1") == saved
    with sessions.ahead("s1", "U1"):
        await asked_ahead()
        later = await others.save(saved, expected_revision=1)
    assert await sessions.get("s1", "U1") == later


async def test_what_was_typed_is_kept_ahead_once(connection: Connection) -> None:
    sessions = RedisSessions(connection)
    text_id = await sessions.remember_text("U1", "Größe")
    with connection.asking() as questions:
        await questions.ask("FLUSHALL")
        with sessions.ahead("s1", "U1", typed="Größe"):
            await asked_ahead()
            assert await sessions.recall_text("U1", text_id) == "Größe"
            await questions.ask("FLUSHALL")
            assert await sessions.remember_text("U1", "Größe") == text_id
            with pytest.raises(Gone):
                await sessions.recall_text("U1", text_id)
            await sessions.remember_text("U1", "Größe")
            assert await sessions.recall_text("U1", text_id) == "Größe"


async def test_reading_ahead_of_a_redis_that_is_gone_says_so_to_who_asks_alone(tmp_path: Path) -> None:
    server = RedisServer.start(tmp_path)
    connection = Connection(server.url, deadline_seconds=0.3)
    sessions = RedisSessions(connection)
    server.stop()
    with sessions.ahead("s1", "U1"):
        await asked_ahead()
    with sessions.ahead("s1", "U1"), pytest.raises(StoreUnavailable):
        await sessions.get("s1", "U1")
    await connection.aclose()


async def test_after_an_election_the_next_question_goes_to_whom_the_sentinels_name() -> None:
    with group(down_ms=DOWN_MS) as servers:
        connection = Connection("redis://", sentinel=servers.setting)
        clock = RedisClock(connection)
        await clock.now()
        servers.primary.signal(signal.SIGKILL)
        with pytest.raises(StoreUnavailable):
            await clock.now()
        await asyncio.to_thread(servers.wait_for_the_other)
        assert await clock.now() > 0
        await connection.aclose()
