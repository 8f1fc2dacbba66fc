from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import approve, cancel, reject
from syncbot.changes.emergency import PAUSED_BEFORE, pause_behind, withdraw_request
from syncbot.changes.model import Result, Way
from syncbot.changes.states import State
from syncbot.errors import Forbidden, Gone, NoAnswer, NotPermitted, ServerFault
from tests.changes.mortal import Fate, live
from tests.changes.world import ANNA, BEN, SYNC, paused, renamed
from tests.fakes import Fault

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from tests.changes.world import World


async def _pause(world: World) -> tuple[Change, Change]:
    """The pause and the request about it, not worked on yet."""
    pause = await world.confirmed(paused, emergency=True)
    (request,) = [change for change in world.changes.stored.values() if change.about]
    return pause, request


def _resume(world: World, request: Change) -> Change:
    (resume,) = [change for change in world.changes.stored.values() if change.about == request.change_id]
    return resume


async def _reject(world: World, request: Change) -> Change:
    return await reject(world.desk, request.change_id, BEN, why="We need it.", operation_id=world.click())


async def test_the_pause_is_written_at_once_by_its_own_way(world: World) -> None:
    pause, request = await _pause(world)
    ended = await world.done(pause)
    assert ended.state is State.APPLIED
    assert world.sync["active"] is False
    assert [call.method for call in world.polytomic.calls if call.body] == ["activate_sync"]
    assert (await world.stored(request)).state is State.AWAITING_APPROVAL
    assert world.told(request) is State.AWAITING_APPROVAL


async def test_approving_keeps_the_pause_and_writes_nothing_more(world: World) -> None:
    pause, request = await _pause(world)
    await world.done(pause)
    await approve(world.desk, request.change_id, BEN, operation_id=world.click())
    ended = await world.done(request)
    assert ended.outcome is not None
    assert (ended.state, ended.outcome.result) == (State.APPLIED, Result.ALREADY_SO)
    assert world.polytomic.own_writes == 1


async def test_rejecting_turns_the_sync_on_at_once_by_a_change_of_its_own(world: World) -> None:
    pause, request = await _pause(world)
    await world.done(pause)
    rejected = await _reject(world, request)
    assert rejected.state is State.REJECTED
    resume = await world.done(_resume(world, request))
    assert (resume.state, resume.way, resume.actor) == (State.APPLIED, Way.ACTIVATE, BEN)
    assert "We need it." in resume.reason
    assert world.sync["active"] is True


async def test_a_decision_before_the_pause_is_written_waits_for_it(world: World) -> None:
    for decide, active in ((approve, False), (reject, True)):
        world.polytomic.syncs[SYNC] = {**world.sync, "active": True}
        pause, request = await _pause(world)
        await decide(world.desk, request.change_id, BEN, why="Sooner.", operation_id=world.click())
        await world.work()
        assert (await world.stored(pause)).state is State.APPLIED
        assert world.sync["active"] is active
        world.changes.stored.clear()


async def test_anything_else_that_moved_meanwhile_is_shown_and_asked_again_before_resuming(world: World) -> None:
    pause, request = await _pause(world)
    await world.done(pause)
    world.polytomic.outsider(SYNC, mode="replace")
    await _reject(world, request)
    resume = await world.done(_resume(world, request))
    assert resume.state is State.CONFLICTED
    assert resume.outcome is not None
    assert [side.label for side in resume.outcome.sides] == ["Mode"]
    assert "still paused" in resume.outcome.sentences
    assert world.sync["active"] is False


async def test_who_turned_it_on_meanwhile_is_not_turned_off_again_by_the_approval(world: World) -> None:
    pause, request = await _pause(world)
    await world.done(pause)
    world.polytomic.outsider(SYNC, active=True)
    await approve(world.desk, request.change_id, BEN, operation_id=world.click())
    ended = await world.done(request)
    assert ended.state is State.VOID
    assert world.sync["active"] is True


async def test_a_rejection_when_it_is_on_already_is_already_so(world: World) -> None:
    pause, request = await _pause(world)
    await world.done(pause)
    world.polytomic.outsider(SYNC, active=True)
    await _reject(world, request)
    resume = await world.done(_resume(world, request))
    assert resume.outcome is not None
    assert resume.outcome.result is Result.ALREADY_SO


async def test_a_pause_of_a_sync_that_others_paused_before_takes_its_request_along(world: World) -> None:
    pause, request = await _pause(world)
    world.polytomic.outsider(SYNC, active=False)
    ended = await world.done(pause)
    assert ended.outcome is not None
    assert ended.outcome.result is Result.ALREADY_SO
    withdrawn = await world.stored(request)
    assert withdrawn.state is State.VOID
    assert withdrawn.outcome is not None
    assert (withdrawn.outcome.result, withdrawn.outcome.sentences) == (Result.ALREADY_SO, PAUSED_BEFORE)
    with pytest.raises(Gone, match="void"):
        await _reject(world, request)
    await world.work()
    assert world.sync["active"] is False


