"""The client sends a call again whose answer was lost although it was carried out: same script, same token."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from syncbot.changes.states import State
from syncbot.store import changes, keys, sessions
from tests.store.changes_contract import created, drain
from tests.store.values import a_change, a_session
from tests.store.worlds import OverRedis

if TYPE_CHECKING:
    from tests.store.worlds import RedisWorld


class TestLostAnswers(OverRedis):
    @pytest.fixture(autouse=True)
    def one_token(self, monkeypatch: pytest.MonkeyPatch, world: RedisWorld) -> None:
        _ = world
        for module in (changes, sessions):
            monkeypatch.setattr(module, "uuid4", lambda: UUID(int=7))

    async def test_a_stored_edit_is_answered_as_stored(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        answers = [await world.sessions.save(a_session(), expected_revision=0) for _ in range(2)]
        assert answers[0] == answers[1] == await world.sessions.get("s1", "U1")

    async def test_a_new_session_is_there_once(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        await world.sessions.create(a_session())
        assert await world.sessions.own_draft("U1", "sync-1") == a_session()

    async def test_a_move_is_answered_as_stored_and_adds_its_jobs_once(self, world: RedisWorld) -> None:
        with world.raw() as raw:
            before = await created(world, a_change(state=State.APPROVED))
            raw.hset(keys.change("c1"), "token", "of another call")
            await drain(world)
            answers = [await world.changes.move(before, replace(before, state=State.QUEUED)) for _ in range(2)]
        assert answers[0] == answers[1] == await world.changes.get("c1")
        assert len(await drain(world)) == 2

    async def test_an_amendment_adds_its_jobs_once(self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        before = await created(world, a_change(state=State.AWAITING_APPROVAL))
        with world.raw() as raw:
            raw.hset(keys.change("c1"), "token", "of another call")
        await drain(world)
        send = world.changes._amend  # noqa: SLF001 -- the one place where a repeat can be seen

        async def twice(*arguments: object) -> object:
            await send(*arguments)  # type: ignore[arg-type] # passed on as they came
            return await send(*arguments)  # type: ignore[arg-type] # passed on as they came

        monkeypatch.setattr(world.changes, "_amend", twice)
        moved, _ = await world.changes.amend(replace(before, state=State.REJECTED), new=a_change("c2"))
        assert moved == await world.changes.get("c1")
        assert len(await drain(world)) == 3
