from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import approve, cancel, check_may_decide, enqueue, expire, reject
from syncbot.changes.model import Result, Verdict
from syncbot.changes.states import State
from syncbot.errors import Gone, InvalidInput, Moved, NotPermitted
from tests.changes.world import ANNA, BEN, CARL, DORA, SYNC, paused

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from tests.changes.world import World

OVERTAKEN = Moved("Overtaken.")


@pytest.fixture
async def request_(world: World) -> Change:
    """A pause that waits for approval."""
    return await world.confirmed(paused)


async def _approve(world: World, change: Change, actor: str = BEN, click: str = "") -> Change:
    return await approve(world.desk, change.change_id, actor, operation_id=click or world.click())


async def _reject(world: World, change: Change, actor: str = BEN, why: str = "No.") -> Change:
    return await reject(world.desk, change.change_id, actor, why=why, operation_id=world.click())


async def test_one_yes_queues_the_change_and_it_is_written(world: World, request_: Change) -> None:
    approved = await _approve(world, request_)
    assert approved.state is State.QUEUED
    (decision,) = approved.decisions
    assert (decision.approver, decision.verdict) == (BEN, Verdict.APPROVED)
    assert world.changes.moves[request_.change_id] == [State.AWAITING_APPROVAL, State.APPROVED, State.QUEUED]
    assert (await world.done(request_)).state is State.APPLIED
    assert world.sync["active"] is False


async def test_five_deliveries_of_one_click_are_one_yes(world: World, request_: Change) -> None:
    answers = await asyncio.gather(*(_approve(world, request_, click="the click") for _ in range(5)))
    assert {answer.change_id for answer in answers} == {request_.change_id}
    stored = await world.stored(request_)
    assert len(stored.decisions) == 1
    assert world.apply_jobs() == 1


async def test_two_approvers_at_one_moment_make_one_write(world: World, request_: Change) -> None:
    answers = await asyncio.gather(_approve(world, request_), _approve(world, request_, CARL), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Gone)]
    assert len(refused) == 1
    assert "approved by" in refused[0].what
    await world.work()
    assert world.polytomic.own_writes == 1


async def test_who_presses_a_second_time_reads_what_they_did_and_not_that_nothing_was_changed(
    world: World, request_: Change
) -> None:
    await _approve(world, request_)
    for press in (_approve, _reject):
        with pytest.raises(Gone) as told:
            await press(world, request_)
        assert told.value.sentences.startswith("You approved this request ")
        assert told.value.sentences.endswith(" UTC. This press did nothing more.")


async def test_several_approvals_are_counted_each_person_once(world: World) -> None:
    world.with_policy(approvals_needed=2)
    change = await world.confirmed(paused)
    first = await _approve(world, change)
    assert first.state is State.AWAITING_APPROVAL
    with pytest.raises(NotPermitted) as refusal:
        await _approve(world, change)
    assert "waits for 1 more" in refusal.value.sentences
    with pytest.raises(NotPermitted):
        await _reject(world, change)
    assert (await _approve(world, change, CARL)).state is State.QUEUED


async def test_votes_at_one_moment_are_all_counted(world: World) -> None:
    world.with_policy(approvals_needed=2)
    change = await world.confirmed(paused)
    await asyncio.gather(_approve(world, change), _approve(world, change, CARL))
    stored = await world.stored(change)
    assert stored.state is State.QUEUED
    assert {decision.approver for decision in stored.decisions} == {BEN, CARL}


async def test_a_no_ends_the_request_with_its_reason(world: World, request_: Change) -> None:
    rejected = await _reject(world, request_, why="Not today.")
    assert rejected.state is State.REJECTED
    assert rejected.decisions[0].why == "Not today."
    assert rejected.ended_at is not None
    await world.work()
    assert world.polytomic.own_writes == 0
    with pytest.raises(Gone) as refusal:
        await _approve(world, request_, CARL)
    assert f"rejected by {BEN}" in refusal.value.what


async def test_a_no_needs_a_reason(world: World, request_: Change) -> None:
    with pytest.raises(InvalidInput) as fault:
        await _reject(world, request_, why=" ")
    assert fault.value.field == "why"
    assert (await world.stored(request_)).state is State.AWAITING_APPROVAL


async def test_the_requester_does_not_decide_unless_the_policy_says_so(world: World) -> None:
    change = await world.confirmed(paused, actor=CARL)
    for decision in (_approve(world, change, CARL), _reject(world, change, CARL)):
        with pytest.raises(NotPermitted) as refusal:
            await decision
        assert f"<those who may approve besides {CARL}>" in refusal.value.sentences
    world.with_policy(self_approval=True)
    assert (await _approve(world, change, CARL)).state is State.QUEUED


@pytest.mark.parametrize("actor", [ANNA, DORA])
async def test_only_approvers_decide_asked_of_slack_at_the_click(world: World, request_: Change, actor: str) -> None:
    world.people.asked.clear()
    with pytest.raises(NotPermitted):
        await _approve(world, request_, actor)
    assert world.people.asked == [(actor, True)]
    assert (await world.stored(request_)).decisions == ()


