import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.slack import editor
from syncbot.slack.parts import mappings
from syncbot.slack.parts.item_list import REFRESH_LABEL
from syncbot.slack.scene import Place
from syncbot.sync import edits
from syncbot.sync.difference import Kind
from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN
from tests.slack.scenes import assert_view_keeps_the_rules, elements, known, labels, mapping, scene, sync, wide, words


def draft_of(doc: JsonObject) -> JsonObject:
    return configuration(doc, Shape.GROUPED)


def test_the_list_has_each_mapping_with_its_fields_and_buttons() -> None:
    doc = sync(fields=[mapping("email", "Email"), mapping("first_name", "FirstName", sync_mode="create", new=True)])
    view = editor.view(scene(doc, known(), place=Place(Part.MAPPINGS)))
    assert_view_keeps_the_rules(view)
    assert "email (E-mail) → *Email*" in words(view)
    assert (
        "first_name (First name) → *FirstName (First Name)*\nwrite: create (only where the target is empty)"
        in words(view)
    )
    assert "creates this field in the target" in words(view)
    assert labels(view) == [
        *(
            "Add mapping",
            "Add several",
            "Fill in the one that matches by name",
            REFRESH_LABEL,
            "Edit Email",
            "Remove Email",
        ),
        *("Edit FirstName (First Name)", "Remove FirstName (First Name)", "Back to the overview"),
    ]


def test_what_the_draft_did_stands_at_each_mapping_and_a_removed_one_stays_where_it_was() -> None:
    doc = sync(fields=[mapping("a", "A"), mapping("b", "B"), mapping("c", "C"), mapping("d", "D")])
    first, second, third, _ = edits.mappings(doc)
    draft = edits.remove_mapping(edits.remove_mapping(draft_of(doc), first.item_id), third.item_id)
    draft = edits.change_mapping(draft, second.item_id, model_id=second.model_id, field="other")
    draft = edits.add_mapping(draft, model_id=second.model_id, field="e", target="E")
    view = editor.view(scene(doc, known(), draft=draft, place=Place(Part.MAPPINGS)))
    assert labels(view)[4:-1] == [
        *("Put back A", "Edit B", "Remove B", "Put back C", "Edit D", "Remove D", "Edit E", "Remove E"),
    ]
    for said in ("→ *A*\n*Removed*", "→ *B*\n*Changed*", "→ *C*\n*Removed*", "→ *E*\n*Added*"):
        assert said in words(view)
    assert "→ *E*\n*Added* in this draft" in words(view)


def test_the_buttons_carry_opaque_ids_alone() -> None:
    doc = sync(fields=[mapping("secret_source", "Secret_Target")])
    view = editor.view(scene(doc, known(), place=Place(Part.MAPPINGS, find="secret")))
    carried = json.dumps([element.get("value", "") for element in elements(view)]).casefold()
    assert "secret" not in carried
    assert "secret" not in json.dumps([block.get("block_id", "") for block in view["blocks"]]).casefold()


def test_twenty_rows_stand_on_a_page() -> None:
    doc, around = wide(45)
    pages = [editor.view(scene(doc, around, place=Place(Part.MAPPINGS, page))) for page in range(4)]
    edits_on = [[label for label in labels(view) if label.startswith("Edit ")] for view in pages]
    assert [len(found) for found in edits_on] == [20, 20, 5, 5]
    assert labels(pages[1])[-3:] == ["Previous", "Next", "Back to the overview"]
    assert "Page 2 of 3" in words(pages[1])
    assert "45 mappings" in words(pages[1])


@pytest.mark.parametrize("find", ["MAIL", "e-mail", "Leads.email"])
def test_find_looks_in_sources_targets_labels_and_models(find: str) -> None:
    view = editor.view(scene(sync(), known(), place=Place(Part.MAPPINGS, find=find)))
    assert "Edit Email" in labels(view)
    assert "Edit FirstName (First Name)" not in labels(view)
    assert f"1 of 2 matches “{find}”." in words(view)