async def test_a_rejection_that_was_faster_than_such_a_pause_is_void(world: World) -> None:
    pause, request = await _pause(world)
    await _reject(world, request)
    world.polytomic.outsider(SYNC, active=False)
    await world.work()
    assert (await world.stored(pause)).state is State.APPLIED
    assert (await world.stored(_resume(world, request))).state is State.VOID
    assert world.sync["active"] is False


async def test_a_pause_that_is_refused_takes_its_request_along(world: World) -> None:
    pause, request = await _pause(world)
    world.polytomic.meet("activate_sync", Forbidden("The key may not.", status=403))
    assert (await world.done(pause)).state is State.FAILED
    withdrawn = await world.stored(request)
    assert withdrawn.state is State.VOID
    assert withdrawn.outcome is not None
    assert "not applied" in withdrawn.outcome.sentences
    assert world.told(request) is State.VOID


async def test_a_decision_about_a_pause_that_failed_later_writes_nothing(world: World) -> None:
    for decide in (approve, reject):
        pause, request = await _pause(world)
        await decide(world.desk, request.change_id, BEN, why="Sooner.", operation_id=world.click())
        world.polytomic.meet("activate_sync", Forbidden("The key may not.", status=403))
        await world.work()
        assert (await world.stored(pause)).state is State.FAILED
        assert world.sync["active"] is True
        assert world.polytomic.own_writes == 0
        world.changes.stored.clear()


async def test_the_requester_cannot_cancel_the_decision_about_an_emergency(world: World) -> None:
    _, request = await _pause(world)
    with pytest.raises(NotPermitted) as refusal:
        await cancel(world.desk, request.change_id, ANNA)
    assert "<those who may approve besides UANNA>" in refusal.value.sentences


async def test_an_unclear_pause_is_read_before_it_is_undone(world: World) -> None:
    pause, request = await _pause(world)
    world.with_timings(patience=1)
    world.polytomic.meet("activate_sync", Fault(NoAnswer("Lost."), landed=True))
    world.polytomic.meet("get_sync", Fault(), *[ServerFault("No.", status=503)] * 20)
    assert (await world.done(pause)).state is State.UNCLEAR
    world.polytomic.faults.clear()
    await _reject(world, request)
    assert (await world.done(_resume(world, request))).state is State.APPLIED
    assert world.sync["active"] is True


async def test_an_expired_request_leaves_the_pause(world: World) -> None:
    pause, request = await _pause(world)
    await world.done(pause)
    world.clock.advance(world.desk.policy.ttl_seconds + 1)
    with pytest.raises(Exception, match="expired") as refusal:
        await approve(world.desk, request.change_id, BEN, operation_id=world.click())
    assert "stays paused" in str(getattr(refusal.value, "not_done", ""))
    assert world.sync["active"] is False


async def test_a_follower_whose_pause_is_not_kept_any_more_stands_alone(world: World) -> None:
    pause, request = await _pause(world)
    assert await pause_behind(world.desk, request) == pause
    assert await pause_behind(world.desk, pause) is None
    del world.changes.stored[pause.change_id]
    assert await pause_behind(world.desk, request) is None
    rename = await world.confirmed(renamed("New"))
    assert await pause_behind(world.desk, replace(rename, about=request.change_id)) is None


async def test_withdrawing_gives_way_to_a_decision_at_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause, request = await _pause(world)
    stored = world.changes.get

    async def overtaken(change_id: str) -> Change:
        monkeypatch.setattr(world.changes, "get", stored)
        found = await stored(change_id)
        await world.changes.move(found, replace(found, state=State.APPROVED))
        return found

    monkeypatch.setattr(world.changes, "get", overtaken)
    await withdraw_request(world.desk, pause, 0)
    assert (await world.stored(request)).state is State.APPROVED


async def test_the_worker_makes_the_request_that_the_confirm_did_not_live_to_make(world: World) -> None:
    pause, request = await _pause(world)
    del world.changes.stored[request.change_id]
    world.changes.moves.clear()
    for operation in list(world.changes._operations):  # noqa: SLF001 -- as after the hour in which operations are known
        del world.changes._operations[operation]  # noqa: SLF001 -- the same
    await live(world, Fate())
    assert (await world.stored(pause)).state is State.APPLIED
    assert (await world.stored(request)).state is State.AWAITING_APPROVAL
