"""What ends a job that cannot be done, and what is told of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.model import Result
from syncbot.changes.ports import JobKind
from syncbot.changes.states import State
from tests.changes.mortal import PUT, Fate, live
from tests.changes.test_worker import AWAY, OTHER
from tests.changes.world import DIRECT, SYNC, World, leads, renamed

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from syncbot.sync.document import JsonObject

POLICY = DIRECT


async def test_a_change_whose_workers_all_die_before_writing_is_told_as_failed(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    for _ in range(world.timings.tries):
        await live(world, Fate(at=2))
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert ended.outcome is not None
    assert ended.outcome.result is Result.NOT_APPLIED
    assert f"{world.timings.tries} times" in ended.outcome.sentences
    assert world.told(change) is State.FAILED


async def test_a_change_whose_workers_all_die_while_following_a_write_is_told_as_unclear(world: World) -> None:
    fate = Fate()
    await world.confirmed(renamed("Counted"))
    await live(world, fate)
    change = await world.confirmed(renamed("New"))
    await live(world, Fate(at=fate.calls.index(PUT), after=True))
    for _ in range(world.timings.tries):
        await live(world, Fate(at=2))
    ended = await world.done(change)
    assert ended.state is State.UNCLEAR
    assert world.told(change) is State.UNCLEAR


@pytest.mark.parametrize(
    ("fault", "words"),
    [(ZeroDivisionError("1/0"), "ZeroDivisionError"), (AWAY, AWAY.what)],
)
async def test_a_fault_of_our_own_is_tried_again_and_then_told_with_its_reason(
    world: World, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    async def broken(_: str) -> JsonObject:
        raise fault

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.polytomic, "get_sync", broken)
    ended = await world.done(change)
    assert ended.state is State.FAILED
    assert ended.outcome is not None
    assert words in ended.outcome.sentences
    assert world.polytomic.written(SYNC) == []


async def test_a_change_that_cannot_be_read_is_given_up_and_keeps_no_other_back(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.with_timings(tell_tries=3)
    real = world.changes.get

    async def damaged(change_id: str) -> Change:
        if change_id == broken.change_id:
            raise ValueError(change_id)
        return await real(change_id)

    broken = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.changes, "get", damaged)
    world.polytomic.syncs[OTHER] = {**leads(), "id": OTHER}
    whole = await world.confirmed(renamed("New"), sync_id=OTHER)
    await world.work()
    assert (await world.stored(whole)).state is State.APPLIED
    assert caplog.text.count("cannot be read, and is left as it is") == 1
    assert "could not be shown everywhere" in caplog.text


async def test_a_change_that_only_a_newer_version_can_read_comes_to_its_end_once_that_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, change = world.changes.get, await world.confirmed(renamed("New"))

    async def unknown(change_id: str) -> Change:
        raise ValueError(change_id)

    monkeypatch.setattr(world.changes, "get", unknown)
    asyncio.get_running_loop().call_later(300, lambda: monkeypatch.setattr(world.changes, "get", real))
    assert (await world.done(change)).state is State.FAILED
    assert world.told(change) is State.FAILED


async def test_giving_up_an_ended_change_only_settles_it(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    calls = Fate()
    await live(world, calls)
    world.jobs.add(JobKind.APPLY, change.change_id)
    for _ in range(world.timings.tries):
        await live(world, Fate(at=1))
    world.history.recorded.clear()
    assert (await world.done(change)).state is State.APPLIED
    assert change.change_id in world.history.recorded


async def test_a_message_that_cannot_be_shown_is_shown_later(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.announcer.faults = [OSError("Slack is away.") for _ in range(10)]
    await world.done(change)
    assert world.told(change) is State.APPLIED


async def test_a_message_that_can_never_be_shown_is_given_up(world: World) -> None:
    world.with_timings(tell_tries=3)
    change = await world.confirmed(renamed("New"))
    world.announcer.faults = [OSError("Slack is away.") for _ in range(100)]
    assert (await world.done(change)).state is State.APPLIED
    assert world.announcer.announced == []


async def test_what_moves_while_it_is_shown_is_shown_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.announcer.announce

    async def slow(change: Change) -> None:
        await asyncio.sleep(10)
        await real(change)

    monkeypatch.setattr(world.announcer, "announce", slow)
    change = await world.confirmed(renamed("New"))
    await world.work()
    assert world.told(change) is State.APPLIED


async def test_a_job_of_a_change_that_is_not_kept_is_done(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    del world.changes.stored[change.change_id]
    await world.work()
    assert world.idle()


async def test_a_change_that_another_worker_moved_is_left_to_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.polytomic.get_sync

    async def overtaken(sync_id: str) -> JsonObject:
        monkeypatch.undo()
        stored = await world.stored(change)
        await world.changes.move(stored, _failed(stored))
        return await real(sync_id)

    change = await world.confirmed(renamed("New"))
    monkeypatch.setattr(world.polytomic, "get_sync", overtaken)
    assert (await world.done(change)).state is State.FAILED
    assert world.polytomic.own_writes == 0


def _failed(change: Change) -> Change:
    return replace(change, state=State.FAILED)
