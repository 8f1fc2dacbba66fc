from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncbot.changes.confirm import confirm
from syncbot.changes.model import Way
from syncbot.changes.open import open_session
from syncbot.changes.review import review
from syncbot.changes.states import State
from syncbot.errors import Gone, InvalidInput, Moved, NotPermitted, SecretMissing, StoreUnavailable
from tests.changes.world import ANNA, BEN, CARL, SYNC, mapped, paused, renamed

if TYPE_CHECKING:
    from syncbot.changes.model import Change, Session
    from tests.changes.world import World


async def _reviewed(world: World, session: Session) -> Session:
    return (await review(world.desk, session)).session


async def _confirm(world: World, session: Session, **other: Any) -> Change:
    said = {
        "session_id": session.session_id,
        "actor": ANNA,
        "revision": session.revision,
        "plan_hash": session.reviewed_hash,
        "reason": "because",
        "operation_id": world.click(),
        "view_id": "V1",
    }
    return await confirm(world.desk, **{**said, **other})


async def test_a_confirm_is_stored_with_all_that_was_reviewed_and_asks_polytomic_nothing(world: World) -> None:
    shown = await review(world.desk, await world.draft(mapped("Phone", "phone")))
    world.polytomic.calls.clear()
    change = await _confirm(world, shown.session)
    assert world.polytomic.calls == []
    assert change.state is State.QUEUED
    assert change.lines == tuple(item.line for item in (*shown.plan.now, *shown.plan.next_run))
    assert (change.plan_hash, change.dependencies, change.seen) == (
        shown.plan.hash,
        shown.plan.dependencies,
        shown.plan.codes,
    )
    assert (change.reason, change.places.view_id, change.sync_name, change.actor) == ("because", "V1", "Leads", ANNA)
    assert (change.approvals_needed, change.expires_at, change.way) == (0, None, Way.PUT)
    assert world.apply_jobs() == 1
    assert (ANNA, True) in world.people.asked


async def test_a_confirm_takes_the_session_and_answers_the_same_change_ever_after(world: World) -> None:
    session = await _reviewed(world, await world.draft(renamed("New")))
    first = await _confirm(world, session, operation_id="one")
    with pytest.raises(Gone):
        await world.sessions.get(session.session_id, ANNA)
    assert await _confirm(world, session, operation_id="one") == first
    assert await _confirm(world, session, operation_id="two") == first
    assert world.apply_jobs() == 1


async def test_a_confirm_of_nothing_or_of_anothers_draft_is_gone(world: World) -> None:
    session = await _reviewed(world, await world.draft(renamed("New")))
    with pytest.raises(Gone):
        await _confirm(world, session, session_id="unknown")
    with pytest.raises(Gone):
        await _confirm(world, session, actor=CARL)
    await _confirm(world, session)
    with pytest.raises(Gone):
        await _confirm(world, session, actor=CARL)


@pytest.mark.parametrize("other", [{"revision": 7}, {"plan_hash": "other"}])
async def test_a_confirm_of_another_review_is_refused(world: World, other: dict[str, Any]) -> None:
    session = await _reviewed(world, await world.draft(renamed("New")))
    with pytest.raises(Moved):
        await _confirm(world, session, **other)
    assert await world.sessions.get(session.session_id, ANNA) == session


async def test_a_confirm_whose_stored_plan_is_another_is_refused(world: World) -> None:
    session = await _reviewed(world, await world.draft(renamed("New")))
    await world.sessions.show(replace(session, reviewed_hash="stale"))
    with pytest.raises(Moved):
        await _confirm(world, session, plan_hash="stale")


async def test_permission_is_checked_at_the_click(world: World) -> None:
    session = await _reviewed(world, await world.draft(renamed("New")))
    world.people.by_user[ANNA] = world.people.by_user[BEN]
    with pytest.raises(NotPermitted):
        await _confirm(world, session)
    assert world.changes.stored == {}


async def test_nothing_to_write_is_not_confirmed(world: World) -> None:
    session = await _reviewed(world, await open_session(world.desk, ANNA, SYNC))
    with pytest.raises(InvalidInput):
        await _confirm(world, session)


async def test_a_fault_in_the_plan_is_named_at_its_field(world: World) -> None:
    session = await _reviewed(world, await world.draft(renamed(" ")))
    with pytest.raises(InvalidInput) as fault:
        await _confirm(world, session)
    assert fault.value.field == "name"
    assert "Nothing was written." in fault.value.sentences


