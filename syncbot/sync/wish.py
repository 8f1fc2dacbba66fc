"""What people write for a schedule, read on the clock that they mean: `hourly :15`, `weekdays at 6 pm`, cron."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.cron import DAY_OF_WEEK, HOUR, PARTS, Rule, read_part, read_rule
from syncbot.sync.recurrence import (
    CONTINUOUS,
    CUSTOM,
    DAILY,
    FREQUENCY_FIELD,
    HOURLY,
    MANUAL,
    WEEKLY,
    check_happens,
)
from syncbot.sync.zones import ZONE_FIELD, zone_of_city

TIME_FIELD: Final = "schedule.hour"
MINUTE_FIELD: Final = "schedule.minute"

NOTHING = "There is no schedule in that."
UNKNOWN_WORD = "“{word}” is not part of a schedule that syncbot reads."
EXAMPLES = "Write hourly :15, daily 6:00, weekdays 6:00, monday 9:30, manual, continuous, or cron like 0 6 * * 1-5."
ZONE_IS = "For the time zone write {name}."
NOT_A_TIME = "“{text}” is not a time of day."
TIMES_LOOK_SO = "Write it like 6:00, 18:30 or 6:30 pm."
NO_TIME = "The schedule says no time of day."
NO_DAY = "The schedule says no day of the week."
DAYS_LOOK_SO = "Write it like monday 9:30."
NOT_A_MINUTE = "“{text}” is not a minute of the hour."
MINUTES_LOOK_SO = "Write it like hourly :15, with one minute from 0 to 59."
TWO_REPEATS = "“{first}” and “{second}” do not go together."
ONE_REPEAT = "Write one of them."
TIMES_DIFFER = "One rule cannot hold times with different minutes ({times})."
SAME_MINUTES = "Use times with the same minutes, like 6:00 and 18:00, or one time."
UNEVEN = "Every {count} {unit} does not fit into {whole} evenly, so that one rule cannot hold it."
EVEN_ARE = "What fits: every {counts} {unit}."
FIVE_PARTS = "A cron expression has five parts, and this has {count}."
CRON_LOOKS_SO = "Write minute, hour, day of the month, month and day of the week, like 0 6 * * 1-5."
AFTER_OTHERS = "A run after other syncs or a dbt Cloud job cannot be written here."
IN_THE_EDITOR = "Choose it in the editor, part Schedule."

_FILLERS: Final = frozenset(
    {"at", "on", "the", "every", "each", "in", "of", "past", "and", "&", "o'clock", "oclock", "minute", "run", "runs"}
)
_SIMPLE: Final = {
    **dict.fromkeys(("manual", "manually", "by hand", "only by hand"), MANUAL),
    **dict.fromkeys(("continuous", "continuously"), CONTINUOUS),
}
_HOURS: Final = frozenset({"hourly", "hour"})
_DAYS: Final = frozenset({"daily", "day", "everyday"})
_WEEKLY: Final = frozenset({"weekly", "week"})
_GROUPS: Final = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), frozenset(range(1, 6))),
    **dict.fromkeys(("weekend", "weekends"), frozenset({0, 6})),
}
_NAMED_TIMES: Final = {"noon": "12:00", "midday": "12:00", "midnight": "0:00"}
_UNITS: Final = {"minute": 60, "hour": 24}

_CRON_TOKEN: Final = re.compile(r"[\d*][\d*,/-]*")
_MERIDIEM: Final = re.compile(r"(?<=\d)\s*([ap])\.?m\b\.?")
_INTERVAL: Final = re.compile(r"(?:every|each) (\d+) ?(minute|min|hour)s?")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm|h)?")
_MINUTE: Final = re.compile(r":?(\d{1,2})")
_TO: Final = re.compile(r"\s*(?:-|\u2013|\bto\b|\bthrough\b|\buntil\b)\s*")
_HALF_DAY: Final = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for, on the zone's clock.

    Attributes:
        rule: None for a frequency that no clock drives.
        typed: The cron parts as written; a part that stays the same keeps its spelling.
    """

    frequency: str
    rule: Rule | None = None
    typed: dict[str, str] = field(default_factory=dict)


