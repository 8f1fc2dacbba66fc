"""How a sync is read that does not come at once: for how long, and never earlier than Polytomic asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from syncbot.changes.states import State
from syncbot.errors import NoAnswer, RateLimited, ServerFault
from tests.changes.world import DIRECT, renamed
from tests.fakes import Fault

if TYPE_CHECKING:
    import pytest

    from syncbot.sync.document import JsonObject
    from tests.changes.world import World

LOST = NoAnswer("The connection was lost.")
ERROR = ServerFault("Polytomic failed.", status=500)
POLICY = DIRECT


async def test_a_polytomic_that_cannot_be_read_is_asked_for_a_while_and_then_it_is_unclear(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST)
    world.polytomic.meet("get_sync", Fault(), *[RateLimited("Slow.", status=429, retry_after_seconds=9)] * 200)
    began = await world.clock.now()
    ended = await world.done(change)
    assert ended.state is State.UNCLEAR
    assert "Slow." in (ended.outcome.sentences if ended.outcome else "")
    assert await world.clock.now() - began >= world.timings.patience
    assert world.leases.held == {}


async def test_polytomic_is_not_asked_again_before_the_time_that_it_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = world.polytomic.get_sync, []

    async def get_sync(sync_id: str) -> JsonObject:
        asked.append(world.clock.seconds)
        return await real(sync_id)

    monkeypatch.setattr(world.polytomic, "get_sync", get_sync)
    change = await world.confirmed(renamed("New"))
    asked.clear()
    world.polytomic.meet("put_sync", Fault(LOST, landed=True))
    world.polytomic.meet("get_sync", Fault(), RateLimited("Slow.", status=429, retry_after_seconds=33))
    assert (await world.done(change)).state is State.APPLIED
    _, refused, again, *_ = asked
    assert again - refused >= 33


async def test_a_polytomic_that_wants_to_be_left_alone_for_longer_than_is_waited_is_left_alone(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", LOST)
    world.polytomic.meet("get_sync", Fault(), RateLimited("Slow.", status=429, retry_after_seconds=3600))
    ended = await world.done(change)
    assert ended.state is State.UNCLEAR
    assert [call.method for call in world.polytomic.calls][-2:] == ["put_sync", "get_sync"]


async def test_a_short_outage_while_reading_is_waited_for(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(LOST, landed=True))
    world.polytomic.meet("get_sync", Fault(), ERROR, ERROR, ERROR)
    assert (await world.done(change)).state is State.APPLIED


async def test_a_clock_of_the_store_that_is_set_back_makes_nobody_wait_longer(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", Fault(LOST, meanwhile=lambda: world.clock.advance(-3600)))
    began = asyncio.get_running_loop().time()
    assert (await world.done(change)).state is State.APPLIED
    assert world.timings.write <= asyncio.get_running_loop().time() - began < 2 * world.timings.write
    assert world.polytomic.own_writes == 1
