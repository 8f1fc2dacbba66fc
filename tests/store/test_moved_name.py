"""A primary behind a plain name: followed where it moves, and told where there is only a copy."""

from __future__ import annotations

import pytest

from syncbot.errors import StoreUnavailable
from syncbot.store import keys
from syncbot.store.cache import RedisCache
from syncbot.store.sessions import RedisSessions
from tests.store.relay import Relay
from tests.store.servers import free_port, running
from tests.store.test_sentinel import connected
from tests.store.values import a_session


async def test_a_name_that_leads_to_another_primary_now_is_followed_at_once() -> None:
    with running() as former, running() as new:
        async with Relay.to(former.port) as name, connected(f"redis://127.0.0.1:{name.port}") as connection:
            sessions = RedisSessions(connection)
            await sessions.create(a_session())
            with former.client() as raw:
                raw.replicaof("127.0.0.1", new.port)
            name.target = new.port
            await RedisCache(connection).put("key", 1, ttl_seconds=60)
            await sessions.create(a_session("s2"))
            assert await sessions.get("s2", "U1") == a_session("s2")
            with new.client() as raw:
                assert raw.exists(keys.session("s2"), keys.cached("key")) == 2


async def test_while_there_is_only_a_copy_people_are_told_so() -> None:
    with running() as lonely:
        with lonely.client() as raw:
            raw.replicaof("127.0.0.1", free_port())
        async with connected(lonely.url) as connection:
            with pytest.raises(StoreUnavailable, match="is only a copy now and takes nothing"):
                await RedisSessions(connection).create(a_session())
