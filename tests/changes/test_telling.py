"""What one change looks like in Slack is brought up to date by one announcement at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncbot.changes.model import Places
from tests.changes.world import DIRECT, renamed
from tests.fakes import FakeAnnouncer

if TYPE_CHECKING:
    import pytest

    from syncbot.changes.model import Change
    from tests.changes.world import World

POLICY = DIRECT


@dataclass
class SlowAnnouncer(FakeAnnouncer):
    """Takes minutes, as where Slack limits; counts how many are at it."""

    at_once: int = 0
    at_most: int = 0

    async def announce(self, change: Change) -> None:
        self.at_once += 1
        self.at_most = max(self.at_most, self.at_once)
        await asyncio.sleep(200)
        self.at_once -= 1
        await super().announce(change)


async def test_an_announcement_shows_what_the_one_before_it_has_noted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = await world.confirmed(renamed("New"))
    real = world.leases.take

    async def take(sync_id: str, change_id: str) -> bool:
        """At the last moment before this one has its turn, another announcement ends."""
        if sync_id.startswith("tell:"):
            await world.changes.note_places(change.change_id, Places(log_channel="C1", log_ts="1.5"))
        return await real(sync_id, change_id)

    monkeypatch.setattr(world.leases, "take", take)
    await world.work()
    assert world.announcer.announced
    assert {one.places.log_ts for one in world.announcer.announced} == {"1.5"}


async def test_an_announcement_that_takes_minutes_stays_the_only_one(world: World) -> None:
    world.announcer = slow = SlowAnnouncer()
    change = await world.confirmed(renamed("New"))
    await world.work(seconds=3600)
    assert slow.at_most == 1
    assert world.told(change) == (await world.stored(change)).state
