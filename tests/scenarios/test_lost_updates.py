"""Many editors of one sync at once, over two replicas: whatever was acknowledged is there."""

from __future__ import annotations

from tests.scenarios.editors_at_once import APPLIED
from tests.scenarios.lost_updates import counted, table

COUNT = 500


async def test_five_hundred_edits_by_many_at_once_are_all_there_where_scripts_lose_most() -> None:
    rounds = await counted(COUNT)
    assert sum(len(one.syncbot.acknowledged) for one in rounds) == COUNT
    assert all(one.well for one in rounds), table(rounds)
    assert {end for one in rounds for end in one.syncbot.ended} <= {APPLIED, ""}, table(rounds)
    assert all(one.scripts.lost > 0 for one in rounds), table(rounds)
