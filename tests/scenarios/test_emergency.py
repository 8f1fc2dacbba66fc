"""A pause that cannot wait: written at once, decided afterwards; and one where the whole sync is refused."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS, SUPPORT_USERS
from tests.scenarios.acts import REASON, asked, asks_to_pause, request, reviews, thread, without, writes
from tests.scenarios.town import Town, built_town

NOW = "Pause now, ask for approval afterwards"
STOP = "Stop that run too"


async def pauses_now(town: Town, name: str = LEADS, *ticks: str) -> None:
    """Pause before approval, until the sync is paused and the request stands."""
    await reviews(town.anna, f'/sync pause "{name}" because {REASON}')
    for tick in (NOW, *ticks):
        await town.anna.tick(tick)
    await town.anna.submit()
    await town.anna.see("Applied", "Only the on/off switch was written")
    assert "The sync is paused already." in await asked(town)


async def test_an_emergency_pause_is_written_at_once_by_the_switch_and_asked_for_afterwards(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    before = town.polytomic.sync(sync_id)
    await pauses_now(town)
    assert writes(town) == ["activate"]
    after = town.polytomic.sync(sync_id)
    assert after["active"] is False
    assert without(after, "active") == without(before, "active")
    asked = request(town)
    assert asked.fallback == f"@Anna Ruiz paused {LEADS} already, and asks to keep it paused"
    assert "Approve keeps it paused. Reject turns it on again at once." in asked
    assert "and the sync stays paused." in asked
    assert f"Reason: {REASON}" in asked


async def test_the_outcome_of_an_emergency_pause_says_where_it_is_decided_and_what_then(town: Town) -> None:
    await pauses_now(town)
    said = "Approval to keep it paused is asked for in #approvals: if it is rejected, the sync turns on again at once"
    await town.anna.see("Outcome", said, "without a decision it stays paused.")
    assert await town.slack.workspace.watch.until(
        lambda: any(said in message for message in (*town.anna.direct_messages(), *town.ben.messages("sync-log"))),
        deadline_seconds=5,
    )
    await town.ben.see(f"Applied: {LEADS}", said)
    assert any(said in message for message in town.anna.direct_messages())


async def test_an_emergency_pause_of_what_others_paused_meanwhile_leaves_nothing_to_decide(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
    await town.anna.tick(NOW)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "active": False})
    await town.anna.submit()
    outcome = await town.anna.see("Already so")
    assert "Approval to keep it paused" not in outcome
    said = "Others had paused the sync before, so there is nothing to decide. It stays paused."
    assert await town.slack.workspace.watch.until(lambda: said in request(town), deadline_seconds=5)
    assert request(town).buttons == ("Details",)
    assert writes(town) == []


async def test_an_approval_afterwards_keeps_the_pause(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await pauses_now(town)
    await town.ben.press("Approve")
    decided = await town.ben.see("Approved by @Ben Okafor", "The sync is paused already and stays so.")
    assert decided.buttons == ("Details",)
    await town.anna.see("Already so", "stays so")
    assert writes(town) == ["activate"]
    assert town.polytomic.sync(sync_id)["active"] is False


async def test_a_rejection_afterwards_turns_the_sync_on_again(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    before = town.polytomic.sync(sync_id)
    await pauses_now(town)
    await town.ben.press("Reject")
    question = await town.ben.see("Reject request", "The sync turns on again at once when you reject this.")
    assert LEADS in question
    await town.ben.fill("Why", "Finance needs it tonight.")
    await town.ben.submit()
    await town.ben.see("Rejected by @Ben Okafor", "Finance needs it tonight.", "already")
    await town.ben.see("Applied", "The emergency pause was rejected: Finance needs it tonight.")
    told = [message.text for message in town.anna.direct_messages()]
    assert any("Rejected" in text and "The sync turns on again" in text and "Finance" in text for text in told)
    assert writes(town) == ["activate", "activate"]
    after = town.polytomic.sync(sync_id)
    assert without(after) == without(before)


async def test_a_rejection_after_others_changed_more_shows_it_and_leaves_the_pause(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await pauses_now(town)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"})
    await town.ben.press("Reject")
    await town.ben.see("Reject request")
    await town.ben.fill("Why", "Finance needs it tonight.")
    await town.ben.submit()
    told = await town.ben.see("Conflict", "The sync is still paused.", "Priya Shah")
    assert "Name and mode" in told
    assert town.polytomic.sync(sync_id)["active"] is False
    assert writes(town) == ["activate"]


async def test_an_emergency_pause_is_rejected_from_home_which_says_what_both_answers_do(town: Town) -> None:
    await pauses_now(town)
    await town.anna.open_home()
    mine = await town.anna.see("Waits for approval", "The sync is paused already. A rejection turns it on again")
    assert not any(name.startswith("Cancel request") for name in mine.buttons)
    await town.ben.open_home()
    await town.ben.see(f"{LEADS}, asked by @Anna Ruiz", "paused already, to be kept so or turned on again")
    await town.ben.press(f"Read and decide: {LEADS}")
    said = await town.ben.see("Approve keeps it paused. Reject turns it on again at once.", "[Approve]")
    assert "Nothing of it has changed since this was asked." in said
    await town.ben.press(f"Reject {LEADS}")
    await town.ben.see("Reject request", "The sync turns on again at once when you reject this.")
    await town.ben.fill("Why", "Finance needs it tonight.")
    await town.ben.submit()
    await town.anna.see(
        "Rejected", "Rejected by @Ben Okafor. Why: Finance needs it tonight.", "The sync turns on again"
    )
    assert town.ben.modal is None
    assert await town.slack.workspace.watch.until(lambda: writes(town) == ["activate"] * 2, deadline_seconds=5)


async def test_a_run_in_progress_is_stopped_with_the_pause_when_that_is_ticked(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.executions.begin(sync_id)
    review = await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
    assert "in progress" in review
    await town.anna.close()
    await pauses_now(town, LEADS, STOP)
    assert writes(town) == ["activate", "cancel"]
    await town.anna.see("Outcome", "The run in progress was asked to stop.")
    current = town.polytomic.executions.current(sync_id)
    assert current is not None
    assert current["status"] == "canceling"


async def test_a_run_in_progress_goes_on_when_nothing_is_ticked(town: Town) -> None:
    town.polytomic.executions.begin(town.polytomic.id_of(LEADS))
    await pauses_now(town)
    assert writes(town) == ["activate"]


@pytest.mark.parametrize("pausers", ["nobody", "U0BEN"])
async def test_who_may_not_pause_before_approval_is_not_offered_it(redis_url: str, pausers: str) -> None:
    async with built_town(redis_url, SYNCBOT_EMERGENCY_PAUSE=pausers) as town:
        review = await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
        assert NOW not in review


async def test_a_resume_is_never_an_emergency(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "active": False})
    assert NOW not in await reviews(town.anna, f'/sync resume "{LEADS}" because {REASON}')


@pytest.mark.parametrize("status", [400, 422])
async def test_a_toggle_whose_whole_sync_is_refused_goes_by_the_switch_and_says_so(town: Town, status: int) -> None:
    town.polytomic.faults.answer(status, "PUT", message="fields[2].target is unknown", names="fields[2].target")
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.anna.see(
        "Applied",
        "Polytomic refused the whole sync (“fields[2].target is unknown”), so only whether it is on was written.",
    )
    assert writes(town) == ["PUT", "activate"]
    assert town.polytomic.sync_named(LEADS)["active"] is False
    await town.ben.see("Applied.", "Polytomic refused the whole sync")
    assert "Polytomic refused the whole sync" in thread(town)[-1]


async def test_a_broken_sync_can_be_paused(town: Town) -> None:
    sync_id = town.polytomic.id_of(SUPPORT_USERS)
    before = town.polytomic.sync(sync_id)
    assert before["problems"]
    review = await reviews(town.anna, f'/sync pause "{SUPPORT_USERS}" because {REASON}')
    assert "Target field user_fields.plan_tier no longer exists" in review
    await town.anna.submit()
    await asked(town)
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Polytomic refused the whole sync")
    after = town.polytomic.sync(sync_id)
    assert after["active"] is False
    assert without(after, "active") == without(before, "active")
    await town.ben.see(f"Applied: {SUPPORT_USERS}", "By @Anna Ruiz")
