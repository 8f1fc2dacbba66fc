"""A toggle is asked for, decided by others, and written once."""

from __future__ import annotations

import asyncio

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import (
    PAUSED_LINE,
    REASON,
    asked,
    asks_to_pause,
    asks_to_resume,
    landed,
    log,
    request,
    reviews,
    thread,
    without,
    writes,
)
from tests.scenarios.town import Town, built_town


async def test_a_pause_is_asked_for_word_for_word_and_nothing_is_written_yet(town: Town) -> None:
    review = await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
    assert PAUSED_LINE in review
    await town.anna.submit()
    await town.anna.see("Waiting for approval", "Nothing is written before it is approved.")
    message = await asked(town)
    assert message.fallback == f"@Anna Ruiz asks to change {LEADS}: {PAUSED_LINE}"
    assert message.text.count(PAUSED_LINE) == 1
    assert f"• {PAUSED_LINE}" in message
    assert f"Reason: {REASON}" in message
    assert "@Ben Okafor, @Cleo Lindqvist: please decide." in message
    assert "Without a decision this request ends" in message
    assert message.buttons == (f"Approve {LEADS}", f"Reject {LEADS}", f"Details of {LEADS}")
    await town.anna.see("[Cancel request]")
    assert writes(town) == []


async def test_an_approved_pause_is_written_once_and_told_in_every_place(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    before = town.polytomic.sync(sync_id)
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by @Ben Okafor")
    await town.ben.see(f"Applied: {LEADS}", "By @Anna Ruiz", f"Reason: {REASON}", "Approved by @Ben Okafor.")
    decided = await town.ben.see("asks to change", "Approved by @Ben Okafor", "Applied")
    assert decided.buttons == ("Details",)
    await town.ben.see("Applied.")
    assert thread(town)[0].startswith("Approved by @Ben Okafor")
    assert thread(town)[-1].startswith("Applied.")
    waited = town.anna.direct_messages()[0]
    assert waited.buttons == ()
    assert "Approved by @Ben Okafor" in waited
    assert PAUSED_LINE not in waited  # the message of the outcome has it
    assert log(town) == [f"Applied: @Anna Ruiz changed {LEADS}"]
    assert writes(town) == ["PUT"]
    after = town.polytomic.sync(sync_id)
    assert after["active"] is False
    assert without(after, "active") == without(before, "active")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("anna", "You may not decide requests here."),
        ("mallory", "You may not decide requests here."),
        ("gus", "You may not decide requests here."),
    ],
)
async def test_who_may_not_decide_is_told_who_may_and_the_request_stays(town: Town, name: str, words: str) -> None:
    person = town.slack.person(name)
    town.slack.channels.find("approvals").members.add(person.user_id)
    await asks_to_pause(town)
    for button in ("Approve", "Reject"):
        await person.press(button)
        refusal = await person.see(words, "Nothing was changed.", "These people may: @ben, @cleo.")
        assert refusal.kind == "ephemeral"
    assert request(town).buttons[0] == f"Approve {LEADS}"
    assert writes(town) == []


async def test_an_editor_and_approver_cannot_decide_her_own_request(town: Town) -> None:
    await asks_to_pause(town, person=town.cleo)
    await town.cleo.press("Approve")
    await town.cleo.see("You made this request, so somebody else decides it.", "These people may: @ben.")
    await town.anna.press("Approve")
    await town.anna.see("You may not decide requests here.", "These people may: @ben.")
    assert writes(town) == []
    await town.ben.press("Approve")
    await town.cleo.see("Applied", "Approved by @Ben Okafor")
    assert writes(town) == ["PUT"]


async def test_a_rejection_says_why_and_nothing_is_written(town: Town) -> None:
    await asks_to_pause(town)
    await town.ben.press("Reject")
    await town.ben.see("Reject request", f"asks to change {LEADS}")
    assert await town.ben.submit() is None
    await town.ben.fill("Why", "Wait for the end of the quarter.")
    await town.ben.submit()
    told = await town.anna.see("Rejected", "Nothing was written.", "Wait for the end of the quarter.")
    assert LEADS in told
    decided = await town.ben.see("Rejected by @Ben Okafor", "Wait for the end of the quarter.", "asks to change")
    assert decided.buttons == ("Details",)
    assert town.ben.modal is None
    assert writes(town) == []
    await town.ben.see(f"Rejected: {LEADS}", "By @Anna Ruiz")
    assert log(town) == [f"Rejected: @Anna Ruiz wanted to change {LEADS}"]


