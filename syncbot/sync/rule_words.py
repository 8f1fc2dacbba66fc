"""A clocked rule in words, without saying on which clock: `Monday to Friday at 06:00`, `Every 20 minutes`."""

from __future__ import annotations

from typing import Final

from syncbot.sync.cron import DAY_OF_MONTH, DAY_OF_WEEK, HOUR, MINUTE, MONTH, MONTHS, WEEKDAYS, Rule, runs
from syncbot.sync.phrases import capital, joined

_FEW_TIMES: Final = 6
_SPAN_OF_DAYS: Final = 3


def rule_words(rule: Rule) -> str:
    """The days and times of a rule in one phrase, its first letter large."""
    days, times = days_words(rule), times_words(rule)
    if rule.every_day and rule.hours == HOUR.all:
        return capital(times)
    return f"{days} {times}" if times.startswith("at ") else f"{days}, {times}"


def days_words(rule: Rule) -> str:
    """`Every day`, `Every Monday and Friday`, `Monday to Friday`, `On day 1 and 15 of the month in March`."""
    if rule.every_day:
        return "Every day"
    found = []
    if rule.days != DAY_OF_MONTH.all:
        found.append(f"on day {joined(map(str, sorted(rule.days)))} of the month")
    if rule.weekdays != DAY_OF_WEEK.all:
        found.append(_weekdays(rule.weekdays))
    months = f" in {joined(MONTHS[month - 1] for month in sorted(rule.months))}" if rule.months != MONTH.all else ""
    return capital(" or ".join(found) or "every day") + months


def times_words(rule: Rule) -> str:
    """`at 09:00 and 17:00`, `every hour at :15`, `every 2 hours from 01:00`, `every 20 minutes from 06:00 to 18:40`."""
    if rule.hours == HOUR.all:
        return _evenly(rule.minutes) or f"every hour at {_minutes(rule.minutes)}"
    if len(rule.times) <= _FEW_TIMES:
        return f"at {joined(f'{hour:02}:{minute:02}' for hour, minute in rule.times)}"
    step = len(HOUR.all) // len(rule.hours)
    if len(rule.minutes) == 1 and rule.hours == frozenset(range(min(rule.hours), len(HOUR.all), step)):
        return f"every {step} hours from {min(rule.hours):02}:{min(rule.minutes):02}"
    if len(tuple(runs(rule.hours))) > 1:
        return f"at {_minutes(rule.minutes)} of the hours {joined(f'{hour:02}' for hour in sorted(rule.hours))}"
    (first_hour, first_minute), (last_hour, last_minute) = rule.times[0], rule.times[-1]
    span = f"from {first_hour:02}:{first_minute:02} to {last_hour:02}:{last_minute:02}"
    often = "every hour" if len(rule.minutes) == 1 else _evenly(rule.minutes)
    return f"{often} {span}" if often else f"at {_minutes(rule.minutes)} of each hour {span}"


def _evenly(minutes: frozenset[int]) -> str:
    """`every 20 minutes` when several are evenly spaced from the full hour on, else empty."""
    step = len(MINUTE.all) // len(minutes)
    if len(minutes) == 1 or minutes != frozenset(range(0, len(MINUTE.all), step)):
        return ""
    return "every minute" if step == 1 else f"every {step} minutes"


def _minutes(minutes: frozenset[int]) -> str:
    return joined(f":{minute:02}" for minute in sorted(minutes))


def _weekdays(weekdays: frozenset[int]) -> str:
    """`Monday to Friday` for three or more in a row, else `every Monday and Friday`."""
    for first in (1, 0):
        week = [(day, (day + first) % 7) for day in range(7) if (day + first) % 7 in weekdays]
        (start, opening), (end, closing) = week[0], week[-1]
        if len(week) >= _SPAN_OF_DAYS and end - start == len(week) - 1:
            return f"{WEEKDAYS[opening]} to {WEEKDAYS[closing]}"
    return f"every {joined(WEEKDAYS[day % 7] for day in range(1, 8) if day % 7 in weekdays)}"
