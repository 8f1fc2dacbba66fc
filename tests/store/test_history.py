from __future__ import annotations

import pytest

from syncbot.changes.states import State
from syncbot.errors import Gone
from syncbot.store import keys
from syncbot.store.history import RedisHistory
from tests.store.contracts import HistoryContract
from tests.store.values import a_change, letters
from tests.store.worlds import OverFakes, OverRedis, RedisWorld

DAY_SECONDS = 24 * 3600


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


class TestFakeHistory(OverFakes, HistoryContract):
    pass
