from __future__ import annotations

from typing import TYPE_CHECKING

from syncbot.changes.approve import cancel
from syncbot.changes.model import Places
from syncbot.changes.neighbours import NONE, beside, nudge, others_waiting
from syncbot.changes.states import State
from tests.changes.world import ANNA, CARL, paused

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from tests.changes.world import World


async def _show(world: World, change: Change) -> None:
    """As the announcer does: note what it shows beside, then have the others shown."""
    stored = await world.stored(change)
    others = await others_waiting(world.changes, stored)
    waits = stored.state is State.AWAITING_APPROVAL
    await world.changes.note_places(change.change_id, Places(beside=beside(others if waits else ())))
    await nudge(world.changes, stored)


async def test_each_request_is_shown_again_when_another_comes_or_goes_and_that_ends(world: World) -> None:
    first = await world.confirmed(paused)
    await _show(world, first)
    assert (await world.stored(first)).places.beside == NONE
    second = await world.confirmed(paused, actor=CARL)
    await _show(world, second)
    assert (await world.stored(first)).version == 2
    await _show(world, first)
    await _show(world, second)
    assert (await world.stored(first)).places.beside == second.change_id
    assert (await world.stored(second)).places.beside == first.change_id
    assert ((await world.stored(first)).version, (await world.stored(second)).version) == (2, 1)
    await cancel(world.desk, first.change_id, ANNA)
    await _show(world, first)
    assert (await world.stored(second)).version == 2
    await _show(world, second)
    assert (await world.stored(second)).places.beside == NONE
    assert (await world.stored(second)).version == 2


async def test_what_was_never_shown_or_needs_no_approval_is_left_alone(world: World) -> None:
    first = await world.confirmed(paused)
    second = await world.confirmed(paused, actor=CARL)
    await nudge(world.changes, second)
    assert (await world.stored(first)).version == 1
