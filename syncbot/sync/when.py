"""From what people write or choose for a schedule to what Polytomic keeps, and back to the editor's inputs.

Times are read on the clock of a zone and stored as one rule in UTC. The zone's distance from UTC is the one in force at
the next run, so that the next run is at the time that was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from syncbot.errors import InvalidInput
from syncbot.sync.cron import DAY_OF_MONTH, MONTH, PARTS, WEEKDAYS, Rule, read_part, write_rule
from syncbot.sync.document import JsonObject
from syncbot.sync.recurrence import (
    CLOCK_PARTS,
    CONTINUOUS,
    DAILY,
    FREQUENCY_FIELD,
    HOURLY,
    MANUAL,
    WEEKLY,
    check,
    rule_of,
    with_values,
)
from syncbot.sync.wish import (
    MINUTE_FIELD,
    NOT_A_MINUTE,
    NOT_A_TIME,
    TIME_FIELD,
    TIMES_LOOK_SO,
    Wish,
    read_cron,
    read_wish,
)
from syncbot.sync.zones import ABBREVIATIONS, UTC_NAME, ZONE_FIELD, offset_minutes, zone_named

KEEP: Final = "keep"
WORKING_DAYS: Final = "weekdays"
CRON: Final = "cron"
REPEATS: Final = (
    (MANUAL, "Only when started by hand"),
    (CONTINUOUS, "Continuously, at most every 5 minutes"),
    (HOURLY, "Every hour"),
    (DAILY, "Every day"),
    (WORKING_DAYS, "Monday to Friday"),
    *((name.lower(), f"Every {name}") for name in (*WEEKDAYS[1:], WEEKDAYS[0])),
    (CRON, "By a cron expression"),
    (KEEP, "As it is now"),
)
"""The choices of *Repeat*: what a choice carries, and its words. The last stands for what syncbot cannot set."""

UNKNOWN_REPEAT = "“{repeat}” is not one of the choices of Repeat."
CHOOSE_ONE = "Choose one of the list."
NOTHING_TO_KEEP = "There is no schedule yet that could be kept as it is."

AT_A_MINUTE = "Write it like :15, with one minute from 0 to 59."

_OF_THE_INPUT: Final = frozenset({FREQUENCY_FIELD, MINUTE_FIELD, ZONE_FIELD})
_ZONE: Final = re.compile(r"[a-z_]+(?:/[a-z][\w+-]*)+", re.IGNORECASE)
_MONDAY_TO_FRIDAY: Final = frozenset(range(1, 6))


@dataclass(frozen=True, slots=True)
class Form:
    """The editor's inputs.

    Attributes:
        repeat: What a choice of `REPEATS` carries.
        at: `06:30`; `:15` with *hourly*; five parts with *cron*; else empty.
        zone: The zone whose clock `at` is on; UTC where another cannot show the schedule.
    """

    repeat: str
    at: str
    zone: str


def parse_when(text: str, zone: str, *, now: datetime) -> JsonObject:
    """The schedule that `text` asks for, as Polytomic keeps it: strings, in UTC.

    Args:
        text: What a person wrote; a zone at its end goes before `zone`.
        zone: The IANA name of the zone whose clock is meant, else.
        now: The present, aware; decides which distance from UTC is in force at the next run.

    Raises:
        InvalidInput: With the field in which it lies (`schedule.frequency`, `.hour`, `.minute`, `.zone`, …).
    """
    when, named = split_zone(text)
    where = zone_named(zone if named is None else named)
    return stored(read_wish(when), where, now=now)


def split_zone(text: str) -> tuple[str, str | None]:
    """`text` without a time zone at its end, and that zone as written; None when it has none."""
    *words, last = text.split() or [""]
    if words and (_ZONE.fullmatch(last) or last.upper() in ABBREVIATIONS or last.upper() == "UTC"):
        return " ".join(words), last
    return text, None


def stored(wish: Wish, zone: ZoneInfo, *, now: datetime) -> JsonObject:
    """The schedule for a wish. Raises InvalidInput when one rule in UTC cannot hold it, or it would never run."""
    schedule: JsonObject = {"frequency": wish.frequency}
    if wish.rule is None:
        return schedule
    rule = in_utc(wish.rule, zone, now=now)
    parts = write_rule(rule)
    for part, values in zip(PARTS, rule.values, strict=True):
        written = wish.typed.get(part.key, "")
        if written and not any(letter.isalpha() for letter in written) and read_part(part, written) == values:
            parts[part.key] = written
    schedule |= {key: parts[key] for key in CLOCK_PARTS[wish.frequency]}
    check(schedule)
    return schedule


def in_utc(local: Rule, zone: ZoneInfo, *, now: datetime) -> Rule:
    """A rule on the zone's clock as one in UTC, right at its next run. Raises InvalidInput when none can hold it."""
    rule = local.shifted(-offset_minutes(zone, now))
    first = rule.next_runs(now, 1)
    return local.shifted(-offset_minutes(zone, first[0])) if first else rule


