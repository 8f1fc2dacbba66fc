from hypothesis import given

from syncbot.slack import listing
from syncbot.slack.asking import HINT
from syncbot.slack.listing import Listed, Page
from tests.slack.scenes import (
    EXTREMES,
    answered,
    assert_message_keeps_the_rules,
    assert_view_keeps_the_rules,
    elements,
    labels,
    texts,
    words,
)

LEADS = Listed(
    "id-1",
    "Leads",
    active=True,
    schedule="Every day at 06:00 UTC",
    target="Salesforce · Contact",
    run="Last run failed yesterday",
)
CONTACTS = Listed("id-2", "Contacts", active=False)


def test_a_list_has_for_each_sync_its_status_schedule_target_and_buttons() -> None:
    message = listing.message(Page([LEADS, CONTACTS], 0, 2), command="/sync")
    assert_message_keeps_the_rules(message)
    assert "*Leads*\nActive · Every day at 06:00 UTC · Salesforce · Contact\nLast run failed yesterday" in words(
        message
    )
    assert "*Contacts*\nPaused" in words(message)
    assert labels(message) == [
        *("Edit Leads", "Pause Leads", "Show Leads"),
        *("Edit Contacts", "Resume Contacts", "Show Contacts"),
    ]
    assert "1 to 2 of 2" in message["text"]


def test_a_list_is_turned_by_buttons_that_say_what_was_asked_for() -> None:
    middle = listing.message(Page([LEADS] * 10, 1, 25, about="opaque:1"), command="/sync")
    assert labels(middle)[-2:] == ["Previous", "Next"]
    assert [listing.read_turn(button["value"]) for button in list(elements(middle))[-2:]] == [
        (0, "opaque:1"),
        (2, "opaque:1"),
    ]
    assert labels(listing.message(Page([LEADS] * 10, 0, 25), command="/sync"))[-1] == "Next"
    assert labels(listing.message(Page([LEADS] * 5, 2, 25), command="/sync"))[-1] == "Previous"


def test_an_empty_list_says_why_and_what_to_write() -> None:
    assert "No sync matches “x &lt;y&gt;”." in words(listing.message(Page([], 0, 0), command="/sync", text="x <y>"))
    assert "/sync list" in words(listing.message(Page([], 0, 0), command="/sync"))
    assert (
        words(listing.message(Page([], 0, 0, failed=True), command="/sync")) == "No sync failed in the last 48 hours."
    )
    assert "failed in the last 48 hours" in listing.message(Page([LEADS], 0, 1, failed=True), command="/sync")["text"]


def test_several_matches_ask_which_one_and_go_on_with_the_one_picked() -> None:
    message = listing.which_one([LEADS, CONTACTS] * 8, total=16, text="ea", about="opaque:1")
    assert_message_keeps_the_rules(message)
    assert message["text"] == "16 syncs match “ea”. Which one?"
    assert labels(message) == ["Choose Leads", "Choose Contacts"] * 5
    assert listing.read_choice(next(elements(message))["value"]) == ("opaque:1", "id-1")
    assert "6 more match" in words(message)
    assert "id-2" in words(message)


def test_all_matches_on_one_page_hide_none() -> None:
    message = listing.which_one([LEADS], total=1, text="", about="a")
    assert "more match" not in words(message)
    assert message["text"] == "Which one? There are 1 syncs."


def test_a_sync_is_found_by_typing() -> None:
    assert_view_keeps_the_rules(listing.find_view("opaque"))
    picked = answered(listing.find_view(), find_sync_choice="id-1")
    assert listing.read_found(picked) == "id-1"
    assert listing.read_found(answered(listing.find_view(), find_sync_choice=HINT)) == ""
    found = [Listed(f"id-{number}", f"Sync {number}", active=True, target="Contact") for number in range(150)]
    options = listing.sync_options(found, total=150)["options"]
    assert len(options) == 100
    assert options[0]["value"] == "id-0"
    assert options[-1] == {
        "text": {"type": "plain_text", "text": "51 more, type to narrow", "emoji": True},
        "value": HINT,
    }
    assert len(listing.sync_options(found[:3], total=3)["options"]) == 3
    assert "Still loading" in listing.sync_options(None, total=0)["options"][0]["text"]["text"]


def test_a_row_is_made_of_what_the_api_lists() -> None:
    item = {"id": "id-1", "name": "Leads", "active": True, "target_object": "Contact"}
    assert listing.listed(item) == Listed("id-1", "Leads", active=True, target="Contact")
    assert listing.listed({"id": "id-1"}, target="Somewhere") == Listed(
        "id-1", "id-1", active=False, target="Somewhere"
    )


@given(texts)
def test_extreme_names_keep_slacks_rules(text: str) -> None:
    rows = [Listed(f"id-{number}", text, active=True, schedule=text, target=text) for number in range(10)]
    assert_message_keeps_the_rules(listing.message(Page(rows, 1, 30, about="a" * 100), command="/sync", text=text))
    assert_message_keeps_the_rules(listing.which_one(rows, total=30, text=text, about="a" * 100))
    assert all(option["text"]["text"] for option in listing.sync_options(rows, total=30)["options"])


def test_the_extremes_are_extreme() -> None:
    assert max(map(len, EXTREMES)) >= 3000
