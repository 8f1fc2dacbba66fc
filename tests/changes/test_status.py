from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.status import Status, read_status, status_of
from syncbot.errors import ServerFault
from tests.changes.world import SYNC

if TYPE_CHECKING:
    from syncbot.sync.document import JsonObject
    from tests.changes.world import World


@pytest.mark.parametrize(
    ("state", "running"),
    [
        ("running", True),
        ("queued", True),
        ("a word of a later version", True),
        ("completed", False),
        ("interrupted", False),
    ],
)
def test_a_run_is_in_progress_until_it_has_ended(state: str, *, running: bool) -> None:
    assert read_status({"current_execution": {"status": state}}).running is running


@pytest.mark.parametrize(
    ("moment", "at"),
    [
        ("2026-11-24T06:00:00Z", 1795500000.0),
        ("2026-11-24T06:00:00", 1795500000.0),
        ("2026-11-24T07:00:00+01:00", 1795500000.0),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("soon", None),
        (None, None),
        (12, None),
    ],
)
def test_the_next_run_is_a_moment_or_not_known(moment: object, at: float | None) -> None:
    assert read_status({"next_execution_time": moment}) == Status(running=False, next_run_at=at)


async def test_a_status_that_polytomic_does_not_give_is_not_known(world: World) -> None:
    world.polytomic.meet("get_status", ServerFault("No."))
    assert await status_of(world.desk, SYNC) == Status()


async def test_a_status_that_does_not_come_is_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(sync_id: str) -> JsonObject:
        await asyncio.Event().wait()
        raise AssertionError(sync_id)

    monkeypatch.setattr(world.polytomic, "get_status", hang)
    assert await status_of(world.desk, SYNC) == Status()
