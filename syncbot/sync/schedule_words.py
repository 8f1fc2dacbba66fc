"""Schedules in words, on the clock of a zone beside UTC, with the next runs and the next change of clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, overload

from syncbot.sync.cron import DAY_MINUTES, DAY_OF_MONTH, HOUR, MONTH, MONTHS, PARTS, WEEKDAYS, Rule
from syncbot.sync.document import JsonObject
from syncbot.sync.phrases import counted, joined
from syncbot.sync.recurrence import (
    CLOCK_PARTS,
    CONTINUOUS,
    CRON_FREQUENCIES,
    DBT_CLOUD,
    MANUAL,
    MULTI,
    RUN_AFTER,
    next_runs,
    rule_of,
)
from syncbot.sync.rule_words import days_words, rule_words, times_words
from syncbot.sync.when import in_zone
from syncbot.sync.zones import UTC_NAME, next_clock_change, zone_named

NO_SCHEDULE = "No schedule"
BY_HAND = "Only when started by hand"
CONTINUOUSLY = "Continuously, at most every 5 minutes"
SEVERAL = "By several schedules at once, kept as they are"
UNREADABLE = "By a rule that syncbot cannot put into words ({stored})"
AFTER = "After {others}"
AFTER_SUCCESS = "After {others}, only when they succeeded"
AFTER_ITS_SUCCESS = "After {others}, only when it succeeded"
AFTER_NOTHING = "After other syncs, but none is named"
AFTER_JOB = "After dbt Cloud job {job}"
AFTER_NO_JOB = "After a dbt Cloud job, but none is named"

NEXT_RUNS = "Next runs: {runs} ({zone})."
NO_NEXT_RUN = "When it runs next cannot be told ahead."
CLOCK_NOTE = (
    "The rule is kept in UTC. Clocks in {zone} change on {day}: a run that is at {before} until then is at "
    "{after} after it."
)
DAY_AFTER = "{time} the next day"
DAY_BEFORE = "{time} the day before"

_NEXT: Final = 3
_FIXED: Final = {MANUAL: BY_HAND, CONTINUOUS: CONTINUOUSLY, MULTI: SEVERAL}


@overload
def describe(schedule: JsonObject | None) -> str: ...
@overload
def describe(schedule: JsonObject | None, zone: str | None, *, now: datetime) -> str: ...
def describe(schedule: JsonObject | None, zone: str | None = None, *, now: datetime | None = None) -> str:
    """The schedule in words, `Every Monday at 00:30 Europe/Berlin (every Sunday at 23:30 UTC)`.

    Args:
        schedule: As the sync has it.
        zone: An IANA name; None for UTC alone.
        now: The present; which distance from UTC counts is that at the next run.
    """
    if not schedule:
        return NO_SCHEDULE
    rule = rule_of(schedule)
    if rule is None:
        return _without_clock(schedule)
    local, shown = in_zone(rule, zone, now=now) if zone and now else (rule, UTC_NAME)
    said = rule_words(local) if _same_in_all_zones(local, rule) else f"{rule_words(local)} {shown}"
    notes = [] if local == rule else [f"{_in_utc(local, rule)} UTC"]
    if schedule.get("frequency") in CRON_FREQUENCIES and not _is_simple(rule):
        notes.append(f"cron {' '.join(str(schedule.get(part.key) or '*') for part in PARTS)}")
    return f"{said} ({'; '.join(notes)})" if notes else said


def outlook(schedule: JsonObject, zone: str, *, now: datetime) -> tuple[str, ...]:
    """What to know beside the schedule: the next three runs, and what the next change of clocks does to them."""
    upcoming = next_runs(schedule, now, _NEXT)
    if not upcoming:
        return (NO_NEXT_RUN,)
    where = zone_named(zone)
    moments = ", ".join(moment_words(moment, where.key) for moment in upcoming)
    note = clock_note(schedule, zone, now=now)
    return (NEXT_RUNS.format(runs=moments, zone=where.key), *([note] if note else []))


def clock_note(schedule: JsonObject, zone: str, *, now: datetime) -> str | None:
    """What the zone's next change of clocks does to the local time of a run; None when nothing changes."""
    rule = rule_of(schedule)
    upcoming = next_runs(schedule, now, 1)
    change = next_clock_change(zone, now)
    if rule is None or not upcoming or change is None:
        return None
    if rule.every_day and rule.hours == HOUR.all and (change.after_minutes - change.before_minutes) % 60 == 0:
        return None
    minute = upcoming[0].hour * 60 + upcoming[0].minute
    (day, before), (day_after, after) = (
        divmod(minute + offset, DAY_MINUTES) for offset in (change.before_minutes, change.after_minutes)
    )
    moved = {1: DAY_AFTER, -1: DAY_BEFORE}.get(day_after - day, "{time}").format(time=_clock(after))
    where = zone_named(zone)
    return CLOCK_NOTE.format(zone=where.key, day=day_words(change.at, where.key), before=_clock(before), after=moved)