async def test_approval_needs_a_reason_and_everything_else_does_not(world: World) -> None:
    session = await _reviewed(world, await world.draft(paused))
    with pytest.raises(InvalidInput) as fault:
        await _confirm(world, session, reason="  ")
    assert fault.value.field == "reason"
    rename = await _reviewed(world, await world.draft(renamed("New")))
    assert (await _confirm(world, rename, reason="")).state is State.QUEUED


async def test_a_change_that_needs_approval_waits_and_expires(world: World) -> None:
    session = await _reviewed(world, await world.draft(paused))
    change = await _confirm(world, session, stop_run=True)
    assert change.state is State.AWAITING_APPROVAL
    assert change.approvals_needed == 1
    assert change.expires_at == change.created_at + world.desk.policy.ttl_seconds
    assert change.stop_run
    assert world.apply_jobs() == 0


async def test_only_a_pause_stops_the_run(world: World) -> None:
    session = await _reviewed(world, await world.draft(renamed("New")))
    assert not (await _confirm(world, session, stop_run=True)).stop_run


async def test_an_emergency_pause_is_queued_at_once_with_a_request_about_it(world: World) -> None:
    session = await _reviewed(world, await world.draft(paused))
    pause = await _confirm(world, session, emergency=True)
    assert (pause.state, pause.way, pause.emergency, pause.approvals_needed) == (State.QUEUED, Way.ACTIVATE, True, 0)
    (request,) = [change for change in world.changes.stored.values() if change.about]
    assert request.about == pause.change_id
    assert (request.state, request.approvals_needed, request.lines) == (State.AWAITING_APPROVAL, 1, pause.lines)
    assert request.expires_at is not None


async def test_an_emergency_that_needs_no_approval_is_an_ordinary_pause(world: World) -> None:
    world.with_policy(approval_required=frozenset({"none"}))
    session = await _reviewed(world, await world.draft(paused))
    pause = await _confirm(world, session, emergency=True)
    assert (pause.state, pause.way, pause.emergency) == (State.QUEUED, Way.PUT, False)
    assert len(world.changes.stored) == 1


async def test_only_those_who_may_pause_in_an_emergency(world: World) -> None:
    session = await _reviewed(world, await world.draft(paused, actor=CARL))
    with pytest.raises(NotPermitted) as refusal:
        await _confirm(world, session, actor=CARL, emergency=True)
    assert "<those who may pause>" in refusal.value.sentences
    assert world.changes.stored == {}


async def test_only_a_pause_is_an_emergency_and_only_where_that_is_allowed(world: World) -> None:
    rename = await _reviewed(world, await world.draft(renamed("New")))
    with pytest.raises(NotPermitted):
        await _confirm(world, rename, emergency=True)
    world.with_policy(emergency=False)
    pause = await _reviewed(world, await world.draft(paused))
    with pytest.raises(NotPermitted):
        await _confirm(world, pause, emergency=True)


@pytest.mark.parametrize("keys_fit", [True, False])
async def test_an_encrypted_sync_without_passphrase_can_only_be_turned_on_or_off(
    world: World, monkeypatch: pytest.MonkeyPatch, *, keys_fit: bool
) -> None:
    async def refuse(sync_id: str) -> str | None:
        raise SecretMissing(sync_id)

    if not keys_fit:
        monkeypatch.setattr(world.secrets, "passphrase", refuse)
    world.sync["fields"][0]["encryption_enabled"] = True
    rename = await _reviewed(world, await world.draft(renamed("New")))
    with pytest.raises(SecretMissing):
        await _confirm(world, rename)
    pause = await _reviewed(world, await world.draft(paused))
    assert (await _confirm(world, pause)).way is Way.ACTIVATE


async def test_an_encrypted_sync_with_its_passphrase_is_written_whole(world: World) -> None:
    await world.secrets.put(SYNC, "open sesame")
    world.with_policy(approval_required=frozenset({"none"}))
    session = await _reviewed(world, await world.draft(mapped("Phone", "phone", encryption_enabled=True)))
    change = await _confirm(world, session)
    assert change.way is Way.PUT
    assert "open sesame" not in repr(change)


async def test_a_store_that_does_not_answer_stores_nothing(world: World) -> None:
    session = await _reviewed(world, await world.draft(renamed("New")))
    world.power.on = False
    with pytest.raises(StoreUnavailable):
        await _confirm(world, session)
    assert world.changes.stored == {}