async def test_two_approvers_at_once_on_two_replicas_make_one_write(redis_url: str) -> None:
    async with built_town(redis_url, replicas=2) as town:
        await asks_to_pause(town)
        await asyncio.gather(town.ben.press("Approve"), town.cleo.press("Approve"))
        await town.anna.see("Applied", "Approved by")
        await town.ben.see(f"Applied: {LEADS}")
        await town.slack.workspace.watch.until(lambda: told_alone(town) != [], deadline_seconds=5)
        told = told_alone(town)
        assert len(told) == 1
        assert any(f"This request was approved by {name}" in told[0] for name in ("ben", "cleo"))
        assert writes(town) == ["PUT"]
        assert len(log(town)) == 1


def told_alone(town: Town) -> list[Screen]:
    """What the approvers can read each alone."""
    return [*town.ben.ephemerals(), *town.cleo.ephemerals()]


async def test_an_approval_delivered_six_times_is_one_write(redis_url: str) -> None:
    async with built_town(redis_url, replicas=2) as town:
        await asks_to_pause(town)
        await town.ben.press("Approve")
        acks = await town.slack.deliver_again(5)
        assert all(ack.acked for ack in acks)
        await town.anna.see("Applied", "Approved by @Ben Okafor.")
        await town.ben.see(f"Applied: {LEADS}")
        assert town.ben.ephemerals() == []
        assert writes(town) == ["PUT"]
        assert request(town).text.count("Approved by") == 1
        assert len(log(town)) == 1


async def test_an_approval_of_what_moved_meanwhile_is_void_and_names_who(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await asks_to_resume(town)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"})
    await town.ben.press("Approve")
    told = await town.anna.see(
        "Not applied", "What the approval rested on was changed meanwhile", "Last saved in Polytomic by Priya Shah."
    )
    assert "Name and mode" in told
    assert "Nothing was written." in told
    assert writes(town) == []
    await town.ben.see("Not applied", "asks to change", "no longer counts")
    await town.anna.press("Review again")
    again = await town.anna.see("Review changes", "Active: no → yes")
    assert "Request approval" in again
    await town.anna.submit()
    await asked(town)
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by @Ben Okafor.")
    assert town.polytomic.sync(sync_id)["active"] is True
    assert town.polytomic.sync(sync_id)["mode"] == "update"


async def test_an_approved_pause_holds_whatever_else_moved(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await asks_to_pause(town)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"})
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by @Ben Okafor.")
    after = town.polytomic.sync(sync_id)
    assert (after["active"], after["mode"]) == (False, "update")


async def test_two_approvals_are_needed_where_the_settings_say_so(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVALS_NEEDED="2") as town:
        review = await reviews(town.anna, f'/sync pause "{LEADS}" because {REASON}')
        assert "This needs approval by 2 of: @ben, @cleo." in review
        await town.anna.submit()
        await town.ben.see("0 of 2 approvals.")
        await town.ben.press("Approve")
        await town.ben.see("1 of 2 approvals.", "Approved by @Ben Okafor")
        await town.ben.press("Approve")
        await town.ben.see("You approved this request", "each person decides once", "It waits for 1 more.")
        assert writes(town) == []
        await town.cleo.press("Approve")
        await town.anna.see("Applied", "Approved by @Ben Okafor, @Cleo Lindqvist.")
        assert writes(town) == ["PUT"]


@pytest.mark.parametrize("required", ["fields", "all"])
async def test_other_changes_wait_for_approval_where_the_settings_say_so(redis_url: str, required: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED=required) as town:
        await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
        assert await town.anna.submit() is None
        await town.anna.fill("Reason", "nobody calls any more")
        await town.anna.submit()
        message = await asked(town)
        assert "removed phone (Phone) → Phone" in message.fallback
        assert writes(town) == []
        await town.ben.press("Approve")
        await town.anna.see("Applied", "Approved by @Ben Okafor.")
        assert landed(town) == 1


async def test_what_is_named_nowhere_is_applied_without_asking(town: Town) -> None:
    await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
    await town.anna.submit()
    await town.anna.see("Applied")
    assert town.ben.messages("approvals") == []
