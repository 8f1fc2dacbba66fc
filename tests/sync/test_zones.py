from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.zones import ABBREVIATIONS, ClockChange, next_clock_change, offset_minutes, zone_named, zone_of_city

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("Z", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_found_by_its_name(text: str, key: str) -> None:
    assert zone_named(text).key == key


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("CET", "“CET” does not say where its clock is, and so not when it changes. Write Europe/Berlin."),
        ("pst", "“pst” does not say where its clock is, and so not when it changes. Write America/Los_Angeles."),
        ("GMT", "Write Europe/London or UTC."),
        ("berlin", "There is no time zone “berlin”. Write Europe/Berlin."),
        ("new york", "There is no time zone “new york”. Write America/New_York."),
        ("Europe/Berln", "There is no time zone “Europe/Berln”. Write Europe/Berlin."),
        ("+02:00", "There is no time zone “+02:00”. Write it like Europe/Berlin, America/New_York or UTC."),
        ("../../etc/passwd", "Write it like Europe/Berlin"),
        ("", "There is no time zone “”."),
    ],
)
def test_what_is_no_zone_is_refused_with_the_name_that_may_be_meant(text: str, sentences: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        zone_named(text)
    assert sentences in refused.value.sentences
    assert refused.value.field == "schedule.zone"


def test_every_hint_for_an_abbreviation_is_a_zone() -> None:
    assert all(zone_named(name).key == name for names in ABBREVIATIONS.values() for name in names)


def test_a_city_has_a_zone_and_other_words_have_none() -> None:
    assert zone_of_city("KOLKATA") == "Asia/Kolkata"
    assert zone_of_city("leads") is None


def test_the_offset_is_that_of_the_moment() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert offset_minutes(berlin, NOW) == 60
    assert offset_minutes(berlin, datetime(2026, 7, 1, tzinfo=UTC)) == 120
    assert offset_minutes(ZoneInfo("America/St_Johns"), NOW) == -210


def test_the_next_clock_change_is_told_to_the_second() -> None:
    assert next_clock_change("Europe/Berlin", NOW) == ClockChange(datetime(2027, 3, 28, 1, tzinfo=UTC), 60, 120)
    lord_howe = next_clock_change(ZoneInfo("Australia/Lord_Howe"), NOW)
    assert lord_howe == ClockChange(datetime(2027, 4, 3, 15, tzinfo=UTC), 660, 630)


def test_a_zone_whose_clocks_never_change_has_no_next_change() -> None:
    assert next_clock_change("Asia/Kolkata", NOW) is None


@given(
    st.sampled_from(("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- bounds are naive by Hypothesis' contract
)
def test_nothing_changes_between_now_and_the_next_clock_change(zone: str, after: datetime) -> None:
    where, change = ZoneInfo(zone), next_clock_change(zone, after)
    assert change is not None
    assert change.at > after
    assert offset_minutes(where, after) == change.before_minutes
    assert offset_minutes(where, change.at - timedelta(seconds=1)) == change.before_minutes
    assert offset_minutes(where, change.at) == change.after_minutes != change.before_minutes
