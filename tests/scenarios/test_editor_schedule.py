"""The part *Schedule*: every choice of *Repeat*, on the clock of a zone, with what the next change of clocks does."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import CUSTOMERS, LEADS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import without
from tests.scenarios.editing import applies, goes_back, lets_it_be_tuesday, opens, shows
from tests.scenarios.town import Town


@pytest.fixture(autouse=True)
async def _on_a_tuesday(redis_url: str) -> None:
    await lets_it_be_tuesday(redis_url)


async def repeats(town: Town, repeat: str, *, clock: bool = True) -> Screen:
    """Anna chooses *Repeat*, and waits for the inputs that it needs."""
    await town.anna.choose("Repeat", repeat)
    if not clock:
        await town.anna.sees_no_more("Time zone")
        return await town.anna.see(f"Repeat: ▾ {repeat}")
    return await town.anna.see(f"Repeat: ▾ {repeat}", HINTS.get(repeat, "Like 6:00 or 18:30."))


def stored(town: Town) -> dict[str, Any]:
    """The schedule as Polytomic has it."""
    schedule: dict[str, Any] = town.polytomic.sync_named(LEADS)["schedule"]
    return schedule


HINTS = {"Every hour": "The minute of the hour", "By a cron expression": "Minute, hour, day of the month"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKLY = [
    (f"Every {day}", "9:30", {"frequency": "weekly", "day_of_week": str((at + 1) % 7), "hour": "8", "minute": "30"})
    for at, day in enumerate(DAYS)
]


@pytest.mark.parametrize(
    ("repeat", "at", "expected"),
    [
        ("Only when started by hand", None, {"frequency": "manual"}),
        ("Continuously, at most every 5 minutes", None, {"frequency": "continuous"}),
        ("Every hour", ":40", {"frequency": "hourly", "minute": "40"}),
        ("Every day", "6:00", {"frequency": "daily", "hour": "5", "minute": "0"}),
        ("Monday to Friday", "18:30", {"frequency": "custom", "hour": "17", "minute": "30", "day_of_week": "1-5"}),
        ("By a cron expression", "0 6 1 * *", {"frequency": "custom", "hour": "5", "day_of_month": "1"}),
        *WEEKLY[:1],
        *WEEKLY[-1:],
    ],
)
async def test_each_choice_of_repeat_is_written_as_one_rule_in_utc(
    town: Town, repeat: str, at: str | None, expected: dict[str, str]
) -> None:
    before = town.polytomic.sync_named(LEADS)
    await opens(town, part="schedule")
    screen = await repeats(town, repeat, clock=at is not None)
    assert ("At" in screen.inputs) == ("Time zone" in screen.inputs) == (at is not None)
    if at is not None:
        await town.anna.fill("At", at)
    await applies(town, "Takes effect now", "Schedule: changed Every hour at :15 → ")
    after = town.polytomic.sync_named(LEADS)
    assert expected.items() <= after["schedule"].items()
    assert without(after, "schedule") == without(before, "schedule")


async def test_a_time_is_read_on_the_clock_of_the_chosen_zone_and_reviewed_on_it(town: Town) -> None:
    await opens(town, part="schedule")
    await repeats(town, "Every day")
    await town.anna.fill("At", "0:30")
    assert await town.anna.options("Time zone", typed="kolk") == ["Asia/Kolkata", 'Use "kolk"']
    await town.anna.choose("Time zone", "Asia/Kolkata", typed="kolk")
    await goes_back(town)
    await town.anna.see("Every day at 20:00 Europe/Berlin (19:00 UTC)")
    await applies(
        town,
        "Then: Every day at 00:30 Asia/Kolkata (19:00 UTC).",
        "Next runs: Wed 25 Nov 00:30, Thu 26 Nov 00:30, Fri 27 Nov 00:30 (Asia/Kolkata).",
    )
    assert stored(town) == {"frequency": "daily", "hour": "19", "minute": "0"}


async def test_the_next_runs_and_the_next_change_of_clocks_are_told(town: Town) -> None:
    screen = await opens(town, part="schedule")
    assert "Now: Every hour at :15." in screen
    assert "Next runs: Tue 24 Nov 13:15, Tue 24 Nov 14:15, Tue 24 Nov 15:15 (Europe/Berlin)." in screen
    await repeats(town, "Monday to Friday")
    await goes_back(town)
    screen = await shows(town, "Schedule")
    for words in (
        "With this draft: Monday to Friday at 06:00 Europe/Berlin (05:00 UTC).",
        "Next runs: Wed 25 Nov 06:00, Thu 26 Nov 06:00, Fri 27 Nov 06:00 (Europe/Berlin).",
        "Clocks in Europe/Berlin change on Sunday 28 March 2027: a run that is at 06:00 until then is at 07:00",
    ):
        assert words in screen
    await town.anna.submit()
    review = await town.anna.see("Review changes", "Nothing else changes")
    assert "Schedule: changed Every hour at :15 → Monday to Friday at 05:00 UTC" in review
    assert "Then: Monday to Friday at 06:00 Europe/Berlin (05:00 UTC)." in review
    assert "Next runs: Wed 25 Nov 06:00" in review


@pytest.mark.parametrize(
    ("repeat", "at", "said"),
    [
        ("Every day", "25:00", "“25:00” is not a time of day. Write it like 6:00, 18:30 or 6:30 pm."),
        ("Every Monday", "soon", "“soon”"),
        ("Every hour", ":75", "“:75” is not a minute of the hour."),
        ("By a cron expression", "0 6", "A cron expression has five parts, and this has 2."),
        ("By a cron expression", "0 6 31 2 *", "never"),
    ],
)
async def test_what_makes_no_sense_is_said_at_its_input_and_nothing_moves(
    town: Town, repeat: str, at: str, said: str
) -> None:
    await opens(town, part="schedule")
    await repeats(town, repeat)
    await town.anna.fill("At", at)
    await town.anna.submit()
    screen = await town.anna.see("! ", said)
    assert screen.title == "Edit sync"
    assert screen.inputs["At"] == at
    assert "In this draft" not in screen
    assert stored(town)["frequency"] == "hourly"


async def test_what_one_rule_in_utc_cannot_hold_is_refused_with_the_reason(town: Town) -> None:
    await opens(town, part="schedule")
    await repeats(town, "By a cron expression")
    await town.anna.fill("At", "0 0,12 1 * *")
    await town.anna.submit()
    screen = await town.anna.see("! ", "UTC")
    assert screen.title == "Edit sync"


async def test_a_schedule_that_syncbot_cannot_set_is_kept_until_another_is_chosen(town: Town) -> None:
    before = town.polytomic.sync_named(CUSTOMERS)["schedule"]
    screen = await opens(town, CUSTOMERS, "schedule")
    assert "After 1 sync, only when it succeeded" in screen or "Companies to HubSpot" in screen
    await goes_back(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "Customers, all")
    await applies(town, "changed Name")
    assert town.polytomic.sync_named("Customers, all")["schedule"] == before
