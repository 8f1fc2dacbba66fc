"""A click that cannot count: a sentence to the one who clicked, nothing for anybody else to read, nothing stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import redis.asyncio

from syncbot.changes.noticing import read_sync
from syncbot.changes.sweep import sweep
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.faults import Fault
from syncbot.sandbox.slack.people import BOT_USER_ID
from tests.scenarios.acts import asked, asks_to_pause, asks_to_resume, passes, reviews, writes
from tests.scenarios.town import Town

TTL_SECONDS = 259_200
NOTHING = "Nothing was changed."
Bring = Callable[[Town, str], Awaitable[None]]


async def _approved(town: Town, _: str) -> None:
    await town.ben.press("Approve")
    await town.ben.see(f"Applied: {LEADS}")


async def _rejected(town: Town, _: str) -> None:
    await town.ben.press("Reject")
    await town.ben.see("Reject request")
    await town.ben.fill("Why", "Not today.")
    await town.ben.submit()
    await town.ben.see(f"Rejected: {LEADS}")


async def _expired(town: Town, redis_url: str) -> None:
    await passes(redis_url, TTL_SECONDS + 60)
    bot = town.replicas[0]
    await sweep(bot.bot.desk, _Silent(), my_turn=_always)
    await town.anna.see("Expired", "Nobody decided in time.")


async def _cancelled(town: Town, _: str) -> None:
    await town.anna.see("[Cancel request]")
    await town.anna.press("Cancel request")
    await town.anna.see("Cancelled", "The request was withdrawn.")


async def _void(town: Town, _: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    await read_sync(town.replicas[0].bot.desk, sync_id)
    await town.anna.see("Not applied", "Last saved in Polytomic by Ines Duarte.")


async def _deleted(town: Town, redis_url: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.faults.answer(404, "GET", f"/api/syncs/{sync_id}", times=3)
    await passes(redis_url, 3600)
    await sweep(town.replicas[0].bot.desk, _Silent(), my_turn=_always)
    await town.anna.see("Not applied", "not in Polytomic any more")
    town.polytomic.faults.clear()


async def _superseded(town: Town, _: str) -> None:
    await town.anna.see("[Edit request]")
    await town.anna.press("Edit request")
    await town.anna.see("Edit Name and mode")
    await town.anna.press("Edit Name and mode")
    await town.anna.see("Back to the overview")
    await town.anna.fill("Name", "Leads, renamed")
    await town.anna.submit()
    await town.anna.see("Review changes", "Leads, renamed")
    await town.anna.submit()
    await town.anna.see("Waiting for approval", "The request is in")
    await town.anna.close()
    await town.ben.see("Replaced")


async def _gone(_: Town, redis_url: str) -> None:
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.flushall()


ENDS: dict[str, tuple[Bring, tuple[str, ...]]] = {
    "approved": (_approved, ("This request was approved by ben ", " UTC.", NOTHING)),
    "rejected": (_rejected, ("This request was rejected by ben ", " UTC.", NOTHING)),
    "expired": (_expired, ("This request expired ", "Nothing was written.", "Make the change again to ask again.")),
    "cancelled": (_cancelled, ("anna withdrew this request ", NOTHING)),
    "void": (_void, ("This request is void since ", "What this request rests on was changed", "Review it again")),
    "deleted": (_deleted, ("This request is void since ", "The sync is not in Polytomic any more")),
    "superseded": (_superseded, ("anna put a newer request in the place of this one ", "Decide the newer one.")),
    "gone": (_gone, ("This request is no longer kept, so the answer is no.", "Ask the requester to make it again.")),
}
"""How a request comes to its end, and what a later click is answered."""


class _Silent:
    """An announcer for a sweep of the test's own; people are told by the workers."""

    async def announce(self, change: object) -> None: ...

    async def tell_moved(self, seen: object, pending: object) -> None: ...


async def _always() -> bool:
    return True


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
