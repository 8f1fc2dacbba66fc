import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.slack.parts import mapping_item, mapping_lines
from syncbot.slack.parts.field_choices import (
    Source,
    Typed,
    read_source,
    read_target,
    source_choice,
    source_options,
    target_choice,
    target_options,
)
from syncbot.slack.parts.mapping_entry import Entry, entry_of, with_entry, with_texts
from syncbot.slack.scene import Place
from syncbot.sync import edits
from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN, Known, Model, Target, TargetMode
from tests.slack.scenes import (
    EXTREMES,
    MODEL,
    SESSION,
    answered,
    assert_view_keeps_the_rules,
    known,
    mapping,
    nulls,
    scene,
    sync,
    texts,
    untouched,
    wide,
    words,
)


def first_id(doc: JsonObject) -> str:
    return edits.mappings(doc)[0].item_id


entries = st.builds(
    lambda source, target, more: mapping(source, target, **more),
    texts.filter(bool),
    texts.filter(bool),
    st.fixed_dictionaries(
        {},
        optional={
            "sync_mode": st.sampled_from(["create", "update", "updateOrCreate", "unheard of"]),
            "new": st.booleans(),
            "encryption_enabled": st.booleans(),
            "override_value": texts,
            "unknown": st.just({"a": 1}),
        },
    ),
)


@settings(max_examples=80)
@given(entries, st.sampled_from([known(), NOTHING_KNOWN]))
def test_a_mapping_that_was_not_touched_reads_back_as_itself(entry: JsonObject, around: Known) -> None:
    shown = scene(sync(fields=[entry]), around, place=Place(Part.MAPPINGS))
    item_id = first_id(shown.session.draft)
    view = mapping_item.view(shown, item_id)
    assert_view_keeps_the_rules(view)
    rendered = entry_of(shown.session.draft, item_id)
    for values in (untouched(view), nulls(view)):
        assert mapping_item.identity(values) == (item_id, 3)
        assert mapping_item.read(values, around, rendered) == rendered
    assert with_entry(shown.session.draft, rendered) is shown.session.draft


def test_the_view_asks_for_source_target_write_and_what_is_ticked() -> None:
    view = mapping_item.view(scene(sync(), known()), first_id(sync()))
    asked = [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]
    assert asked == ["Source field", "Target field", "Write", "Options"]
    assert (view["title"]["text"], view["submit"]["text"]) == ("Mapping", "Done")
    assert view["private_metadata"] == SESSION
    assert "Nothing is written to Polytomic before the review." in words(view)


def test_inputs_that_the_target_has_no_use_for_are_left_out() -> None:
    target = Target("Contact", "Contact", (), modes=(TargetMode("updateOrCreate"),))
    around = Known(models={}, target=target)
    labels = [
        block["label"]["text"]
        for block in mapping_item.view(scene(sync(), around))["blocks"]
        if block["type"] == "input"
    ]
    assert labels == ["Source field", "Target field"]


def test_no_data_of_the_sync_stands_in_values_or_ids() -> None:
    doc = sync(fields=[mapping("secret_source", "Secret_Target", sync_mode="secret_mode")])
    view = mapping_item.view(scene(doc, known()), first_id(doc))
    carried = [block.get("block_id", "") for block in view["blocks"]]
    carried += [
        option["value"]
        for block in view["blocks"]
        for option in [
            *block.get("element", {}).get("options", []),
            block.get("element", {}).get("initial_option", {"value": ""}),
        ]
    ]
    assert "secret" not in json.dumps(carried).casefold()


