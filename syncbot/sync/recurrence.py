"""A schedule as the API has it: which clocked rule it is, whether it makes sense, when it runs next.

All parts are strings and stay strings; the rule is kept in UTC. Only some frequencies have moments that can be told
before: a manual schedule, one after other syncs or a dbt Cloud job, and a continuous one (at most every 5 minutes) have
none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from rapidfuzz import process

from syncbot.errors import InvalidInput
from syncbot.sync.cron import DAY_OF_WEEK, HOUR, MINUTE, PARTS, Rule, read_part, read_rule
from syncbot.sync.document import JsonObject

FREQUENCY_FIELD: Final = "schedule.frequency"
MANUAL: Final = "manual"
CONTINUOUS: Final = "continuous"
HOURLY: Final = "hourly"
DAILY: Final = "daily"
WEEKLY: Final = "weekly"
CUSTOM: Final = "custom"
BUILDER: Final = "builder"
RUN_AFTER: Final = "runafter"
MULTI: Final = "multi"
DBT_CLOUD: Final = "dbtcloud"
FREQUENCIES: Final = (
    *(MANUAL, CONTINUOUS, HOURLY, DAILY, WEEKLY),
    *(CUSTOM, BUILDER, RUN_AFTER, MULTI, DBT_CLOUD),
)
CRON_FREQUENCIES: Final = frozenset({CUSTOM, BUILDER})

CLOCK_PARTS: Final = {
    HOURLY: ("minute",),
    DAILY: ("hour", "minute"),
    WEEKLY: ("day_of_week", "hour", "minute"),
    CUSTOM: tuple(part.key for part in PARTS),
    BUILDER: tuple(part.key for part in PARTS),
}
"""The parts that each clocked frequency reads; it ignores the others."""

READ_BY: Final[dict[str, tuple[str, ...]]] = {
    **CLOCK_PARTS,
    **dict.fromkeys((MANUAL, CONTINUOUS), ()),
    RUN_AFTER: ("run_after", "run_after_success_only"),
    DBT_CLOUD: ("connection_id", "job_id", "run_after_success_only"),
}
"""The keys that each frequency reads; what is not here is not known."""

DECLARED: Final = frozenset(
    {"frequency", "connection_id", "job_id", "run_after", "run_after_success_only"} | {part.key for part in PARTS}
)
"""The keys of a schedule that the API declares; others are kept whatever becomes of the schedule."""

NO_FREQUENCY = "The schedule has no frequency."
UNKNOWN_FREQUENCY = "There is no frequency “{text}”."
NEAREST = "The nearest is {nearest}."
FREQUENCIES_ARE = "There are {names}."
NEEDS = "A schedule of frequency {frequency} needs {needs}."
ONE_VALUE = "A schedule of frequency {frequency} needs one {part}, and “{text}” stands for {count}."
USE_CUSTOM = "For several, use a cron expression (frequency custom)."
NEVER = "There is no such day: the schedule would never run."
GIVE_REAL_DAY = "Give a day of the month that one of the months has."
CHOOSE_IN_THE_EDITOR = "Choose it in the editor, part Schedule."
AN_HOUR = "an hour"
A_DAY = "a day of the week"
A_SYNC = "another sync to run after"
A_JOB = "a dbt Cloud connection and job"
WRITE_HOUR = "Write for example daily 6:00."
WRITE_DAY = "Write for example monday 9:30."


def rule_of(schedule: JsonObject) -> Rule | None:
    """The rule that the schedule runs by, in UTC; None when it has none or when it cannot be read.

    A minute that is missing counts as 0, as nothing else is known; a missing hour or weekday leaves no rule. In a
    custom or builder schedule a missing part means `*`.
    """
    frequency = schedule.get("frequency")
    keys = CLOCK_PARTS.get(frequency) if isinstance(frequency, str) else None
    if keys is None:
        return None
    parts = {key: _text(schedule, key) for key in keys}
    if frequency not in CRON_FREQUENCIES:
        parts["minute"] = parts["minute"] or "0"
        parts = {"hour": "*", **parts} if frequency == HOURLY else parts
        if not all(parts.values()):
            return None
    try:
        return read_rule(parts)
    except InvalidInput:
        return None


def next_runs(schedule: JsonObject, after: datetime, count: int) -> tuple[datetime, ...]:
    """The next moments strictly after `after`, in UTC; empty when there are none or they cannot be told before."""
    rule = rule_of(schedule)
    return rule.next_runs(after, count) if rule else ()


def check(schedule: JsonObject) -> None:
    """See that the schedule makes sense.

    Raises:
        InvalidInput: With the first thing that does not, `field` being its path.
    """
    frequency = schedule.get("frequency")
    if not frequency:
        raise InvalidInput(
            NO_FREQUENCY, next_step=FREQUENCIES_ARE.format(names=", ".join(FREQUENCIES)), field=FREQUENCY_FIELD
        )
    if frequency not in FREQUENCIES:
        raise _unknown_frequency(str(frequency))
    if frequency == RUN_AFTER:
        _check_run_after(schedule)
    if frequency == DBT_CLOUD and not (schedule.get("connection_id") and schedule.get("job_id")):
        needs = NEEDS.format(frequency=frequency, needs=A_JOB)
        raise InvalidInput(needs, next_step=CHOOSE_IN_THE_EDITOR, field="schedule.job_id")
    if frequency in CLOCK_PARTS:
        _check_clock(schedule, frequency)


def check_happens(rule: Rule) -> None:
    """Raise InvalidInput when no day is one of the rule's."""
    if not rule.happens:
        raise InvalidInput(NEVER, next_step=GIVE_REAL_DAY, field="schedule.day_of_month")


