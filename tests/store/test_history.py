from __future__ import annotations

import pytest

from syncbot.changes.states import State
from syncbot.errors import Gone
from syncbot.store import history as stored_history
from syncbot.store import keys
from syncbot.store.history import RedisHistory
from syncbot.store.records import unpack
from tests.store.contracts import HistoryContract
from tests.store.turns import Turns
from tests.store.values import a_change, letters
from tests.store.worlds import OverFakes, OverRedis, RedisWorld

DAY_SECONDS = 24 * 3600


async def _applied_one_after_another(world: RedisWorld, count: int) -> None:
    now = await world.clock.now()
    for number in range(count):
        await world.history.append(a_change(f"c{number}", state=State.APPLIED, ended_at=now - 9 + number))


class TestRedisHistory(OverRedis, HistoryContract):
    async def test_an_entry_is_forgotten_after_the_days_of_the_settings(self, world: RedisWorld) -> None:
        history = RedisHistory(world.connection, days=2)
        now = await world.clock.now()
        await history.append(a_change("old", state=State.APPLIED, ended_at=now))
        world.pass_time(DAY_SECONDS)
        await history.append(a_change("new", state=State.APPLIED, ended_at=now + DAY_SECONDS))
        assert [one.change_id for one in await history.entries("sync-1", limit=5)] == ["new", "old"]
        world.pass_time(DAY_SECONDS + 1)
        assert [one.change_id for one in await history.entries("sync-1", limit=5)] == ["new"]
        with pytest.raises(Gone):
            await history.entry("old")
        world.pass_time(DAY_SECONDS)
        assert await history.entries("sync-1", limit=5) == ()
        with world.raw() as client:
            assert list(client.scan_iter(f"{keys.TAG}:*record*")) == []

    async def test_an_entry_is_kept_compressed(self, world: RedisWorld) -> None:
        large = a_change(state=State.APPLIED, draft={"fields": [{"target": f"Field_{n}"} for n in range(1000)]})
        await world.history.append(large)
        with world.raw() as client:
            kept = client.get(keys.record("c1"))
        assert isinstance(kept, bytes)
        assert len(kept) < len(letters(large.draft)) / 4

    async def test_entries_that_cannot_be_read_keep_nothing_back(
        self, world: RedisWorld, caplog: pytest.LogCaptureFixture
    ) -> None:
        await _applied_one_after_another(world, 6)
        with world.raw() as client:
            for number in (2, 3, 4):
                client.set(keys.record(f"c{number}"), b"of a later version")
        assert [one.change_id for one in await world.history.entries("sync-1", limit=9)] == ["c5", "c1", "c0"]
        assert [one.change_id async for one in world.history.latest_first("sync-1")] == ["c5", "c1", "c0"]
        assert "cannot be read" in caplog.text

    async def test_others_have_a_turn_between_two_entries(
        self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await _applied_one_after_another(world, 5)
        turns = Turns()
        monkeypatch.setattr(stored_history, "unpack", turns.noted(unpack))
        async with turns.counted():
            await world.history.entries("sync-1", limit=5)
        assert len(set(turns.at_each)) == 5


class TestFakeHistory(OverFakes, HistoryContract):
    pass
