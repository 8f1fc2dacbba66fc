"""The places that people look at beside commands: the app's home, shortcuts, drafts, files, pasted links."""

from __future__ import annotations

from uuid import uuid4

import pytest

from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, CONTACTS, CUSTOMERS, LEADS, SUPPORT_USERS
from tests.scenarios.acts import asks_to_pause
from tests.scenarios.town import Town

POLYTOMIC = "https://app.polytomic.com"
NO_SYNC = "00000000-0000-4000-8000-000000000000"


async def edits_phone(town: Town, target: str = "Phone") -> None:
    """Anna begins to edit, and closes the window."""
    anna = town.anna
    await anna.command(f'/sync edit "{LEADS}" mappings')
    await anna.see("Add mapping")
    await anna.press(f"Remove {target}")
    await anna.see("Removed in this draft")
    await anna.close()


async def test_export_sends_the_mappings_as_a_file_to_the_person_alone(town: Town) -> None:
    await town.ben.command(f'/sync export "{LEADS}"')
    await town.ben.see(f"The 11 mappings of {LEADS} are in a direct message, as a CSV file.")
    [file] = town.slack.files
    assert file.name == f"{LEADS} mappings.csv"
    lines = (file.content or b"").decode().splitlines()
    assert len(lines) == 12
    assert any("phone" in line and "Phone" in line for line in lines)


async def test_the_home_shows_drafts_requests_failures_and_changes_and_follows_what_happens(town: Town) -> None:
    anna, ben = town.anna, town.ben
    await anna.open_home()
    screen = await anna.see("My drafts and requests", "Nothing unfinished.", "Failed in the last 48 hours")
    assert CUSTOMERS in screen.text
    await edits_phone(town)

    def at_home() -> bool:
        return anna.home is not None and "removed" in anna.home.text

    assert await town.slack.workspace.watch.until(at_home, deadline_seconds=5)
    await ben.open_home()
    await ben.see("No request waits for your decision.")
    await asks_to_pause(town)
    await ben.open_home()
    await ben.see("Waiting for me", "asked by @Anna Ruiz")
    await ben.press(f"Read and decide: {LEADS}")
    await ben.see("Read and approve", "which pauses the sync", f"{LEADS} as it is now")
    await ben.submit()
    await ben.see("Recent changes", "Applied")


async def home_says(town: Town, name: str, *words: str) -> str:
    """Wait until the home that is open says all this, without opening it again; what it says."""
    person = town.slack.person(name)

    def shown() -> str:
        return person.home.text if person.home else ""

    said = await town.slack.workspace.watch.until(lambda: all(one in shown() for one in words), deadline_seconds=5)
    assert said, shown()
    return shown()


async def test_the_home_follows_each_of_my_own_actions_without_being_opened_again(town: Town) -> None:
    anna = town.anna
    await anna.open_home()
    await anna.see("Nothing unfinished.", "Nothing was changed through syncbot")
    await anna.command(f'/sync unmap "{LEADS}" Phone')
    await anna.see("Nothing else changes")
    await anna.submit()
    await anna.see("Outcome", "Applied")
    await anna.close()
    await home_says(town, "anna", f"{LEADS}: Applied, by @Anna Ruiz", "removed phone")
    await asks_to_pause(town)
    await home_says(town, "anna", "Waits for approval since", "[Cancel request")
    await anna.press("Cancel request")  # in the direct message
    await home_says(town, "anna", "Nothing unfinished.")
    await edits_phone(town, "Email")
    await home_says(town, "anna", "removed email", "[Discard")
    await anna.command("/sync drafts")
    await anna.see("My drafts and requests")
    await anna.press(f"Discard: {LEADS}")
    await anna.press("Yes")
    await home_says(town, "anna", "Nothing unfinished.")


async def test_who_approves_sees_the_request_go_from_the_home(town: Town) -> None:
    await asks_to_pause(town)
    await town.ben.open_home()
    await town.ben.see("asked by @Anna Ruiz")
    await town.ben.press(f"Approve {LEADS}")
    await home_says(town, "ben", "No request waits for your decision.", f"{LEADS}: Applied, by @Anna Ruiz")


async def test_the_home_says_how_many_more_there_are_than_it_shows(town: Town) -> None:
    doc = town.polytomic.sync_named(LEADS)
    for number in range(7):
        sync_id = str(uuid4())
        town.polytomic.put_sync_doc({**doc, "id": sync_id, "name": f"Copy {number}"})
        town.polytomic.executions.begin(sync_id)
        town.polytomic.executions.fail(sync_id, "broken")
    await town.anna.open_home()
    home = (await town.anna.see("Failed in the last 48 hours", "4 more: /sync list failed")).text
    assert home.count(" failed ") == 5


async def test_the_home_says_it_where_polytomic_does_not_tell_what_failed(town: Town) -> None:
    town.polytomic.faults.answer(404, "GET", "/api/events", times=10)
    await town.anna.open_home()
    home = (await town.anna.see("Failed in the last 48 hours", "Recent changes")).text
    assert home.count("Polytomic did not say.") == 2


