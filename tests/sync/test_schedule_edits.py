from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, same
from syncbot.sync.edits import CHOOSABLE_REPEATS, KEPT_REPEATS, ScheduleForm, inputs_of, read_schedule, schedule_of
from syncbot.sync.recurrence import FREQUENCIES, check
from syncbot.sync.when import KEEP
from tests.sync.samples_of_syncs import NAMES, sample

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SYNCS = ("11111111-0000-4000-8000-000000000001", "11111111-0000-4000-8000-000000000002")
CONNECTION = "22222222-0000-4000-8000-000000000001"
RUN_AFTER: JsonObject = {
    "frequency": "runafter",
    "run_after": {"sync_ids": [SYNCS[0]], "bulk_sync_ids": ["b"], "later": 1},
    "run_after_success_only": True,
    "minute": None,
    "future": {"jitter": None},
}
DBT: JsonObject = {"frequency": "dbtcloud", "connection_id": CONNECTION, "job_id": 2**53 + 1, "hour": "3"}
BUILDER: JsonObject = {
    "frequency": "builder",
    "minute": "0",
    "hour": "6",
    "day_of_month": "*",
    "month": "*",
    "day_of_week": "1,3",
}
MULTI: JsonObject = {"frequency": "multi", "hour": "3", "later": 1}


def read(schedule: JsonObject, zone: str = "UTC") -> ScheduleForm:
    return read_schedule(schedule, zone, now=NOW)


def made(given: ScheduleForm, old: JsonObject | None = None) -> JsonObject:
    return schedule_of(given, old or {}, now=NOW)


def a_form(repeat: str, **more: Any) -> ScheduleForm:
    """The inputs of a choice of *Repeat*, filled in with what usually stands there."""
    at = {"hourly": ":15", "cron": "0 6 * * 1-4", "builder": "30 4 1 * *"}.get(repeat, "06:30")
    every: dict[str, Any] = {"at": at, "zone": "UTC", "sync_ids": SYNCS, "connection_id": CONNECTION, "job_id": "48213"}
    return replace(ScheduleForm(repeat, **{key: every[key] for key in inputs_of(repeat) if key in every}), **more)


def test_every_frequency_is_choosable_or_kept_for_a_reason() -> None:
    chosen = {made(a_form(repeat))["frequency"] for repeat, _ in CHOOSABLE_REPEATS}
    assert chosen | set(KEPT_REPEATS) == set(FREQUENCIES)
    assert not chosen & set(KEPT_REPEATS)


@pytest.mark.parametrize("repeat", [repeat for repeat, _ in CHOOSABLE_REPEATS])
def test_what_is_chosen_makes_sense_and_is_read_back(repeat: str) -> None:
    given = a_form(repeat)
    schedule = made(given)
    check(schedule)
    assert read(schedule) == given
    assert made(read(schedule), schedule) is schedule


@pytest.mark.parametrize("repeat", [repeat for repeat, _ in CHOOSABLE_REPEATS])
@pytest.mark.parametrize("old", [RUN_AFTER, DBT, BUILDER, MULTI, {"frequency": "daily", "hour": "3", "minute": "30"}])
def test_any_choice_can_take_the_place_of_any_schedule(repeat: str, old: JsonObject) -> None:
    schedule = made(a_form(repeat), old)
    check(schedule)
    assert schedule["frequency"] == made(a_form(repeat))["frequency"]
    assert all(same(schedule[key], old[key]) for key in ("future", "later") if key in old)
    shown = read(schedule)
    assert (shown.repeat, shown.at) == (repeat, a_form(repeat).at)


@pytest.mark.parametrize("schedule", [RUN_AFTER, DBT, BUILDER, MULTI, {"frequency": "builder"}, {"frequency": "later"}])
def test_what_is_not_touched_stays_as_it_is(schedule: JsonObject) -> None:
    assert made(read(schedule, "Europe/Berlin"), schedule) is schedule


