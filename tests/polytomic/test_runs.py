"""The calls about runs, against the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from syncbot.changes.runs import read_run
from syncbot.errors import Busy, Missing
from syncbot.polytomic.runs import PolytomicRuns, events_request, read_event, start_request
from syncbot.polytomic.wire import Access
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.polytomic.seed_syncs import CUSTOMERS, LEADS


@pytest.fixture
async def runs(polytomic: PolytomicStandIn) -> AsyncIterator[PolytomicRuns]:
    access = Access.by_key(polytomic.url, polytomic.api_key, version="2025-09-18")
    async with PolytomicRuns(access) as client:
        yield client


async def test_a_run_is_started_once_however_often_its_key_comes(
    polytomic: PolytomicStandIn, runs: PolytomicRuns
) -> None:
    sync_id = polytomic.id_of(LEADS)
    first = await runs.start_run(sync_id, key="run-12345678")
    assert await runs.start_run(sync_id, key="run-12345678") == first
    with pytest.raises(Busy):
        await runs.start_run(sync_id, key="run-87654321")
    run = read_run(await runs.get_run(sync_id, first["id"]))
    assert run is not None
    assert run.status == "created"


async def test_a_run_that_there_is_not_is_missing(polytomic: PolytomicStandIn, runs: PolytomicRuns) -> None:
    with pytest.raises(Missing):
        await runs.get_run(polytomic.id_of(LEADS), "00000000-0000-4000-8000-000000000000")


async def test_the_last_runs_come_newest_first_and_have_ended(polytomic: PolytomicStandIn, runs: PolytomicRuns) -> None:
    sync_id = polytomic.id_of(LEADS)
    polytomic.executions.begin(sync_id)
    polytomic.executions.fail(sync_id, "broken")
    polytomic.executions.begin(sync_id)
    assert [raw["status"] for raw in await runs.last_runs(sync_id)] == ["failed", "completed"]


async def test_events_are_those_of_a_kind_after_a_moment(polytomic: PolytomicStandIn, runs: PolytomicRuns) -> None:
    failed = await runs.events("sync.failed")
    assert {event.kind for event in failed} == {"sync.failed"}
    assert [event.sync_id for event in failed].count(polytomic.id_of(CUSTOMERS)) == 3
    assert await runs.events("sync.failed", after=failed[0].at) == []
    older = await runs.events("sync.failed", before=failed[0].at)
    assert older == failed[1:]


def test_a_start_says_which_records_and_that_it_is_a_test() -> None:
    assert start_request("s1", key="k").body == {}
    assert start_request("s1", key="k", records=("a",), test=True).body == {"identities": ["a"], "test": True}
    pair = [{"source": {"model_id": "m", "field": "f"}, "value": "a"}]
    assert start_request("s1", key="k", records=(pair,), several=True).body == {"source_identities": [pair]}


def test_moments_are_asked_for_in_the_apis_form() -> None:
    query = dict(events_request("", after=0.0, before=60.5).query)
    assert query == {
        "starting_after": "1970-01-01T00:00:00Z",
        "ending_before": "1970-01-01T00:01:00.500000Z",
        "limit": "100",
    }


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"type": "bulk_sync.failed", "created_at": "2026-10-02T08:00:00Z", "event": {"sync_id": "s1"}},
        {"type": "sync.failed", "created_at": "then", "event": {"sync_id": "s1"}},
        {"type": "sync.failed", "created_at": "2026-10-02T08:00:00Z", "event": {}},
    ],
)
def test_events_about_anything_but_a_run_of_a_model_sync_are_left_out(raw: dict[str, object]) -> None:
    assert read_event(raw) is None
