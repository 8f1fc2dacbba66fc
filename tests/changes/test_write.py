"""Sending a stored attempt: in its time, or not at all."""

from __future__ import annotations

import itertools

import pytest

from syncbot.changes import write
from syncbot.changes.apply import apply
from syncbot.changes.states import State
from syncbot.changes.write import NotSent
from tests.changes.world import DIRECT, World, mapped, mapping


def _stand_still_once(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The process's own clock shows that it stood still during the first last look before sending."""
    clock = itertools.chain([0.0], itertools.repeat(seconds))
    monkeypatch.setattr(write, "monotonic", lambda: next(clock))


async def test_a_process_that_stood_still_during_the_last_look_does_not_send(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(DIRECT)
    change = await world.confirmed(mapped("Phone", "phone"))
    _stand_still_once(monkeypatch, 300)
    with pytest.raises(NotSent):
        await apply(world.desk, change)
    assert world.polytomic.own_writes == 0
    assert (await world.stored(change)).state is State.APPLYING


async def test_what_a_stalled_process_did_not_send_is_sent_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(DIRECT)
    change = await world.confirmed(mapped("Phone", "phone"))
    _stand_still_once(monkeypatch, 300)
    with pytest.raises(NotSent):
        await apply(world.desk, change)
    ended = await world.done(change)
    assert ended.state is State.APPLIED
    assert world.polytomic.own_writes == 1
    assert mapping("Phone", "phone") in world.sync["fields"]


async def test_a_process_that_was_quick_enough_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(DIRECT)
    change = await world.confirmed(mapped("Phone", "phone"))
    _stand_still_once(monkeypatch, world.timings.margin)
    ended = await apply(world.desk, change)
    assert ended is not None
    assert ended.state is State.APPLIED
