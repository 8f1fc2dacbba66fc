"""Runs as values, and what failed lately by the events."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.changes.failures import failures_in
from syncbot.changes.runs import Run, RunEvent, RunStatus, moment_of, read_run, read_runs
from syncbot.changes.since import first_good


def test_a_run_is_read_with_its_moments_counts_and_errors() -> None:
    run = read_run(
        {
            "id": "r1",
            "status": "completed",
            "created_at": "2026-10-02T08:00:00Z",
            "started_at": "2026-10-02T08:00:10Z",
            "completed_at": "2026-10-02T08:01:00Z",
            "counts": {"total": 5, "insert": 1, "update": 3, "error": 1, "odd": None},
            "errors": ["x"],
        }
    )
    assert run is not None
    assert (run.sent, run.record_errors, run.ended, run.failed, run.good) == (4, 1, True, False, False)
    assert run.at == moment_of("2026-10-02T08:01:00Z")
    assert run.errors == ("x",)


@pytest.mark.parametrize("raw", [None, {}, "running", {"status": ""}])
def test_what_is_no_run_is_none(raw: object) -> None:
    assert read_run(raw) is None


@pytest.mark.parametrize(("status", "ended"), [("interrupted", True), ("canceling", False), ("not known here", False)])
def test_states_that_nobody_has_heard_of_go_on(status: str, ended: bool) -> None:
    assert Run("r1", status).ended is ended


def test_a_current_run_that_has_ended_is_the_last_one() -> None:
    assert read_runs({"current_execution": {"id": "r1", "status": "completed"}}) == RunStatus(
        None, Run("r1", "completed")
    )
    assert read_runs({"current_execution": {"id": "r1", "status": "failed"}, "last_execution": {"status": "canceled"}})
    assert read_runs({"counts": 3}) == RunStatus()


def test_a_run_with_counts_and_errors_of_another_form_is_read_without_them() -> None:
    assert read_run({"id": "r1", "status": "failed", "counts": [], "errors": "x"}) == Run("r1", "failed")


def test_the_first_good_run_took_every_record() -> None:
    raw: list[dict[str, Any]] = [
        {"id": "r3", "status": "failed"},
        {"id": "r2", "status": "completed", "counts": {"error": 2}},
        {"id": "r1", "status": "completed", "counts": {"error": 0}},
    ]
    found = first_good(raw)
    assert found is not None
    assert found.run_id == "r1"
    assert first_good(raw[:2]) is None


def test_failures_are_one_a_sync_the_newest_first_whatever_the_order_of_the_events() -> None:
    events = [
        RunEvent("e2", "sync.failed", "s1", "r2", 200.0),
        RunEvent("e1", "sync.failed", "s1", "r1", 100.0),
        RunEvent("e1", "sync.failed", "s1", "r1", 100.0),
        RunEvent("e3", "sync.completed_with_errors", "s2", "r3", 300.0),
        RunEvent("e4", "sync.completed", "s3", "r4", 400.0),
        RunEvent("e5", "sync.failed", "s4", "r5", 10.0),
    ]
    found = failures_in(events, since=50.0)
    assert [(one.sync_id, one.run_id, one.count) for one in found] == [("s2", "r3", 1), ("s1", "r2", 2)]


@pytest.mark.parametrize(
    ("iso", "seconds"),
    [
        ("2026-11-23T12:00:00.500000Z", 1_795_435_200.5),
        ("2026-11-23T13:00:00+01:00", 1_795_435_200.0),
        ("2026-11-23T12:00:00", 1_795_435_200.0),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_apis_date_times_are_read(iso: str, seconds: float | None) -> None:
    assert moment_of(iso) == seconds