def test_a_mapping_is_added_from_choices() -> None:
    shown = scene(sync(), known())
    source = source_choice(known(), sync(), Source(MODEL, "last_name")).value
    values = answered(
        mapping_item.view(shown),
        mapping_source=source,
        mapping_target=target_choice(known(), "LastName").value,
        mapping_write="create",
        mapping_ticks=["new"],
    )
    assert mapping_item.identity(values) == ("", 3)
    entry = mapping_item.read(values, known(), Entry())
    assert entry == Entry("", Source(MODEL, "last_name"), "LastName", "create", new=True)
    assert with_entry(shown.session.draft, entry)["fields"][-1] == mapping(
        "last_name", "LastName", sync_mode="create", new=True
    )


def test_a_mapping_is_changed_only_where_it_was_answered() -> None:
    shown = scene(sync(fields=[mapping("email", "Email", sync_mode="create", odd=1)]), known())
    item_id = first_id(shown.session.draft)
    source = source_choice(known(), sync(), Source(MODEL, "last_name")).value
    values = answered(mapping_item.view(shown, item_id), mapping_source=source, mapping_write="default")
    entry = mapping_item.read(values, known(), entry_of(shown.session.draft, item_id))
    changed = with_entry(shown.session.draft, entry)["fields"][0]
    assert changed["source"]["field"] == "last_name"
    assert changed["odd"] == 1
    assert not changed.get("sync_mode")


def test_typed_text_is_resolved_before_it_is_taken() -> None:
    values = answered(mapping_item.view(scene(sync(), known())), mapping_source="text:t1", mapping_target="text:t2")
    entry = mapping_item.read(values, known(), Entry())
    assert entry.text_ids == ("t1", "t2")
    resolved = with_texts(entry, {"t1": "Last_Name", "t2": "last name"}, known(), sync())
    assert (resolved.source, resolved.target, resolved.text_ids) == (Source(MODEL, "last_name"), "LastName", ())
    new_field = with_texts(replace(entry, new=True), {"t1": "email", "t2": " Brand_New "}, known(), sync())
    assert new_field.target == "Brand_New"
    with pytest.raises(TypeError, match="resolved"):
        with_entry(sync(), entry)


def test_only_what_was_typed_is_resolved() -> None:
    chosen = Entry("", Source(MODEL, "email"), "LastName")
    assert with_texts(chosen, {}, known(), sync()) == chosen
    assert with_texts(replace(chosen, source=Typed("t1")), {"t1": "email"}, known(), sync()) == chosen