def read_wish(text: str) -> Wish:
    """What `text`, without a zone, asks for. Raises InvalidInput."""
    plain = " ".join(text.strip(" `'\"“”.").lower().split())
    tokens = plain.split()
    if not tokens:
        raise InvalidInput(NOTHING, next_step=EXAMPLES, field=FREQUENCY_FIELD)
    if plain in _SIMPLE:
        return Wish(_SIMPLE[plain])
    if tokens[0] in {"after", "runafter", "dbtcloud", "dbt"}:
        raise InvalidInput(AFTER_OTHERS, next_step=IN_THE_EDITOR, field=FREQUENCY_FIELD)
    if tokens[0] == "cron" or "*" in plain or (len(tokens) == len(PARTS) and all(map(_is_cron, tokens[:2]))):
        return read_cron(plain.removeprefix("cron").strip())
    interval = _INTERVAL.fullmatch(plain)
    return _every_so_often(interval) if interval else _by_words(plain)


def read_cron(text: str) -> Wish:
    """The wish of five cron parts. Raises InvalidInput, naming the part."""
    parts = text.split()
    if len(parts) != len(PARTS):
        raise InvalidInput(FIVE_PARTS.format(count=len(parts)), next_step=CRON_LOOKS_SO, field=TIME_FIELD)
    typed = {part.key: written for part, written in zip(PARTS, parts, strict=True)}
    rule = read_rule(typed)
    check_happens(rule)
    return Wish(CUSTOM, rule, typed)


def _is_cron(token: str) -> bool:
    return _CRON_TOKEN.fullmatch(token) is not None


def _every_so_often(interval: re.Match[str]) -> Wish:
    """Every so many minutes or hours, counted from the full hour or from midnight."""
    count = int(interval[1])
    unit = "minute" if interval[2].startswith("min") else "hour"
    whole = _UNITS[unit]
    if count < 1 or whole % count or count == whole:
        even = [str(number) for number in range(1, whole) if whole % number == 0]
        what = UNEVEN.format(count=count, unit=f"{unit}s", whole=f"{whole} {unit}s")
        advice = EVEN_ARE.format(counts=", ".join(even), unit=f"{unit}s")
        raise InvalidInput(what, next_step=advice, field=FREQUENCY_FIELD)
    step = f"*/{count}" if count > 1 else "*"
    typed = {"minute": step, "hour": "*"} if unit == "minute" else {"minute": "0", "hour": step}
    return Wish(CUSTOM, read_rule(typed), typed)


def _by_words(plain: str) -> Wish:
    """The wish of a repetition and times in any order."""
    words = [word for word in _spread(plain).split() if word not in _FILLERS]
    times = [word for word in words if word[0].isdigit() or word[0] == ":"]
    repeats = [word for word in words if word not in times]
    if not repeats:
        raise InvalidInput(NOTHING, next_step=EXAMPLES, field=FREQUENCY_FIELD)
    if repeats[0] in _HOURS:
        _alone(repeats)
        return Wish(HOURLY, Rule(frozenset({_minute(times)}), HOUR.all))
    weekdays = _weekdays(repeats)
    minutes, hours = _clock(times)
    rule = Rule(minutes, hours, weekdays=weekdays)
    return Wish(_frequency(rule), rule)


def _spread(plain: str) -> str:
    """The text with times in one word each, day ranges as `a-b`, and lists without commas."""
    named = " ".join(_NAMED_TIMES.get(word, word) for word in plain.replace(",", " ").split())
    return _TO.sub("-", _MERIDIEM.sub(r"\1m", named))


def _alone(repeats: list[str]) -> None:
    """Raise InvalidInput when something stands beside *hourly*."""
    for word in repeats[1:]:
        raise _unknown(word) if _days(word) is None else _together(repeats[0], word)


