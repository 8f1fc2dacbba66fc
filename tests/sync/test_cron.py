from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.cron import (
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    HOUR,
    MINUTE,
    MONTH,
    PARTS,
    Part,
    Rule,
    read_part,
    read_rule,
    runs,
    write_part,
    write_rule,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def subsets(part: Part) -> st.SearchStrategy[frozenset[int]]:
    return st.one_of(st.just(part.all), st.frozensets(st.integers(part.first, part.last), min_size=1, max_size=4))


rules = st.builds(Rule, *map(subsets, PARTS))


@pytest.mark.parametrize(
    ("part", "text", "values"),
    [
        (MINUTE, "*", range(60)),
        (MINUTE, None, range(60)),
        (MINUTE, " ", range(60)),
        (MINUTE, 15, [15]),
        (MINUTE, "*/20", [0, 20, 40]),
        (MINUTE, "5/20", [5, 25, 45]),
        (MINUTE, "10-20/5", [10, 15, 20]),
        (HOUR, "6-8,18", [6, 7, 8, 18]),
        (HOUR, "06", [6]),
        (MONTH, "jan,March", [1, 3]),
        (DAY_OF_WEEK, "mon-fri", [1, 2, 3, 4, 5]),
        (DAY_OF_WEEK, "sat-sun", [6, 0]),
        (DAY_OF_WEEK, "5-7", [5, 6, 0]),
        (DAY_OF_WEEK, "7", [0]),
        (DAY_OF_WEEK, "Monday", [1]),
        (DAY_OF_WEEK, "thurs", [4]),
        (DAY_OF_MONTH, "31", [31]),
    ],
)
def test_a_part_stands_for_its_values(part: Part, text: object, values: list[int]) -> None:
    assert read_part(part, text) == frozenset(values)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (MINUTE, "60"),
        (MINUTE, "-1"),
        (HOUR, "24"),
        (HOUR, "5-"),
        (HOUR, "8-6"),
        (HOUR, "*-5"),
        (HOUR, "*/0"),
        (HOUR, "*/24"),
        (HOUR, "six"),
        (HOUR, "6,,7"),
        (HOUR, True),
        (HOUR, "\u0666"),
        (HOUR, "\uff16-\uff18"),
        (DAY_OF_MONTH, "0"),
        (DAY_OF_MONTH, "L"),
        (MONTH, "13"),
        (DAY_OF_WEEK, "8"),
        (DAY_OF_WEEK, "mo"),
        (DAY_OF_WEEK, "1#2"),
    ],
)
def test_what_is_no_part_is_refused_with_its_range(part: Part, text: object) -> None:
    with pytest.raises(InvalidInput, match=f"cannot be the {part.label} of") as refused:
        read_part(part, text)
    assert refused.value.field == f"schedule.{part.key}"
    assert f"from {part.first} to {part.last}" in refused.value.next_step


@given(st.sampled_from(PARTS).flatmap(lambda part: st.tuples(st.just(part), subsets(part))))
def test_a_written_part_is_read_as_the_same_values(example: tuple[Part, frozenset[int]]) -> None:
    part, values = example
    assert read_part(part, write_part(part, values)) == values


def test_values_in_a_row_are_written_as_a_range_and_others_as_a_list() -> None:
    assert write_part(HOUR, frozenset({6, 7, 8, 12, 13, 18})) == "6-8,12,13,18"
    assert list(runs(frozenset())) == []


@given(rules)
def test_a_written_rule_is_read_as_the_same_rule(rule: Rule) -> None:
    assert read_rule(write_rule(rule)) == rule
    assert rule.expression == " ".join(write_rule(rule).values())


def counts(rule: Rule, moment: datetime) -> bool:
    """Whether a moment is one of the rule's, told apart from how cron finds it."""
    in_days, in_weekdays = moment.day in rule.days, moment.isoweekday() % 7 in rule.weekdays
    either = rule.days != DAY_OF_MONTH.all and rule.weekdays != DAY_OF_WEEK.all
    day = in_days or in_weekdays if either else in_days and in_weekdays
    return day and moment.month in rule.months and moment.hour in rule.hours and moment.minute in rule.minutes


@given(rules, st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- bounds are naive by Hypothesis' contract
def test_next_runs_come_strictly_later_one_after_the_other_and_match_the_rule(rule: Rule, after: datetime) -> None:
    upcoming = rule.next_runs(after, 4)
    assert len(upcoming) == (4 if rule.happens else 0)
    assert all(earlier < later for earlier, later in zip((after, *upcoming), upcoming, strict=False))
    assert all(counts(rule, moment) and moment.utcoffset() == timedelta(0) for moment in upcoming)


def test_no_run_is_left_out() -> None:
    rule = read_rule({"minute": "*/20", "hour": "6-18", "day_of_week": "1-5"})
    every_minute = (NOW + timedelta(minutes=step) for step in range(1, 4 * 24 * 60))
    expected = tuple(moment for moment in every_minute if counts(rule, moment))
    assert rule.next_runs(NOW, len(expected)) == expected


def test_a_day_that_no_month_has_never_happens() -> None:
    never = read_rule({"day_of_month": "31", "month": "2,4"})
    assert not never.happens
    assert never.next_runs(NOW, 3) == ()
    assert read_rule({"day_of_month": "29", "month": "2"}).happens
    assert read_rule({"day_of_month": "31", "month": "2", "day_of_week": "1"}).happens


@given(rules, st.sampled_from((-600, -300, -60, 0, 60, 120, 330, 345, 765)))
def test_a_shifted_rule_runs_at_the_same_moments_on_the_other_clock(rule: Rule, minutes: int) -> None:
    assume(rule.happens)
    try:
        moved = rule.shifted(minutes)
    except InvalidInput:
        assume(False)  # noqa: FBT003 -- Hypothesis' own signature
    start = NOW + timedelta(minutes=minutes)
    expected = tuple(moment + timedelta(minutes=minutes) for moment in rule.next_runs(NOW, 3))
    assert moved.next_runs(start, 3) == expected
    assert moved.shifted(-minutes) == rule


@pytest.mark.parametrize(
    ("parts", "minutes", "why"),
    [
        ({"minute": "*/20", "hour": "6-18"}, -330, "other values in some hours"),
        ({"minute": "0", "hour": "0,12", "day_of_week": "1"}, -60, "another day in UTC than the rest"),
        ({"minute": "0", "hour": "0", "day_of_month": "1"}, -60, "days of the month or months"),
        ({"minute": "0", "hour": "23", "month": "5"}, 60, "days of the month or months"),
    ],
)
def test_what_one_rule_cannot_hold_is_refused_with_the_reason_and_what_works(
    parts: dict[str, str], minutes: int, why: str
) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        read_rule(parts).shifted(minutes)
    assert refused.value.next_step == (
        "Write the times in UTC (add UTC at the end), or pick times that fall on the same day in both."
    )


def test_weekdays_move_with_a_shift_across_midnight() -> None:
    rule = read_rule({"minute": "30", "hour": "0", "day_of_week": "1-5"})
    assert rule.shifted(-60).expression == "30 23 * * 0-4"
    assert rule.shifted(-60).shifted(24 * 60).expression == "30 23 * * 1-5"
