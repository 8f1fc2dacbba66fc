import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from syncbot.slack import editor, interim
from syncbot.slack.parts.item_list import REFRESHES
from syncbot.slack.scene import ROOT, Place, Presence
from syncbot.sync.document import Shape, configuration
from syncbot.sync.fields import PARTS, Part
from syncbot.sync.not_editable import NOT_EDITABLE
from tests.slack.scenes import (
    SESSION,
    assert_view_keeps_the_rules,
    known,
    labels,
    mapping,
    scene,
    sync,
    texts,
    untouched,
    wide,
    words,
)

RUNS = {
    "current_execution": {"status": "running", "started_at": "2026-11-23T11:00:00Z"},
    "last_execution": {"status": "failed", "completed_at": "2026-11-22T05:00:00Z"},
    "next_execution_time": "2026-11-24T05:00:00Z",
}


def test_the_overview_has_name_state_and_a_row_for_each_part_in_the_order_of_the_parts() -> None:
    view = editor.view(scene(sync(), known()))
    assert_view_keeps_the_rules(view)
    assert view["title"]["text"] == "Edit sync"
    assert view["submit"]["text"] == "Review changes"
    assert view["callback_id"] == ROOT
    assert view["private_metadata"] == SESSION
    assert "*Leads to Salesforce*\nActive" in words(view)
    assert labels(view) == [
        *("Edit Mappings", "Edit Filters", "Edit Overrides", "Edit Fixed values", "Edit Identity", "Edit Target"),
        *("Edit Schedule", "Edit Run options", "Edit Name and mode", "Edit Policies"),
    ]
    assert "*Mappings*\n2 mappings" in words(view)
    assert "Europe/Berlin" in words(view)


def test_encryption_is_shown_when_a_mapping_is_encrypted() -> None:
    doc = sync(fields=[mapping("email", "Email", encryption_enabled=True)])
    assert "Show Encryption" in labels(editor.view(scene(doc, known())))


def test_a_paused_sync_says_so() -> None:
    assert "Paused: no more runs until it is resumed" in words(editor.view(scene(sync(active=False), known())))


def test_the_overview_tells_what_the_draft_changes_in_each_part() -> None:
    doc = sync()
    view = editor.view(scene(doc, known(), draft=configuration({**doc, "name": "New name"}, Shape.GROUPED)))
    row = next(block for block in view["blocks"] if "*Name and mode*" in block.get("text", {}).get("text", ""))
    assert "In this draft:" in row["text"]["text"]
    assert "New name" in row["text"]["text"]
    assert words(view).count("In this draft:") == 1


AT_FILTERS = Presence("U2", "Filters", 1795431600)
AT_OVERVIEW = Presence("U3", "", 1795431600)
AWAY = Presence("U4", "Mappings", 0)


def test_many_changes_of_a_part_are_counted() -> None:
    doc, around = wide(9)
    view = editor.view(scene(doc, around, draft={**configuration(doc, Shape.GROUPED), "fields": []}))
    assert "and 6 more" in words(view)


def test_the_overview_tells_the_runs_and_who_else_has_it_open() -> None:
    shown = replace(scene(sync(), known()), status=RUNS, others=(AT_FILTERS, AT_OVERVIEW, AWAY))
    text = words(editor.view(shown))
    assert "A run is in progress since <!date^1795431600^" in text
    assert "Last run: failed <!date^1795323600^" in text
    assert "Next run: <!date^1795496400^" in text
    assert "<@U2> has this open too (Filters, since <!date^1795431600^" in text
    assert "<@U3> has this open too (overview, since <!date^1795431600^" in text
    assert "<@U4> left a draft of this, which is not open now." in text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (None, "Polytomic did not answer"),
        ({}, "It has not run yet.\nNext run: not planned."),
        ({"current_execution": {"status": "running"}}, "A run is in progress.\nNext run"),
        ({"last_execution": {"status": "completed"}}, "Last run: completed.\nNext run"),
    ],
)
def test_what_is_not_known_of_the_runs_is_said(status: dict[str, object] | None, said: str) -> None:
    assert said in words(editor.view(replace(scene(sync(), known()), status=status)))


def test_problems_that_the_api_reports_are_shown() -> None:
    doc = sync(problems=[{"code": "x", "message": "Field is gone"}])
    assert "Polytomic reports: Field is gone" in words(editor.view(scene(doc, known())))


def test_find_shows_the_parts_and_mappings_that_match() -> None:
    view = editor.view(scene(sync(), known(), place=Place(find="first")))
    assert labels(view) == ["Edit FirstName (First Name)", "Remove FirstName (First Name)"]
    assert "What matches “first”:" in words(view)
    assert labels(editor.view(scene(sync(), known(), place=Place(find="SCHEDULE")))) == ["Edit Schedule"]
    assert labels(editor.view(scene(sync(), known(), place=Place(find="Sync all")))) == ["Edit Run options"]


def test_find_says_when_nothing_matches_and_when_there_is_more() -> None:
    assert "Nothing matches “zzz”." in words(editor.view(scene(sync(), known(), place=Place(find="zzz"))))
    doc, around = wide(100)
    assert "80 more match." in words(editor.view(scene(doc, around, place=Place(find="label"))))