def with_values(old: JsonObject | None, new: JsonObject) -> JsonObject:
    """`new` in the place of `old`: its unknown keys, its order, its nulls, and its spelling of equal parts are kept.

    So is what a schedule of the same frequency holds and does not read. When both mean the same, `old` itself.
    """
    if not old:
        return new
    if _same_rule(old, new):
        return old
    kept = {key: value for key, value in old.items() if key in new or key not in _given_anew(old, new) or value is None}
    return kept | {key: _spelled_as(old, key, value) for key, value in new.items()}


def _given_anew(old: JsonObject, new: JsonObject) -> frozenset[str]:
    """The keys that `new` says all about: those that a frequency which stays reads, else all that are declared."""
    frequency = new.get("frequency")
    read = READ_BY.get(str(frequency)) if old.get("frequency") == frequency else None
    return DECLARED if read is None else frozenset(read)


def _same_rule(old: JsonObject, new: JsonObject) -> bool:
    """Whether two schedules of one kind run at the same moments; custom and builder are one kind."""
    kinds = {old.get("frequency"), new.get("frequency")}
    if kinds in ({MANUAL}, {CONTINUOUS}):
        return True
    rule = rule_of(new)
    return rule is not None and (len(kinds) == 1 or kinds == CRON_FREQUENCIES) and rule_of(old) == rule


def _spelled_as(old: JsonObject, key: str, value: Any) -> Any:
    """`value`, in the old spelling where it means the same, and a weekday by name where it was one."""
    before = old.get(key)
    part = next((part for part in PARTS if part.key == key), None)
    if part is None or not before or value is None or not str(value).strip():
        return value  # what an empty part means hangs on the frequency, unlike what is written
    try:
        if read_part(part, before) == read_part(part, value):
            return before
    except InvalidInput:
        return value
    if part is DAY_OF_WEEK and str(before).lower() in {name.lower() for name in part.names} and str(value).isdigit():
        name = part.names[int(value) % len(part.names)]
        return name if str(before)[0].isupper() else name.lower()
    return value


def _check_run_after(schedule: JsonObject) -> None:
    after = schedule.get("run_after")
    if not isinstance(after, dict) or not (after.get("sync_ids") or after.get("bulk_sync_ids")):
        needs = NEEDS.format(frequency=RUN_AFTER, needs=A_SYNC)
        raise InvalidInput(needs, next_step=CHOOSE_IN_THE_EDITOR, field="schedule.run_after")


def _check_clock(schedule: JsonObject, frequency: str) -> None:
    keys = CLOCK_PARTS[frequency]
    values = {part.key: read_part(part, _text(schedule, part.key)) for part in PARTS if part.key in keys}
    if frequency not in CRON_FREQUENCIES:
        _check_single(schedule, frequency, {key: len(found) for key, found in values.items()})
    check_happens(read_rule({key: _text(schedule, key) for key in keys}))


def _check_single(schedule: JsonObject, frequency: str, counts: dict[str, int]) -> None:
    for part, needs, example in ((HOUR, AN_HOUR, WRITE_HOUR), (DAY_OF_WEEK, A_DAY, WRITE_DAY)):
        if part.key in counts and not _text(schedule, part.key):
            what = NEEDS.format(frequency=frequency, needs=needs)
            raise InvalidInput(what, next_step=example, field=f"schedule.{part.key}")
    for part in (MINUTE, HOUR, DAY_OF_WEEK):
        text = _text(schedule, part.key)
        if text and counts.get(part.key, 1) > 1:
            what = ONE_VALUE.format(frequency=frequency, part=part.label, text=text, count=counts[part.key])
            raise InvalidInput(what, next_step=USE_CUSTOM, field=f"schedule.{part.key}")


def _unknown_frequency(text: str) -> InvalidInput:
    nearest = process.extractOne(text.lower(), FREQUENCIES, score_cutoff=60)
    names = FREQUENCIES_ARE.format(names=", ".join(FREQUENCIES))
    advice = f"{NEAREST.format(nearest=nearest[0])} {names}" if nearest else names
    return InvalidInput(UNKNOWN_FREQUENCY.format(text=text), next_step=advice, field=FREQUENCY_FIELD)


def _text(schedule: JsonObject, key: str) -> str:
    """A part as text; empty when it is missing, null or empty."""
    value = schedule.get(key)
    return "" if value is None else str(value).strip()
