"""A run that somebody starts in the demo begins, sends records and ends, without anybody's doing."""

from __future__ import annotations

from syncbot.demo.runs import BEGINS_AFTER_SECONDS, TAKES_SECONDS, Runs
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, CUSTOMERS, LEADS

BEGUN = BEGINS_AFTER_SECONDS
OVER = BEGINS_AFTER_SECONDS + TAKES_SECONDS


def test_a_run_begins_sends_its_records_and_completes() -> None:
    polytomic = PolytomicStandIn()
    run = polytomic.executions.start(polytomic.id_of(LEADS))
    runs = Runs(polytomic)
    seen = []
    for now in (0, BEGUN, BEGUN + TAKES_SECONDS / 2, OVER, OVER + 1):
        runs.move_on(now)
        seen.append((run["status"], run["counts"]["update"]))
    assert seen == [("created", 0), ("running", 0), ("running", 920), ("completed", 1840), ("completed", 1840)]


def test_a_run_leaves_out_the_records_that_the_one_before_left_out() -> None:
    polytomic = PolytomicStandIn()
    before = polytomic.executions.last(polytomic.id_of(AUDIENCE))
    run = polytomic.executions.start(polytomic.id_of(AUDIENCE))
    _end(Runs(polytomic))
    assert before
    assert (run["status"], run["errors"]) == ("completed", before["errors"])
    assert (run["counts"]["error"], run["counts"]["update"]) == (1, 919)


def test_a_run_after_one_that_failed_completes() -> None:
    polytomic = PolytomicStandIn()
    run = polytomic.executions.start(polytomic.id_of(CUSTOMERS))
    _end(Runs(polytomic))
    assert (run["status"], run["errors"]) == ("completed", [])


def test_a_run_that_is_stopped_ends_as_such() -> None:
    polytomic = PolytomicStandIn()
    sync_id = polytomic.id_of(LEADS)
    run = polytomic.executions.start(sync_id)
    runs = Runs(polytomic)
    runs.move_on(0)
    polytomic.executions.cancel(sync_id)
    runs.move_on(1)
    assert run["status"] == "canceled"


def _end(runs: Runs) -> None:
    for now in (0, BEGUN, OVER):
        runs.move_on(now)
