"""The form of one mapping: read back as it was drawn, changed only where it was answered, refused at its input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.slack.parts import answering, item_view, mapping, mapping_lines
from syncbot.slack.parts.field_picks import source_answer
from syncbot.slack.parts.form_options import options
from syncbot.slack.parts.item_part import Spot
from syncbot.slack.scene import Scene
from syncbot.sync.conditions import SourceField
from syncbot.sync.document import JsonObject, same
from syncbot.sync.edits import mappings
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN, Known, Model, ModelField, Target, TargetField, TargetMode
from tests.slack.scenes import (
    EXTREMES,
    MODEL,
    assert_view_keeps_the_rules,
    input_labels,
    known,
    nulls,
    scene,
    sync,
    texts,
    untouched,
)
from tests.slack.scenes import (
    mapping as entry,
)

EMAIL = source_answer(SourceField(MODEL, "email"))
NEW = Spot(Part.MAPPINGS)


def spot(shown: Scene, place: int = 0) -> Spot:
    return Spot(Part.MAPPINGS, item_id=mappings(shown.session.draft)[place].item_id)


def taken(shown: Scene, at: Spot, **answers: Any) -> JsonObject:
    return mapping.FORM.taken(shown, at, {**mapping.FORM.answers(shown, at), **answers})


def question(shown: Scene, name: str) -> Any:
    return {each.name: each for each in mapping.FORM.questions(shown, NEW, {})}[name]


def offered(shown: Scene, name: str, typed: str = "") -> list[str]:
    return [each["text"]["text"] for each in options(question(shown, name), typed, "id-1" if typed else "")["options"]]


entries = st.builds(
    lambda field, target, write, new, encrypt, fixed: entry(
        field,
        target,
        **({"sync_mode": write} if write else {}),
        **({"new": new} if new else {}),
        **({"encryption_enabled": encrypt} if encrypt else {}),
        **({} if fixed is None else {"override_value": fixed}),
    ),
    texts.filter(bool),
    texts.filter(bool),
    st.sampled_from(["", "create", "update", "updateOrCreate", "odd"]),
    st.booleans(),
    st.booleans(),
    st.none() | texts.filter(bool),
)


@given(entries, st.sampled_from([known(), NOTHING_KNOWN]))
def test_a_mapping_that_was_not_touched_reads_back_as_itself(raw: JsonObject, around: Known) -> None:
    shown = scene(sync(fields=[raw]), around)
    view = item_view.view(mapping.FORM, shown, spot(shown))
    assert_view_keeps_the_rules(view)
    for values in (untouched(view), nulls(view)):
        found = answering.given_in(mapping.FORM, shown, values).answers
        assert mapping.FORM.taken(shown, spot(shown), found) is shown.session.draft


def test_the_view_asks_for_source_target_write_and_what_is_ticked() -> None:
    shown = scene(sync(), known())
    view = item_view.view(mapping.FORM, shown, NEW)
    assert input_labels(view) == ["Source field", "Target field", "Write", "Options"]
    assert (view["title"]["text"], view["submit"]["text"]) == ("Mapping", "Done")


def test_inputs_that_the_target_has_no_use_for_are_left_out() -> None:
    bare = Target("Contact", "Contact", (TargetField("Email", "Email"),), modes=(TargetMode("updateOrCreate"),))
    shown = scene(sync(), Known(models={}, target=bare))
    assert input_labels(item_view.view(mapping.FORM, shown, NEW)) == ["Source field", "Target field", "Options"]
    assert [pick.text for pick in question(shown, "ticks").picks] == ["Write a fixed value"]


def test_no_data_of_the_sync_stands_in_values_or_ids() -> None:
    shown = scene(sync(fields=[entry("secret_source", "Secret__c")]), known())
    view = item_view.view(mapping.FORM, shown, spot(shown))
    for block in view["blocks"]:
        element = block.get("element", {})
        chosen = element.get("initial_option") or {}
        assert "ecret" not in f"{block.get('block_id')}{element.get('action_id')}{chosen.get('value')}"


def test_a_mapping_is_added_from_its_answers() -> None:
    shown = scene(sync(), known())
    draft = taken(shown, NEW, source=EMAIL, target="LastName", write="create", ticks=["new"])
    assert draft["fields"][-1] == entry("email", "LastName", sync_mode="create", new=True)


def test_a_fixed_value_stands_beside_a_source_or_alone_and_goes_with_its_tick() -> None:
    shown = scene(sync(), known())
    beside = taken(shown, spot(shown), ticks=["fixed"], fixed="x")
    assert beside["fields"][0] == entry("email", "Email", override_value="x")
    alone = taken(shown, NEW, target="LastName", ticks=["fixed"], fixed="x")
    assert alone["fields"][-1]["override_value"] == "x"
    there = replace(shown, session=replace(shown.session, draft=beside))
    assert input_labels(item_view.view(mapping.FORM, there, spot(there)))[3] == "Fixed value"
    assert same(taken(there, spot(there), ticks=[])["fields"][0], entry("email", "Email"))


def test_a_mapping_is_changed_only_where_it_was_answered() -> None:
    raw = entry("email", "Email", x_unknown={"keep": [1.0, None]}, sync_mode="odd")
    shown = scene(sync(fields=[raw]), known())
    draft = taken(shown, spot(shown), source=source_answer(SourceField(MODEL, "last_name")))
    assert same(draft["fields"][0], {**raw, "source": {"model_id": MODEL, "field": "last_name"}})


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({"source": EMAIL}, "target", "No target field is chosen."),
        ({"target": "LastName"}, "source", "No source field is chosen."),
        ({"source": EMAIL, "target": "Email"}, "target", "already mapped"),
        ({"source": EMAIL, "target": "LastName", "ticks": ["fixed"]}, "fixed", "cannot be empty"),
        ({"source": EMAIL, "target": "LastName", "ticks": ["encrypt"]}, "ticks", "cannot be encrypted"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_input(answers: JsonObject, field: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        taken(scene(sync(), known()), NEW, **answers)
    assert refused.value.field == field
    assert refused.value.next_step


def test_a_mapping_that_is_gone_says_so() -> None:
    with pytest.raises(InvalidInput, match="no longer in this draft"):
        mapping.FORM.answers(scene(sync(), known()), Spot(Part.MAPPINGS, item_id="gone"))


def test_typed_text_is_resolved_to_a_field_or_refused_with_the_nearest() -> None:
    shown = scene(sync(), known())
    assert question(shown, "source").resolve("E-mail") == EMAIL
    assert question(shown, "target").resolve("first name") == "FirstName"
    for name, text in (("source", "emial"), ("target", "LastNam")):
        with pytest.raises(InvalidInput, match="does not exist") as refused:
            question(shown, name).resolve(text)
        assert "Did you mean" in refused.value.next_step
    created = {each.name: each for each in mapping.FORM.questions(shown, NEW, {"ticks": ["new"]})}["target"]
    assert created.resolve is not None
    assert created.resolve(" Made_Up__c ") == "Made_Up__c"


def test_the_choices_are_filtered_while_typing_and_end_with_the_typed_text() -> None:
    shown = scene(sync(), known())
    assert offered(shown, "source", "nam") == ["first_name (First name)", "last_name", 'Use "nam"']
    assert offered(shown, "target", "first") == ["FirstName (First Name)", 'Use "first"']
    assert offered(shown, "source", "zzz") == ["Nothing matches", 'Use "zzz"']


def test_several_models_stand_before_their_fields() -> None:
    both = {each: Model(each, each, (ModelField("email", "email"),)) for each in ("Leads", "People")}
    shown = scene(sync(model_ids=["Leads", "People"]), Known(models=both))
    assert offered(shown, "source")[:2] == ["Leads.email", "People.email"]


def test_what_is_not_known_is_still_loading_or_says_what_to_write() -> None:
    loading = scene(sync(), NOTHING_KNOWN)
    assert (
        offered(loading, "source")
        == offered(loading, "target")
        == ["Still loading: Polytomic has not answered yet. Type again in a moment"]
    )
    bare = scene(sync(model_ids=[], fields=[], target={"connection_id": "c"}), NOTHING_KNOWN)
    assert "Write MODEL-ID.field" in offered(bare, "source")[0]
    assert "Write the field's id" in offered(bare, "target")[0]


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_names_make_choices_that_keep_the_rules(name: str) -> None:
    around = known((name, name), targets=((name, name),))
    shown = scene(sync(fields=[entry(name, name)]), around)
    for each in ("source", "target"):
        for option in options(question(shown, each), "", "")["options"]:
            assert 0 < len(option["text"]["text"]) <= 75
            assert len(option["value"]) <= 150


def test_several_mappings_are_typed_as_lines() -> None:
    view = mapping_lines.view(scene(sync(), known()))
    assert_view_keeps_the_rules(view)
    assert mapping_lines.revision(untouched(view)) == 3
    assert mapping_lines.read(untouched(view)) == ""
