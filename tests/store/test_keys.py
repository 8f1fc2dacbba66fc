from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from syncbot.changes.states import State
from syncbot.store import keys
from syncbot.store.operations import Operations
from tests.store.changes_contract import walk
from tests.store.values import a_change, a_session
from tests.store.worlds import OverRedis

if TYPE_CHECKING:
    from tests.store.worlds import RedisWorld


def test_every_name_begins_with_the_one_hash_tag_and_no_two_are_alike() -> None:
    makers = [value for name, value in inspect.getmembers(keys, inspect.isfunction)]
    names = [maker(*["x"] * len(inspect.signature(maker).parameters)) for maker in makers]
    names += [keys.CLOCK_OFFSET, keys.JOBS, keys.UNDECIDED]
    assert [name for name in names if not name.startswith("{syncbot}:")] == []
    assert len(set(names)) == len(names)


class TestStored(OverRedis):
    async def test_everything_stored_has_the_tag_and_what_is_over_an_end(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        await world.sessions.save(a_session(), expected_revision=0, operation_id="op")
        await world.sessions.remember_text("U1", "text")
        await world.leases.take("sync-1", "c1")
        await world.history.note_known("sync-1", {})
        await world.history.append(await walk(world, a_change(), State.FAILED))
        await world.cache.put("models", [], ttl_seconds=5)
        await Operations(world.connection).first("Ev1")
        with world.raw() as raw:
            lives = {key.decode(): raw.ttl(key) for key in raw.scan_iter()}
        assert [name for name in lives if not name.startswith("{syncbot}:")] == []
        assert [name for name, seconds in lives.items() if seconds < 0] == [keys.JOBS]
