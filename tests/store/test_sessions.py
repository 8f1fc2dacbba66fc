from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.errors import Gone, Moved
from syncbot.store import keys
from syncbot.store.sessions import RedisSessions
from tests.store.contracts import SessionsContract
from tests.store.values import HARD, a_session, same
from tests.store.worlds import OverFakes, OverRedis

if TYPE_CHECKING:
    from tests.store.worlds import RedisWorld


class TestRedisSessions(OverRedis, SessionsContract):
    async def test_what_another_process_stored_is_what_is_read(self, world: RedisWorld) -> None:
        mine, theirs = world.sessions, RedisSessions(world.connection)
        await mine.create(a_session())
        for number in range(3):
            was = await theirs.get("s1", "U1")
            saved = await theirs.save(replace(was, draft={"number": number}), expected_revision=number)
            await theirs.show(replace(saved, screen={"page": number}))
            assert same(await mine.get("s1", "U1"), replace(saved, screen={"page": number}))
            assert same(await mine.own_draft("U1", "sync-1"), replace(saved, screen={"page": number}))
        refreshed = await mine.save(replace(saved, base={"other": 1}), expected_revision=3)
        assert same(await theirs.get("s1", "U1"), refreshed)
        await theirs.discard("s1", "U1")
        with pytest.raises(Gone):
            await mine.get("s1", "U1")

    async def test_another_session_of_the_same_name_and_revision_is_read_anew(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        await RedisSessions(world.connection).create(a_session(base={}, draft={"another": 1}))
        assert same(await world.sessions.get("s1", "U1"), a_session(base={}, draft={"another": 1}))

    async def test_an_edit_on_another_session_of_the_same_name_and_revision_is_refused(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        mine = await world.sessions.get("s1", "U1")
        await RedisSessions(world.connection).create(a_session(base={}))
        with pytest.raises(Moved):
            await world.sessions.save(mine, expected_revision=0)
        assert (await world.sessions.get("s1", "U1")).base == {}

    async def test_a_session_that_is_the_same_is_not_decoded_again(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        with world.raw() as raw:
            raw.hset(keys.session("s1"), "document", "unreadable")
        first, second = [await world.sessions.get("s1", "U1") for _ in range(2)]
        assert first.base is second.base
        assert first.draft is second.draft

    async def test_a_repeated_edit_answers_the_base_that_it_was_made_on(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        first = await world.sessions.save(a_session(draft={"x": 1}), expected_revision=0, operation_id="op")
        await world.sessions.save(replace(first, base={"read": "again"}), expected_revision=1)
        again = await world.sessions.save(a_session(draft={"x": 2}), expected_revision=0, operation_id="op")
        assert same(again, first)
        assert again.base == HARD


class TestFakeSessions(OverFakes, SessionsContract):
    pass
