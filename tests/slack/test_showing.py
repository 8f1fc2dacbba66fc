from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from syncbot.changes.model import Change, Outcome, Result
from syncbot.changes.states import State
from syncbot.slack import showing
from syncbot.slack.showing import Shown
from syncbot.sync.document import Shape
from syncbot.sync.known import NOTHING_KNOWN
from tests.slack.scenes import (
    NOW,
    SYNC,
    assert_message_keeps_the_rules,
    elements,
    known,
    labels,
    mapping,
    sync,
    texts,
    wide,
    words,
)


def shown(doc: dict[str, Any], **more: Any) -> Shown:
    given_values: dict[str, Any] = {
        "known": NOTHING_KNOWN,
        "shape": Shape.GROUPED,
        "run": "",
        "pending": (),
        "latest": None,
        "zone": "UTC",
        "now": NOW.timestamp(),
        "url": "https://app.polytomic.com/syncs/x",
        **more,
    }
    return Shown(doc, **given_values)


def change(state: State, **more: Any) -> Change:
    return Change("c1", SYNC, "Leads", "U1", state, {}, {}, ("Active: yes → no", "Mode: a → b"), "h", 1.8e9, **more)


def test_the_whole_configuration_is_shown_in_words() -> None:
    message = showing.message(shown(sync(), known=known(), run="Last run completed today"))
    assert_message_keeps_the_rules(message)
    assert "Active · Last run completed today" in words(message)
    for part in ("Mappings", "Filters", "Target", "Schedule", "Run options", "Name and mode", "Policies"):
        assert f"*{part}*" in words(message)
    assert "email" in words(message)
    assert SYNC in words(message)
    assert labels(message) == ["Edit Leads to Salesforce"]
    assert "<https://app.polytomic.com/syncs/x|Open in Polytomic>" in words(message)
    assert message["text"] == "Leads to Salesforce: Active · Last run completed today"


def test_those_who_only_look_have_no_edit_button() -> None:
    assert labels(showing.message(shown(sync(), editable=False))) == []


def test_what_waits_and_what_was_changed_last_and_what_the_api_reports_is_told() -> None:
    latest = change(State.APPLIED, outcome=Outcome(Result.APPLIED), ended_at=1.8e9)
    message = showing.message(
        shown(sync(problems=[{"message": "No <key>"}]), pending=(change(State.AWAITING_APPROVAL),), latest=latest)
    )
    text = words(message)
    assert "Polytomic reports: No &lt;key&gt;" in text
    assert "Waiting for approval, asked by <@U1>" in text
    assert "Active: yes → no and 1 more" in text
    assert "Last change through syncbot: Applied, by <@U1>" in text


def test_a_last_change_from_outside_is_no_change_through_syncbot() -> None:
    outside = replace(
        change(State.APPLIED, outcome=Outcome(Result.APPLIED, changed_by="Ines Duarte"), ended_at=1.8e9), actor=""
    )
    text = words(showing.message(shown(sync(), latest=outside)))
    assert "Last change, outside syncbot and last saved by Ines Duarte, <!date^" in text
    assert "through syncbot" not in text


def test_a_large_sync_is_paged_and_no_line_is_lost() -> None:
    doc, around = wide(1200)
    subject = shown(doc, known=around)
    first = showing.message(subject)
    assert "Page 1 of " in words(first)
    pages = int(words(first).partition("Page 1 of ")[2].partition("\n")[0])
    everything = "".join(words(showing.message(subject, page)) for page in range(pages))
    assert all(f"field {number}__c" in everything for number in range(1200))
    assert "*Mappings (continued)*" in everything
    assert labels(first)[0] == "Next"
    assert labels(showing.message(subject, 1))[:2] == ["Previous", "Next"]
    assert words(showing.message(subject, 9999)) == words(showing.message(subject, pages - 1))
    assert showing.read_turn(next(elements(first))["value"]) == (1, SYNC)


@settings(max_examples=30)
@given(texts)
def test_extreme_texts_keep_slacks_rules(text: str) -> None:
    fields = [mapping(f"{text}{number}", f"{text}{number}") for number in range(60)]
    problems = [{"message": text}] * 9
    doc = sync(name=text, fields=fields, policies=[text], problems=problems, unheard={"of": text})
    pending = tuple(change(State.QUEUED, reason=text) for _ in range(9))
    for page in range(4):
        assert_message_keeps_the_rules(showing.message(shown(doc, pending=pending, run=""), page))
