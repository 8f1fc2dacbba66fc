"""Editors, voters, readers, the sweep and two workers at once, over a Polytomic that takes its time."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pytest

from syncbot.changes.approve import approve, cancel, reject
from syncbot.changes.model import Verdict
from syncbot.changes.noticing import read_sync
from syncbot.changes.ports import Roles
from syncbot.changes.states import ENDED, State
from syncbot.changes.sweep import sweep
from syncbot.changes.undo import is_from_outside
from syncbot.changes.worker import Worker
from syncbot.errors import SyncbotError
from tests.changes.world import ANNA, BEN, CARL, SYNC, World, mapped, paused, renamed, resumed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from syncbot.changes.model import Change

    P = ParamSpec("P")
    T = TypeVar("T")

ERIC = "UERIC"
SETTLED = ENDED | {State.UNCLEAR, State.AWAITING_APPROVAL}
"""Where nothing more happens by itself."""


class Crowd:
    """Acts at moments that the seed decides; what is refused is refused."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.world = World()
        self.world.with_policy(approvals_needed=self._chance.choice([1, 2]))
        self.world.people.by_user[ERIC] = Roles(editor=False, approver=True)

    async def act(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Until nothing is left to do."""
        world = self.world
        for name in ("get_sync", "put_sync", "activate_sync"):
            monkeypatch.setattr(world.polytomic, name, self._slowly(getattr(world.polytomic, name)))
        workers = [Worker(world.desk, world.jobs, world.announcer, name=f"w{number}") for number in range(2)]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        edits = [self._at_some_moment(partial(self._edit, number)) for number in range(8)]
        rest = [self._at_some_moment(do) for do in [self._vote] * 18 + [self._read] * 24 + [self._sweep] * 5]
        await asyncio.gather(*edits, *rest)
        await world.until(world.idle, seconds=3000)
        for worker in workers:
            worker.stop()
        await asyncio.gather(*running)

    async def _at_some_moment(self, do: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(self._chance.uniform(0, 30))
        try:
            await do()
        except SyncbotError:
            return

    def _slowly(self, call: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        async def slow(*args: P.args, **kwargs: P.kwargs) -> T:
            await asyncio.sleep(self._chance.uniform(0, 6))
            answer = await call(*args, **kwargs)
            await asyncio.sleep(self._chance.uniform(0, 6))
            return answer

        return slow

    async def _edit(self, number: int) -> Change:
        change = self._chance.choice([renamed(f"Name {number}"), mapped(f"Field {number}", "email"), paused, resumed])
        emergency = change is paused and self._chance.random() < 0.5
        return await self.world.confirmed(change, actor=self._chance.choice([ANNA, CARL]), emergency=emergency)

    async def _vote(self) -> None:
        desk, click = self.world.desk, self.world.click()
        for change in await self.world.changes.undecided():
            who, chance = self._chance.choice([ANNA, BEN, CARL, ERIC]), self._chance.random()
            if chance < 0.2:
                await cancel(desk, change.change_id, who)
            elif chance < 0.7:
                await approve(desk, change.change_id, who, operation_id=click)
            else:
                await reject(desk, change.change_id, who, why="No.", operation_id=click)

    async def _read(self) -> None:
        await read_sync(self.world.desk, SYNC)

    async def _sweep(self) -> None:
        await sweep(self.world.desk, self.world.announcer, my_turn=lambda: self.world.jobs.turn("sweeper"))


def _approvals(change: Change) -> int:
    return sum(decision.verdict is Verdict.APPROVED for decision in change.decisions)


@pytest.mark.parametrize("seed", range(25))
async def test_whatever_happens_at_once_each_change_ends_once_with_its_yes_and_nothing_is_taken_for_anothers(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = Crowd(seed)
    await crowd.act(monkeypatch)
    world, changes = crowd.world, crowd.world.changes.stored.values()
    assert {change.state for change in changes} <= SETTLED
    written = [change for change in changes if change.state is State.APPLIED and change.attempt]
    assert world.polytomic.own_writes == len(written)
    assert all(_approvals(change) >= change.approvals_needed for change in written)
    assert not any(map(is_from_outside, world.history.recorded.values()))
    assert {world.told(change) for change in changes if change.state is not State.AWAITING_APPROVAL} <= SETTLED
