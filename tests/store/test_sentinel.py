"""Sentinel, its failovers, and servers that changed their part: on real processes."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import signal
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from syncbot.changes.states import State
from syncbot.errors import StoreUnavailable
from syncbot.findings import Finding, Verdict
from syncbot.store import keys
from syncbot.store.changes import RedisChanges
from syncbot.store.connection import DEADLINE_SECONDS, Connection
from syncbot.store.jobs import RedisJobs
from syncbot.store.sentinel_standing import look_at_sentinels
from syncbot.store.sessions import RedisSessions
from tests.store.certificates import made
from tests.store.encrypted import encrypted
from tests.store.servers import DOWN_MS, NAME, Group, free_port, group, running, watching
from tests.store.values import a_change, a_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path


T = TypeVar("T")
PRESSES = 20
"""How often a call is made again until a failover is over; each has a deadline of its own."""
PATIENCE_SECONDS = 20.0
BUSY_SECONDS = 1.0
"""Room for a machine that is busy, beside a deadline."""


@pytest.fixture
def servers() -> Iterator[Group]:
    with group() as made:
        yield made


@pytest.fixture
def mortal() -> Iterator[Group]:
    with group(down_ms=DOWN_MS) as made:
        yield made


@asynccontextmanager
async def connected(
    url: str = "redis://", sentinel: str = "", sentinel_url: str = "redis://"
) -> AsyncIterator[Connection]:
    connection = Connection(url, sentinel=sentinel, sentinel_url=sentinel_url)
    try:
        yield connection
    finally:
        await connection.aclose()


@asynccontextmanager
async def hung_sentinels(count: int) -> AsyncIterator[list[str]]:
    """Addresses that take connections and never answer, as a machine that was lost does."""
    held: list[asyncio.StreamWriter] = []
    servers = [await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0) for _ in range(count)]
    try:
        yield ["{}:{}".format(*server.sockets[0].getsockname()) for server in servers]
    finally:
        for writer in held:
            writer.close()
        for server in servers:
            server.close()


async def until_it_answers(call: Callable[[], Awaitable[T]]) -> T:
    """What the call gives once Redis is there again; a person would press again."""
    for _ in range(PRESSES):
        with contextlib.suppress(StoreUnavailable):
            return await call()
        await asyncio.sleep(0)
    return await call()


async def test_the_primary_is_found_by_whichever_sentinel_answers(servers: Group) -> None:
    addresses = f"127.0.0.1:{free_port()},127.0.0.1:{servers.sentinel.port}"
    async with connected(sentinel=f"{NAME}@{addresses}") as connection:
        sessions = RedisSessions(connection)
        await sessions.create(a_session())
        assert await sessions.get("s1", "U1") == a_session()


async def sentinels_say(connection: Connection) -> Finding:
    assert connection.sentinels is not None
    return await look_at_sentinels(connection.sentinels)


async def test_sentinels_are_asked_with_the_encryption_and_password_that_they_want(
    servers: Group, tmp_path: Path
) -> None:
    signed, watches = made(tmp_path), watching(servers.primary.port)
    user = "user syncbot on >let-me-in +sentinel|master +sentinel|slaves"
    async with encrypted(signed, *watches, "requirepass open-up", user, sentinel=True) as port:
        sentinel, trusted = f"{NAME}@127.0.0.1:{port}", f"?ssl_ca_certs={signed.authority}"
        for credentials in (":open-up", "syncbot:let-me-in"):
            url = f"rediss://{credentials}@/0{trusted}"
            async with connected(sentinel=sentinel, sentinel_url=url) as connection:
                await RedisSessions(connection).create(a_session())
                told = await sentinels_say(connection)
                assert f"127.0.0.1:{servers.primary.port} is the primary of {NAME}" in told.text
        for url, why in {
            f"rediss://:wrong@{trusted}": "does not let syncbot in",
            f"rediss://{trusted}": "does not let syncbot in",
            "rediss://:open-up@": "shows a certificate that syncbot does not trust",
        }.items():
            async with connected(sentinel=sentinel, sentinel_url=url) as connection:
                with pytest.raises(StoreUnavailable, match="has no primary that a Sentinel knows of"):
                    await RedisSessions(connection).get("s1", "U1")
                told = await sentinels_say(connection)
                assert (told.verdict, f"127.0.0.1:{port} {why}" in told.text) == (Verdict.FAULT, True), told.text
                assert "Mend SYNCBOT_REDIS_SENTINEL or SYNCBOT_REDIS_SENTINEL_URL." in told.text


async def test_sentinels_that_hang_leave_time_for_one_that_answers(servers: Group) -> None:
    async with (
        hung_sentinels(2) as hung,
        connected(sentinel=f"{NAME}@{','.join(hung)},127.0.0.1:{servers.sentinel.port}") as connection,
    ):
        begun = time.monotonic()
        await RedisSessions(connection).create(a_session())
        assert time.monotonic() - begun < DEADLINE_SECONDS + BUSY_SECONDS


async def test_a_primary_that_nobody_names_is_told_as_such() -> None:
    with running(sentinel=True) as lonely:
        async with connected(sentinel=f"other@127.0.0.1:{lonely.port}") as connection:
            with pytest.raises(StoreUnavailable, match="has no primary that a Sentinel knows of"):
                await RedisSessions(connection).get("s1", "U1")


async def test_after_a_hand_over_work_goes_on_at_the_new_primary(servers: Group) -> None:
    async with connected(sentinel=servers.setting) as connection:
        changes = RedisChanges(connection)
        made = await changes.create(a_change(state=State.AWAITING_APPROVAL), operation_id="op", session=None)
        await asyncio.to_thread(servers.hand_over)
        moved = await until_it_answers(lambda: changes.move(made, replace(made, state=State.APPROVED)))
        assert (await changes.get("c1")).state is State.APPROVED
        assert moved.version == made.version + 1
    with servers.replica.client() as there:
        assert there.exists(keys.change("c1"))


@pytest.mark.parametrize("more", [0, 1], ids=["one replica", "two replicas"])
async def test_nothing_that_was_acknowledged_during_a_hand_over_is_lost(more: int) -> None:
    with group(more=more) as servers:
        async with connected(sentinel=servers.setting) as connection:
            changes, numbers, kept = RedisChanges(connection), itertools.count(), []
            await connection.ping()
            await asyncio.to_thread(servers.begin_hand_over)
            named = asyncio.create_task(asyncio.to_thread(servers.wait_for_the_other))
            while not named.done():
                change_id = f"c{next(numbers)}"
                with contextlib.suppress(StoreUnavailable):
                    await changes.create(a_change(change_id), operation_id=change_id, session=None)
                    kept.append(change_id)
        with servers.replica.client() as new:
            assert [one for one in kept if not new.exists(keys.change(one))] == []
        assert kept


async def test_a_former_primary_that_has_not_been_told_yet_gets_nothing_that_counts() -> None:
    with group(stubborn=True) as servers:
        async with connected(sentinel=servers.setting) as connection:
            changes = RedisChanges(connection)
            made = await changes.create(a_change(state=State.AWAITING_APPROVAL), operation_id="op", session=None)
            await asyncio.to_thread(servers.hand_over)
            with servers.primary.client() as former:
                assert former.role()[0] == "master"
            await changes.move(made, replace(made, state=State.APPROVED))
            with servers.replica.client() as new:
                assert new.hget(keys.change("c1"), "state") == State.APPROVED
            assert (await changes.get("c1")).state is State.APPROVED


async def test_a_worker_that_waits_at_a_former_primary_is_moved_to_the_new_one() -> None:
    with group(stubborn=True) as servers:
        async with connected(sentinel=servers.setting) as connection:
            changes, jobs = RedisChanges(connection), RedisJobs(connection)
            assert await jobs.take("w", wait_seconds=0) == ()
            waiting = asyncio.create_task(jobs.take("w", wait_seconds=2 * PATIENCE_SECONDS))
            await asyncio.to_thread(servers.hand_over)
            await until_it_answers(lambda: changes.create(a_change(), operation_id="op", session=None))
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert len(await waiting) == 2


async def test_what_was_confirmed_the_moment_before_a_primary_dies_is_there_afterwards(mortal: Group) -> None:
    async with connected(sentinel=mortal.setting) as connection:
        changes, jobs = RedisChanges(connection), RedisJobs(connection, reclaim_seconds=0.5)
        assert await jobs.take("w", wait_seconds=0) == ()
        confirmed = [f"c{number}" for number in range(50)]
        for change_id in confirmed:
            await changes.create(a_change(change_id), operation_id=change_id, session=None)
        mortal.primary.signal(signal.SIGKILL)
        await asyncio.to_thread(mortal.wait_for_the_other)
        kept = await until_it_answers(lambda: changes.of_sync("sync-1"))
        assert {change.change_id for change in kept} == set(confirmed)
        assert await until_it_answers(lambda: jobs.take("w", wait_seconds=1)) != ()
        repeated = await changes.create(a_change("another"), operation_id="c7", session=None)
        assert repeated.change_id == "c7"


async def test_the_first_call_after_an_election_finds_the_new_primary(mortal: Group) -> None:
    async with connected(sentinel=mortal.setting) as connection:
        sessions = RedisSessions(connection)
        await sessions.create(a_session())
        await asyncio.to_thread(mortal.wait_until_copied, keys.session("s1"))
        mortal.primary.signal(signal.SIGKILL)
        named = asyncio.create_task(asyncio.to_thread(mortal.wait_for_the_other))
        while not named.done():
            with contextlib.suppress(StoreUnavailable):
                await sessions.get("s1", "U1")
        assert await sessions.get("s1", "U1") == a_session()


async def test_a_replica_that_hangs_delays_a_confirm_and_does_not_stop_it(
    servers: Group, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(sentinel=servers.setting) as connection:
        changes = RedisChanges(connection)
        servers.replica.signal(signal.SIGSTOP)
        begun = time.monotonic()
        await changes.create(a_change(), operation_id="op", session=None)
        assert time.monotonic() - begun < DEADLINE_SECONDS
        assert (await changes.get("c1")).change_id == "c1"
    assert "Only 0 of 1 replicas had change_create within 100 ms; a failover now could lose it" in caplog.text


async def test_drafts_do_not_wait_for_replicas(servers: Group, caplog: pytest.LogCaptureFixture) -> None:
    async with connected(sentinel=servers.setting) as connection:
        servers.replica.signal(signal.SIGSTOP)
        await RedisSessions(connection).create(a_session())
    assert caplog.text == ""
