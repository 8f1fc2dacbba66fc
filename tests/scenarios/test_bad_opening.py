"""Polytomic does not give what a person wants to look at; Slack does not show what syncbot has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from syncbot.sandbox.polytomic.faults import Faults
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.faults import Fault
from syncbot.slack import reviewing
from tests.scenarios.acts import log, reviews, writes
from tests.scenarios.town import SHORT, Town, built_town

HASTY = replace(SHORT, patience=replace(SHORT.patience, read_seconds=2.0))
EDIT = f'/sync edit "{LEADS}"'
UNREAD = "The sync was not read."
LATER = "Try again in a minute."

TROUBLES: dict[str, tuple[Callable[[Faults, str], object], str, str]] = {
    "401": (
        lambda faults, path: faults.answer(401, "GET", path),
        "Polytomic did not accept syncbot's API key.",
        "Ask whoever runs syncbot to set a valid key.",
    ),
    "403": (lambda faults, path: faults.answer(403, "GET", path), "does not let syncbot's API key", "Ask a Polytomic"),
    "404": (lambda faults, path: faults.answer(404, "GET", path), "it was deleted", "Find the sync with /sync list."),
    "429": (
        lambda faults, path: faults.answer(429, "GET", path, retry_after=90),
        "Polytomic takes no more requests for now",
        "Try again in 90 s.",
    ),
    "500": (lambda faults, path: faults.answer(500, "GET", path, times=9), "an error of its own (HTTP 500).", LATER),
    "slow": (lambda faults, path: faults.hang("GET", path), "Polytomic did not answer within 2 s.", LATER),
    "a page": (lambda faults, path: faults.garble("GET", path, times=9), "answer could not be read", LATER),
    "dropped": (lambda faults, path: faults.drop("GET", path, times=9), "The connection to Polytomic broke", LATER),
}


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url, tuning=HASTY) as built:
        yield built


@pytest.mark.parametrize("case", TROUBLES)
async def test_a_sync_that_cannot_be_opened_says_why_and_can_be_tried_again_in_place(town: Town, case: str) -> None:
    order, what, next_step = TROUBLES[case]
    order(town.polytomic.faults, f"/api/syncs/{town.polytomic.id_of(LEADS)}")
    await town.anna.command(EDIT)
    await town.anna.see("Not done", what, UNREAD, next_step)
    town.polytomic.faults.clear()
    await town.anna.press("Try again")
    await town.anna.see("Edit sync", "Edit Mappings")
    assert town.anna.depth == 1
    assert writes(town) == []


@pytest.mark.parametrize("case", ["401", "500", "a page"])
@pytest.mark.parametrize("line", ["/sync list", f'/sync show "{LEADS}"', f'/sync pause "{LEADS}"'])
async def test_a_list_that_cannot_be_read_says_why(town: Town, case: str, line: str) -> None:
    order, what, next_step = TROUBLES[case]
    for _ in range(2):
        order(town.polytomic.faults, "/api/syncs")
    await town.anna.command(line)
    await town.anna.see(what, "The syncs were not listed.", next_step)
    assert writes(town) == []


async def test_a_sync_that_is_unknown_names_the_nearest(town: Town) -> None:
    await town.anna.command("/sync edit Leeds to Salesforce")
    await town.anna.see('No sync is called "Leeds to Salesforce".', "Nothing was changed.", f'The nearest: "{LEADS}"')


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.SERVER_ERROR, "fatal_error"])
async def test_a_window_that_slack_does_not_open_is_told_of_in_words(town: Town, fault: str) -> None:
    town.slack.faults.plan("views.open", fault)
    await town.anna.command(EDIT)
    told = await town.anna.see("Slack did not take what syncbot wanted to show", "Nothing was changed.", "Try again")
    assert told.kind == "ephemeral"
    assert town.polytomic.calls == []


async def test_a_trigger_that_is_over_asks_for_the_command_once_more(town: Town) -> None:
    town.slack.faults.plan("views.open", Fault.EXPIRED_TRIGGER)
    await town.anna.command(EDIT)
    await town.anna.see("within three seconds, and they were over. Nothing was changed. Do it once more.")
    await town.anna.command(EDIT)
    await town.anna.see("Edit Mappings")


async def test_a_window_whose_opening_was_not_confirmed_goes_on_by_try_again(town: Town) -> None:
    town.slack.faults.plan("views.open", Fault.LOST_ANSWER)
    await town.anna.command(EDIT)
    await town.anna.see("Loading…", "Try again")
    await town.anna.press("Try again")
    await town.anna.see("Edit Mappings")


@pytest.mark.parametrize(
    "fault", [Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.LOST_ANSWER, Fault.NOT_FOUND, Fault.HASH_CONFLICT]
)
async def test_a_view_that_slack_does_not_update_is_never_stuck(town: Town, fault: Fault) -> None:
    town.slack.faults.plan("views.update", fault)
    await town.anna.command(EDIT)
    await town.anna.see("Try again" if fault is not Fault.RATE_LIMITED else "Edit Mappings")
    if town.anna.modal is not None and "Edit Mappings" not in town.anna.modal:
        await town.anna.press("Try again")
        await town.anna.see("Edit Mappings")


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("views.update", Fault.RATE_LIMITED),
        ("views.update", Fault.NOT_FOUND),
        ("views.update", Fault.HASH_CONFLICT),
        ("views.update", Fault.SERVER_ERROR),
        ("chat.postMessage", Fault.RATE_LIMITED),
        ("chat.postMessage", Fault.SERVER_ERROR),
        ("chat.*", "channel_not_found"),
    ],
)
async def test_an_outcome_that_slack_does_not_take_at_first_is_told_once_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch, method: str, fault: str
) -> None:
    if fault == Fault.NOT_FOUND:  # to the worker the window is closed: what shows it once more has to come after it
        monkeypatch.setattr(reviewing, "SETTLE_SECONDS", 1.0)
    await reviews(town.anna, f'/sync map "{LEADS}" region -> Phone')
    town.slack.faults.plan(method, fault)
    await town.anna.submit()
    await town.anna.see("Outcome", f"Applied: {LEADS}")
    await town.ben.see(f"Applied: {LEADS}", "By @Anna Ruiz")
    assert len(log(town)) == 1
    assert writes(town) == ["PUT"]
    if fault != "channel_not_found":
        await town.slack.workspace.watch.until(lambda: town.anna.direct_messages() != [], deadline_seconds=5)
        assert len(town.anna.direct_messages()) == 1


async def test_a_review_without_the_status_says_that_the_next_run_is_not_known_not_that_there_is_none(
    town: Town,
) -> None:
    status = f"/api/syncs/{town.polytomic.id_of(LEADS)}/status"
    town.polytomic.faults.answer(500, "GET", status, times=50)
    shown = await reviews(town.anna, f'/sync map "{LEADS}" region -> Phone')
    assert "When it runs next is not known: Polytomic did not answer." in shown
    assert "No next run is planned" not in shown


async def test_an_outcome_that_no_place_takes_is_told_once_one_does(town: Town) -> None:
    await reviews(town.anna, f'/sync map "{LEADS}" region -> Phone')
    town.slack.faults.plan("chat.*", "channel_not_found", times=2)
    await town.anna.submit()
    await town.ben.see(f"Applied: {LEADS}", "By @Anna Ruiz")
    await town.slack.workspace.watch.until(lambda: town.anna.direct_messages() != [], deadline_seconds=5)
    assert (len(log(town)), len(town.anna.direct_messages())) == (1, 1)
    assert writes(town) == ["PUT"]


async def test_an_outcome_reaches_who_closed_the_window(town: Town) -> None:
    await reviews(town.anna, f'/sync map "{LEADS}" region -> Phone')
    held = town.polytomic.faults.hold("PUT")
    await town.anna.submit()
    await held.reached()
    await town.anna.see("You can close this")
    await town.anna.close()
    held.release()
    told = await town.anna.see(f"Applied: {LEADS}")
    assert told.kind == "message"
