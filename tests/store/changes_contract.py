"""What every adapter of `Changes` keeps to; see contracts.py."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.ports import JobKind
from syncbot.changes.states import State
from syncbot.errors import Gone, IllegalMove, Moved
from tests.store.values import PLACES, a_change, a_full_change, a_session, same

if TYPE_CHECKING:
    from syncbot.changes.model import Change
    from tests.store.worlds import World


SOON = 0.01


async def drain(world: World, worker: str = "w") -> list[tuple[JobKind, str]]:
    """Take and acknowledge every job there is."""
    found = []
    while jobs := await world.jobs.take(worker, wait_seconds=SOON):
        for job in jobs:
            found.append((job.kind, job.change_id))
            await world.jobs.done(job)
    return found


async def created(world: World, change: Change) -> Change:
    return await world.changes.create(change, operation_id=f"make {change.change_id}", session=None)


async def walk(world: World, change: Change, *states: State) -> Change:
    """Create the change and move it through the states, quietly."""
    change = await created(world, change)
    for state in states:
        change = await world.changes.move(change, replace(change, state=state), quiet=True)
    return change


class CreationContract:
    @pytest.mark.parametrize("change", [a_change(), a_full_change(), a_change(places=PLACES)])
    async def test_a_change_comes_back_as_it_was_stored(self, world: World, change: Change) -> None:
        assert same(await created(world, change), change)
        assert same(await world.changes.get("c1"), change)

    async def test_a_change_that_never_was_is_gone(self, world: World) -> None:
        with pytest.raises(Gone):
            await world.changes.get("c1")
        with pytest.raises(Gone):
            await world.changes.note_places("c1", PLACES)

    async def test_a_queued_change_is_to_be_applied_and_announced(self, world: World) -> None:
        await created(world, a_change())
        assert await drain(world) == [(JobKind.APPLY, "c1"), (JobKind.ANNOUNCE, "c1")]

    async def test_a_request_is_only_announced(self, world: World) -> None:
        await created(world, a_change(state=State.AWAITING_APPROVAL))
        assert await drain(world) == [(JobKind.ANNOUNCE, "c1")]

    async def test_a_confirmed_session_is_gone_with_its_draft(self, world: World) -> None:
        session = a_session()
        await world.sessions.create(session)
        await world.changes.create(a_change(), operation_id="op", session=session)
        assert await world.sessions.own_draft("U1", "sync-1") is None
        assert await world.sessions.others("sync-1", "U2") == ()
        with pytest.raises(Gone):
            await world.sessions.get("s1", "U1")

    async def test_a_session_that_moved_on_is_not_confirmed(self, world: World) -> None:
        await world.sessions.create(a_session())
        saved = await world.sessions.save(a_session(), expected_revision=0)
        with pytest.raises(Moved):
            await world.changes.create(a_change(), operation_id="op", session=a_session())
        assert await world.sessions.get("s1", "U1") == saved
        assert await drain(world) == []
        with pytest.raises(Gone):
            await world.changes.get("c1")

    async def test_a_session_that_is_gone_or_anothers_is_not_confirmed(self, world: World) -> None:
        await world.sessions.create(a_session())
        for session in (a_session("s2"), a_session(owner="U2")):
            with pytest.raises(Gone):
                await world.changes.create(a_change(), operation_id="op", session=session)
        assert await drain(world) == []
        assert await world.sessions.get("s1", "U1") == a_session()

    async def test_a_repeated_confirm_answers_the_change_of_the_first_as_it_is_now(self, world: World) -> None:
        await world.sessions.create(a_session())
        first = await world.changes.create(a_change(), operation_id="op", session=a_session())
        moved = await world.changes.move(first, replace(first, state=State.APPLYING), quiet=True)
        again = await world.changes.create(a_change("c2"), operation_id="op", session=a_session())
        assert again == moved
        assert await drain(world) == [(JobKind.APPLY, "c1"), (JobKind.ANNOUNCE, "c1")]

    async def test_of_many_deliveries_of_one_confirm_one_makes_a_change(self, world: World) -> None:
        await world.sessions.create(a_session())
        made = await asyncio.gather(
            *(world.changes.create(a_change(f"c{n}"), operation_id="op", session=a_session()) for n in range(5))
        )
        assert len({change.change_id for change in made}) == 1
        assert len(await drain(world)) == 2

    async def test_of_two_confirms_of_one_session_one_makes_a_change(self, world: World) -> None:
        await world.sessions.create(a_session())
        answers = await asyncio.gather(
            *(world.changes.create(a_change(f"c{n}"), operation_id=f"op{n}", session=a_session()) for n in range(2)),
            return_exceptions=True,
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Change", "Gone"]
        assert len(await world.changes.of_sync("sync-1")) == 1


class MovesContract:
    async def test_a_move_is_stored_with_the_next_version(self, world: World) -> None:
        before = await created(world, a_change())
        after = replace(a_full_change(), state=State.APPLYING)
        moved = await world.changes.move(before, after)
        assert same(moved, replace(after, version=2))
        assert same(await world.changes.get("c1"), moved)

    async def test_a_move_that_the_table_has_not_does_nothing(self, world: World) -> None:
        before = await created(world, a_change())
        with pytest.raises(IllegalMove):
            await world.changes.move(before, replace(before, state=State.APPROVED))
        assert await world.changes.get("c1") == before

    async def test_a_move_from_an_older_version_does_nothing(self, world: World) -> None:
        before = await created(world, a_change(state=State.AWAITING_APPROVAL))
        moved = await world.changes.move(before, replace(before, state=State.APPROVED))
        await drain(world)
        with pytest.raises(Moved):
            await world.changes.move(before, replace(before, state=State.REJECTED))
        assert await world.changes.get("c1") == moved
        assert await drain(world) == []

    async def test_a_move_of_what_never_was_is_gone(self, world: World) -> None:
        with pytest.raises(Gone):
            await world.changes.move(a_change(), a_change(state=State.APPLYING))
        with pytest.raises(Gone):
            await world.changes.amend(a_change(state=State.APPLYING), new=a_change("c2"))

    async def test_of_two_approvers_at_once_one_decides(self, world: World) -> None:
        before = await created(world, a_change(state=State.AWAITING_APPROVAL))
        decided = [replace(before, state=state) for state in (State.APPROVED, State.REJECTED)] * 3
        answers = await asyncio.gather(*(world.changes.move(before, one) for one in decided), return_exceptions=True)
        stored = await world.changes.get("c1")
        assert [answer for answer in answers if answer == stored] == [stored]
        assert [type(answer) for answer in answers if answer != stored] == [Moved] * 5

    async def test_a_move_to_queued_adds_the_job_that_applies(self, world: World) -> None:
        before = await walk(world, a_change(state=State.AWAITING_APPROVAL), State.APPROVED)
        await drain(world)
        await world.changes.move(before, replace(before, state=State.QUEUED))
        assert await drain(world) == [(JobKind.APPLY, "c1"), (JobKind.ANNOUNCE, "c1")]

    async def test_a_quiet_move_is_not_announced(self, world: World) -> None:
        before = await created(world, a_change())
        await drain(world)
        await world.changes.move(before, replace(before, state=State.APPLYING), quiet=True)
        assert await drain(world) == []

    async def test_a_move_acknowledges_its_job(self, world: World) -> None:
        before = await created(world, a_change())
        apply, announce = await world.jobs.take("w", wait_seconds=SOON)
        await world.jobs.done(announce)
        await world.changes.move(before, replace(before, state=State.FAILED), done=apply, quiet=True)
        world.pass_time(60)
        assert await world.jobs.take("w2", wait_seconds=SOON) == ()

    async def test_a_refused_move_leaves_its_job(self, world: World) -> None:
        before = await created(world, a_change())
        apply, announce = await world.jobs.take("w", wait_seconds=SOON)
        await world.jobs.done(announce)
        with pytest.raises(Moved):
            await world.changes.move(replace(before, version=7), replace(before, state=State.FAILED), done=apply)
        world.pass_time(60)
        assert [job.job_id for job in await world.jobs.take("w2", wait_seconds=SOON)] == [apply.job_id]

    @pytest.mark.parametrize("end", [State.APPLIED, State.FAILED, State.CONFLICTED, State.UNCLEAR])
    async def test_the_end_of_a_change_gives_its_lease_back(self, world: World, end: State) -> None:
        assert await world.leases.take("sync-1", "c1")
        await walk(world, a_change(), State.APPLYING, end)
        assert await world.leases.take("sync-1", "c2")

    async def test_the_end_of_a_change_leaves_the_lease_of_another(self, world: World) -> None:
        await world.leases.take("sync-1", "c2")
        await walk(world, a_change(), State.FAILED)
        assert not await world.leases.take("sync-1", "c3")

    async def test_a_change_that_is_being_applied_keeps_its_sync_beyond_its_lease(self, world: World) -> None:
        await world.leases.take("sync-1", "c1")
        applying = await walk(world, a_change(), State.APPLYING)
        world.pass_time(60)
        assert not await world.leases.take("sync-1", "c2")
        assert await world.leases.take("sync-1", "c1")
        await world.changes.move(applying, replace(applying, state=State.UNCLEAR))
        assert await world.leases.take("sync-1", "c2")
