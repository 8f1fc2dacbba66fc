"""Of a history as much is read as is needed, and no more: its entries hold several states of the sync."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from syncbot.changes.history import history
from syncbot.changes.since import LOOKED_AT_MOST, changed_since
from syncbot.changes.sweep import sweep
from syncbot.changes.undo import can_be_undone
from tests.changes.world import ANNA, DIRECT, SYNC, renamed

if TYPE_CHECKING:
    import pytest

    from syncbot.changes.model import Change
    from tests.changes.world import World

POLICY = DIRECT


async def _changed(world: World, times: int) -> list[Change]:
    changes = []
    for number in range(times):
        await asyncio.sleep(10)
        changes.append(await world.done(await world.confirmed(renamed(f"Name {number}"))))
    return changes


def _counted(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the entries that are read from now on."""
    real = world.history.entries
    read: list[str] = []

    async def entries(sync_id: str, *, limit: int, skip: int = 0) -> tuple[Change, ...]:
        found = await real(sync_id, limit=limit, skip=skip)
        read.extend(one.change_id for one in found)
        return found

    monkeypatch.setattr(world.history, "entries", entries)
    return read


async def test_what_was_changed_since_a_moment_is_told_and_nothing_older_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = await _changed(world, 6)
    read = _counted(world, monkeypatch)
    since = await changed_since(world.desk, SYNC, changes[3].ended_at or 0)
    assert [one.change_id for one in since] == [changes[5].change_id, changes[4].change_id]
    assert len(read) == 3


async def test_no_more_than_the_last_are_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await _changed(world, LOOKED_AT_MOST + 2)
    read = _counted(world, monkeypatch)
    assert len(await changed_since(world.desk, SYNC, 0.0)) == LOOKED_AT_MOST
    assert len(read) == LOOKED_AT_MOST


async def test_lists_hold_no_states_of_the_sync_and_know_what_can_be_undone(world: World) -> None:
    await _changed(world, 1)
    page = await history(world.desk, SYNC, ANNA)
    for entry in (*page.entries, *await changed_since(world.desk, SYNC, 0.0)):
        assert can_be_undone(entry)
        assert entry.lines == ("Name and mode: changed Name: “Leads” → “Name 0”",)
        assert entry.attempt
        assert entry.outcome
        assert not any((entry.base, entry.draft, entry.attempt.snapshot, entry.attempt.meant, entry.outcome.after))


async def test_a_page_of_the_history_reads_its_own_entries_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = await _changed(world, 7)
    read = _counted(world, monkeypatch)
    page = await history(world.desk, SYNC, ANNA, number=1, size=2)
    assert [entry.change_id for entry in page.entries] == [changes[4].change_id, changes[3].change_id]
    assert page.more
    assert len(read) == 3


async def test_a_sweep_reads_only_as_far_back_as_the_last_change_through_syncbot(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _changed(world, 4)
    world.polytomic.outsider(SYNC, mode="replace")
    world.clock.advance(world.timings.drift * 2)
    read = _counted(world, monkeypatch)
    assert await sweep(world.desk, world.announcer, my_turn=lambda: world.jobs.turn("sweeper"))
    assert len(world.announcer.moved) == 1
    assert len(read) == 2
