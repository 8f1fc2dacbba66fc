from __future__ import annotations

from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING

import pytest

from syncbot.errors import Gone, Moved
from syncbot.store import keys
from syncbot.store.sessions import RedisSessions
from tests.store.sessions_contract import SessionsContract
from tests.store.values import a_session, same
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

    async def test_what_a_draft_shares_with_its_base_is_stored_and_sent_once(self, world: RedisWorld) -> None:
        entries = [{"target": f"Field_{number}"} for number in range(1000)]
        base = {"name": "Leads", "fields": entries}
        mine, theirs = world.sessions, RedisSessions(world.connection)
        await mine.create(a_session(base=base, draft=dict(base)))
        for number in range(3):
            was = await theirs.get("s1", "U1")
            fields = [*was.draft["fields"][:number], {"target": "Other"}, *was.draft["fields"][number + 1 :]]
            await theirs.save(replace(was, draft={**was.draft, "fields": fields}), expected_revision=number)
            read = await mine.get("s1", "U1")
            assert read.draft["fields"] == fields
            shared = [read.draft["fields"][number + 1 :], read.base["fields"][number + 1 :]]
            assert all(map(is_, *shared))
        with world.raw() as raw:
            assert len(raw.hget(keys.session("s1"), "document") or b"") < 500


class TestFakeSessions(OverFakes, SessionsContract):
    pass
