from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.wish import read_cron, read_time, read_wish


def said(text: str) -> tuple[str, str]:
    wish = read_wish(text)
    return wish.frequency, wish.rule.expression if wish.rule else ""


@pytest.mark.parametrize(
    ("text", "frequency", "expression"),
    [
        ("manual", "manual", ""),
        ("By hand", "manual", ""),
        ("continuously", "continuous", ""),
        ("hourly", "hourly", "0 * * * *"),
        ("hourly :15", "hourly", "15 * * * *"),
        ("every hour at 5", "hourly", "5 * * * *"),
        ("hourly at minute 30", "hourly", "30 * * * *"),
        ("daily 6:00", "daily", "0 6 * * *"),
        ("daily 06:00", "daily", "0 6 * * *"),
        ("daily 6", "daily", "0 6 * * *"),
        ("daily 6.30", "daily", "30 6 * * *"),
        ("daily 6am", "daily", "0 6 * * *"),
        ("every day at 6:30 pm", "daily", "30 18 * * *"),
        ("every day at 6:30 p.m.", "daily", "30 18 * * *"),
        ("everyday at 12 am", "daily", "0 0 * * *"),
        ("6 pm every day", "daily", "0 18 * * *"),
        ("daily at noon", "daily", "0 12 * * *"),
        ("daily at midnight", "daily", "0 0 * * *"),
        ("Weekdays 6:00", "custom", "0 6 * * 1-5"),
        ("every weekday at 6:00", "custom", "0 6 * * 1-5"),
        ("monday to friday at 6", "custom", "0 6 * * 1-5"),
        ("mon-fri 6:00", "custom", "0 6 * * 1-5"),
        ("mon \u2013 fri 6:00", "custom", "0 6 * * 1-5"),
        ("weekends at 9", "custom", "0 9 * * 0,6"),
        ("mondays and thursdays at 9:30", "custom", "30 9 * * 1,4"),
        ("monday, wednesday, friday 9:30", "custom", "30 9 * * 1,3,5"),
        ("monday 9:30", "weekly", "30 9 * * 1"),
        ("every Monday at 9:30", "weekly", "30 9 * * 1"),
        ("mondays at 9:30", "weekly", "30 9 * * 1"),
        ("weekly on sun 9:30", "weekly", "30 9 * * 0"),
        ("9:30 tues", "weekly", "30 9 * * 2"),
        ("daily 6:00 and 18:00", "custom", "0 6,18 * * *"),
        ("every 15 minutes", "custom", "0,15,30,45 * * * *"),
        ("every 30 min", "custom", "0,30 * * * *"),
        ("every 1 minute", "custom", "* * * * *"),
        ("every 6 hours", "custom", "0 0,6,12,18 * * *"),
        ("0 6 * * 1-5", "custom", "0 6 * * 1-5"),
        ("cron 0 6 * * mon-fri", "custom", "0 6 * * 1-5"),
        ("`0 6 1 1 1`", "custom", "0 6 1 1 1"),
        ("“*/20 6-18 * * *”", "custom", "0,20,40 6-18 * * *"),
    ],
)
def test_a_schedule_is_read_as_people_write_it(text: str, frequency: str, expression: str) -> None:
    assert said(text) == (frequency, expression)


@pytest.mark.parametrize(
    ("text", "field", "sentences"),
    [
        ("", "frequency", "There is no schedule in that. Write hourly :15, daily 6:00"),
        ("6:00", "frequency", "There is no schedule in that."),
        ("every", "frequency", "There is no schedule in that."),
        (
            "fortnightly 6:00",
            "frequency",
            "“fortnightly” is not part of a schedule that syncbot reads. Write hourly :15",
        ),
        (
            "daily 6:00 berlin",
            "zone",
            "“berlin” is not part of a schedule that syncbot reads. For the time zone write Europe/Berlin.",
        ),
        ("daily", "hour", "The schedule says no time of day. Write it like 6:00, 18:30 or 6:30 pm."),
        ("weekdays", "hour", "The schedule says no time of day."),
        ("daily 25:00", "hour", "“25:00” is not a time of day."),
        ("daily 24:00", "hour", "“24:00” is not a time of day."),
        ("daily 6:99", "hour", "“6:99” is not a time of day."),
        ("daily 13pm", "hour", "“13pm” is not a time of day."),
        ("daily 6:0", "hour", "“6:0” is not a time of day."),
        ("daily 0am", "hour", "“0am” is not a time of day."),
        ("daily 6:00 7:30", "hour", "One rule cannot hold times with different minutes (6:00, 7:30)."),
        ("hourly 6:00", "minute", "“6:00” is not a minute of the hour. Write it like hourly :15"),
        ("hourly 60", "minute", "“60” is not a minute of the hour."),
        ("hourly :15 :45", "minute", "“:15 :45” is not a minute of the hour."),
        ("hourly monday", "frequency", "“hourly” and “monday” do not go together. Write one of them."),
        ("hourly often", "frequency", "“often” is not part of a schedule"),
        ("daily monday 6:00", "frequency", "“daily” and “monday” do not go together."),
        ("weekly 6:00", "frequency", "The schedule says no day of the week. Write it like monday 9:30."),
        ("every 7 minutes", "frequency", "Every 7 minutes does not fit into 60 minutes evenly"),
        ("every 24 hours", "frequency", "What fits: every 1, 2, 3, 4, 6, 8, 12 hours."),
        ("every 0 hours", "frequency", "does not fit"),
        (
            "after Leads",
            "frequency",
            "A run after other syncs or a dbt Cloud job cannot be written here. Choose it in the editor",
        ),
        ("0 6 * *", "hour", "A cron expression has five parts, and this has 4. Write minute, hour"),
        ("0 6 * * 1 2026", "hour", "and this has 6."),
        ("61 6 * * *", "minute", "“61” cannot be the minute"),
        ("0 0 31 2 *", "day_of_month", "There is no such day: the schedule would never run."),
        ("-- daily 6:00", "frequency", "“--daily” is not part of a schedule"),
    ],
)
def test_what_is_no_schedule_is_refused_with_what_works(text: str, field: str, sentences: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_wish(text)
    assert sentences in refused.value.sentences
    assert refused.value.field == f"schedule.{field}"


def test_cron_keeps_what_was_typed() -> None:
    assert read_cron("*/20 6 * * *").typed["minute"] == "*/20"


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_read_the_same_in_every_spelling(hour: int, minute: int) -> None:
    half, meridiem = hour % 12 or 12, "am" if hour < 12 else "pm"
    spellings = (f"{hour}:{minute:02}", f"{hour:02}.{minute:02}", f"{half}:{minute:02}{meridiem}")
    assert {read_time(text) for text in spellings} == {(hour, minute)}


@given(st.text(alphabet="daily mon-fri 0123456789:*/,.apm", max_size=25))
def test_any_text_is_either_read_or_refused_in_words(text: str) -> None:
    try:
        wish = read_wish(text)
    except InvalidInput as fault:
        said = fault.sentences
    else:
        said = f"{wish.frequency}."
    assert said.endswith(".")
