from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import NOWHERE
from syncbot.sync.recurrence import DECLARED, FREQUENCIES, check, next_runs, rule_of, with_values

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "moments"),
    [
        ({"frequency": "hourly", "minute": "15"}, ["2026-11-23T12:15", "2026-11-23T13:15"]),
        ({"frequency": "hourly", "minute": None}, ["2026-11-23T13:00", "2026-11-23T14:00"]),
        ({"frequency": "daily", "hour": "10", "minute": "30"}, ["2026-11-24T10:30", "2026-11-25T10:30"]),
        ({"frequency": "daily", "hour": "12"}, ["2026-11-24T12:00", "2026-11-25T12:00"]),
        ({"frequency": "daily", "hour": 10, "minute": 30}, ["2026-11-24T10:30", "2026-11-25T10:30"]),
        (
            {"frequency": "weekly", "day_of_week": "1", "hour": "8", "minute": "0"},
            ["2026-11-30T08:00", "2026-12-07T08:00"],
        ),
        (
            {"frequency": "weekly", "day_of_week": "monday", "hour": "12", "minute": "30"},
            ["2026-11-23T12:30", "2026-11-30T12:30"],
        ),
        (
            {"frequency": "custom", "minute": "*/20", "hour": "6-18", "day_of_week": "1-5"},
            ["2026-11-23T12:20", "2026-11-23T12:40"],
        ),
        (
            {"frequency": "builder", "minute": "0", "hour": "9", "day_of_month": "1"},
            ["2026-12-01T09:00", "2027-01-01T09:00"],
        ),
    ],
)
def test_a_clocked_schedule_runs_at_its_moments_in_utc(schedule: dict[str, Any], moments: list[str]) -> None:
    assert next_runs(schedule, NOW, 2) == tuple(map(at, moments))


@pytest.mark.parametrize(
    "schedule",
    [
        {"frequency": "manual"},
        {"frequency": "continuous"},
        {"frequency": "runafter", "run_after": {"sync_ids": ["s"]}},
        {"frequency": "dbtcloud", "job_id": 1},
        {"frequency": "multi", "minute": "5"},
        {"frequency": "lunar", "minute": "5"},
        {"frequency": ["daily"]},
        {},
        {"frequency": "daily", "minute": "5"},
        {"frequency": "weekly", "hour": "5"},
        {"frequency": "custom", "day_of_month": "L"},
    ],
)
def test_a_schedule_without_a_readable_rule_has_no_moments_that_can_be_told(schedule: dict[str, Any]) -> None:
    assert next_runs(schedule, NOW, 3) == ()


@pytest.mark.parametrize(
    "schedule",
    [
        {"frequency": "manual"},
        {"frequency": "multi"},
        {"frequency": "hourly"},
        {"frequency": "hourly", "minute": "15", "hour": "99"},
        {"frequency": "daily", "hour": "6", "minute": None},
        {"frequency": "weekly", "day_of_week": "sunday", "hour": "6"},
        {"frequency": "custom", "minute": "*/5"},
        {"frequency": "builder"},
        {"frequency": "runafter", "run_after": {"bulk_sync_ids": ["b"]}},
        {"frequency": "dbtcloud", "connection_id": "c", "job_id": 7},
    ],
)
def test_a_schedule_that_makes_sense_passes(schedule: dict[str, Any]) -> None:
    before = dict(schedule)
    check(schedule)
    assert schedule == before


