"""Failure alerts: one message for a failing sync and day, kept in line and threaded, without anything about records."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from syncbot.changes.watch import Pace
from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from tests.scenarios.acts import passes
from tests.scenarios.town import Town, built_town

ALERTS = "sync-log"
DAY = 24 * 3600


@pytest.fixture
async def watched(redis_url: str) -> AsyncIterator[Town]:
    """A town of two replicas that tells failing syncs; its first look at the events is over."""
    async with built_town(redis_url, replicas=2, SYNCBOT_ALERT_CHANNEL="C0SYNCLOG") as built:
        await _looked(built)
        yield built


async def _looked(town: Town) -> None:
    """Wait until the watch of the events has begun, then until one look at them is over."""
    watches = town.replicas[0].bot.watches
    for _ in range(200):
        await town.slack.workspace.watch.until(lambda: False, deadline_seconds=0.02)
        if any("/api/events" in call.path for call in town.polytomic.calls):
            return
    message = f"nobody looks at the events: {watches}"
    raise AssertionError(message)


def _alerts(town: Town) -> list[str]:
    return [one.text for one in town.ben.messages(ALERTS) if not one.thread_ts]


def _thread(town: Town) -> list[str]:
    return [one.text for one in town.ben.messages(ALERTS) if one.thread_ts]


async def test_a_failing_sync_is_told_once_a_day_updated_and_threaded_and_its_recovery_too(watched: Town) -> None:
    runs, sync_id, ben = watched.polytomic.executions, watched.polytomic.id_of(LEADS), watched.ben
    runs.begin(sync_id)
    runs.fail(sync_id, "Salesforce: Phone of ana@acme.example is too long")
    screen = await ben.see(f"{LEADS} failed")
    assert "It is about the mapping" in screen.text
    assert "ana@acme.example" not in screen.text
    for button in ("Fix this mapping", "Run now", "Pause", "Status"):
        assert button in screen.text
    runs.begin(sync_id)
    runs.fail(sync_id, "Salesforce: Phone of ana@acme.example is too long")
    await ben.see("failed or left records out 2 times, the last time")
    await ben.see("It failed again")
    assert not any("in 48 hours" in text for text in _alerts(watched))  # known is what was of this day
    runs.begin(sync_id)
    runs.complete(sync_id, total=4, update=4)
    await ben.see("It runs well again", "every record taken")
    await ben.see(f"{LEADS} runs well again since")
    assert len(_alerts(watched)) == 1
    assert len(_thread(watched)) == 2
    assert not any("ana@acme.example" in text for text in _alerts(watched) + _thread(watched))


async def test_over_several_days_there_is_one_message_for_each_failing_sync_and_day(
    watched: Town, redis_url: str
) -> None:
    fails, day = partial(_fails, watched), partial(_day_after, watched, redis_url)
    await fails(LEADS, "failed ")
    await fails(CONTACTS, "failed ")
    await fails(LEADS, "2 times, the last time")
    assert _told(watched) == {LEADS: 1, CONTACTS: 1}
    await day(1)
    await fails(LEADS, "failed ")
    assert _told(watched) == {LEADS: 2, CONTACTS: 1}
    first, second = (one for one in watched.ben.messages(ALERTS) if LEADS in one.text and not one.thread_ts)
    assert "2 times, the last time" in first.text
    assert "2 times" not in second.text
    await day(2)
    await fails(LEADS, "failed ")
    runs, sync_id = watched.polytomic.executions, watched.polytomic.id_of(LEADS)
    runs.begin(sync_id)
    runs.complete(sync_id, total=4, update=4)
    await watched.ben.see("It runs well again")
    assert _told(watched) == {LEADS: 3, CONTACTS: 1}
    assert len([one for one in _thread(watched) if "runs well again" in one]) == 1
    assert len([one for one in _thread(watched) if "It failed" in one]) == 1


async def _fails(town: Town, name: str, told: str) -> None:
    """A run of it fails, and that is told so."""
    runs, sync_id, before = town.polytomic.executions, town.polytomic.id_of(name), len(_words(town))
    runs.begin(sync_id)
    runs.fail(sync_id, "Salesforce: Phone is too long")

    def is_told() -> bool:
        return len(_words(town)) > before and any(name in one and told in one for one in _alerts(town)[-2:])

    assert await town.slack.workspace.watch.until(is_told, deadline_seconds=10), _words(town)


async def _day_after(town: Town, redis_url: str, days: int) -> None:
    """So many days after the first, in the store and in Polytomic."""
    await passes(redis_url, days * DAY)
    town.polytomic.executions.clock.see((datetime.now(UTC) + timedelta(days=days)).isoformat())


def _words(town: Town) -> list[str]:
    return _alerts(town) + _thread(town)


def _told(town: Town) -> dict[str, int]:
    """How many messages there are for each sync."""
    return {name: sum(name in text for text in _alerts(town)) for name in (LEADS, CONTACTS)}


async def test_what_failed_before_the_first_look_is_not_told_as_new(watched: Town) -> None:
    await _looked(watched)
    assert _alerts(watched) == []


async def test_without_events_the_channel_is_told_once(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_ALERT_CHANNEL="C0SYNCLOG") as town:
        town.polytomic.faults.answer(404, "GET", "/api/events", times=1000)
        await town.ben.see("Polytomic gives no events here, so failing syncs are not told in this channel")
        before = len(town.polytomic.calls)
        await town.slack.workspace.watch.until(lambda: len(town.polytomic.calls) > before + 2, deadline_seconds=5)
        assert len(_alerts(town)) == 1
        town.polytomic.faults.clear()


async def test_a_channel_that_is_gone_is_said_in_the_log_channel(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_ALERT_CHANNEL="C0NOWHERE") as town:
        await _looked(town)
        sync_id = town.polytomic.id_of(LEADS)
        town.polytomic.executions.begin(sync_id)
        town.polytomic.executions.fail(sync_id, "broken")
        await town.ben.see("Failing syncs cannot be told in", "channel_not_found", "SYNCBOT_ALERT_CHANNEL")


async def test_a_button_of_an_alert_leads_to_the_mapping(watched: Town) -> None:
    sync_id = watched.polytomic.id_of(LEADS)
    watched.polytomic.executions.begin(sync_id)
    watched.polytomic.executions.fail(sync_id, "Salesforce: Phone is too long")
    await watched.anna.see(f"{LEADS} failed")
    await watched.anna.press("Fix this mapping: Phone")
    await watched.anna.see("1 of 11 matches “Phone”")


async def test_an_alert_has_the_buttons_of_what_failed_and_the_undo_of_what_was_changed_before(watched: Town) -> None:
    await watched.cleo.command(f'/sync unmap "{LEADS}" Phone')
    await watched.cleo.see("Nothing else changes")
    await watched.cleo.submit()
    await watched.cleo.see("Outcome", "Applied")
    await _fails(watched, LEADS, "failed ")
    anna = watched.anna
    alert = await anna.see(f"{LEADS} failed", "[Run now", "[Pause", "[Status")
    await anna.press(next(name for name in alert.buttons if name.startswith("Undo cleo's change")))
    await anna.see("Review changes", "added phone (Phone) → Phone")
    await anna.close()
    await anna.press(f"Status: {LEADS}")
    told = await anna.see("Last run", "Polytomic said: Salesforce: Phone is too long")
    assert told.kind == "ephemeral"
    assert watched.ben.ephemerals() == []
    [stands] = [one for one in watched.anna.messages(ALERTS) if one.ts == alert.ts]
    assert stands.text == alert.text  # the answer does not stand in its place


async def test_records_that_were_left_out_are_told_as_that_and_not_named(watched: Town) -> None:
    runs, sync_id = watched.polytomic.executions, watched.polytomic.id_of(LEADS)
    for _ in range(2):
        runs.begin(sync_id)
        runs.complete(sync_id, errors=("ana@acme.example: Phone is too long",), total=3, update=2)
    alert = await watched.ben.see(f"{LEADS} failed or left records out 2 times, the last time", "2 records sent")
    assert "It is about the mapping phone → Phone" in alert.text
    await watched.ben.see("It left records out again")
    assert not any("acme.example" in repr(call.args) for call in watched.slack.calls)


async def test_a_failure_is_told_however_many_runs_went_well_since(watched: Town) -> None:
    runs, busy = watched.polytomic.executions, watched.polytomic.id_of(CONTACTS)
    runs.begin(watched.polytomic.id_of(LEADS))
    runs.fail(watched.polytomic.id_of(LEADS), "Salesforce: Phone is too long")
    for _ in range(200):
        runs.begin(busy)
        runs.complete(busy, total=1, update=1)
    await watched.ben.see(f"{LEADS} failed")


async def test_an_alert_that_somebody_deleted_is_told_anew_and_the_channel_is_not_blamed(watched: Town) -> None:
    await _fails(watched, LEADS, "failed ")
    workspace = watched.slack.workspace
    channel = workspace.channels.by_id["C0SYNCLOG"]
    [alert] = [one for one in workspace.channels.messages(channel) if LEADS in one.text]
    workspace.channels.delete(alert)
    await _fails(watched, LEADS, "failed or left records out 2 times, the last time")
    assert not any("cannot be told" in text for text in _words(watched))


async def test_the_events_alone_are_asked_for_and_seldom_and_no_webhook_is_touched(watched: Town) -> None:
    calls = watched.polytomic.calls
    before = len(calls)
    assert await watched.slack.workspace.watch.until(lambda: len(calls) > before + 4, deadline_seconds=5)
    assert {(call.method, call.path) for call in calls[before:]} == {("GET", "/api/events")}
    assert Pace().alerts >= 60
    assert not any("webhook" in call.path for call in calls)


async def test_nobody_looks_at_the_events_where_no_channel_is_set(town: Town) -> None:
    town.polytomic.executions.begin(town.polytomic.id_of(LEADS))
    town.polytomic.executions.fail(town.polytomic.id_of(LEADS), "broken")
    await town.slack.workspace.watch.until(lambda: bool(town.polytomic.calls), deadline_seconds=1)
    assert not any(call.path == "/api/events" for call in town.polytomic.calls)
    assert _words(town) == []
