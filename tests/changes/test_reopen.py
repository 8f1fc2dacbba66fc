from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import reject
from syncbot.changes.conflict import Keep, take_sides
from syncbot.changes.open import open_session
from syncbot.changes.reopen import reopen
from syncbot.changes.review import review
from syncbot.changes.states import State
from syncbot.errors import Gone, NotPermitted
from tests.changes.world import ANNA, BEN, CARL, SYNC, paused, renamed

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from tests.changes.world import World


async def _conflicted(world: World) -> Change:
    change = await world.confirmed(renamed("Mine"))
    world.polytomic.outsider(SYNC, name="Theirs")
    return await world.done(change)


async def test_what_was_in_conflict_is_reviewed_anew_on_what_is_there_now(world: World) -> None:
    session = await reopen(world.desk, (await _conflicted(world)).change_id, ANNA)
    assert (session.owner, session.direct, session.screen) == (ANNA, False, {"reason": "because"})
    (side,) = (await review(world.desk, session)).clashes
    shown = await review(world.desk, await take_sides(world.desk, session.session_id, ANNA, {side.mark: Keep.MINE}))
    (item,) = shown.plan.items
    assert (item.old, item.new) == ("Theirs", "Mine")
    again = await world.done(await world.confirm(shown.session, shown.plan.hash))
    assert again.state is State.APPLIED
    assert world.sync["name"] == "Mine"


async def test_a_draft_that_was_begun_since_is_left_alone(world: World) -> None:
    change = await _conflicted(world)
    draft = await open_session(world.desk, ANNA, SYNC)
    assert (await reopen(world.desk, change.change_id, ANNA)).direct
    assert await world.sessions.own_draft(ANNA, SYNC) == draft


async def test_what_was_rejected_may_be_asked_again(world: World) -> None:
    change = await world.confirmed(paused)
    await reject(world.desk, change.change_id, BEN, why="No.", operation_id=world.click())
    assert (await reopen(world.desk, change.change_id, ANNA)).draft["active"] is False


async def test_what_was_written_is_not_made_again(world: World) -> None:
    change = await world.done(await world.confirmed(renamed("New")))
    with pytest.raises(Gone):
        await reopen(world.desk, change.change_id, ANNA)


async def test_only_the_requester_goes_on(world: World) -> None:
    change = await _conflicted(world)
    for actor in (BEN, CARL):
        with pytest.raises(NotPermitted):
            await reopen(world.desk, change.change_id, actor)
