from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.recurrence import next_runs, rule_of
from syncbot.sync.schedule import describe
from syncbot.sync.when import REPEATS, Form, form, parse_when, read_form, split_zone

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
)


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("manual", {"frequency": "manual"}),
        ("hourly :15", {"frequency": "hourly", "minute": "15"}),
        ("daily 6:00", {"frequency": "daily", "hour": "5", "minute": "0"}),
        ("daily 6:00 UTC", {"frequency": "daily", "hour": "6", "minute": "0"}),
        ("daily 6:00 America/New_York", {"frequency": "daily", "hour": "11", "minute": "0"}),
        ("hourly :15 Asia/Kolkata", {"frequency": "hourly", "minute": "45"}),
        ("monday 0:30", {"frequency": "weekly", "day_of_week": "0", "hour": "23", "minute": "30"}),
        ("monday 20:00 America/New_York", {"frequency": "weekly", "day_of_week": "2", "hour": "1", "minute": "0"}),
        (
            "weekdays 6:00",
            {
                "frequency": "custom",
                "minute": "0",
                "hour": "5",
                "day_of_month": "*",
                "month": "*",
                "day_of_week": "1-5",
            },
        ),
        (
            "weekdays 0:30",
            {
                "frequency": "custom",
                "minute": "30",
                "hour": "23",
                "day_of_month": "*",
                "month": "*",
                "day_of_week": "0-4",
            },
        ),
        (
            "*/20 6-18 1 * mon",
            {
                "frequency": "custom",
                "minute": "*/20",
                "hour": "5-17",
                "day_of_month": "1",
                "month": "*",
                "day_of_week": "1",
            },
        ),
    ],
)
def test_a_schedule_is_kept_in_utc_as_strings(text: str, schedule: dict[str, Any]) -> None:
    assert parse_when(text, "Europe/Berlin", now=NOW) == schedule


@pytest.mark.parametrize(
    ("text", "zone", "field"),
    [
        ("daily 6:00", "Europe/Atlantis", "zone"),
        ("daily 6:00 CET", "UTC", "zone"),
        ("0 0 1 * *", "Europe/Berlin", "hour"),
        ("0 * * * 1", "Europe/Berlin", "hour"),
        ("*/20 6-18 * * *", "Asia/Kolkata", "hour"),
    ],
)
def test_what_one_utc_rule_cannot_hold_is_refused(text: str, zone: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_when(text, zone, now=NOW)
    assert refused.value.field == f"schedule.{field}"


def test_the_next_run_is_at_the_written_time_even_when_clocks_change_before_it() -> None:
    friday_before = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)
    schedule = parse_when("monday 9:30", "Europe/Berlin", now=friday_before)
    (first,) = next_runs(schedule, friday_before, 1)
    assert first.astimezone(ZoneInfo("Europe/Berlin")).isoformat() == "2026-10-26T09:30:00+01:00"


def test_a_time_zone_is_split_from_the_end() -> None:
    assert split_zone("daily 6:00 Europe/Berlin") == ("daily 6:00", "Europe/Berlin")
    assert split_zone("daily 6:00 est") == ("daily 6:00", "est")
    assert split_zone("*/5 * * * */2") == ("*/5 * * * */2", None)
    assert split_zone("UTC") == ("UTC", None)
    assert split_zone("") == ("", None)


hours, minutes = st.integers(0, 23), st.integers(0, 59)
days = st.sampled_from(("daily", "weekdays", "monday", "tuesday", "saturday", "sunday"))


