from __future__ import annotations

from typing import TYPE_CHECKING

from syncbot.changes.account import account, lines
from syncbot.changes.approve import approve, reject
from syncbot.changes.noticing import read_sync
from tests.changes.world import ANNA, BEN, SYNC, paused
from tests.store.values import a_change

if TYPE_CHECKING:
    from tests.changes.world import World


async def test_an_approved_change_is_told_whole(world: World) -> None:
    change = await world.confirmed(paused)
    await approve(world.desk, change.change_id, BEN, operation_id="click")
    await world.done(change)
    (entry,) = await world.history.entries(SYNC, limit=5)
    told = account(entry)
    assert (told["by"], told["why"], told["way"], told["result"]) == (ANNA, "because", "put", "Applied")
    assert [one["by"] for one in told["decisions"]] == [BEN]
    assert told["effects"] == {"now": ["active"]}
    assert (told["before"]["active"], told["after"]["active"]) == (True, False)
    head, *more = lines(entry, {BEN: "Ben Okafor"})
    assert head.endswith(f"Applied, by {ANNA}")
    assert more[0] == f"    {change.lines[0]}"
    assert more[1:2] == ["    Why: because"]
    assert more[2].startswith("    Approved by Ben Okafor ")


async def test_a_rejected_change_wrote_nothing_and_says_so(world: World) -> None:
    change = await world.confirmed(paused)
    await reject(world.desk, change.change_id, BEN, why="No.", operation_id="click")
    await world.work()
    (entry,) = await world.history.entries(SYNC, limit=5)
    told = account(entry)
    assert (told["state"], told["result"], told["way"], told["after"]) == ("rejected", None, None, None)
    assert "Rejected, by" in lines(entry, {})[0]


async def test_what_moved_outside_is_told_between_two_times(world: World) -> None:
    await read_sync(world.desk, SYNC)
    world.polytomic.outsider(SYNC, mode="replace")
    await read_sync(world.desk, SYNC)
    (entry,) = await world.history.entries(SYNC, limit=5)
    told = account(entry)
    assert (told["from_outside"], told["by"], told["last_saved_by"]) == (True, None, "Otto Outsider")
    assert told["not_before"]
    assert lines(entry, {})[0].endswith("In Polytomic, last saved by Otto Outsider")


def test_nothing_in_a_line_is_obeyed_by_a_terminal() -> None:
    entry = a_change(actor=ANNA, lines=("Name: \x1b[2Jgone\nMore \ud83d",), reason="\x07")
    assert lines(entry, {ANNA: "An\x00na"}) == [
        "2025-11-24T16:00:00Z  Being worked on, by An\ufffdna",
        "    Name: \ufffd[2Jgone\ufffdMore \ufffd",
        "    Why: \ufffd",
    ]
