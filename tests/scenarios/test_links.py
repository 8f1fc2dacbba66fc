"""*Open in Polytomic* stands wherever a sync is named: messages, home, and every window."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS, SUPPORT_USERS
from syncbot.sandbox.slack import Person
from tests.scenarios.acts import answer_to, asks_to_pause, request, reviews
from tests.scenarios.town import Town

LINK = "Open in Polytomic"
POLYTOMIC = "/syncs/"


async def leads_there(person: Person, *words: str) -> None:
    """What is on screen with these words names the sync's page."""
    screen = await person.see(*words)
    assert LINK in screen.text, screen.text
    assert POLYTOMIC in screen.text


async def test_from_what_a_command_answers(town: Town) -> None:
    anna = town.anna
    for verb, words in (
        ("list leads", "1 to"),
        ("list failed", "1 to 3 of 3"),
        (f'show "{SUPPORT_USERS}"', "Mappings"),
        (f'status "{LEADS}"', "Last run"),
        (f'export "{LEADS}"', "as a CSV file"),
        (f'cancel "{LEADS}"', "Nothing was stopped."),
        ("status Salesforce", "Which one?"),
    ):
        answer = await answer_to(town, anna, f"/sync {verb}")
        assert words in answer
        assert LINK in answer
        assert POLYTOMIC in answer
    assert LINK in anna.direct_messages()[0].text


async def test_from_what_is_asked_and_said_around_a_run(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    await anna.command(f'/sync run "{LEADS}"')
    await leads_there(anna, f"Run {LEADS} now?")
    await anna.press(f"Try on a few records: {LEADS}")
    await leads_there(anna, "These records are written")
    await anna.close()
    await anna.press(f"Run now: {LEADS}")
    await leads_there(anna, f"A run of {LEADS} was started")
    town.polytomic.executions.begin(sync_id)
    await leads_there(anna, "Running since")
    await anna.command(f'/sync run "{LEADS}"')
    await leads_there(anna, "is in progress already")
    await anna.command(f'/sync cancel "{LEADS}"')
    await leads_there(anna, f"Stop this run of {LEADS}?")
    await anna.press(f"Stop this run: {LEADS}")
    await leads_there(anna, "Polytomic was asked to stop the run")


async def test_from_the_editor_and_from_a_draft_that_was_left(town: Town) -> None:
    anna = town.anna
    await anna.command(f'/sync edit "{LEADS}"')
    await leads_there(anna, "Edit Mappings")
    await anna.press("Edit Mappings")
    await leads_there(anna, "Add mapping")
    await anna.press("Remove Phone")
    await anna.see("Removed in this draft")
    await anna.close()
    await anna.command("/sync drafts")
    await leads_there(anna, "My drafts and requests")
    await anna.command(f'/sync edit "{LEADS}"')
    await leads_there(anna, "You have a draft of this sync")
    await anna.close()
    await anna.press(f"Discard: {LEADS}")
    await anna.press("Yes")
    await leads_there(anna, f"The draft of {LEADS} was discarded")


async def test_from_a_review_its_outcome_and_the_history(town: Town) -> None:
    anna = town.anna
    await reviews(anna, f'/sync unmap "{LEADS}" Phone')
    await leads_there(anna, "Nothing else changes")
    await anna.submit()
    await leads_there(anna, "Outcome", "Applied")
    await anna.close()
    await anna.command(f'/sync history "{LEADS}"')
    await leads_there(anna, "History")
    screen = await anna.see("History")
    await anna.press(next(name for name in screen.buttons if name.startswith("Details")))
    await leads_there(anna, "Details", "Confirmed")


async def test_from_a_request_and_the_homes(town: Town) -> None:
    anna, ben = town.anna, town.ben
    await asks_to_pause(town)
    assert LINK in request(town).text
    assert all(LINK in message.text for message in anna.direct_messages())
    await anna.open_home()
    await leads_there(anna, "Waits for approval since")
    home = anna.home
    assert home is not None
    assert home.text.count(LINK) == home.text.count("Cancel request") + home.text.count("[Status")
    await ben.open_home()
    await leads_there(ben, "asked by @Anna Ruiz")
    await ben.press(f"Details of {LEADS}")
    await leads_there(ben, "as it is now")
    await ben.close()
    await ben.press(f"Reject {LEADS}")
    await leads_there(ben, "Why")