async def test_the_home_asks_polytomic_at_most_once_for_each_section(town: Town) -> None:
    before = len(town.polytomic.calls)
    await town.anna.open_home()
    await town.anna.see("Recent changes")
    asked = [(call.path, call.query.get("type", "")) for call in town.polytomic.calls[before:]]
    assert sorted(asked) == [
        ("/api/events", "sync.completed_with_errors"),
        ("/api/events", "sync.failed"),
        ("/api/syncs", ""),
    ]


async def test_a_sync_is_found_from_the_home(town: Town) -> None:
    await town.anna.open_home()
    await town.anna.see("Find a sync")
    await town.anna.choose("Type a part of its name", CONTACTS, typed="cont")
    await town.anna.see("Edit this sync", CONTACTS, "Open in Polytomic")
    await town.anna.press(f"Edit {CONTACTS}")
    await town.anna.see("Edit sync", "Edit Mappings")


async def test_the_home_of_somebody_without_a_role_says_who_can_let_them_in(town: Town) -> None:
    await town.mallory.open_home()
    screen = await town.mallory.see("You cannot look at or change syncs here yet")
    assert LEADS not in screen.text


async def test_the_shortcut_opens_the_menu_that_finds_a_sync(town: Town) -> None:
    await town.anna.shortcut("Edit a sync")
    await town.anna.see("Find a sync")
    await town.anna.choose("Sync", LEADS, typed="leads to sales")
    await town.anna.submit()
    await town.anna.see("Edit Mappings")


async def test_the_shortcut_on_a_message_finds_the_sync_by_its_link_or_name(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    town.ben.say(f"look at {POLYTOMIC}/syncs/{sync_id} please")
    await anna.shortcut("Edit this sync", on="look at")
    await anna.see("Edit this sync", LEADS)
    await anna.press(f"Pause {LEADS}")
    await anna.see("which pauses the sync")
    await anna.close()
    town.ben.say(f"why is {CONTACTS.upper()} so slow?")
    await anna.shortcut("Edit this sync", on="so slow")
    await anna.see("Edit this sync", CONTACTS)
    await anna.press(f"Status: {CONTACTS}")
    await anna.see("The status is in a direct message.")
    await anna.close()
    town.ben.say("good morning")
    await anna.shortcut("Edit this sync", on="good morning")
    await anna.see("This message names no sync")


async def test_a_shortcut_of_somebody_without_a_role_says_so(town: Town) -> None:
    await town.mallory.shortcut("Edit a sync")
    await town.mallory.see("You may not look at syncs here.")


async def test_a_pasted_link_is_answered_to_its_poster_alone(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await town.anna.paste(f"see {POLYTOMIC}/syncs/{sync_id}")
    screen = await town.anna.see(LEADS, "Active", "Open in Polytomic")
    assert "[Edit" in screen.text
    assert "[Status" in screen.text
    assert screen.kind == "ephemeral"
    assert LEADS not in town.ben.on_screen()


@pytest.mark.parametrize("name", ["mallory", "gus"])
async def test_a_link_pasted_by_somebody_without_a_role_is_not_answered(town: Town, name: str) -> None:
    person = town.slack.person(name)
    await person.paste(f"see {POLYTOMIC}/syncs/{town.polytomic.id_of(LEADS)}")
    await town.replicas[0].bot.tasks.drain(timeout_seconds=5)
    assert person.ephemerals() == []


async def test_a_link_is_answered_to_an_approver_too_once_and_a_link_to_a_run_means_its_sync(town: Town) -> None:
    ben, sync_id = town.ben, town.polytomic.id_of(LEADS)
    await ben.paste(f"see {POLYTOMIC}/syncs/{sync_id}/executions/{NO_SYNC}")
    await ben.see(LEADS, "Active", "Last run: Completed", "[Edit", "[Status")
    assert len(ben.ephemerals()) == 1
    assert town.anna.ephemerals() == []
    await ben.press(f"Status: {LEADS}")
    await ben.see("Last run", "every record taken", "Next run: ")


async def test_a_link_in_a_thread_is_answered_in_that_thread(town: Town) -> None:
    asked = town.ben.say("which sync is it?")
    await town.anna.paste(f"{POLYTOMIC}/syncs/{town.polytomic.id_of(LEADS)}", thread=asked.ts)
    answer = await town.anna.see(LEADS, "Active", "[Status")
    assert (answer.kind, answer.thread_ts) == ("ephemeral", asked.ts)


async def test_a_link_to_a_sync_that_there_is_not_is_not_answered(town: Town) -> None:
    await town.anna.paste(f"see {POLYTOMIC}/syncs/{NO_SYNC}")
    await town.replicas[0].bot.tasks.drain(timeout_seconds=5)
    assert town.anna.ephemerals() == []


async def test_a_link_to_elsewhere_is_not_even_told(town: Town) -> None:
    assert await town.anna.paste("see https://example.com/syncs/1") is None


async def test_the_home_tells_apart_what_failed_and_what_left_records_out(town: Town) -> None:
    await town.anna.open_home()
    screen = await town.anna.see("Left records out in the last 48 hours")
    failed, _, incomplete = screen.text.partition("Left records out in the last 48 hours")
    assert SUPPORT_USERS in failed
    assert AUDIENCE not in failed
    assert f"{AUDIENCE} left records out" in incomplete
