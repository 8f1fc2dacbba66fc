"""What every adapter of a port of the store keeps to; the same tests prove the fakes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.states import State
from syncbot.errors import Gone
from tests.store.values import HARD, a_change, a_full_change, same

if TYPE_CHECKING:
    from tests.store.worlds import World


class LeasesContract:
    async def test_one_change_has_the_lease_and_may_renew_it(self, world: World) -> None:
        assert await world.leases.take("sync-1", "c1")
        world.pass_time(20)
        assert 20 < await world.leases.seconds_left("sync-1", "c1") <= 25
        assert await world.leases.take("sync-1", "c1")
        assert 40 < await world.leases.seconds_left("sync-1", "c1") <= 45

    async def test_another_change_does_not_get_it_and_another_sync_is_free(self, world: World) -> None:
        await world.leases.take("sync-1", "c1")
        assert not await world.leases.take("sync-1", "c2")
        assert await world.leases.seconds_left("sync-1", "c2") == 0
        assert await world.leases.take("sync-2", "c2")

    async def test_of_two_that_take_it_at_once_one_has_it(self, world: World) -> None:
        taken = await asyncio.gather(*(world.leases.take("sync-1", f"c{n}") for n in range(5)))
        assert taken.count(True) == 1

    async def test_a_lease_that_ran_out_is_taken_over(self, world: World) -> None:
        await world.leases.take("sync-1", "c1")
        world.pass_time(45)
        assert await world.leases.seconds_left("sync-1", "c1") == 0
        assert await world.leases.take("sync-1", "c2")
        assert not await world.leases.take("sync-1", "c1")

    async def test_only_its_owner_gives_it_back(self, world: World) -> None:
        await world.leases.take("sync-1", "c1")
        await world.leases.release("sync-1", "c2")
        assert not await world.leases.take("sync-1", "c2")
        await world.leases.release("sync-1", "c1")
        await world.leases.release("sync-1", "c1")
        assert await world.leases.take("sync-1", "c2")

    async def test_whoever_asked_first_gets_it_first(self, world: World) -> None:
        await world.leases.take("sync-1", "c1")
        assert [await world.leases.take("sync-1", f"c{number}") for number in (2, 3, 4)] == [False] * 3
        await world.leases.release("sync-1", "c1")
        for number in (2, 3, 4):
            assert not await world.leases.take("sync-1", "c5")
            for later in range(4, number, -1):
                assert not await world.leases.take("sync-1", f"c{later}")
            assert await world.leases.take("sync-1", f"c{number}")
            assert await world.leases.take("sync-1", f"c{number}")
            await world.leases.release("sync-1", f"c{number}")
        assert await world.leases.take("sync-1", "c5")

    async def test_who_does_not_ask_any_more_is_passed_over_and_keeps_its_place(self, world: World) -> None:
        await world.leases.take("sync-1", "c1")
        assert not await world.leases.take("sync-1", "c2")
        world.pass_time(2)
        assert not await world.leases.take("sync-1", "c3")
        await world.leases.release("sync-1", "c1")
        assert await world.leases.take("sync-1", "c3")
        assert not await world.leases.take("sync-1", "c4")
        assert not await world.leases.take("sync-1", "c2")
        await world.leases.release("sync-1", "c3")
        assert not await world.leases.take("sync-1", "c4")
        assert await world.leases.take("sync-1", "c2")


class HistoryContract:
    async def test_a_sync_without_history_has_none(self, world: World) -> None:
        assert await world.history.entries("sync-1", limit=5) == ()
        assert await world.history.last_known("sync-1") is None

    async def test_the_last_known_state_comes_back_with_its_time(self, world: World) -> None:
        await world.history.note_known("sync-1", {})
        before = await world.clock.now()
        await world.history.note_known("sync-1", HARD)
        known = await world.history.last_known("sync-1")
        assert known
        assert same(known[0], HARD)
        assert before <= known[1] <= await world.clock.now()

    async def test_entries_come_the_last_ended_first_a_page_at_a_time(self, world: World) -> None:
        now = await world.clock.now()
        for number in range(5):
            await world.history.append(a_change(f"c{number}", state=State.APPLIED, ended_at=now - 9 + number))
        assert [one.change_id for one in await world.history.entries("sync-1", limit=2)] == ["c4", "c3"]
        assert [one.change_id for one in await world.history.entries("sync-1", limit=2, skip=4)] == ["c0"]
        assert await world.history.entries("sync-1", limit=2, skip=5) == ()
        assert [one.change_id async for one in world.history.latest_first("sync-1")] == ["c4", "c3", "c2", "c1", "c0"]
        assert [one.change_id async for one in world.history.latest_first("sync-1", skip=3)] == ["c1", "c0"]
        assert [one.change_id async for one in world.history.latest_first("sync-2")] == []

    async def test_one_entry_comes_back_whole_and_an_unknown_one_is_gone(self, world: World) -> None:
        await world.history.append(a_full_change())
        assert await world.history.entry(a_full_change().change_id) == a_full_change()
        with pytest.raises(Gone):
            await world.history.entry("never")

    async def test_since_when_a_sync_is_known_does_not_move(self, world: World) -> None:
        assert await world.history.known_since("sync-1") is None
        await world.history.note_known("sync-1", {})
        since = await world.history.known_since("sync-1")
        world.pass_time(60)
        await world.history.note_known("sync-1", HARD)
        assert await world.history.known_since("sync-1") == since

    async def test_syncs_written_through_syncbot_are_found_by_when(self, world: World) -> None:
        now = await world.clock.now()
        for sync_id, state, actor, ago in (
            ("old", State.APPLIED, "U1", 7200),
            ("first", State.APPLIED, "U1", 60),
            ("last", State.APPLIED, "U1", 30),
            ("outside", State.APPLIED, "", 10),
            ("failed", State.FAILED, "U1", 10),
        ):
            await world.history.append(
                a_change(f"c-{sync_id}", sync_id=sync_id, state=state, actor=actor, ended_at=now - ago)
            )
        assert await world.history.written_since(now - 3600) == ("last", "first")

    async def test_what_people_were_told_of_is_remembered(self, world: World) -> None:
        assert not await world.history.is_told("outside-1")
        await world.history.mark_told("outside-1")
        assert await world.history.is_told("outside-1")


class CacheContract:
    async def test_a_cached_value_comes_back_with_its_age(self, world: World) -> None:
        await world.cache.put("models", ["old"], ttl_seconds=100)
        await world.cache.put("models", HARD, ttl_seconds=100)
        world.pass_time(30)
        cached = await world.cache.get("models")
        assert cached
        assert same(cached[0], HARD)
        assert 30 <= cached[1] < 35

    async def test_what_is_past_its_time_or_never_was_is_none(self, world: World) -> None:
        await world.cache.put("models", None, ttl_seconds=100)
        world.pass_time(100)
        assert await world.cache.get("models") is None
        assert await world.cache.get("other") is None


class SecretsContract:
    async def test_a_passphrase_is_kept_replaced_and_forgotten(self, world: World) -> None:
        assert await world.secrets.passphrase("sync-1") is None
        await world.secrets.put("sync-1", "first")
        await world.secrets.put("sync-1", "pässphrase \ud83d")
        assert await world.secrets.passphrase("sync-1") == "pässphrase \ud83d"
        assert await world.secrets.passphrase("sync-2") is None
        await world.secrets.forget("sync-1")
        await world.secrets.forget("sync-1")
        assert await world.secrets.passphrase("sync-1") is None
