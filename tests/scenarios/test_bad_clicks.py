"""A click that cannot count: a sentence to the one who clicked, nothing for anybody else to read, nothing stored."""

from __future__ import annotations

import asyncio

import pytest
import redis.asyncio

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.faults import Fault
from syncbot.sandbox.slack.people import BOT_USER_ID
from tests.scenarios.acts import asked, asks_to_pause, asks_to_resume, reviews, writes
from tests.scenarios.ended import ENDS, NOTHING
from tests.scenarios.town import Town


def _newest(town: Town) -> Message:
    channel = town.slack.channels.find("approvals")
    return [one for one in town.slack.channels.messages(channel) if not one.thread_ts][-1]


def _read_by_all(town: Town) -> list[str]:
    """All that everybody can read but what is for one person alone."""
    people = (town.anna, town.ben, town.cleo)
    channels = [str(message) for name in ("approvals", "sync-log") for message in town.ben.messages(name)]
    return channels + [str(message) for person in people for message in person.direct_messages()]


async def _stored(redis_url: str) -> dict[bytes, bytes]:
    """The changes and their history."""
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        found = [key async for key in client.scan_iter("*") if b"change" in key or b"record" in key]
        return {key: await client.dump(key) or b"" for key in found}


async def _quiet(town: Town, redis_url: str) -> None:
    """Wait until what was told is all that there is to tell."""
    async with asyncio.timeout(5), redis.asyncio.Redis.from_url(redis_url) as client:
        while True:
            before = _read_by_all(town), await _stored(redis_url)
            groups = await client.xinfo_groups("{syncbot}:jobs") if await client.exists("{syncbot}:jobs") else []
            if not any(group["pending"] or group["lag"] for group in groups):
                await asyncio.sleep(0.05)
                if before == (_read_by_all(town), await _stored(redis_url)):
                    return
            await asyncio.sleep(0.01)


async def _is_told_alone(town: Town, person: Person, button: str, words: tuple[str, ...]) -> None:
    redis_url = town.environment["REDIS_URL"]
    await _quiet(town, redis_url)
    shown, stored, alone = _read_by_all(town), await _stored(redis_url), len(person.ephemerals())
    await person.press(button)
    assert await town.slack.workspace.watch.until(lambda: len(person.ephemerals()) > alone, deadline_seconds=5)
    told = person.ephemerals()[-1]
    assert all(one in told for one in words), told
    assert person.modal is None
    assert _read_by_all(town) == shown
    assert await _stored(redis_url) == stored
    assert len(person.ephemerals()) == alone + 1


@pytest.mark.parametrize("button", ["Approve", "Reject"])
@pytest.mark.parametrize("how", ENDS)
async def test_a_button_of_a_request_that_has_ended_says_how_it_ended(
    town: Town, redis_url: str, how: str, button: str
) -> None:
    bring, words = ENDS[how]
    await asks_to_resume(town)
    stale = _newest(town)
    await bring(town, redis_url)
    await _quiet(town, redis_url)
    calls = writes(town)
    town.slack.channels.change(stale, stale.text, stale.blocks)  # as a phone still shows it
    await _is_told_alone(town, town.cleo, f"{button} {LEADS}", words)
    assert writes(town) == calls


@pytest.mark.parametrize("button", ["Approve", "Reject"])
@pytest.mark.parametrize("name", ["anna", "mallory", "gus"])
async def test_a_button_pressed_by_somebody_who_may_not_names_who_may(town: Town, name: str, button: str) -> None:
    await asks_to_pause(town)
    words = ("You may not decide requests here.", NOTHING, "These people may: @ben, @cleo.")
    person = town.slack.person(name)
    channel = town.slack.channels.find("approvals")
    channel.members.add(person.user_id)
    await _is_told_alone(town, person, button, words)
    assert writes(town) == []


