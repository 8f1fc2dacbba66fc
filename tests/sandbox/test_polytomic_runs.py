"""Runs of the stand-in: as far as a test takes them, and what is told of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from syncbot.sandbox.polytomic import (
    PolytomicStandIn,
    identifier,
)
from syncbot.sandbox.polytomic.calls import Asked
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, CONTACTS, CUSTOMERS, LEADS
from tests.sandbox.polytomic_client import serving


async def test_activate_changes_one_field_alone() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(AUDIENCE)
        before = await at.sync(sync_id)
        answer = await at.ask("POST", f"/api/syncs/{sync_id}/activate", json={"active": False})
        after = await at.sync(sync_id)
        wrong = await at.ask("POST", f"/api/syncs/{sync_id}/activate", json={"active": "no"})
        assert at.polytomic.passphrase(sync_id)
    assert answer.json() == {"data": {"id": sync_id, "active": False}}
    assert {key for key in before if before[key] != after[key]} == {"active", "updated_at", "updated_by"}
    assert (wrong.status_code, wrong.json()["metadata"]["field"]) == (422, "active")


async def test_a_run_goes_as_far_as_the_test_takes_it() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        path, runs = f"/api/syncs/{sync_id}", at.polytomic.executions
        started = (await at.ask("POST", f"{path}/executions", json={"resync": False})).json()["data"]
        busy = await at.ask("POST", f"{path}/executions")
        statuses = [(await at.data(f"{path}/status"))["current_execution"]["status"]]
        runs.begin(sync_id)
        statuses.append((await at.data(f"{path}/status"))["current_execution"]["status"])
        runs.complete(sync_id, total=3, insert=3)
        status = await at.data(f"{path}/status")
        run = await at.data(f"{path}/executions/{started['id']}")
    assert set(started) == {"id", "status", "created_at"}
    assert (busy.status_code, busy.json()["key"]) == (409, "execution_in_progress")
    assert statuses == ["created", "running"]
    assert "current_execution" not in status
    assert status["last_execution"] == run
    assert (run["status"], run["counts"]["total"], run["counts"]["delete"]) == ("completed", 3, 0)


async def test_a_run_is_cancelled_asynchronously() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        run = at.polytomic.executions.begin(sync_id)
        path = f"/api/syncs/{sync_id}"
        answer = await at.ask("POST", f"{path}/cancel")
        current = (await at.data(f"{path}/status"))["current_execution"]
        at.polytomic.executions.canceled(sync_id)
        last = (await at.data(f"{path}/status"))["last_execution"]
        late = await at.ask("POST", f"{path}/executions/{run['id']}/cancel")
    assert answer.json()["data"]["message"]
    assert (current["status"], last["status"], last["id"]) == ("canceling", "canceled", run["id"])
    assert late.status_code == 400


async def test_one_run_can_be_cancelled_by_its_id() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        run = at.polytomic.executions.begin(sync_id)
        path = f"/api/syncs/{sync_id}/executions"
        answers = [await at.ask("POST", f"{path}/{which}/cancel") for which in (run["id"], identifier("none"))]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert run["status"] == "canceling"


async def test_runs_are_listed_newest_first_and_paged() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(CUSTOMERS)
        for _ in range(50):
            at.polytomic.executions.begin(sync_id)
            at.polytomic.executions.complete(sync_id)
        at.polytomic.executions.begin(sync_id)
        path = f"/api/syncs/{sync_id}/executions"
        first = (await at.ask("GET", path)).json()
        token = first["pagination"]["next_page_token"]
        second = (await at.ask("GET", path, params={"page_token": token})).json()
        oldest = (await at.data(path, ascending="true"))[0]
        done = await at.data(path, only_completed="true")
    assert (len(first["data"]), len(second["data"])) == (50, 4)
    assert (first["data"][0]["status"], done[0]["status"]) == ("running", "completed")
    assert second["data"][-1] == oldest
    assert oldest["errors"]
    assert second["pagination"] == {}


async def test_several_identities_are_started_by_source_identities() -> None:
    async with serving() as at:
        path = f"/api/syncs/{at.polytomic.id_of(CONTACTS)}/executions"
        answer = await at.ask("POST", path, json={"identities": ["a@b.example"]})
    assert (answer.status_code, answer.json()["key"]) == (400, "source_identities_required")


@pytest.mark.parametrize(
    ("schedule", "hour", "minute"),
    [
        ({"frequency": "daily", "hour": "6", "minute": "45"}, 6, 45),
        ({"frequency": "weekly", "day_of_week": "monday", "hour": "9", "minute": "30"}, 9, 30),
        ({"frequency": "custom", "minute": "5", "hour": "7", "day_of_week": "1-5"}, 7, 5),
    ],
)
async def test_the_next_run_is_what_the_schedule_says(schedule: dict[str, Any], hour: int, minute: int) -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        at.polytomic.outsider_edits(sync_id, lambda document: document | {"schedule": schedule})
        following = datetime.fromisoformat((await at.data(f"/api/syncs/{sync_id}/status"))["next_execution_time"])
        at.polytomic.outsider_edits(sync_id, lambda document: document | {"active": False})
        paused = await at.data(f"/api/syncs/{sync_id}/status")
    assert (following.hour, following.minute) == (hour, minute)
    assert following > datetime.now(tz=following.tzinfo)
    assert paused["next_execution_time"] is None


def test_only_a_run_in_progress_can_be_moved_on() -> None:
    polytomic = PolytomicStandIn()
    with pytest.raises(LookupError):
        polytomic.executions.complete(polytomic.id_of(LEADS))
    polytomic.executions.cancel(polytomic.id_of(LEADS))
    assert polytomic.executions.current(polytomic.id_of(LEADS)) is None


def test_events_are_kept_for_two_days() -> None:
    begun = datetime(2026, 11, 20, 6, tzinfo=UTC)
    now = begun
    polytomic = PolytomicStandIn(seed=False, now=lambda: now)
    polytomic.executions.begin("a sync")
    headers = {"x-polytomic-version": "2025-09-18", "authorization": f"Bearer {polytomic.api_key}"}
    asked = Asked("GET", "/api/events", {}, headers, b"")
    now = begun + timedelta(hours=47)
    assert [event["type"] for event in polytomic.answer(asked).body["data"]] == ["sync.running"]
    now = begun + timedelta(hours=49)
    assert polytomic.answer(asked).body["data"] == []


async def test_events_tell_of_runs_newest_first() -> None:
    async with serving() as at:
        everything = await at.data("/api/events", limit=100)
        some = await at.data("/api/events")
        failed = await at.data("/api/events", type="sync.failed")
        later = await at.data("/api/events", starting_after=failed[1]["created_at"], type="sync.failed")
        earlier = await at.data("/api/events", ending_before=failed[1]["created_at"], type="sync.failed")
        types = await at.data("/api/events_types")
        wrong = [
            await at.ask("GET", "/api/events", params=params) for params in ({"type": "x"}, {"ending_before": "x"})
        ]
    assert (len(some), len(failed)) == (10, 4)
    assert everything[:10] == some
    assert "sync.completed_with_errors" in {event["type"] for event in everything} <= set(types)
    assert (later, earlier) == (failed[:1], failed[2:])
    assert [answer.status_code for answer in wrong] == [422, 422]