def test_the_input_find_shows_what_is_searched_for_and_is_drawn_anew_with_it() -> None:
    one, other = (editor.view(scene(sync(), known(), place=Place(find=find))) for find in ("one", "other"))
    assert [next(iter(next(iter(untouched(view).values())).values()))["value"] for view in (one, other)] == [
        "one",
        "other",
    ]
    assert untouched(one).keys() != untouched(other).keys()


@settings(max_examples=20)
@given(texts)
def test_extreme_texts_keep_slacks_rules_in_every_part(text: str) -> None:
    fields = [mapping(f"{text}{number}", f"{text}{number}", sync_mode=text) for number in range(25)]
    fixed = [{"target": f"{text}{number}", "override_value": text} for number in range(25)]
    doc = sync(
        name=text,
        fields=fields,
        override_fields=fixed,
        policies=[text] * 3,
        mode=text,
        problems=[{"message": text}] * 7,
        unheard={"of": text},
        organization_id=text,
    )
    around = known(*[(f"{text}{number}", text) for number in range(25)], targets=((f"{text}1", text),))
    draft = configuration({**doc, "fields": fields[:3], "name": f"{text} new"}, Shape.GROUPED)
    for part in (None, *PARTS):
        for find in ("", text[:50].strip()):
            shown = scene(doc, around, draft=draft, place=Place(part=part, find=find))
            assert_view_keeps_the_rules(editor.view(replace(shown, status=RUNS, others=(AT_FILTERS,) * 30)))


@pytest.mark.parametrize("part", [None, *PARTS])
def test_twelve_hundred_mappings_of_extreme_names_keep_slacks_rules(part: Part | None) -> None:
    doc, around = wide(1200, lambda number: f"{'👨‍👩‍👧‍👦' * 400}{number}")
    for page in (0, 30, 99):
        view = editor.view(scene(doc, around, place=Place(part=part, page=page)))
        assert_view_keeps_the_rules(view)
        assert len(json.dumps(view)) < 250_000  # even with every character outside ASCII escaped


def test_a_part_of_many_items_is_paged() -> None:
    doc = sync(policies=[f"policy-{number}" for number in range(90)])
    view = editor.view(scene(doc, known(), place=Place(Part.POLICIES, 1)))
    assert "policy-15" in words(view)
    assert "policy-14" not in words(view)
    assert labels(view)[-5:] == ["Add policy", REFRESHES[Part.POLICIES][1], "Previous", "Next", "Back to the overview"]
    last = editor.view(scene(doc, known(), place=Place(Part.POLICIES, 9)))
    assert labels(last)[-2:] == ["Previous", "Back to the overview"]
    assert "Page 6 of 6" in words(last)


def test_a_part_that_cannot_be_changed_says_that_it_stays() -> None:
    view = editor.view(scene(sync(organization_id="org-1"), known(), place=Place(Part.ORGANIZATION)))
    assert "org-1" in words(view)
    assert "It is written back exactly as it is." in words(view)


def test_encryption_says_whether_a_passphrase_is_kept() -> None:
    doc = sync(fields=[mapping("email", "Email", encryption_enabled=True)])
    shown = scene(doc, known(), place=Place(Part.ENCRYPTION))
    assert "No passphrase is kept" in words(editor.view(shown))
    assert "A passphrase is kept" in words(editor.view(replace(shown, passphrase_kept=True)))


@given(texts)
def test_an_own_draft_is_offered_with_its_changes(text: str) -> None:
    for lines in ((), (text,), (text,) * 30):
        view = interim.draft_there("session-1", text, lines, 1_795_435_200.0)
        assert_view_keeps_the_rules(view)
        assert labels(view) == ["Continue", "Start over"]
        assert view["private_metadata"] == "session-1"


def test_entries_that_are_no_mappings_do_not_disturb() -> None:
    doc = sync()
    shown = scene(doc, known())
    odd = replace(shown, session=replace(shown.session, draft={**shown.session.draft, "fields": ["odd", None]}))
    assert_view_keeps_the_rules(editor.view(odd))


def test_the_organization_is_shown_with_why_it_stays_and_no_input() -> None:
    shown = scene(sync(organization_id="org-1"), known(), place=Place(Part.ORGANIZATION))
    view = editor.view(shown)
    assert untouched(view) == {}
    for said in (
        "org-1",
        "A sync stays in the organization that it was made in",
        "It is written back exactly as it is.",
    ):
        assert said in words(view)
    assert "organization_id" in NOT_EDITABLE


def test_the_passphrase_is_no_input_and_it_is_said_where_it_is_given() -> None:
    doc = sync(fields=[mapping("email", "Email", encryption_enabled=True)])
    view = editor.view(scene(doc, known(), place=Place(Part.ENCRYPTION)))
    assert untouched(view) == {}
    for said in ("`syncbot passphrase SYNC`", "A passphrase never passes through Slack, so it is not set here."):
        assert said in words(view)
    assert "encryption_passphrase" in NOT_EDITABLE