@given(days, hours, minutes, st.sampled_from(ZONES))
def test_what_was_written_is_what_is_described_and_run(day: str, hour: int, minute: int, zone: str) -> None:
    schedule = parse_when(f"{day} {hour}:{minute:02}", zone, now=NOW)
    upcoming = next_runs(schedule, NOW, 8)
    assert {f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" for moment in upcoming} == {f"{hour:02}:{minute:02}"}
    names = {"daily": "Every day", "weekdays": "Monday to Friday"}
    words = f"{names.get(day, f'Every {day.capitalize()}')} at {hour:02}:{minute:02} {zone}"
    assert describe(schedule, zone, now=NOW).startswith(words)
    assert all(isinstance(value, str) for value in schedule.values())


@given(
    st.one_of(
        st.tuples(days, st.builds("{:02}:{:02}".format, hours, minutes)),
        st.tuples(st.just("hourly"), st.builds(":{:02}".format, minutes)),
        st.tuples(st.sampled_from(("manual", "continuous")), st.just("")),
        st.tuples(st.just("cron"), st.builds("{} {} * * *".format, minutes, hours)),
    ),
    st.sampled_from(ZONES),
)
def test_a_built_form_is_read_back_as_it_was(inputs: tuple[str, str], zone: str) -> None:
    schedule = form(*inputs, zone, now=NOW)
    shown = read_form(schedule, zone, now=NOW)
    assert shown == Form(*inputs, zone)
    assert form(shown.repeat, shown.at, shown.zone, now=NOW, old=schedule) is schedule
    assert form(shown.repeat, shown.at, shown.zone, now=NOW) == schedule


@pytest.mark.parametrize(
    ("schedule", "shown"),
    [
        ({}, Form("keep", "", "Europe/Berlin")),
        ({"frequency": "runafter", "run_after": {"sync_ids": ["s"]}}, Form("keep", "", "Europe/Berlin")),
        ({"frequency": "daily", "hour": "10", "minute": "30"}, Form("daily", "11:30", "Europe/Berlin")),
        ({"frequency": "weekly", "hour": "23", "day_of_week": "sunday"}, Form("monday", "00:00", "Europe/Berlin")),
        ({"frequency": "weekly", "hour": "8", "day_of_week": "1,3"}, Form("cron", "0 9 * * 1,3", "Europe/Berlin")),
        ({"frequency": "hourly", "minute": "0,30"}, Form("cron", "0,30 * * * *", "Europe/Berlin")),
        ({"frequency": "custom", "minute": "*/20", "hour": "6-8"}, Form("cron", "*/20 7-9 * * *", "Europe/Berlin")),
        (
            {"frequency": "custom", "minute": "0", "hour": "9", "day_of_month": "1"},
            Form("cron", "0 10 1 * *", "Europe/Berlin"),
        ),
        (
            {"frequency": "custom", "minute": "0", "hour": "6", "day_of_week": "mon-fri"},
            Form("weekdays", "07:00", "Europe/Berlin"),
        ),
        (
            {"frequency": "custom", "minute": "0", "hour": "6", "day_of_week": "1"},
            Form("cron", "0 7 * * 1", "Europe/Berlin"),
        ),
        ({"frequency": "custom", "hour": "23", "minute": "0", "day_of_month": "1"}, Form("cron", "0 23 1 * *", "UTC")),
        (
            {"frequency": "custom", "minute": "0", "hour": "0", "month": "2", "day_of_month": "31"},
            Form("cron", "0 1 31 2 *", "Europe/Berlin"),
        ),
    ],
)
def test_a_schedule_is_shown_in_the_inputs_on_the_local_clock(schedule: dict[str, Any], shown: Form) -> None:
    assert read_form(schedule, "Europe/Berlin", now=NOW) == shown


@given(
    st.fixed_dictionaries(
        {"frequency": st.sampled_from(("custom", "builder", "hourly", "daily", "weekly", "runafter", "manual"))},
        optional={
            "minute": st.sampled_from(("0", "05", "*/20", "5,50")),
            "hour": st.sampled_from(("6", "*", "6-18", "23", None)),
            "day_of_week": st.sampled_from(("1", "monday", "1-5", "*", None)),
            "day_of_month": st.sampled_from(("1", "*", None)),
            "later": st.just({"a": 1}),
        },
    ),
    st.sampled_from(ZONES),
    st.integers(0, 365),
)
def test_untouched_inputs_leave_any_schedule_as_it_is(schedule: dict[str, Any], zone: str, day: int) -> None:
    now = NOW + timedelta(days=day)
    shown = read_form(schedule, zone, now=now)
    assert form(shown.repeat, shown.at, shown.zone, now=now, old=schedule) is schedule


def test_a_changed_input_keeps_unknown_keys_and_the_old_spelling() -> None:
    old = {"later": {"a": None}, "frequency": "weekly", "day_of_week": "monday", "hour": "08", "minute": "00"}
    new = form("tuesday", "9:15", "Europe/Berlin", now=NOW, old=old)
    assert new == {"later": {"a": None}, "frequency": "weekly", "day_of_week": "tuesday", "hour": "08", "minute": "15"}
    assert rule_of(new) != rule_of(old)


def test_keeping_gives_back_what_there_was() -> None:
    old = {"frequency": "dbtcloud", "job_id": 3}
    assert form("keep", "", "UTC", now=NOW, old=old) is old


@pytest.mark.parametrize(
    ("repeat", "at", "field"),
    [
        ("keep", "", "frequency"),
        ("lunar", "6:00", "frequency"),
        ("daily", "", "hour"),
        ("daily", "6:00 Europe/Paris", "hour"),
        ("hourly", "7:15", "minute"),
        ("cron", "6:00", "hour"),
        ("cron", "0 25 * * *", "hour"),
    ],
)
def test_inputs_that_do_not_go_together_are_refused_at_the_input(repeat: str, at: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        form(repeat, at, "UTC", now=NOW)
    assert refused.value.field == f"schedule.{field}"
    assert refused.value.next_step


def test_every_choice_of_repeat_has_words() -> None:
    assert len(dict(REPEATS)) == len(REPEATS) == 14
    assert all(words for _, words in REPEATS)
