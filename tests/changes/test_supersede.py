from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import approve
from syncbot.changes.confirm import confirm
from syncbot.changes.reopen import reopen
from syncbot.changes.review import review
from syncbot.changes.states import State
from syncbot.errors import Gone, Moved, NotPermitted
from tests.changes.world import ANNA, BEN, CARL, SYNC, mapped

if TYPE_CHECKING:
    from syncbot.changes.model import Change, Session
    from syncbot.changes.review import Review
    from tests.changes.world import World

    Act = Callable[[], Awaitable[object]]


@pytest.fixture
async def request_(world: World) -> Change:
    """A mapping that waits for approval."""
    world.with_policy(approval_required=frozenset({"fields"}))
    return await world.confirmed(mapped("Phone", "phone"))


async def _edited(world: World, change: Change) -> Review:
    """The review of the request with another mapping beside."""
    session = await reopen(world.desk, change.change_id, ANNA)
    draft = mapped("Fax", "fax")(session.draft)
    return await review(world.desk, await world.sessions.save(replace(session, draft=draft), expected_revision=0))


async def test_an_edited_request_takes_the_place_of_the_one_it_was_made_from(world: World, request_: Change) -> None:
    shown = await _edited(world, request_)
    assert shown.reason == "because"
    new = await world.confirm(shown.session, shown.plan.hash)
    assert new.state is State.AWAITING_APPROVAL
    assert len(new.lines) == 2
    old = await world.stored(request_)
    assert old.state is State.SUPERSEDED
    with pytest.raises(Gone) as refusal:
        await approve(world.desk, request_.change_id, BEN, operation_id="click")
    assert "put a newer request in the place of this one" in refusal.value.what
    with pytest.raises(Gone):
        await world.sessions.get(shown.session.session_id, ANNA)
    await approve(world.desk, new.change_id, BEN, operation_id="click 2")
    assert (await world.done(new)).state is State.APPLIED
    assert [entry["target"] for entry in world.sync["fields"]][-2:] == ["Phone", "Fax"]
    assert world.polytomic.own_writes == 1


async def test_a_repeated_confirm_of_an_edited_request_is_one_request(world: World, request_: Change) -> None:
    shown = await _edited(world, request_)

    async def press() -> Change:
        return await confirm(
            world.desk,
            session_id=shown.session.session_id,
            actor=ANNA,
            revision=shown.session.revision,
            plan_hash=shown.plan.hash,
            reason="because",
            operation_id="one click",
            view_id="V1",
        )

    answers = [*await asyncio.gather(*(press() for _ in range(5))), await press()]
    assert len({answer.change_id for answer in answers}) == 1
    waiting = await world.changes.of_sync(SYNC)
    assert [change.change_id for change in waiting] == [answers[0].change_id]


async def _at_the_last_moment(world: World, shown: Review, monkeypatch: pytest.MonkeyPatch, act: Act) -> Change:
    """Confirm, while something else happens just before it is stored."""
    real = world.changes.amend

    async def amend(change: Change, *, new: Change, session: Session | None = None) -> tuple[Change, Change]:
        monkeypatch.setattr(world.changes, "amend", real)
        await act()
        return await real(change, new=new, session=session)

    monkeypatch.setattr(world.changes, "amend", amend)
    return await world.confirm(shown.session, shown.plan.hash)


async def test_a_reminder_that_comes_at_the_same_moment_keeps_nothing_from_being_replaced(
    world: World, request_: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await _edited(world, request_)
    reminded = replace(request_, reminded_at=1.0)
    new = await _at_the_last_moment(world, shown, monkeypatch, lambda: world.changes.move(request_, reminded))
    assert new.state is State.AWAITING_APPROVAL
    assert (await world.stored(request_)).state is State.SUPERSEDED


async def test_an_edit_in_another_window_at_the_same_moment_is_neither_confirmed_nor_lost(
    world: World, request_: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await _edited(world, request_)
    later = replace(shown.session, draft=mapped("Mobile", "mobile")(shown.session.draft))
    save = partial(world.sessions.save, later, expected_revision=shown.session.revision)
    with pytest.raises(Moved):
        await _at_the_last_moment(world, shown, monkeypatch, save)
    assert (await world.stored(request_)).state is State.AWAITING_APPROVAL
    assert (await world.sessions.get(later.session_id, ANNA)).draft == later.draft


async def test_a_request_that_was_approved_meanwhile_is_not_replaced_and_the_edits_stay(
    world: World, request_: Change
) -> None:
    shown = await _edited(world, request_)
    await approve(world.desk, request_.change_id, BEN, operation_id="click")
    with pytest.raises(Gone) as refusal:
        await world.confirm(shown.session, shown.plan.hash)
    assert "queued by now" in refusal.value.what
    assert (await world.done(request_)).state is State.APPLIED
    session = await world.sessions.get(shown.session.session_id, ANNA)
    again = await review(world.desk, session)
    own = await world.confirm(again.session, again.plan.hash)
    assert own.state is State.AWAITING_APPROVAL


async def test_a_request_that_the_store_lost_is_not_replaced(world: World, request_: Change) -> None:
    shown = await _edited(world, request_)
    world.changes.stored.clear()
    with pytest.raises(Gone) as refusal:
        await world.confirm(shown.session, shown.plan.hash)
    assert "not kept by now" in refusal.value.what


async def test_nobody_edits_the_request_of_another(world: World, request_: Change) -> None:
    with pytest.raises(NotPermitted):
        await reopen(world.desk, request_.change_id, CARL)
