from __future__ import annotations

from typing import TYPE_CHECKING

from syncbot.changes.states import State
from syncbot.store import changes as stored_changes
from syncbot.store import keys
from syncbot.store.records import change_from
from tests.store.changes_contract import CreationContract, MovesContract, created
from tests.store.changes_views_contract import ViewsContract
from tests.store.turns import Turns
from tests.store.values import PLACES, a_change
from tests.store.worlds import OverFakes, OverRedis

if TYPE_CHECKING:
    import pytest

    from syncbot.changes.model import Places
    from tests.store.worlds import RedisWorld


class TestRedisChanges(OverRedis, CreationContract, MovesContract, ViewsContract):
    async def test_a_process_that_dies_right_after_the_confirm_was_stored_leaves_the_modal_that_waits_for_the_outcome(
        self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def dead(_: str, __: Places) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(world.changes, "note_places", dead)
        await created(world, a_change(places=PLACES))
        assert (await world.changes.get("c1")).places == PLACES

    async def test_others_have_a_turn_between_two_of_many(
        self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(5):
            await created(world, a_change(f"c{number}", state=State.AWAITING_APPROVAL, expires_at=9e9))
        turns = Turns()
        monkeypatch.setattr(stored_changes, "change_from", turns.noted(change_from))
        async with turns.counted():
            assert len(await world.changes.undecided()) == 5
        assert len(set(turns.at_each)) == 5

    async def test_one_that_cannot_be_read_keeps_the_others_in_sight(
        self, world: RedisWorld, caplog: pytest.LogCaptureFixture
    ) -> None:
        for change_id in ("c1", "c2", "c3"):
            await created(world, a_change(change_id, state=State.AWAITING_APPROVAL, expires_at=9e9))
        with world.raw() as raw:
            raw.hset(keys.change("c1"), "document", b"damaged")
            raw.hset(keys.change("c2"), "document", b'{"change_id": "c2"}')
        assert [change.change_id for change in await world.changes.undecided()] == ["c3"]
        assert caplog.text.count("cannot be read") == 2


class TestFakeChanges(OverFakes, CreationContract, MovesContract, ViewsContract):
    pass
