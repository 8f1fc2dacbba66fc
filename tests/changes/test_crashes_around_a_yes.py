"""Processes that die around a confirm, an approval, and what follows an emergency pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import approve, reject
from syncbot.changes.model import Result, Way
from syncbot.changes.review import review
from syncbot.changes.states import State
from tests.changes.mortal import Fate, Killed, live, mortal
from tests.changes.test_crashes import calls_of, check_applied_once, emergency
from tests.changes.world import ANNA, BEN, SYNC, World, paused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from syncbot.changes.model import Change, Session

    Begin = Callable[[World], Awaitable[Change]]


async def test_after_an_emergency_pause_the_rejection_survives_every_death() -> None:
    async def begin(world: World) -> Change:
        pause = await emergency(world)
        await world.work()
        (request,) = await world.changes.of_sync(SYNC)
        assert request.about == pause.change_id
        return await reject(world.desk, request.change_id, BEN, why="No.", operation_id=world.click())

    calls = await calls_of(begin)
    for at in range(len(calls)):
        for after in (False, True):
            world = World()
            request = await begin(world)
            await live(world, Fate(at=at, after=after))
            await world.work()
            assert world.sync["active"] is True
            assert world.polytomic.own_writes == 2
            assert world.told(request) is State.REJECTED
            resume = next(c for c in world.changes.stored.values() if c.about == request.change_id)
            assert resume.state is State.APPLIED
            assert resume.attempt is not None
            assert resume.attempt.way is Way.ACTIVATE
            assert world.told(resume) is State.APPLIED


async def test_after_an_emergency_pause_the_approval_survives_every_death_and_writes_nothing() -> None:
    async def begin(world: World) -> Change:
        await emergency(world)
        await world.work()
        (request,) = await world.changes.of_sync(SYNC)
        return await approve(world.desk, request.change_id, BEN, operation_id=world.click())

    for at in range(len(await calls_of(begin))):
        for after in (False, True):
            world = World()
            request = await begin(world)
            await live(world, Fate(at=at, after=after))
            ended = await world.done(request)
            assert ended.state is State.APPLIED
            assert ended.outcome is not None
            assert ended.outcome.result is Result.ALREADY_SO
            assert world.sync["active"] is False
            assert world.polytomic.own_writes == 1


@pytest.mark.parametrize("emergency", [False, True])
async def test_a_confirm_whose_process_dies_is_pressed_again_and_made_once(*, emergency: bool) -> None:
    at, died = 0, True
    while died:
        died = False
        for after in (False, True):
            world = World()
            session = await world.draft(paused)
            shown = await _reviewed(world, session.session_id)
            alive = world.desk
            world.desk = mortal(alive, Fate(at=at, after=after))
            try:
                await world.confirm(*shown, emergency=emergency)
            except Killed:
                died = True
            world.desk = alive
            change = await world.confirm(*shown, emergency=emergency)
            await world.work()
            waiting = [c for c in world.changes.stored.values() if c.state is State.AWAITING_APPROVAL]
            assert len(waiting) == 1
            assert len(world.changes.stored) == 1 + emergency
            assert world.polytomic.own_writes == emergency
            assert change.change_id in world.changes.stored
        at += 1
    assert at > 4


async def _reviewed(world: World, session_id: str) -> tuple[Session, str]:
    shown = await review(world.desk, await world.sessions.get(session_id, ANNA))
    return shown.session, shown.plan.hash


async def test_an_approval_whose_process_dies_is_not_lost_and_not_doubled() -> None:
    at, died = 0, True
    while died:
        died = False
        for after in (False, True):
            world = World()
            change = await world.confirmed(paused)
            click = world.click()
            try:
                fate = Fate(at=at, after=after)
                await approve(mortal(world.desk, fate), change.change_id, BEN, operation_id=click)
            except Killed:
                died = True
                await approve(world.desk, change.change_id, BEN, operation_id=click)
            await check_applied_once(world, change)
        at += 1
    assert at > 3


async def test_an_approval_is_carried_on_even_when_nobody_presses_again() -> None:
    world = World()
    change = await world.confirmed(paused)
    with pytest.raises(Killed):
        await approve(mortal(world.desk, Fate(at=3, after=True)), change.change_id, BEN, operation_id=world.click())
    assert (await world.stored(change)).state is State.APPROVED
    await check_applied_once(world, change)
