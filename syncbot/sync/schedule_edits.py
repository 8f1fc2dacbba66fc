"""The schedule of a sync as the inputs of each frequency, and back: clocked ones, after other syncs, after dbt Cloud.

What is not shown is kept: the ids of bulk syncs, keys that nobody has heard of, the spelling of parts that stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.cron import write_rule
from syncbot.sync.document import JsonObject
from syncbot.sync.entries import listed
from syncbot.sync.recurrence import BUILDER, CUSTOM, DBT_CLOUD, FREQUENCY_FIELD, MULTI, RUN_AFTER, rule_of, with_values
from syncbot.sync.when import CRON, KEEP, REPEATS, form, in_zone, read_form, stored
from syncbot.sync.wish import read_cron
from syncbot.sync.zones import zone_named

CHOOSABLE_REPEATS: Final = (
    *(choice for choice in REPEATS if choice[0] != KEEP),
    (BUILDER, "By the parts of Polytomic's schedule builder"),
    (RUN_AFTER, "After other syncs have run"),
    (DBT_CLOUD, "After a dbt Cloud job"),
)
"""The choices of *Repeat*: what a choice carries, and its words."""

KEPT_REPEATS: Final = {
    MULTI: "Several schedules: left over from bulk syncs. Polytomic keeps it; it cannot be chosen any more.",
}
"""Frequencies that are shown and kept, and why they cannot be chosen."""

INPUTS: Final = {
    RUN_AFTER: ("sync_ids", "success_only"),
    DBT_CLOUD: ("connection_id", "job_id", "success_only"),
    **dict.fromkeys(("hourly", "daily", "weekdays", CRON, BUILDER), ("at", "zone")),
    **dict.fromkeys(("manual", "continuous", KEEP), ()),
}
"""Which inputs of a `ScheduleForm` each choice of *Repeat* needs; a weekday needs `at` and `zone`."""

NO_SYNC: Final = "No sync is chosen to run after."
NO_SYNC_NEXT: Final = "Choose one or more syncs."
NO_CONNECTION: Final = "No dbt Cloud connection is chosen."
NO_CONNECTION_NEXT: Final = "Choose the connection that runs the job."
NO_JOB: Final = "“{text}” is not the number of a dbt Cloud job."
NO_JOB_NEXT: Final = "Write the job's number as dbt Cloud shows it, like 48213."
ITSELF: Final = "A sync cannot run after itself."
NOT_TAKEN: Final = "The schedule was not changed."

_LONGEST_NUMBER: Final = 18


@dataclass(frozen=True, slots=True)
class ScheduleForm:
    """The inputs of a schedule.

    Attributes:
        repeat: One of `CHOOSABLE_REPEATS`, or `KEEP`.
        at: On the clock of `zone`: a time, `:15` for hourly, five cron parts for cron and builder; empty else.
        sync_ids: The syncs to run after.
        success_only: Whether only after a run without errors; None when the schedule does not say.
        job_id: As text.
    """

    repeat: str
    at: str = ""
    zone: str = "UTC"
    sync_ids: tuple[str, ...] = ()
    success_only: bool | None = None
    connection_id: str = ""
    job_id: str = ""


def inputs_of(repeat: str) -> tuple[str, ...]:
    """The names of the inputs of `ScheduleForm` that a choice of *Repeat* needs."""
    return INPUTS.get(repeat, ("at", "zone"))


def read_schedule(schedule: JsonObject, zone: str, *, now: datetime) -> ScheduleForm:
    """The inputs that show a schedule; *Repeat* is `KEEP` for what cannot be chosen."""
    frequency = schedule.get("frequency")
    shown = read_form(schedule, zone, now=now)
    repeat, at, where = shown.repeat, shown.at, shown.zone
    rule = rule_of(schedule)
    if frequency == BUILDER and rule is not None and repeat != CRON:
        local, where = in_zone(rule, zone, now=now)
        at = " ".join(write_rule(local).values())
    if frequency in (RUN_AFTER, DBT_CLOUD) or (frequency == BUILDER and rule is not None):
        repeat = str(frequency)
    after = schedule.get("run_after")
    job = schedule.get("job_id")
    success = schedule.get("run_after_success_only")
    return ScheduleForm(
        repeat=repeat,
        at=at,
        zone=where,
        sync_ids=tuple(str(each) for each in listed(after.get("sync_ids") if isinstance(after, dict) else None)),
        success_only=success if isinstance(success, bool) else None,
        connection_id=str(schedule.get("connection_id") or ""),
        job_id="" if job is None else str(job),
    )


def schedule_of(given: ScheduleForm, old: JsonObject, *, now: datetime, own_id: str = "") -> JsonObject:
    """The schedule that the inputs ask for, in the place of `old`; inputs that `read_schedule` gave give `old` back.

    Args:
        given: Only the inputs that its *Repeat* needs count.
        old: The schedule that there is; empty when there is none.
        now: The present.
        own_id: The id of the sync, which cannot run after itself.

    Raises:
        InvalidInput: `field` is `schedule.` with the key that is wrong, or `schedule.zone`.
    """
    was = read_schedule(old, given.zone, now=now)
    needed = ("repeat", *inputs_of(given.repeat))
    if old and all(_meant(given, name) == _meant(was, name) for name in needed):
        return old
    if given.repeat == RUN_AFTER:
        return _run_after(given, old, own_id)
    if given.repeat == DBT_CLOUD:
        return _dbt_cloud(given, old)
    if given.repeat == BUILDER:
        wish = read_cron(given.at.strip())
        built = {**stored(wish, zone_named(given.zone), now=now), "frequency": BUILDER}
        return _of_frequency(with_values(old, built), BUILDER)
    if given.repeat in KEPT_REPEATS:
        raise InvalidInput(KEPT_REPEATS[given.repeat], not_done=NOT_TAKEN, field=FREQUENCY_FIELD)
    built_before = old.get("frequency") == BUILDER
    wanted = form(given.repeat, given.at, given.zone, now=now, old=None if built_before or not old else old)
    return with_values({**old, "frequency": CUSTOM}, wanted) if built_before else wanted


def _meant(given: ScheduleForm, name: str) -> object:
    value = getattr(given, name)
    return value.strip() if isinstance(value, str) else value


def _of_frequency(schedule: JsonObject, frequency: str) -> JsonObject:
    return schedule if schedule.get("frequency") == frequency else {**schedule, "frequency": frequency}


def _run_after(given: ScheduleForm, old: JsonObject, own_id: str) -> JsonObject:
    """After the chosen syncs, and after the bulk syncs that were there."""
    after = old.get("run_after")
    had = after if isinstance(after, dict) else {}
    ids = list(dict.fromkeys(given.sync_ids))
    if not ids and not had.get("bulk_sync_ids"):
        raise _refused(NO_SYNC, NO_SYNC_NEXT, "run_after")
    if own_id and own_id in ids:
        raise _refused(ITSELF, NO_SYNC_NEXT, "run_after")
    wanted = {"frequency": RUN_AFTER, "run_after": {**had, "sync_ids": ids}}
    return with_values(old, {**wanted, **_success(given, old)})


def _dbt_cloud(given: ScheduleForm, old: JsonObject) -> JsonObject:
    text = given.job_id.strip()
    if not given.connection_id.strip():
        raise _refused(NO_CONNECTION, NO_CONNECTION_NEXT, "connection_id")
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER and int(text)):
        raise _refused(NO_JOB.format(text=text), NO_JOB_NEXT, "job_id")
    wanted = {"frequency": DBT_CLOUD, "connection_id": given.connection_id.strip(), "job_id": int(text)}
    return with_values(old, {**wanted, **_success(given, old)})


def _success(given: ScheduleForm, old: JsonObject) -> dict[str, Any]:
    """Whether only after success, where it is said or was."""
    if given.success_only is None:
        return {"run_after_success_only": None} if "run_after_success_only" in old else {}
    return {"run_after_success_only": given.success_only}


def _refused(what: str, next_step: str, key: str) -> InvalidInput:
    return InvalidInput(what, not_done=NOT_TAKEN, next_step=next_step, field=f"schedule.{key}")