def _weekdays(repeats: list[str]) -> frozenset[int]:
    """The weekdays that the words name. Raises InvalidInput for an unknown word or two repetitions."""
    words = [word for word in repeats if word not in _WEEKLY]
    if not words:
        raise InvalidInput(NO_DAY, next_step=DAYS_LOOK_SO, field=FREQUENCY_FIELD)
    named = {word: _days(word) for word in words}
    for word, days in named.items():
        if days is None:
            raise _unknown(word)
    if len(named) > 1 and DAY_OF_WEEK.all in named.values():
        raise _together(*list(named)[:2])
    return frozenset(day for days in named.values() if days for day in days)


def _days(word: str) -> frozenset[int] | None:
    """The weekdays of one word (`daily`, `weekdays`, `mondays`, `mon-fri`), or None."""
    if word in _DAYS:
        return DAY_OF_WEEK.all
    if word in _GROUPS:
        return _GROUPS[word]
    singular = "-".join(name.removesuffix("s") if name.endswith("days") else name for name in word.split("-"))
    if not singular[0].isalpha():
        return None
    try:
        return read_part(DAY_OF_WEEK, singular)
    except InvalidInput:
        return None


def _frequency(rule: Rule) -> str:
    """The simplest frequency that can hold the rule."""
    if len(rule.times) == 1 and rule.every_day:
        return DAILY
    return WEEKLY if len(rule.times) == 1 and len(rule.weekdays) == 1 else CUSTOM


def _minute(times: list[str]) -> int:
    """The minute of an hourly schedule; 0 when none is said."""
    match = _MINUTE.fullmatch(times[0]) if len(times) == 1 else None
    if times and (match is None or int(match[1]) > 59):  # noqa: PLR2004 -- the minutes of an hour
        raise InvalidInput(NOT_A_MINUTE.format(text=" ".join(times)), next_step=MINUTES_LOOK_SO, field=MINUTE_FIELD)
    return int(match[1]) if match else 0


def _clock(times: list[str]) -> tuple[frozenset[int], frozenset[int]]:
    """Minutes and hours of the times of day."""
    if not times:
        raise InvalidInput(NO_TIME, next_step=TIMES_LOOK_SO, field=TIME_FIELD)
    found = {read_time(time) for time in times}
    hours, minutes = frozenset(hour for hour, _ in found), frozenset(minute for _, minute in found)
    if len(hours) * len(minutes) != len(found):
        raise InvalidInput(TIMES_DIFFER.format(times=", ".join(times)), next_step=SAME_MINUTES, field=TIME_FIELD)
    return minutes, hours


def read_time(text: str) -> tuple[int, int]:
    """Hour and minute of `6`, `6:00`, `06.00`, `6am`, `6:30pm`. Raises InvalidInput."""
    match = _TIME.fullmatch(text)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if match and match[3] in {"am", "pm"}:
        early = match[3] == "am"
        hour = (hour % _HALF_DAY + (0 if early else _HALF_DAY)) if 1 <= hour <= _HALF_DAY else 24
    if hour > 23 or minute > 59:  # noqa: PLR2004 -- the hours of a day, the minutes of an hour
        raise InvalidInput(NOT_A_TIME.format(text=text), next_step=TIMES_LOOK_SO, field=TIME_FIELD)
    return hour, minute


def _unknown(word: str) -> InvalidInput:
    zone = zone_of_city(word)
    advice = ZONE_IS.format(name=zone) if zone else EXAMPLES
    return InvalidInput(UNKNOWN_WORD.format(word=word), next_step=advice, field=ZONE_FIELD if zone else FREQUENCY_FIELD)


def _together(first: str, second: str) -> InvalidInput:
    what = TWO_REPEATS.format(first=first, second=second)
    return InvalidInput(what, next_step=ONE_REPEAT, field=FREQUENCY_FIELD)