@pytest.mark.parametrize("button", ["Approve", "Reject"])
async def test_a_button_of_ones_own_request_names_who_else_may(town: Town, button: str) -> None:
    await asks_to_pause(town, person=town.cleo)
    words = ("You made this request, so somebody else decides it.", NOTHING, "These people may: @ben.")
    await _is_told_alone(town, town.cleo, button, words)
    assert writes(town) == []


async def test_a_no_that_comes_after_somebody_s_yes_is_told_at_its_input(town: Town) -> None:
    await asks_to_pause(town)
    await town.cleo.press("Reject")
    await town.cleo.see("Reject request")
    await town.cleo.fill("Why", "Too late.")
    await town.ben.press("Approve")
    await town.ben.see(f"Applied: {LEADS}")
    await town.cleo.submit()
    await town.cleo.see("This request was approved by ben ", NOTHING)
    assert writes(town) == ["PUT"]


async def test_a_request_whose_sync_is_deleted_unnoticed_is_not_applied_when_it_is_approved(town: Town) -> None:
    await asks_to_pause(town)
    town.polytomic.faults.answer(404, "GET", f"/api/syncs/{town.polytomic.id_of(LEADS)}", times=5)
    await town.ben.press("Approve")
    await town.anna.see("Not applied", "it was deleted")
    await town.ben.see("Approved by @Ben Okafor", "Not applied", "it was deleted")
    assert writes(town) == []


@pytest.mark.parametrize("trouble", ["archived", "removed"])
async def test_a_request_is_decided_from_home_when_its_channel_is_archived_or_the_bot_was_removed(
    town: Town, trouble: str
) -> None:
    await asks_to_pause(town)
    channel = town.slack.channels.find("approvals")
    if trouble == "archived":
        channel.archived = True
    else:
        channel.members.remove(BOT_USER_ID)
    await town.ben.open_home()
    await town.ben.see("Waiting for me", LEADS)
    await town.ben.press(f"Read and decide: {LEADS}")
    await town.ben.see("Read and approve", f"{LEADS} as it is now")
    await town.ben.submit()
    await town.anna.see("Applied", "Approved by @Ben Okafor")
    assert writes(town) == ["PUT"]


@pytest.mark.parametrize("answer", ["Approve", "Reject"])
async def test_who_decides_in_a_window_what_was_withdrawn_meanwhile_is_told_so(town: Town, answer: str) -> None:
    await asks_to_pause(town)
    await town.anna.see("[Cancel request]")
    await town.ben.open_home()
    await town.ben.see(f"Read and decide: {LEADS}")
    await town.ben.press(f"Read and decide: {LEADS}")
    await town.ben.see("Read and approve", "[Approve]")
    await town.anna.press("Cancel request")
    await town.anna.see("Cancelled", "The request was withdrawn.")
    await (town.ben.submit() if answer == "Approve" else town.ben.press(f"Reject {LEADS}"))
    await town.ben.see("Not done", "anna withdrew this request ", NOTHING)
    assert writes(town) == []


@pytest.mark.parametrize("fault", ["channel_is_archived", Fault.SERVER_ERROR])
async def test_who_cannot_be_answered_in_the_channel_is_answered_in_a_direct_message(town: Town, fault: str) -> None:
    await asks_to_pause(town)
    town.slack.faults.plan("response_url", fault)
    town.slack.channels.find("approvals").members.add(town.anna.user_id)
    await town.anna.press(f"Approve {LEADS}")
    await town.anna.see("You may not decide requests here.", "These people may: @ben, @cleo.")
    assert "You may not decide" in town.anna.direct_messages()[-1]


async def test_a_request_on_which_nobody_pressed_yet_is_still_open_after_every_bad_click(town: Town) -> None:
    await asks_to_pause(town, person=town.cleo)
    for person in (town.cleo, town.anna, town.mallory):
        town.slack.channels.find("approvals").members.add(person.user_id)
        await person.press("Approve")
        await person.see(NOTHING)
    await asked(town)
    await town.ben.press("Approve")
    await town.cleo.see("Applied", "Approved by @Ben Okafor")
    await reviews(town.anna, f'/sync resume "{LEADS}" because all is well')