@pytest.mark.parametrize("name", NAMES)
@given(zone=st.sampled_from(("UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York")))
def test_the_schedule_of_every_sample_stays_when_nothing_is_touched(name: str, zone: str) -> None:
    schedule = sample(name)["schedule"]
    assert made(read(schedule, zone), schedule) is schedule


def test_after_other_syncs_the_bulk_syncs_and_unknown_keys_stay() -> None:
    shown = read(RUN_AFTER)
    assert (shown.repeat, shown.sync_ids, shown.success_only) == ("runafter", (SYNCS[0],), True)
    schedule = made(replace(shown, sync_ids=SYNCS, success_only=False), RUN_AFTER)
    assert schedule == {
        **RUN_AFTER,
        "run_after": {"sync_ids": list(SYNCS), "bulk_sync_ids": ["b"], "later": 1},
        "run_after_success_only": False,
    }
    assert made(replace(shown, success_only=None), RUN_AFTER)["run_after_success_only"] is None
    none = made(replace(shown, sync_ids=()), RUN_AFTER)
    assert none["run_after"] == {"sync_ids": [], "bulk_sync_ids": ["b"], "later": 1}


def test_a_job_is_a_whole_number_and_stays_one() -> None:
    assert read(DBT).job_id == "9007199254740993"
    schedule = made(replace(read(DBT), job_id=" 7 "), DBT)
    assert same(schedule["job_id"], 7)
    assert schedule["hour"] == "3"
    assert same(made(replace(read(DBT), success_only=True), DBT)["job_id"], 2**53 + 1)


def test_a_builder_schedule_shows_its_parts_and_stays_one() -> None:
    assert read(BUILDER) == ScheduleForm("builder", "0 6 * * 1,3", "UTC")
    assert read({**BUILDER, "day_of_week": "1-5"}).at == "0 6 * * 1-5"
    schedule = made(replace(read(BUILDER), at="0 7 * * 1,3"), BUILDER)
    assert schedule == {**BUILDER, "hour": "7"}
    assert made(a_form("cron", at="0 6 * * 1,3"), BUILDER)["frequency"] == "custom"
    custom = {**BUILDER, "frequency": "custom"}
    assert made(ScheduleForm("builder", "0 6 * * 1,3"), custom)["frequency"] == "builder"


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        (ScheduleForm("runafter"), "schedule.run_after", "No sync is chosen"),
        (ScheduleForm("runafter", sync_ids=("own",)), "schedule.run_after", "cannot run after itself"),
        (ScheduleForm("dbtcloud", job_id="7"), "schedule.connection_id", "No dbt Cloud connection"),
        (ScheduleForm("dbtcloud", connection_id="c"), "schedule.job_id", "“” is not the number"),
        (ScheduleForm("dbtcloud", connection_id="c", job_id="7.0"), "schedule.job_id", "“7.0” is not the number"),
        (ScheduleForm("dbtcloud", connection_id="c", job_id="0"), "schedule.job_id", "is not the number"),
        (ScheduleForm("multi"), "schedule.frequency", "cannot be chosen any more"),
        (ScheduleForm(KEEP), "schedule.frequency", "no schedule yet"),
        (ScheduleForm("builder", "0 6 31 2 *"), "schedule.day_of_month", "never run"),
        (ScheduleForm("daily", "25:00"), "schedule.hour", "25:00"),
        (ScheduleForm("daily", "6:00", "Mars/Base"), "schedule.zone", "Mars/Base"),
    ],
)
def test_what_cannot_be_is_refused_at_its_input(given: ScheduleForm, field: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        schedule_of(given, {}, now=NOW, own_id="own")
    assert says in caught.value.what
    assert caught.value.field == field


def test_each_choice_needs_just_its_inputs() -> None:
    assert inputs_of("manual") == inputs_of(KEEP) == ()
    assert inputs_of("monday") == inputs_of("hourly") == ("at", "zone")
    assert inputs_of("runafter") == ("sync_ids", "success_only")
    assert inputs_of("dbtcloud") == ("connection_id", "job_id", "success_only")
