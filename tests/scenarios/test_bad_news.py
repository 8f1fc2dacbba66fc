"""Polytomic refuses a write, fails at it, or does not answer: the right first words, at most one effective write."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from syncbot.sandbox.polytomic.faults import Faults
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.faults import Fault
from syncbot.slack import reviewing
from tests.scenarios.acts import landed, log, reviews, without, writes
from tests.scenarios.losing import ONTO_PHONE, QUICK
from tests.scenarios.town import Town, built_town

READ_AGAIN = "Polytomic did not confirm it at first; reading the sync showed that it was written."
NOTHING = "Nothing was written."

REFUSALS: dict[str, tuple[int, str, str]] = {
    "400": (400, "Polytomic did not accept the sync as it was sent.", "change that, then review again."),
    "401": (401, "Polytomic did not accept syncbot's API key.", "Ask whoever runs syncbot to set a valid key."),
    "403": (403, "does not let syncbot's API key write the sync.", "Ask a Polytomic admin"),
    "404": (404, "it was deleted, or it belongs to another organization.", "Find the sync with /sync list."),
    "409": (409, "Polytomic is busy with this sync", "Wait until that has ended, then try again."),
    "422": (422, "Polytomic did not accept the sync as it was sent.", "change that, then review again."),
    "429": (429, "Polytomic takes no more requests for now", "Try again in 7 s."),
}

LANDED: dict[str, Callable[[Faults], object]] = {
    "500 after the commit": lambda faults: faults.answer(500, "PUT", after_commit=True),
    "dropped after the commit": lambda faults: faults.drop("PUT", after_commit=True),
    "truncated JSON": lambda faults: faults.truncate("PUT"),
    "cut in the middle": lambda faults: faults.cut("PUT"),
    "a proxy's page": lambda faults: faults.garble("PUT"),
    "lands late": lambda faults: faults.late("PUT", seconds=0.3),
    "500, and lands late": lambda faults: faults.late("PUT", status=500, seconds=0.3),
}
"""It was written, and the answer does not say so."""

NOT_LANDED: dict[str, Callable[[Faults], object]] = {
    "500 before the commit": lambda faults: faults.answer(500, "PUT"),
    "dropped before the commit": lambda faults: faults.drop("PUT"),
    "hangs": lambda faults: faults.hang("PUT"),
}
"""It was not written, and the answer does not say so."""


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url, tuning=QUICK) as built:
        yield built


async def outcome_of(town: Town, *words: str) -> str:
    """Confirm, and wait for the outcome with these words in the modal; its text."""
    await reviews(town.anna, ONTO_PHONE)
    await town.anna.submit()
    return str(await town.anna.see("Outcome", *words))


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_refused_write_says_so_and_what_to_do(town: Town, case: str) -> None:
    status, what, next_step = REFUSALS[case]
    before = town.polytomic.sync_named(LEADS)
    town.polytomic.faults.answer(status, "PUT", message="the words of Polytomic", retry_after=7)
    told = await outcome_of(town, f"Not applied: {LEADS}", what, NOTHING, next_step)
    assert "Polytomic said: the words of Polytomic" in told
    assert "[Review again]" in told
    assert "[Edit again]" in told
    assert writes(town) == ["PUT"]
    assert town.polytomic.sync_named(LEADS) == before
    await town.ben.see(f"Not applied: {LEADS}", NOTHING)
    assert log(town) == [f"Not applied: @Anna Ruiz wanted to change {LEADS}"]


async def test_a_refused_field_is_named_and_a_button_leads_to_its_part(town: Town) -> None:
    town.polytomic.faults.answer(422, "PUT", names="fields[4].source.field", message="region is not usable here")
    told = await outcome_of(town, "Not applied", "Polytomic did not accept the value of Mappings: Phone.")
    assert "Change Mappings: Phone, then review again." in told
    assert "fields.4" not in told
    assert "Polytomic said: region is not usable here" in told
    await town.anna.press("Edit Mappings")
    await town.anna.see("Edit sync", "Add mapping", "In this draft", "changed Phone: source phone (Phone) → region")
    await town.anna.submit()
    await town.anna.see("Nothing else changes")
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied")
    assert writes(town) == ["PUT", "PUT"]


async def test_who_goes_on_from_an_outcome_at_once_is_not_brought_back_to_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "SETTLE_SECONDS", 1.5)
    town.polytomic.faults.answer(422, "PUT", names="fields[4].source.field", message="region is not usable here")
    await outcome_of(town, "Not applied")
    await town.anna.press("Edit Mappings")
    await town.anna.see("Edit sync", "Add mapping")
    await town.replicas[0].bot.tasks.drain(timeout_seconds=10)
    assert town.anna.modal is not None
    assert "Add mapping" in town.anna.modal


GOING_ON = {
    "refused": ("Edit Mappings", ("Edit sync", "Add mapping")),
    "taken": ("Run now", ("Run now", "as the sync is set up now")),
}


@pytest.mark.parametrize("write", GOING_ON)
async def test_an_outcome_that_is_told_once_more_does_not_come_over_what_the_person_went_on_to(
    town: Town, write: str
) -> None:
    button, there = GOING_ON[write]
    town.slack.faults.plan("chat.postMessage", Fault.SERVER_ERROR)
    if write == "refused":
        town.polytomic.faults.answer(422, "PUT", names="fields[4].source.field", message="region is not usable here")
    await outcome_of(town)
    await town.anna.press(button)
    await town.anna.see(*there)
    told = town.slack.workspace.watch
    assert await told.until(lambda: bool(town.anna.direct_messages()), deadline_seconds=10)
    assert await told.until(lambda: bool(log(town)), deadline_seconds=5)
    assert town.anna.modal is not None
    assert [word for word in there if word not in town.anna.modal] == []


@pytest.mark.parametrize("case", LANDED)
async def test_a_write_that_landed_unconfirmed_is_found_and_not_repeated(town: Town, case: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    before = town.polytomic.sync(sync_id)
    LANDED[case](town.polytomic.faults)
    await outcome_of(town, f"Applied: {LEADS}", READ_AGAIN)
    assert (writes(town), landed(town)) == (["PUT"], 1)
    assert without(town.polytomic.sync(sync_id), "fields") == without(before, "fields")


@pytest.mark.parametrize("case", NOT_LANDED)
async def test_a_write_that_did_not_land_is_shown_not_to_have_and_sent_again(town: Town, case: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    before = town.polytomic.sync(sync_id)
    NOT_LANDED[case](town.polytomic.faults)
    await reviews(town.anna, ONTO_PHONE)
    await town.anna.submit()
    await town.anna.see("Polytomic did not answer. Reading the sync to see whether it was written.", "No need to press")
    await town.anna.see("Outcome", f"Applied: {LEADS}")
    assert (writes(town), landed(town)) == (["PUT", "PUT"], 1)
    assert without(town.polytomic.sync(sync_id), "fields") == without(before, "fields")


async def test_a_write_that_never_lands_is_not_applied_and_can_be_reviewed_again(town: Town) -> None:
    town.polytomic.faults.answer(500, "PUT", times=3)
    await outcome_of(town, "Not applied", "Polytomic was asked 3 times and did not confirm it.", NOTHING)
    assert (writes(town), landed(town)) == (["PUT"] * 3, 0)
    await town.anna.press("Review again")
    await town.anna.see("Review changes", "Apply")
    await town.anna.submit()
    await town.anna.see("Outcome", f"Applied: {LEADS}")
    assert landed(town) == 1


async def test_a_late_write_and_its_repetition_are_one_change(town: Town) -> None:
    late = town.polytomic.faults.late("PUT")
    await outcome_of(town, f"Applied: {LEADS}")
    assert writes(town) == ["PUT", "PUT"]
    town.polytomic.outsider_edits(town.polytomic.id_of(LEADS), lambda doc: {**doc, "mode": "update"})
    late.release()
    await late.landed()
    assert town.polytomic.sync_named(LEADS)["mode"] == "update"
    assert landed(town) == 1