def moment_words(moment: datetime, zone: str) -> str:
    """A moment on the zone's clock, `Mon 23 Nov 06:00`."""
    local = moment.astimezone(zone_named(zone))
    return f"{_weekday(local)[:3]} {local.day} {MONTHS[local.month - 1][:3]} {local:%H:%M}"


def day_words(moment: datetime, zone: str) -> str:
    """The day of a moment in the zone, `Sunday 28 March 2027`."""
    local = moment.astimezone(zone_named(zone))
    return f"{_weekday(local)} {local.day} {MONTHS[local.month - 1]} {local.year}"


def _in_utc(local: Rule, rule: Rule) -> str:
    """The rule in UTC as far as it differs: the times alone when the days are the same."""
    if days_words(local) == days_words(rule):
        return times_words(rule).removeprefix("at ")
    said = rule_words(rule)
    return said[0].lower() + said[1:] if said.startswith(("Every", "On")) else said


def _same_in_all_zones(local: Rule, rule: Rule) -> bool:
    """Whether the rule names only minutes, and the same on both clocks."""
    return local == rule and rule.every_day and rule.hours == HOUR.all


def _is_simple(rule: Rule) -> bool:
    """Whether the words say all that the cron parts do at a glance: one time, on every day or on weekdays."""
    return len(rule.times) == 1 and (rule.days, rule.months) == (DAY_OF_MONTH.all, MONTH.all)


def _without_clock(schedule: JsonObject) -> str:
    """A schedule that no rule drives, or none that can be read."""
    frequency = str(schedule.get("frequency"))
    if frequency == RUN_AFTER:
        return _after_others(schedule)
    if frequency == DBT_CLOUD:
        job = schedule.get("job_id")
        return AFTER_NO_JOB if job is None else AFTER_JOB.format(job=job)
    return _FIXED.get(frequency) or UNREADABLE.format(stored=stored_words(schedule))


def stored_words(schedule: JsonObject) -> str:
    """The schedule's frequency and clock parts as Polytomic keeps them, `frequency daily, hour 6, minute 0`."""
    frequency = schedule.get("frequency")
    keys = CLOCK_PARTS.get(frequency) if isinstance(frequency, str) else None
    shown = ("frequency", *(keys or (part.key for part in PARTS)))
    return ", ".join(f"{key} {schedule[key]}" for key in shown if schedule.get(key) not in (None, "")) or "empty"


def _after_others(schedule: JsonObject) -> str:
    after: Any = schedule.get("run_after")
    ids = after if isinstance(after, dict) else {}
    found = [
        counted(len(ids[key]), word)
        for key, word in (("sync_ids", "sync"), ("bulk_sync_ids", "bulk sync"))
        if isinstance(ids.get(key), list) and ids[key]
    ]
    if not found:
        return AFTER_NOTHING
    if schedule.get("run_after_success_only") is not True:
        return AFTER.format(others=joined(found))
    one = found == [counted(1, "sync")] or found == [counted(1, "bulk sync")]
    words = AFTER_ITS_SUCCESS if one else AFTER_SUCCESS
    return words.format(others=joined(found))


def _weekday(local: datetime) -> str:
    return WEEKDAYS[local.isoweekday() % 7]


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}"
