from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.permission import Role, look, require
from syncbot.changes.ports import Roles
from syncbot.errors import NotPermitted
from tests.changes.world import ANNA, BEN, DORA

if TYPE_CHECKING:
    from tests.changes.world import World


async def test_an_editor_may_edit_and_an_approver_may_not(world: World) -> None:
    assert (await require(world.desk, ANNA, Role.EDIT)).editor
    with pytest.raises(NotPermitted) as refusal:
        await require(world.desk, BEN, Role.EDIT)
    assert "<those who may edit>" in refusal.value.sentences
    assert "Nothing was changed." in refusal.value.sentences


@pytest.mark.parametrize("role", Role)
async def test_a_stranger_may_nothing_and_is_told_who_may(world: World, role: Role) -> None:
    with pytest.raises(NotPermitted) as refusal:
        await require(world.desk, DORA, role)
    assert f"<those who may {role}>" in refusal.value.sentences


async def test_a_fresh_check_asks_slack_now(world: World) -> None:
    await require(world.desk, ANNA, Role.PAUSE, fresh=True)
    assert world.people.asked == [(ANNA, True)]


async def test_nobody_may_anything_while_slack_cannot_be_asked(world: World) -> None:
    world.people.by_user[ANNA] = Roles(editor=False, approver=False, known=False)
    for check in (require(world.desk, ANNA, Role.EDIT), look(world.desk, ANNA)):
        with pytest.raises(NotPermitted) as refusal:
            await check
        assert "did not say in time" in refusal.value.sentences


async def test_a_slack_that_does_not_answer_is_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(user_id: str, *, fresh: bool = False) -> Roles:
        await asyncio.Event().wait()
        raise AssertionError(user_id, fresh)

    monkeypatch.setattr(world.people, "roles", hang)
    started = asyncio.get_running_loop().time()
    with pytest.raises(NotPermitted):
        await require(world.desk, ANNA, Role.EDIT, fresh=True)
    assert asyncio.get_running_loop().time() - started == pytest.approx(world.timings.permission, abs=0.1)


async def test_editors_and_approvers_may_look_and_others_may_not(world: World) -> None:
    await look(world.desk, ANNA)
    await look(world.desk, BEN)
    with pytest.raises(NotPermitted) as refusal:
        await look(world.desk, DORA)
    assert "<those who may look>" in refusal.value.sentences
