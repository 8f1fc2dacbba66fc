"""The five parts of a clocked rule, and what happens to them when the clock they are read on is another.

Parts are named and ordered as cron has them. A part that is missing, null or empty means `*`. Polytomic keeps a rule in
UTC; a rule may also stand for local times before it is shifted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from croniter import croniter

from syncbot.errors import InvalidInput

NOT_A_PART = "“{text}” cannot be the {part} of a schedule."
PART_IS = "Write a number from {first} to {last}, a range like {first}-{last}, a list like {first},{last}, or *."
HALF_HOUR_HOURS = "the minutes would need other values in some hours than in others"
TWO_DAYS = "some of its runs fall on another day in UTC than the rest"
OTHER_DATE = "its runs fall on another date in UTC, and a rule with days of the month or months cannot move by a day"
CANNOT_SHIFT = "Polytomic keeps one rule in UTC, and one rule cannot hold these times: {why}."
WRITE_IN_UTC = "Write the times in UTC (add UTC at the end), or pick times that fall on the same day in both."

DAY_MINUTES: Final = 24 * 60
_LONGEST_MONTHS: Final = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_ITEM: Final = re.compile(r"(?P<first>\*|[a-z]+|\d+)(?:-(?P<last>[a-z]+|\d+))?(?:/(?P<step>\d+))?", re.ASCII)
_RANGE_OF_THREE: Final = 3

WEEKDAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five: its key in a schedule, its name for people, its range, and words that stand for numbers."""

    key: str
    label: str
    first: int
    last: int
    names: tuple[str, ...] = ()

    @property
    def all(self) -> frozenset[int]:
        """Every value; what `*` stands for."""
        return frozenset(range(self.first, self.last + 1))


MINUTE: Final = Part("minute", "minute", 0, 59)
HOUR: Final = Part("hour", "hour", 0, 23)
DAY_OF_MONTH: Final = Part("day_of_month", "day of the month", 1, 31)
MONTH: Final = Part("month", "month", 1, 12, MONTHS)
DAY_OF_WEEK: Final = Part("day_of_week", "day of the week", 0, 6, WEEKDAYS)
PARTS: Final = (MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK)


def read_part(part: Part, text: Any) -> frozenset[int]:
    """The values that a part's text stands for; `a/n` counts from a to the end of the range, Sunday is 0 or 7.

    Raises:
        InvalidInput: For anything else, with the range.
    """
    written = "*" if text is None else str(text).strip().lower() or "*"
    values: set[int] = set()
    for item in written.split(","):
        found = _values(part, item.strip())
        if not found:
            raise InvalidInput(
                NOT_A_PART.format(text=text, part=part.label),
                next_step=PART_IS.format(first=part.first, last=part.last),
                field=f"schedule.{part.key}",
            )
        values |= found
    return frozenset(values)


def _values(part: Part, item: str) -> frozenset[int]:
    """The values of one item of a list; empty when it is none."""
    match = _ITEM.fullmatch(item)
    if match is None:
        return frozenset()
    step = int(match["step"] or 1)
    if match["first"] == "*":
        bounds: tuple[int | None, int | None] = (part.first, part.last) if match["last"] is None else (None, None)
    else:
        first = _number(part, match["first"])
        alone = part.last if match["step"] else first
        bounds = (first, alone if match["last"] is None else _number(part, match["last"]))
    first, last = bounds
    if first is None or last is None or step < 1 or step > part.last:
        return frozenset()
    if part is DAY_OF_WEEK and last == 0 < first:
        last = 7
    return frozenset(value % 7 if part is DAY_OF_WEEK else value for value in range(first, last + 1, step))


def _number(part: Part, word: str) -> int | None:
    """The number of a word, or None; a name counts from its first three letters on."""
    if word.isdigit():
        number = int(word)
        top = part.last + 1 if part is DAY_OF_WEEK else part.last
        return number if part.first <= number <= top else None
    for index, name in enumerate(part.names):
        if len(word) >= 3 and name.lower().startswith(word):  # noqa: PLR2004 -- three letters tell all names apart
            return part.first + index
    return None