def form(repeat: str, at: str, zone: str, *, now: datetime, old: JsonObject | None = None) -> JsonObject:
    """The schedule that the inputs *Repeat*, *At* and *Time zone* ask for, in the place of `old`.

    Inputs that `read_form` gave for `old` give `old` back.

    Raises:
        InvalidInput: `field` is `schedule.zone` for *Time zone*, `schedule.frequency` for *Repeat*, else it is *At*.
    """
    if repeat not in dict(REPEATS):
        raise InvalidInput(UNKNOWN_REPEAT.format(repeat=repeat), next_step=CHOOSE_ONE, field=FREQUENCY_FIELD)
    where = zone_named(zone)
    if old is not None and (
        repeat == KEEP or read_form(old, where.key, now=now) == Form(repeat, at.strip(), where.key)
    ):
        return old
    if repeat == KEEP:
        raise InvalidInput(NOTHING_TO_KEEP, next_step=CHOOSE_ONE, field=FREQUENCY_FIELD)
    return with_values(old, stored(_wish(repeat, at.strip()), where, now=now))


def _wish(repeat: str, at: str) -> Wish:
    """What *Repeat* and *At* ask for. Raises InvalidInput; *At* holds a time, so that no word of a schedule fits."""
    if repeat in {MANUAL, CONTINUOUS}:
        return Wish(repeat)
    if repeat == CRON:
        return read_cron(at)
    try:
        return read_wish(f"{repeat} {at}")
    except InvalidInput as fault:
        if fault.field not in _OF_THE_INPUT:
            raise
        what, next_step = (NOT_A_MINUTE, AT_A_MINUTE) if repeat == HOURLY else (NOT_A_TIME, TIMES_LOOK_SO)
        field = MINUTE_FIELD if repeat == HOURLY else TIME_FIELD
        raise InvalidInput(what.format(text=at), next_step=next_step, field=field) from fault


def read_form(schedule: JsonObject, zone: str, *, now: datetime) -> Form:
    """The inputs that show a schedule, on the clock of `zone` where one rule can hold it there."""
    frequency = schedule.get("frequency")
    rule = rule_of(schedule)
    if rule is None:
        return Form(frequency if frequency in {MANUAL, CONTINUOUS} else KEEP, "", zone)
    local, shown = in_zone(rule, zone, now=now)
    repeat = _repeat(frequency, local)
    (hour, minute), *_ = local.times
    if repeat == HOURLY:
        return Form(repeat, f":{minute:02}", shown)
    return Form(repeat, _cron_text(schedule, local) if repeat == CRON else f"{hour:02}:{minute:02}", shown)


def in_zone(rule: Rule, zone: str, *, now: datetime) -> tuple[Rule, str]:
    """A rule in UTC on the zone's clock at its next run, and the zone; itself and UTC where one rule cannot hold it."""
    where = zone_named(zone)
    first = rule.next_runs(now, 1)
    try:
        return rule.shifted(offset_minutes(where, first[0] if first else now)), where.key
    except InvalidInput:
        return rule, UTC_NAME


def _repeat(frequency: object, local: Rule) -> str:
    """The choice that shows a rule; *cron* when none is as simple."""
    if frequency == HOURLY and len(local.minutes) == 1:
        return HOURLY
    if len(local.times) > 1 or (local.days, local.months) != (DAY_OF_MONTH.all, MONTH.all):
        return CRON
    if frequency == DAILY:
        return DAILY
    if frequency == WEEKLY and len(local.weekdays) == 1:
        return WEEKDAYS[min(local.weekdays)].lower()
    return WORKING_DAYS if local.weekdays == _MONDAY_TO_FRIDAY else CRON


def _cron_text(schedule: JsonObject, local: Rule) -> str:
    """The rule as cron, in the schedule's own spelling of each part that is the same on the local clock."""
    parts = write_rule(local)
    for part, values in zip(PARTS, local.values, strict=True):
        written = schedule.get(part.key)
        if isinstance(written, str) and written and read_part(part, written) == values:
            parts[part.key] = written.replace(" ", "")
    return " ".join(parts.values())