@pytest.mark.parametrize(
    ("texts_typed", "field"), [({"t1": "nowhere", "t2": "Email"}, "source"), ({"t1": "email", "t2": "Emial"}, "target")]
)
def test_a_typed_field_that_does_not_exist_is_refused_at_its_input(texts_typed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        with_texts(Entry("", Typed("t1"), Typed("t2")), texts_typed, known(), sync())
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("entry", "field", "said"),
    [
        (Entry(), "target", "No target field is chosen."),
        (Entry(target="LastName"), "source", "No source field is chosen."),
        (Entry(source=Source(MODEL, "last_name"), target="Email"), "target", "Email is already mapped, from email."),
        (Entry("gone", Source(MODEL, "a"), "B"), None, "no longer in this draft"),
    ],
)
def test_what_cannot_be_taken_into_the_draft_is_refused_at_its_input(
    entry: Entry, field: str | None, said: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        with_entry(sync(), entry)
    assert caught.value.field == field
    assert said in caught.value.what


def test_a_mapping_that_writes_a_fixed_value_needs_no_source() -> None:
    shown = scene(sync(fields=[{"source": {"model_id": MODEL}, "target": "Email", "override_value": "x"}]), known())
    item_id = first_id(shown.session.draft)
    view = mapping_item.view(shown, item_id)
    assert "writes a fixed value, “x”" in words(view)
    source, target = (block for block in view["blocks"] if block.get("element", {}).get("type") == "external_select")
    assert (source.get("optional"), target.get("optional")) == (True, None)
    changed = with_entry(shown.session.draft, replace(entry_of(shown.session.draft, item_id), new=True))
    assert changed["fields"][0]["new"] is True


def test_the_choices_of_source_are_filtered_while_typing_and_end_with_the_typed_text() -> None:
    found = source_options(known(), sync(), "NAME", "t1")["options"]
    assert [option["text"]["text"] for option in found] == [
        "first_name (First name)",
        "last_name",
        'Use "NAME"',
    ]
    assert found[-1]["value"] == "text:t1"
    assert [option["text"]["text"] for option in source_options(known(), sync(), "", "")["options"]] == [
        "email (E-mail)",
        "first_name (First name)",
        "last_name",
    ]


def test_fields_that_begin_with_the_typed_text_come_first() -> None:
    around = known(("my_mail", ""), ("mail", ""))
    assert source_options(around, sync(), "mail", "t")["options"][0]["text"]["text"] == "mail"


def test_several_models_stand_before_their_fields() -> None:
    around = Known(models={**known().models, "m2": Model("m2", "Orders", known().models[MODEL].fields)})
    assert source_options(around, sync(), "orders.email", "")["options"][0]["text"]["text"] == "Orders.email (E-mail)"


def test_more_than_a_hundred_choices_say_how_many_more() -> None:
    doc, around = wide(500)
    for options in (source_options(around, doc, "field", "t1"), target_options(around, sync(), "field", "t1")):
        assert len(options["options"]) == 100
        assert options["options"][-2]["text"]["text"] == "402 more, type to narrow"
        assert options["options"][-1]["text"]["text"] == 'Use "field"'


def test_what_is_not_known_yet_is_still_loading() -> None:
    for options in (source_options(NOTHING_KNOWN, sync(), "", ""), target_options(NOTHING_KNOWN, sync(), "", "")):
        assert options["options"][0]["text"]["text"].startswith("Still loading")
    assert target_options(NOTHING_KNOWN, sync(), "mail", "t1")["options"][-1]["text"]["text"] == 'Use "mail"'


def test_where_there_is_nothing_to_load_it_is_said_what_to_write() -> None:
    bare = {"fields": [], "target": {"connection_id": "c"}}
    [source] = source_options(NOTHING_KNOWN, bare, "", "")["options"]
    [target] = target_options(NOTHING_KNOWN, bare, "", "")["options"]
    assert source["text"]["text"] == "This sync reads no model yet. Write MODEL-ID.field"
    assert target["text"]["text"] == "This sync names no target object. Write the field's id"


def test_nothing_that_matches_says_so() -> None:
    assert target_options(known(), sync(), "zzz", "")["options"][0]["text"]["text"] == "Nothing matches"


@pytest.mark.parametrize("value", ["hint", "field:0000", "other"])
def test_a_line_that_is_no_field_cannot_be_chosen(value: str) -> None:
    with pytest.raises(InvalidInput):
        read_source(value, known(), None)
    with pytest.raises(InvalidInput):
        read_target(value, known(), "")


@given(st.sampled_from(EXTREMES))
def test_extreme_names_make_choices_that_read_back(name: str) -> None:
    around = known((name, name), targets=((name, name),))
    source = source_options(around, sync(), "", "")["options"][0]
    target = target_options(around, sync(), "", "")["options"][0]
    assert read_source(source["value"], around, None) == Source(MODEL, name)
    assert read_target(target["value"], around, "") == name
    assert 1 <= len(source["text"]["text"]) <= 75


def test_several_mappings_are_typed_as_lines() -> None:
    shown = scene(sync(), known())
    view = mapping_lines.view(shown)
    assert_view_keeps_the_rules(view)
    assert view["title"]["text"] == "Add several"
    values = answered(view, mapping_lines_text="last_name, LastName\n")
    assert mapping_lines.revision(values) == 3
    draft = configuration(sync(), Shape.GROUPED)
    assert len(edits.read_mapping_lines(mapping_lines.read(values), draft, known())["fields"]) == 3
    assert mapping_lines.read(untouched(view)) == ""
    assert mapping_lines.revision({}) == 0
