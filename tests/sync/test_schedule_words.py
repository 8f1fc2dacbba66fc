from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from syncbot.sync import schedule
from syncbot.sync.schedule import clock_note, day_words, describe, moment_words, outlook, stored_words

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAILY = {"frequency": "daily", "hour": "10", "minute": "30"}


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (None, "No schedule"),
        ({}, "No schedule"),
        ({"frequency": "manual"}, "Only when started by hand"),
        ({"frequency": "continuous"}, "Continuously, at most every 5 minutes"),
        ({"frequency": "hourly", "minute": "15"}, "Every hour at :15"),
        (DAILY, "Every day at 10:30 UTC"),
        ({"frequency": "weekly", "day_of_week": "monday", "hour": "8", "minute": "0"}, "Every Monday at 08:00 UTC"),
        ({"frequency": "custom", "minute": "*/20"}, "Every 20 minutes (cron */20 * * * *)"),
        ({"frequency": "custom", "minute": "0", "hour": "6", "day_of_week": "1-5"}, "Monday to Friday at 06:00 UTC"),
        (
            {"frequency": "builder", "minute": "0", "hour": "9,17", "day_of_month": "1,15"},
            "On day 1 and 15 of the month at 09:00 and 17:00 UTC (cron 0 9,17 1,15 * *)",
        ),
        (
            {"frequency": "runafter", "run_after": {"sync_ids": ["a"], "bulk_sync_ids": ["b", "c"]}},
            "After 1 sync and 2 bulk syncs",
        ),
        (
            {"frequency": "runafter", "run_after": {"sync_ids": ["a"]}, "run_after_success_only": True},
            "After 1 sync, only when it succeeded",
        ),
        ({"frequency": "runafter", "run_after": None}, "After other syncs, but none is named"),
        ({"frequency": "dbtcloud", "job_id": 48213}, "After dbt Cloud job 48213"),
        ({"frequency": "dbtcloud"}, "After a dbt Cloud job, but none is named"),
        ({"frequency": "multi"}, "By several schedules at once, kept as they are"),
        ({"frequency": "lunar", "hour": "6"}, "By a rule that syncbot cannot put into words (frequency lunar, hour 6)"),
        ({"x": 1}, "By a rule that syncbot cannot put into words (empty)"),
        (
            {"frequency": "custom", "day_of_month": "L"},
            "By a rule that syncbot cannot put into words (frequency custom, day_of_month L)",
        ),
    ],
)
def test_a_schedule_is_told_in_words(stored: dict[str, Any] | None, words: str) -> None:
    assert describe(stored) == words


@pytest.mark.parametrize(
    ("stored", "zone", "words"),
    [
        (DAILY, "Europe/Berlin", "Every day at 11:30 Europe/Berlin (10:30 UTC)"),
        (DAILY, "UTC", "Every day at 10:30 UTC"),
        (DAILY, None, "Every day at 10:30 UTC"),
        ({"frequency": "hourly", "minute": "15"}, "Europe/Berlin", "Every hour at :15"),
        (
            {"frequency": "hourly", "minute": "15"},
            "Asia/Kolkata",
            "Every hour at :45 Asia/Kolkata (every hour at :15 UTC)",
        ),
        (
            {"frequency": "weekly", "day_of_week": "0", "hour": "23", "minute": "30"},
            "Europe/Berlin",
            "Every Monday at 00:30 Europe/Berlin (every Sunday at 23:30 UTC)",
        ),
        (
            {"frequency": "custom", "day_of_week": "0-4", "hour": "23", "minute": "30"},
            "Europe/Berlin",
            "Monday to Friday at 00:30 Europe/Berlin (Sunday to Thursday at 23:30 UTC)",
        ),
        (
            {"frequency": "custom", "hour": "8,16", "minute": "0", "day_of_month": "1"},
            "Europe/Berlin",
            "On day 1 of the month at 09:00 and 17:00 Europe/Berlin (08:00 and 16:00 UTC; cron 0 8,16 1 * *)",
        ),
        (
            {"frequency": "custom", "hour": "23", "minute": "0", "day_of_month": "1"},
            "Europe/Berlin",
            "On day 1 of the month at 23:00 UTC (cron 0 23 1 * *)",
        ),
    ],
)
def test_a_schedule_is_told_in_a_named_zone_and_utc(stored: dict[str, Any], zone: str | None, words: str) -> None:
    assert describe(stored, zone, now=NOW) == words


def test_the_outlook_tells_the_next_three_runs_and_the_next_clock_change() -> None:
    runs, note = outlook(DAILY, "Europe/Berlin", now=NOW)
    assert runs == "Next runs: Tue 24 Nov 11:30, Wed 25 Nov 11:30, Thu 26 Nov 11:30 (Europe/Berlin)."
    assert note == (
        "The rule is kept in UTC. Clocks in Europe/Berlin change on Sunday 28 March 2027: a run that is at 11:30 until "
        "then is at 12:30 after it."
    )
    assert outlook(DAILY, "Asia/Kolkata", now=NOW) == (
        "Next runs: Tue 24 Nov 16:00, Wed 25 Nov 16:00, Thu 26 Nov 16:00 (Asia/Kolkata).",
    )
    assert outlook({"frequency": "continuous"}, "UTC", now=NOW) == ("When it runs next cannot be told ahead.",)


@pytest.mark.parametrize(
    ("stored", "zone", "note"),
    [
        ({"frequency": "daily", "hour": "22", "minute": "30"}, "Europe/Berlin", "is at 00:30 the next day after it."),
        ({"frequency": "daily", "hour": "4", "minute": "30"}, "America/New_York", "is at 00:30 the next day after it."),
    ],
)
def test_a_run_that_the_clock_change_moves_across_midnight_is_said_to(
    stored: dict[str, Any], zone: str, note: str
) -> None:
    told = clock_note(stored, zone, now=NOW)
    assert told is not None
    assert told.endswith(note)


def test_a_run_can_move_to_the_day_before() -> None:
    summer = datetime(2026, 7, 1, tzinfo=UTC)
    told = clock_note({"frequency": "daily", "hour": "22", "minute": "30"}, "Europe/Berlin", now=summer)
    assert told is not None
    assert "at 00:30 until then is at 23:30 the day before after it" in told


@pytest.mark.parametrize(
    ("stored", "zone"),
    [
        ({"frequency": "hourly", "minute": "15"}, "Europe/Berlin"),
        ({"frequency": "manual"}, "Europe/Berlin"),
        (DAILY, "UTC"),
    ],
)
def test_nothing_is_noted_where_no_local_time_moves(stored: dict[str, Any], zone: str) -> None:
    assert clock_note(stored, zone, now=NOW) is None


def test_an_hourly_run_is_noted_where_clocks_change_by_half_an_hour() -> None:
    assert clock_note({"frequency": "hourly", "minute": "0"}, "Australia/Lord_Howe", now=NOW) is not None


def test_moments_and_days_are_told_in_the_zone() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert moment_words(late, "Europe/Berlin") == "Fri 1 Jan 00:30"
    assert day_words(late, "Europe/Berlin") == "Friday 1 January 2027"


def test_the_stored_parts_are_told_as_they_stand() -> None:
    assert (
        stored_words({"frequency": "daily", "hour": "06", "minute": None, "month": "1"}) == "frequency daily, hour 06"
    )


def test_everything_about_schedules_is_in_one_place() -> None:
    assert all(hasattr(schedule, name) for name in schedule.__all__)