async def test_a_late_yes_ends_an_expired_request(world: World, request_: Change) -> None:
    world.clock.advance(world.desk.policy.ttl_seconds + 1)
    with pytest.raises(Gone) as refusal:
        await _approve(world, request_)
    assert "expired" in refusal.value.what
    assert "Nothing was written." in refusal.value.sentences
    assert (await world.stored(request_)).state is State.EXPIRED
    with pytest.raises(Gone) as refusal:
        await _approve(world, request_)
    assert "expired" in refusal.value.what


async def test_a_request_that_the_store_lost_is_a_no(world: World, request_: Change) -> None:
    world.changes.stored.clear()
    with pytest.raises(Gone) as refusal:
        await _approve(world, request_)
    assert "the answer is no" in refusal.value.sentences


async def test_the_requester_cancels_and_to_cancel_again_answers_the_same(world: World, request_: Change) -> None:
    cancelled = await cancel(world.desk, request_.change_id, ANNA)
    assert (cancelled.state, cancelled.reason) == (State.CANCELLED, request_.reason)
    again = await cancel(world.desk, request_.change_id, ANNA)
    assert again == cancelled
    with pytest.raises(Gone) as refusal:
        await _approve(world, request_)
    assert f"{ANNA} withdrew this request" in refusal.value.what


@pytest.mark.parametrize("state", [State.AWAITING_APPROVAL, State.CANCELLED])
async def test_a_reminder_or_another_press_at_the_same_moment_keeps_nobody_from_cancelling(
    world: World, request_: Change, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    real = world.changes.move

    async def move(before: Change, after: Change) -> Change:
        monkeypatch.setattr(world.changes, "move", real)
        await real(request_, replace(request_, state=state, reminded_at=1.0))
        return await real(before, after)

    monkeypatch.setattr(world.changes, "move", move)
    cancelled = await cancel(world.desk, request_.change_id, ANNA)
    assert (cancelled.state, cancelled.reminded_at) == (State.CANCELLED, 1.0)


async def test_nobody_cancels_for_another(world: World, request_: Change) -> None:
    with pytest.raises(NotPermitted):
        await cancel(world.desk, request_.change_id, BEN)
    assert (await world.stored(request_)).state is State.AWAITING_APPROVAL


async def test_what_is_decided_is_not_cancelled(world: World, request_: Change) -> None:
    await _approve(world, request_)
    with pytest.raises(Gone):
        await cancel(world.desk, request_.change_id, ANNA)


async def test_the_reject_button_asks_first_whether_the_person_may(world: World, request_: Change) -> None:
    assert await check_may_decide(world.desk, request_.change_id, BEN) == request_
    with pytest.raises(NotPermitted):
        await check_may_decide(world.desk, request_.change_id, ANNA)
    await _reject(world, request_)
    with pytest.raises(Gone):
        await check_may_decide(world.desk, request_.change_id, BEN)


async def test_a_click_that_others_overtake_too_often_says_so(
    world: World, request_: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def overtaken(*_: object, **__: object) -> Change:
        raise OVERTAKEN

    monkeypatch.setattr(world.changes, "move", overtaken)
    for press in (_approve(world, request_), cancel(world.desk, request_.change_id, ANNA)):
        with pytest.raises(Moved) as refusal:
            await press
        assert "Press again." in refusal.value.sentences


async def test_expiry_gives_way_to_a_decision(world: World, request_: Change) -> None:
    await _approve(world, request_)
    assert await expire(world.desk, request_, 0) is None


async def test_what_somebody_queued_already_is_answered_as_it_is(world: World, request_: Change) -> None:
    approved = await world.changes.move(request_, replace(request_, state=State.APPROVED))
    queued = await enqueue(world.desk, approved)
    assert queued.state is State.QUEUED
    assert await enqueue(world.desk, approved) == queued


async def test_an_approval_is_void_when_what_it_rests_on_moved(world: World) -> None:
    world.with_policy(approval_required=frozenset({"active"}))
    world.polytomic.outsider(SYNC, active=False)
    change = await world.confirmed(lambda doc: {**doc, "active": True})
    await _approve(world, change)
    world.polytomic.outsider(SYNC, mode="replace")
    ended = await world.done(change)
    assert ended.state is State.VOID
    assert ended.outcome is not None
    assert ended.outcome.result is Result.NOT_APPLIED
    assert [side.label for side in ended.outcome.sides] == ["Mode"]
    assert ended.outcome.changed_by == "Otto Outsider"
    assert world.sync["active"] is False


async def test_an_approved_pause_rests_on_nothing(world: World, request_: Change) -> None:
    await _approve(world, request_)
    world.polytomic.outsider(SYNC, mode="replace", name="By Otto")
    assert (await world.done(request_)).state is State.APPLIED
    assert (world.sync["active"], world.sync["mode"], world.sync["name"]) == (False, "replace", "By Otto")
