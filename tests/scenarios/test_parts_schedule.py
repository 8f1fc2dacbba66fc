"""The schedule in the editor: every way to repeat, after other syncs, after a job."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.rules import FREQUENCIES
from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, CUSTOMERS, LEADS
from syncbot.sandbox.polytomic.world import identifier
from syncbot.sync.not_editable import NOT_CHOOSABLE
from tests.scenarios.editing import applies, opens
from tests.scenarios.town import Town

CLOCKED = {
    "manual": ("Only when started by hand", ""),
    "continuous": ("Continuously, at most every 5 minutes", ""),
    "hourly": ("Every hour", ":40"),
    "daily": ("Every day", "6:00"),
    "weekly": ("Every Monday", "9:30"),
    "custom": ("By a cron expression", "0 6 1 * *"),
    "builder": ("By the parts of Polytomic's schedule builder", "0 6 1 * *"),
}


@pytest.mark.parametrize("frequency", CLOCKED)
async def test_every_frequency_on_a_clock_is_set_and_read_back(town: Town, frequency: str) -> None:
    repeat, at = CLOCKED[frequency]
    await opens(town, part="schedule")
    await town.anna.choose("Repeat", repeat)
    await town.anna.see(f"Repeat: ▾ {repeat}")
    if at:
        await town.anna.see("Time zone")
        await town.anna.fill("At", at)
    await applies(town, "Takes effect now", "Schedule: ")
    assert town.polytomic.sync_named(LEADS)["schedule"]["frequency"] == frequency


async def test_a_sync_runs_after_others_chosen_by_name(town: Town) -> None:
    await opens(town, part="schedule")
    await town.anna.choose("Repeat", "After other syncs have run")
    await town.anna.see("Run after")
    assert LEADS not in await town.anna.options("Run after")
    await town.anna.choose("Run after", COMPANIES, typed="Comp")
    await town.anna.choose("Run after", CUSTOMERS, typed="Cust")
    await town.anna.choose("Only after a run without errors", "Yes")
    await applies(town, "Schedule: ")
    ids = [town.polytomic.id_of(name) for name in (COMPANIES, CUSTOMERS)]
    after = {
        key: value
        for key, value in town.polytomic.sync_named(LEADS)["schedule"].items()
        if value is not None and key != "minute"
    }
    assert after == {"frequency": "runafter", "run_after": {"sync_ids": ids}, "run_after_success_only": True}


async def test_a_sync_runs_after_a_dbt_cloud_job(town: Town) -> None:
    await opens(town, part="schedule")
    await town.anna.choose("Repeat", "After a dbt Cloud job")
    await town.anna.see("The number of the job")
    await town.anna.choose("dbt Cloud connection", "Snowflake (analytics)", typed="Snow")
    await town.anna.fill("dbt Cloud job", "48213")
    await applies(town, "Schedule: ")
    found = town.polytomic.sync_named(LEADS)["schedule"]
    expected = ("dbtcloud", identifier("connection", "Snowflake (analytics)"), 48213)
    assert (found["frequency"], found["connection_id"], found["job_id"]) == expected


async def test_a_schedule_that_nobody_can_choose_is_shown_and_kept(town: Town) -> None:
    assert {*CLOCKED, "runafter", "dbtcloud", "multi"} == set(FREQUENCIES)
    assert any("multi" in each for each in str(NOT_CHOOSABLE).split("'"))
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "schedule": {"frequency": "multi"}})
    screen = await opens(town, part="schedule")
    assert "Repeat: ▾ Keep as it is" in screen
    assert "left over from bulk syncs" in screen
    await town.anna.press("Back to the overview")
    await town.anna.see("Edit Name and mode")
    await town.anna.press("Edit Name and mode")
    await town.anna.see("Mode")
    await town.anna.fill("Name", "Another name")
    await applies(town, "Name and mode: ")
    assert town.polytomic.sync_named("Another name")["schedule"] == {"frequency": "multi"}