@pytest.mark.parametrize(
    ("schedule", "field", "sentences"),
    [
        ({}, "frequency", "The schedule has no frequency. There are manual, continuous, hourly"),
        ({"frequency": "dayly"}, "frequency", "There is no frequency “dayly”. The nearest is daily."),
        ({"frequency": "@@"}, "frequency", "There is no frequency “@@”. There are manual"),
        ({"frequency": "daily"}, "hour", "A schedule of frequency daily needs an hour. Write for example daily 6:00."),
        ({"frequency": "daily", "hour": "25"}, "hour", "“25” cannot be the hour of a schedule."),
        (
            {"frequency": "daily", "hour": "6,7"},
            "hour",
            "needs one hour, and “6,7” stands for 2. For several, use a cron",
        ),
        ({"frequency": "hourly", "minute": "*/15"}, "minute", "needs one minute, and “*/15” stands for 4."),
        (
            {"frequency": "weekly", "hour": "6"},
            "day_of_week",
            "A schedule of frequency weekly needs a day of the week.",
        ),
        ({"frequency": "weekly", "hour": "6", "day_of_week": "*"}, "day_of_week", "needs one day of the week"),
        ({"frequency": "custom", "month": "13"}, "month", "“13” cannot be the month of a schedule."),
        ({"frequency": "custom", "day_of_month": "31", "month": "2"}, "day_of_month", "the schedule would never run"),
        ({"frequency": "runafter"}, "run_after", "needs another sync to run after. Choose it in the editor"),
        ({"frequency": "runafter", "run_after": {"sync_ids": []}}, "run_after", "needs another sync to run after."),
        ({"frequency": "dbtcloud", "job_id": 3}, "job_id", "needs a dbt Cloud connection and job."),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused_with_the_field(
    schedule: dict[str, Any], field: str, sentences: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(schedule)
    assert sentences in refused.value.sentences
    assert refused.value.field == f"schedule.{field}"


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        (None, {"frequency": "manual"}, {"frequency": "manual"}),
        (
            {"x": 1, "frequency": "daily", "hour": "6", "minute": "0", "month": None},
            {"frequency": "hourly", "minute": "15"},
            {"x": 1, "frequency": "hourly", "minute": "15", "month": None},
        ),
        (
            {"frequency": "daily", "hour": "06", "minute": "00"},
            {"frequency": "daily", "hour": "6", "minute": "15"},
            {"frequency": "daily", "hour": "06", "minute": "15"},
        ),
        (
            {"frequency": "weekly", "day_of_week": "monday", "hour": "6", "minute": "0"},
            {"frequency": "weekly", "day_of_week": "0", "hour": "6", "minute": "0"},
            {"frequency": "weekly", "day_of_week": "sunday", "hour": "6", "minute": "0"},
        ),
        (
            {"frequency": "weekly", "day_of_week": "Monday", "hour": "6", "minute": "0"},
            {"frequency": "custom", "minute": "0", "hour": "6", "day_of_week": "1-5"},
            {"frequency": "custom", "day_of_week": "1-5", "hour": "6", "minute": "0"},
        ),
        (
            {"frequency": "weekly", "day_of_week": "Monday", "hour": "6", "minute": "0"},
            {"frequency": "weekly", "day_of_week": "2", "hour": "7", "minute": "0"},
            {"frequency": "weekly", "day_of_week": "Tuesday", "hour": "7", "minute": "0"},
        ),
        (
            {"frequency": "custom", "hour": "L"},
            {"frequency": "daily", "hour": "6", "minute": "0"},
            {"frequency": "daily", "hour": "6", "minute": "0"},
        ),
        (
            {"frequency": "runafter", "run_after": {"sync_ids": ["s"]}, "run_after_success_only": True},
            {"frequency": "continuous"},
            {"frequency": "continuous"},
        ),
        (
            {
                "frequency": "daily",
                "hour": "6",
                "minute": "0",
                "connection_id": NOWHERE,
                "run_after_success_only": False,
            },
            {"frequency": "daily", "hour": "7", "minute": "0"},
            {
                "frequency": "daily",
                "hour": "7",
                "minute": "0",
                "connection_id": NOWHERE,
                "run_after_success_only": False,
            },
        ),
    ],
)
def test_a_new_schedule_keeps_what_it_does_not_concern(
    old: dict[str, Any] | None, new: dict[str, Any], result: dict[str, Any]
) -> None:
    assert with_values(old, new) == result


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"frequency": "manual", "hour": "6"}, {"frequency": "manual"}),
        ({"frequency": "daily", "hour": "06", "minute": None}, {"frequency": "daily", "hour": "6", "minute": "0"}),
        (
            {"frequency": "builder", "minute": "0", "hour": "9"},
            {"frequency": "custom", "minute": "0", "hour": "9", "day_of_month": "*", "month": "*", "day_of_week": "*"},
        ),
    ],
)
def test_a_new_schedule_that_means_the_same_leaves_the_old_one(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert with_values(old, new) is old


parts = st.sampled_from(("0", "6", "06", "*", None, "1-5", "monday", "L"))
schedules = st.fixed_dictionaries(
    {"frequency": st.sampled_from(FREQUENCIES)},
    optional=dict.fromkeys(("minute", "hour", "day_of_week", "day_of_month", "month", "job_id", "later", "z"), parts),
)


@given(schedules, schedules)
@example({"frequency": "manual", "minute": "*"}, {"frequency": "hourly", "minute": None})
def test_unknown_keys_always_stay_and_the_new_rule_always_counts(old: dict[str, Any], new: dict[str, Any]) -> None:
    result = with_values(old, new)
    assert {
        key: value for key, value in old.items() if key not in DECLARED and key not in new
    }.items() <= result.items()
    assert rule_of(result) == rule_of(new)
    assert with_values(old, result) == result or rule_of(result) is not None
