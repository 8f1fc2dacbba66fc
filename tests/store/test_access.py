"""Encrypted connections and users with passwords, on real servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from syncbot.errors import StoreUnavailable
from syncbot.store.changes import RedisChanges
from syncbot.store.connection import Connection
from syncbot.store.jobs import RedisJobs
from syncbot.store.sessions import RedisSessions
from tests.store import certificates
from tests.store.certificates import Certificates
from tests.store.encrypted import encrypted
from tests.store.servers import running
from tests.store.values import a_change, a_session

USER = "user syncbot on >a-word-of-its-own ~{syncbot}* resetchannels +@all -@dangerous +info"
"""What the words about a refused user say that one of its own needs."""


@pytest.fixture
def signed(tmp_path: Path) -> Certificates:
    return certificates.made(tmp_path)


@pytest.fixture
async def port(signed: Certificates) -> AsyncIterator[int]:
    async with encrypted(signed) as served:
        yield served


async def session_over(url: str) -> None:
    """Keep a draft there and read it back."""
    connection = Connection(url)
    try:
        await RedisSessions(connection).create(a_session())
        assert await RedisSessions(connection).get("s1", "U1") == a_session()
    finally:
        await connection.aclose()


async def test_work_is_kept_over_an_encrypted_connection(port: int, signed: Certificates) -> None:
    await session_over(f"rediss://127.0.0.1:{port}?ssl_ca_certs={signed.authority}")


async def test_a_certificate_of_an_unknown_authority_is_refused_and_told(port: int) -> None:
    with pytest.raises(StoreUnavailable, match="shows a certificate that syncbot does not trust"):
        await session_over(f"rediss://127.0.0.1:{port}")


async def test_a_certificate_for_another_name_is_refused_and_told(port: int, signed: Certificates) -> None:
    with pytest.raises(StoreUnavailable, match="shows a certificate that syncbot does not trust"):
        await session_over(f"rediss://localhost:{port}?ssl_ca_certs={signed.authority}")


async def test_a_user_of_its_own_may_all_that_syncbot_needs_and_nothing_of_others() -> None:
    with running(USER, "user default off") as node:
        connection = Connection(f"redis://syncbot:a-word-of-its-own@127.0.0.1:{node.port}")
        try:
            await RedisChanges(connection).create(a_change(), operation_id="op", session=None)
            assert len(await RedisJobs(connection).take("w", wait_seconds=0.1)) == 2
            with pytest.raises(StoreUnavailable, match="does not let syncbot in"):
                async with connection.quickly() as redis:
                    await redis.get("somebody-elses")
        finally:
            await connection.aclose()


@pytest.mark.parametrize("user", ["", "syncbot:a-wrong-word@", "nobody:a-word@"])
async def test_a_wrong_user_or_password_is_told_at_once_and_without_the_password(user: str) -> None:
    with running(USER, "requirepass another-word") as node:
        begun = asyncio.get_running_loop().time()
        with pytest.raises(StoreUnavailable, match="does not let syncbot in") as caught:
            await session_over(f"redis://{user}127.0.0.1:{node.port}")
        assert asyncio.get_running_loop().time() - begun < 1.5
    assert "word" not in caught.value.sentences
