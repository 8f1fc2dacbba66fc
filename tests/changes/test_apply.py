from __future__ import annotations

from tests.changes.world import DIRECT, SYNC, World, mapped, renamed
from syncbot.changes.model import Result
from syncbot.changes.states import State


async def test_a_confirmed_change_is_written_whole_and_told() -> None:
    world = World(DIRECT)
    before = world.sync
    change = await world.confirmed(renamed("Leads, all"))
    ended = await world.done(change)
    assert ended.state is State.APPLIED
    assert ended.outcome is not None
    assert ended.outcome.result is Result.APPLIED
    assert {**before, "name": "Leads, all"} == {**world.sync, "updated_at": before["updated_at"]}
    assert world.told(change) is State.APPLIED
    assert world.polytomic.own_writes == 1