@pytest.mark.parametrize(("find", "count"), [("mail → EMAIL", 1), ("→ firstname", 1), ("→ e-mail", 0)])
def test_find_looks_on_both_sides_of_an_arrow(find: str, count: int) -> None:
    screen = words(editor.view(scene(sync(), known(), place=Place(Part.MAPPINGS, find=find))))
    assert (f"1 of 2 matches “{find}”." if count else f"No mapping matches “{find}”.") in screen


def test_find_looks_at_the_names_of_what_is_not_known() -> None:
    doc = {**sync(), "fields": [{"source": {"model_id": "gone", "field": "Plan_Tier"}, "target": "Tier__c"}]}
    for find in ("plan_t", "TIER__c"):
        assert f"1 of 1 matches “{find}”." in words(
            editor.view(scene(doc, known(), place=Place(Part.MAPPINGS, find=find)))
        )


def test_find_says_when_nothing_matches() -> None:
    view = editor.view(scene(sync(), known(), place=Place(Part.MAPPINGS, find="zz<z")))
    assert "No mapping matches “zz&lt;z”." in words(view)


def test_a_sync_without_mappings_says_so() -> None:
    assert "No mappings" in words(editor.view(scene(sync(fields=[]), known(), place=Place(Part.MAPPINGS))))


def test_a_fixed_value_on_a_mapping_is_told() -> None:
    doc = sync(fields=[mapping("email", "Email", override_value="x", encryption_enabled=True)])
    text = words(editor.view(scene(doc, known(), place=Place(Part.MAPPINGS))))
    assert "encrypted · writes the fixed value “x”" in text


def test_mappings_to_fields_that_the_object_does_not_have_are_marked_and_counted() -> None:
    doc = sync(fields=[mapping("email", "Email"), mapping("a", "Gone__c"), mapping("b", "New__c", new=True)])
    text = words(editor.view(scene(doc, known(), place=Place(Part.MAPPINGS))))
    assert "1 mapping to fields that Contact does not have." in text
    assert "*Gone__c*\n*Not in Contact*: choose another target field, or remove it" in text
    assert text.count("Not in Contact") == 1
    for around, target in ((NOTHING_KNOWN, doc["target"]), (known(), {**doc["target"], "object": "Lead"})):
        assert "Not in" not in words(editor.view(scene({**doc, "target": target}, around, place=Place(Part.MAPPINGS))))


@settings(max_examples=50)
@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(10, 14), max_size=3, unique=True))
def test_every_mapping_of_draft_and_base_has_one_row(removed: list[int], added: list[int]) -> None:
    doc, around = wide(10)
    draft = draft_of(doc)
    gone = {edits.mappings(doc)[number].item_id for number in removed}
    for item_id in gone:
        draft = edits.remove_mapping(draft, item_id)
    for number in added:
        draft = edits.add_mapping(draft, model_id="m", field="f", target=f"new {number}")
    rows = mappings.shown(scene(doc, around, draft=draft))
    assert {row.item_id for row, kind in rows if kind is Kind.REMOVED} == gone
    assert [row for row, kind in rows if kind is not Kind.REMOVED] == list(edits.mappings(draft))
    kept = [row.target for row, kind in rows if kind is not Kind.ADDED]
    assert kept == [each.target for each in edits.mappings(doc)]
    assert len([kind for _, kind in rows if kind is Kind.ADDED]) == len(added)


def test_of_two_mappings_to_one_target_that_which_was_removed_says_so_and_comes_back_in_its_place() -> None:
    first, between, second = mapping("email", "Email"), mapping("name", "Name"), mapping("backup", "Email")
    doc, around = sync(fields=[first, between, second]), known()
    for at, gone in ((0, first), (2, second)):
        there = edits.mappings(doc)[at]
        there_without = scene(doc, around, draft=edits.remove_mapping(draft_of(doc), there.item_id))
        rows = mappings.shown(there_without)
        assert [(row.raw, kind is Kind.REMOVED) for row, kind in rows] == [
            (each, each is gone) for each in (first, between, second)
        ]
        assert {kind for _, kind in rows} == {None, Kind.REMOVED}
        removed = rows[at][0]
        assert edits.put_back_mapping(there_without.session.draft, doc, removed.item_id) == draft_of(doc)
