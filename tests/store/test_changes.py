from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.changes_contract import CreationContract, MovesContract, ViewsContract, created
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


class TestFakeChanges(OverFakes, CreationContract, MovesContract, ViewsContract):
    pass
