"""Counting and logging what was done, by the labels that Prometheus gets."""

from __future__ import annotations

import asyncio
import logging

import pytest
from prometheus_client.parser import text_string_to_metric_families

from syncbot import trace
from syncbot.changes.model import Outcome, Result
from syncbot.changes.states import State
from syncbot.errors import Moved, StoreUnavailable
from syncbot.observe import Made, Part, watched
from syncbot.observe.ledger import Ledger
from syncbot.observe.metrics import Kept, Metrics
from tests.store.values import a_change

KEPT = Kept(jobs_waiting=3, jobs_taken=1, oldest_job_seconds=2.5, pending_approvals=2, drafts=7)


async def read() -> Kept:
    return KEPT


async def silent() -> Kept:
    what = "Redis did not answer."
    raise StoreUnavailable(what)


async def numbers(metrics: Metrics, *, of: str = "syncbot_", kept: bool = True) -> dict[str, float]:
    text = (await metrics.text(read if kept else silent)).decode()
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for sample in samples
        if sample.name.startswith(of) and not sample.name.endswith("_bucket")
    }


async def test_what_all_processes_share_is_read_when_it_is_asked_for() -> None:
    told = await numbers(Metrics())
    assert {name: told[name] for name in told if name.split()[0] in {
        "syncbot_jobs", "syncbot_oldest_job_seconds", "syncbot_pending_approvals", "syncbot_drafts", "syncbot_redis_up"
    }} == {
        "syncbot_redis_up": 1,
        "syncbot_jobs waiting": 3,
        "syncbot_jobs taken": 1,
        "syncbot_oldest_job_seconds": 2.5,
        "syncbot_pending_approvals": 2,
        "syncbot_drafts": 7,
    }  # fmt: skip


def test_what_a_worker_asks_a_silent_redis_again_and_again_is_not_in_the_log_and_what_a_person_waits_for_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    ledger = Ledger(Metrics())
    ledger.told(Made(Part.REDIS, "time", "StoreUnavailable", 0.1))
    with trace.begun():
        ledger.told(Made(Part.REDIS, "session_get", "StoreUnavailable", 0.1))
    assert caplog.messages == ["Asked Redis: session_get"]


async def test_a_silent_redis_leaves_what_the_process_counted() -> None:
    metrics = Metrics()
    metrics.told(Made(Part.REDIS, "command", "StoreUnavailable", 0.9))
    told = await numbers(metrics, kept=False)
    assert told["syncbot_redis_up"] == 0
    assert told["syncbot_redis_call_seconds_count command StoreUnavailable"] == 1
    assert "syncbot_drafts" not in told


async def test_each_part_counts_by_operation_and_result() -> None:
    metrics = Metrics()
    ledger = Ledger(metrics)
    for part in Part:
        ledger.told(Made(part, "one", "ok", 0.25))
        ledger.told(Made(part, "one", "Moved", 0.5))
    sums = {name: value for name, value in (await numbers(metrics)).items() if "_seconds_sum" in name}
    assert len(sums) == 2 * len(Part)
    assert set(sums.values()) == {0.25, 0.5}


async def test_a_change_counts_once_for_each_state_with_how_it_ended() -> None:
    metrics = Metrics()
    ledger = Ledger(metrics)
    ledger.came_to(a_change())
    ledger.came_to(a_change(state=State.APPLIED, outcome=Outcome(Result.OVERWRITTEN)))
    counted = {name: value for name, value in (await numbers(metrics)).items() if "changes_total" in name}
    assert counted == {"syncbot_changes_total  queued": 1, "syncbot_changes_total overwritten applied": 1}


async def test_only_a_request_that_slack_can_have_sent_counts_as_contact() -> None:
    metrics = Metrics()
    ledger = Ledger(metrics)
    ledger.told(Made(Part.ACKNOWLEDGEMENT, "unknown", "refused", 0.001))
    assert (await numbers(metrics))["syncbot_slack_contact_timestamp_seconds"] == 0
    ledger.told(Made(Part.ACKNOWLEDGEMENT, "command", "ok", 0.001))
    assert (await numbers(metrics))["syncbot_slack_contact_timestamp_seconds"] > 1.6e9


async def test_the_process_tells_its_memory() -> None:
    assert (await numbers(Metrics(), of="process_"))["process_resident_memory_bytes"] > 1e6


def test_what_goes_wrong_is_logged_and_what_goes_well_only_where_it_says_something(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = Ledger(Metrics())
    with caplog.at_level(logging.INFO):
        ledger.told(Made(Part.POLYTOMIC, "PUT /api/syncs/{id}", "ok", 0.1, {"path": "/api/syncs/s1"}))
        ledger.told(Made(Part.REDIS, "command", "ok", 0.1))
        ledger.told(Made(Part.SLACK, "views.open", "ok", 0.1))
        ledger.told(Made(Part.SLACK, "views.open", "expired_trigger_id", 0.1))
    assert [record.getMessage() for record in caplog.records] == [
        "Asked Polytomic: PUT /api/syncs/{id}",
        "Asked Slack: views.open",
    ]


@pytest.mark.parametrize(
    ("raised", "result"),
    [(None, "ok"), (Moved("x"), "Moved"), (ValueError("x"), "broken"), (asyncio.CancelledError(), "broken_off")],
)
def test_what_is_watched_is_told_with_its_end_and_the_error_passes_on(
    raised: BaseException | None, result: str
) -> None:
    told: list[Made] = []

    def run() -> None:
        with watched(told.append, Part.REDIS, "command") as details:
            details["seen"] = "yes"
            if raised is not None:
                raise raised

    if raised is None:
        run()
    else:
        with pytest.raises(type(raised)):
            run()
    (made,) = told
    assert (made.operation, made.result, made.details) == ("command", result, {"seen": "yes"})
    assert made.seconds >= 0