def write_part(part: Part, values: frozenset[int]) -> str:
    """The shortest common spelling: `*`, or numbers in order with runs of three or more as ranges."""
    if values == part.all:
        return "*"
    return ",".join(_spelled(run) for run in runs(values))


def runs(values: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """The values in order, grouped where they follow one another."""
    run: list[int] = []
    for value in sorted(values):
        if run and value != run[-1] + 1:
            yield tuple(run)
            run = []
        run.append(value)
    if run:
        yield tuple(run)


def _spelled(run: tuple[int, ...]) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) >= _RANGE_OF_THREE else ",".join(map(str, run))


@dataclass(frozen=True, slots=True)
class Rule:
    """When something runs, as sets of numbers.

    A day counts when it is in `days` and in `weekdays`, or, when both are restricted, in either (as cron has it).
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int] = DAY_OF_MONTH.all
    months: frozenset[int] = MONTH.all
    weekdays: frozenset[int] = DAY_OF_WEEK.all

    @property
    def values(self) -> tuple[frozenset[int], ...]:
        """The five sets, in the order of `PARTS`."""
        return (self.minutes, self.hours, self.days, self.months, self.weekdays)

    @property
    def times(self) -> tuple[tuple[int, int], ...]:
        """Every (hour, minute) of a day that counts, in order."""
        return tuple((hour, minute) for hour in sorted(self.hours) for minute in sorted(self.minutes))

    @property
    def every_day(self) -> bool:
        """Whether all days count."""
        return (self.days, self.months, self.weekdays) == (DAY_OF_MONTH.all, MONTH.all, DAY_OF_WEEK.all)

    @property
    def happens(self) -> bool:
        """Whether there is any such day, the 31st of February being none."""
        if self.weekdays != DAY_OF_WEEK.all:
            return True
        return any(min(self.days) <= _LONGEST_MONTHS[month] for month in self.months)

    @property
    def expression(self) -> str:
        """The rule as cron."""
        return " ".join(write_part(part, values) for part, values in zip(PARTS, self.values, strict=True))

    def next_runs(self, after: datetime, count: int) -> tuple[datetime, ...]:
        """The next `count` moments strictly after `after`, the rule being read in UTC."""
        if not self.happens:
            return ()
        steps = croniter(self.expression, after.astimezone(UTC))
        return tuple(steps.get_next(datetime) for _ in range(count))

    def shifted(self, minutes: int) -> Rule:
        """The same moments on a clock that is `minutes` ahead.

        Raises:
            InvalidInput: When one rule cannot hold them there, with the reason.
        """
        moved = [divmod(hour * 60 + minute + minutes, DAY_MINUTES) for hour, minute in self.times]
        days = {day for day, _ in moved}
        clock = {minute_of_day for _, minute_of_day in moved}
        new = replace(
            self,
            minutes=frozenset(minute_of_day % 60 for minute_of_day in clock),
            hours=frozenset(minute_of_day // 60 for minute_of_day in clock),
        )
        if len(new.times) != len(clock):
            raise _cannot_shift(HALF_HOUR_HOURS)
        return new if self.every_day or days == {0} else new.on_days(days)

    def on_days(self, shifts: set[int]) -> Rule:
        """The rule with its weekdays moved by the one shift in `shifts`, in days."""
        if len(shifts) > 1:
            raise _cannot_shift(TWO_DAYS)
        if (self.days, self.months) != (DAY_OF_MONTH.all, MONTH.all):
            raise _cannot_shift(OTHER_DATE)
        (shift,) = shifts
        return replace(self, weekdays=frozenset((weekday + shift) % 7 for weekday in self.weekdays))


def read_rule(parts: Mapping[str, Any]) -> Rule:
    """The rule of a schedule's parts. Raises InvalidInput, naming the part."""
    return Rule(*(read_part(part, parts.get(part.key)) for part in PARTS))


def write_rule(rule: Rule) -> dict[str, str]:
    """The rule's parts as a schedule keeps them, by key, as strings."""
    return {part.key: write_part(part, values) for part, values in zip(PARTS, rule.values, strict=True)}


def _cannot_shift(why: str) -> InvalidInput:
    return InvalidInput(CANNOT_SHIFT.format(why=why), next_step=WRITE_IN_UTC, field="schedule.hour")
