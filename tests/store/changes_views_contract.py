"""What an adapter of the changes keeps to where several are looked at; the same tests prove the fake."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.model import Places
from syncbot.changes.ports import JobKind
from syncbot.changes.states import State
from syncbot.errors import Gone, IllegalMove, Moved
from tests.store.values import a_change, a_full_change, a_session, same

if TYPE_CHECKING:
    from tests.store.worlds import World
from tests.store.changes_contract import created, drain, walk


class ViewsContract:
    async def test_places_are_merged_and_kept_through_moves(self, world: World) -> None:
        before = await created(world, a_change())
        await world.changes.note_places("c1", Places(view_id="V1"))
        await world.changes.note_places("c1", Places(log_ts="1.5", told="queued"))
        await world.changes.note_places("c1", Places())
        noted = Places(view_id="V1", log_ts="1.5", told="queued")
        assert await world.changes.get("c1") == replace(before, places=noted)
        moved = await world.changes.move(before, replace(before, state=State.APPLYING, places=Places(view_id="old")))
        assert moved.places == noted
        assert (await world.changes.get("c1")).places == noted

    async def test_open_changes_of_a_sync_are_listed_oldest_first(self, world: World) -> None:
        await created(world, a_change("c2", created_at=2.0))
        await created(world, a_change("c1", created_at=1.0))
        await created(world, a_change("c3", created_at=3.0, sync_id="sync-2"))
        await walk(world, a_change("c4", created_at=4.0), State.FAILED)
        await walk(world, a_change("c5", created_at=5.0), State.APPLYING, State.UNCLEAR)
        assert [change.change_id for change in await world.changes.of_sync("sync-1")] == ["c1", "c2", "c5"]
        assert await world.changes.of_sync("sync-3") == ()

    async def test_requests_are_undecided_until_they_are_decided_the_first_to_expire_first(self, world: World) -> None:
        waiting = {"state": State.AWAITING_APPROVAL}
        second = await created(world, a_change("c1", **waiting, expires_at=200.0))
        await created(world, a_change("c2", **waiting, expires_at=100.0))
        await created(world, a_change("c3", **waiting, expires_at=300.5))
        await created(world, a_change("c5", expires_at=100.0))
        assert [change.change_id for change in await world.changes.undecided()] == ["c2", "c1", "c3"]
        await world.changes.move(second, replace(second, state=State.EXPIRED))
        assert [change.change_id for change in await world.changes.undecided()] == ["c2", "c3"]

    async def test_an_amendment_moves_one_change_and_makes_another(self, world: World) -> None:
        before = await created(world, a_change(state=State.AWAITING_APPROVAL))
        await drain(world)
        after, new = replace(before, state=State.REJECTED, reason="no"), a_change("c2", about="c1")
        moved, made = await world.changes.amend(after, new=new)
        assert same(moved, replace(after, version=2))
        assert same(made, new)
        assert (await world.changes.get("c1"), await world.changes.get("c2")) == (moved, new)
        jobs = [(JobKind.ANNOUNCE, "c1"), (JobKind.APPLY, "c2"), (JobKind.ANNOUNCE, "c2")]
        assert await drain(world) == jobs

    async def test_an_amendment_that_comes_late_or_is_no_move_makes_nothing(self, world: World) -> None:
        before = await created(world, a_change(state=State.AWAITING_APPROVAL))
        with pytest.raises(IllegalMove):
            await world.changes.amend(replace(before, state=State.APPLIED), new=a_change("c2"))
        await world.changes.move(before, replace(before, state=State.APPROVED))
        with pytest.raises(Moved):
            await world.changes.amend(replace(before, state=State.REJECTED), new=a_change("c2"))
        with pytest.raises(Gone):
            await world.changes.get("c2")

    async def test_an_amendment_takes_its_session_with_it_or_is_none(self, world: World) -> None:
        session = a_session()
        await world.sessions.create(session)
        before = await created(world, a_change(state=State.AWAITING_APPROVAL))
        after = replace(before, state=State.SUPERSEDED)
        with pytest.raises(Moved):
            await world.changes.amend(after, new=a_change("c2"), session=replace(session, revision=1))
        with pytest.raises(Gone):
            await world.changes.amend(after, new=a_change("c2"), session=replace(session, owner="U2"))
        assert await world.changes.get("c1") == before
        assert await world.sessions.get(session.session_id, session.owner) == session
        await world.changes.amend(after, new=a_change("c2"), session=session)
        with pytest.raises(Gone):
            await world.sessions.get(session.session_id, session.owner)
        assert (await world.changes.get("c1")).state is State.SUPERSEDED

    async def test_of_two_amendments_at_once_one_is_stored(self, world: World) -> None:
        before = await created(world, a_change(state=State.AWAITING_APPROVAL))
        rejected = replace(before, state=State.REJECTED)
        answers = await asyncio.gather(
            *(world.changes.amend(rejected, new=a_change(f"new{n}")) for n in range(3)), return_exceptions=True
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Moved", "Moved", "tuple"]
        assert len(await world.changes.of_sync("sync-1")) == 1

    async def test_recorded_changes_are_listed_by_when_they_ended(self, world: World) -> None:
        now = await world.clock.now()
        first = replace(a_full_change(), ended_at=now - 2)
        last = a_change("c2", ended_at=now - 1, lines=("first record",))
        for change in (last, first, replace(last, lines=("second record",)), a_change("c3", sync_id="sync-2")):
            await world.history.append(change)
        entries = await world.history.entries("sync-1", limit=5)
        assert same(entries, (replace(last, lines=("second record",)), first))
        assert await world.history.entries("sync-1", limit=1) == entries[:1]
