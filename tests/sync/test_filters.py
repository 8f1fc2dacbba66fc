from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.edits import (
    Combine,
    Comparison,
    Side,
    SourceField,
    add_filter,
    change_filter,
    filter_logic,
    filters,
    logic_with,
    move_filter,
    put_back_filter,
    remove_filter,
    set_filter_logic,
)
from tests.sync.samples_of_syncs import sample

EMAIL, REGION = SourceField("m1", "email"), SourceField("m1", "region")
GROUPED: JsonObject = {
    "target": {"connection_id": "c", "object": "Lead"},
    "model_filters": {
        "conditions": [
            {"source": EMAIL.raw, "function": "IsNotNull", "label": "A"},
            {"source": REGION.raw, "function": "Equality", "value": "EMEA", "label": "B"},
            {"source": REGION.raw, "function": "Equality", "value": "AMER", "label": "C", "future": {"x": None}},
        ],
        "logic": "A and (B or C)",
    },
    "target_filters": {"conditions": [{"field": "Status", "function": "Equality", "value": "Open"}]},
}
CLASSIC: JsonObject = {
    "target": {"connection_id": "c", "object": "Lead", "filter_logic": "A"},
    "filter_logic": "A OR B",
    "filters": [
        {"field": EMAIL.raw, "field_id": "u-email", "field_type": "Model", "function": "IsNotNull", "label": "A"},
        {"field_id": "Status", "field_type": "Target", "function": "Equality", "value": "Open", "label": "A"},
        {"field_id": "u-region", "field_type": "Model", "function": "Equality", "value": "EMEA", "label": "B"},
    ],
}


def ids(doc: JsonObject, side: Side = Side.MODEL) -> list[str]:
    return [each.item_id for each in filters(doc, side)]


def test_both_sides_of_the_grouped_form_are_read() -> None:
    first, second, third = filters(GROUPED, Side.MODEL)
    assert (first.label, first.source, first.comparison) == ("A", EMAIL, Comparison("IsNotNull"))
    assert (second.comparison, third.place) == (Comparison("Equality", "EMEA"), 2)
    (target,) = filters(GROUPED, Side.TARGET)
    assert (target.label, target.target, target.source, target.field_id) == ("A", "Status", None, "")
    assert (filter_logic(GROUPED, Side.MODEL), filter_logic(GROUPED, Side.TARGET)) == ("A and (B or C)", "")


def test_both_sides_of_the_classic_list_are_read() -> None:
    first, second = filters(CLASSIC, Side.MODEL)
    assert (first.source, first.field_id, second.source, second.field_id) == (EMAIL, "u-email", None, "u-region")
    assert [each.target for each in filters(CLASSIC, Side.TARGET)] == ["Status"]
    assert (filter_logic(CLASSIC, Side.MODEL), filter_logic(CLASSIC, Side.TARGET)) == ("A OR B", "A")
    named = {**CLASSIC, "filters": [{"field": {"field": "Status"}, "field_type": "Target", "function": "IsNull"}]}
    assert filters(named, Side.TARGET)[0].target == "Status"


@pytest.mark.parametrize(
    "doc", [{}, {"filters": None}, {"model_filters": {}}, {"model_filters": {"conditions": ["?"]}}]
)
def test_a_sync_without_filters_has_none(doc: JsonObject) -> None:
    assert filters(doc, Side.MODEL) == filters(doc, Side.TARGET) == ()
    assert filter_logic(doc, Side.MODEL) == ""


def test_an_id_stays_while_others_come_and_go_and_labels_move() -> None:
    a, b, c = ids(GROUPED)
    after = remove_filter(GROUPED, Side.MODEL, a)
    assert ids(after) == [b, c]
    assert [each.label for each in filters(after, Side.MODEL)] == ["A", "B"]
    assert filter_logic(after, Side.MODEL) == "A OR B"
    assert len({*ids(GROUPED), *ids(GROUPED, Side.TARGET)}) == 4
    twice = {"model_filters": {"conditions": [{"function": "IsNull"}, {"function": "IsNull", "label": None}]}}
    assert len(set(ids(twice))) == 2


def test_removing_a_condition_takes_it_out_of_the_logic() -> None:
    _, b, _ = ids(GROUPED)
    after = remove_filter(GROUPED, Side.MODEL, b)
    assert filter_logic(after, Side.MODEL) == "A AND B"
    assert after["model_filters"]["conditions"][1] == {**GROUPED["model_filters"]["conditions"][2], "label": "B"}
    for item_id in ids(after):
        after = remove_filter(after, Side.MODEL, item_id)
    assert after["model_filters"] == {"conditions": [], "logic": ""}


def test_the_first_condition_of_a_sync_goes_where_its_shape_keeps_them() -> None:
    bare: JsonObject = {"target": {"object": "Lead"}}
    given: dict[str, Any] = {"comparison": Comparison("Equality", "x"), "source": EMAIL, "target": "Status"}
    grouped = add_filter(bare, Side.MODEL, **given, shape=Shape.GROUPED)
    assert grouped == {
        **bare,
        "model_filters": {"conditions": [{"source": EMAIL.raw, "function": "Equality", "value": "x"}]},
    }
    assert add_filter(bare, Side.MODEL, **given) == grouped
    on_target = add_filter(bare, Side.TARGET, **given)
    assert on_target["target_filters"]["conditions"] == [{"field": "Status", "function": "Equality", "value": "x"}]
    classic = add_filter(bare, Side.TARGET, **given, shape=Shape.CLASSIC)
    assert classic["filters"] == [
        {"field_id": "Status", "field_type": "Target", "function": "Equality", "value": "x"},
    ]
    classic = add_filter(classic, Side.MODEL, **given)
    assert classic["filters"][1]["field_type"] == "Model"
    assert "model_filters" not in classic


def test_a_new_condition_combines_as_was_asked() -> None:
    new: dict[str, Any] = {"comparison": Comparison("IsNull"), "source": EMAIL}
    every = add_filter(GROUPED, Side.MODEL, **new)
    assert filter_logic(every, Side.MODEL) == "A AND (B OR C) AND D"
    either = add_filter(GROUPED, Side.MODEL, **new, combine=Combine.EITHER)
    assert filter_logic(either, Side.MODEL) == "(A AND (B OR C)) OR D"
    own = add_filter(GROUPED, Side.MODEL, **new, combine=Combine.OWN, logic=" D or (A and B and C) ")
    assert filter_logic(own, Side.MODEL) == "D or (A and B and C)"
    assert filters(own, Side.MODEL)[3].label == "D"
    target = add_filter(GROUPED, Side.TARGET, comparison=Comparison("IsNull"), target="Rating")
    assert filter_logic(target, Side.TARGET) == ""
    assert "label" not in target["target_filters"]["conditions"][1]
    assert logic_with(GROUPED, Side.TARGET, combine=Combine.EITHER) == "A OR B"
    assert logic_with({}, Side.TARGET, combine=Combine.EITHER) == ""


@pytest.mark.parametrize("logic", ["A AND (B", "A AND B", "A OR B OR C OR D OR E"])
def test_an_own_logic_that_does_not_fit_is_refused(logic: str) -> None:
    with pytest.raises(InvalidInput):
        add_filter(GROUPED, Side.MODEL, comparison=Comparison("IsNull"), source=EMAIL, combine=Combine.OWN, logic=logic)


@pytest.mark.parametrize(
    ("comparison", "source", "field"),
    [
        (Comparison("Equality"), EMAIL, "value"),
        (Comparison("IsNull", "x"), EMAIL, "value"),
        (Comparison("Equality", value_source=EMAIL), EMAIL, "value_source"),
        (Comparison(""), EMAIL, "function"),
        (Comparison("IsNull"), None, "field"),
    ],
)
def test_a_condition_that_lacks_something_is_refused_at_its_input(
    comparison: Comparison, source: SourceField | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        add_filter(GROUPED, Side.MODEL, comparison=comparison, source=source)
    assert caught.value.field == field
    assert caught.value.not_done == "The condition was not taken."


def test_with_another_field_the_reference_that_would_win_goes() -> None:
    a, b = ids(CLASSIC)
    doc = change_filter(CLASSIC, Side.MODEL, a, source=REGION)
    assert doc["filters"][0]["field"] == REGION.raw
    assert "field_id" not in doc["filters"][0]
    doc = change_filter(CLASSIC, Side.MODEL, b, source=REGION)
    assert doc["filters"][2] == {
        "field": REGION.raw,
        "field_type": "Model",
        "function": "Equality",
        "value": "EMEA",
        "label": "B",
    }
    doc = change_filter(CLASSIC, Side.TARGET, ids(CLASSIC, Side.TARGET)[0], target="Rating")
    assert doc["filters"][1]["field_id"] == "Rating"
    both = {"filters": [{"field": {"field": "Old"}, "field_id": "Old", "field_type": "Target", "function": "IsNull"}]}
    doc = change_filter(both, Side.TARGET, ids(both, Side.TARGET)[0], target="New")
    assert doc["filters"] == [{"field_id": "New", "field_type": "Target", "function": "IsNull"}]
    doc = change_filter(GROUPED, Side.TARGET, ids(GROUPED, Side.TARGET)[0], target="Rating")
    assert doc["target_filters"]["conditions"][0]["field"] == "Rating"
    doc = change_filter(GROUPED, Side.MODEL, ids(GROUPED)[0], source=REGION)
    assert doc["model_filters"]["conditions"][0]["source"] == REGION.raw


def test_a_condition_may_compare_with_a_field_of_the_model_on_the_target_s_side() -> None:
    item_id = ids(GROUPED, Side.TARGET)[0]
    doc = change_filter(GROUPED, Side.TARGET, item_id, comparison=Comparison("Equality", value_source=EMAIL))
    assert doc["target_filters"]["conditions"] == [
        {"field": "Status", "function": "Equality", "value_source": EMAIL.raw}
    ]
    back = change_filter(doc, Side.TARGET, ids(doc, Side.TARGET)[0], comparison=Comparison("Equality", "Open"))
    assert back["target_filters"] == GROUPED["target_filters"]
    item_id = ids(CLASSIC, Side.TARGET)[0]
    doc = change_filter(CLASSIC, Side.TARGET, item_id, comparison=Comparison("Equality", value_source=EMAIL))
    assert doc["filters"][1]["value_field"] == EMAIL.raw


def test_what_is_the_same_changes_nothing() -> None:
    a, b, _ = ids(GROUPED)
    assert change_filter(GROUPED, Side.MODEL, a, comparison=Comparison("IsNotNull"), source=EMAIL) is GROUPED
    assert move_filter(GROUPED, Side.MODEL, b, to=1) is GROUPED
    assert set_filter_logic(GROUPED, Side.MODEL, " A and (B or C) ") is GROUPED
    assert put_back_filter(GROUPED, GROUPED, Side.MODEL, b) is GROUPED


def _unknown() -> list[Callable[[], JsonObject]]:
    return [
        lambda: change_filter(GROUPED, Side.MODEL, "?", source=EMAIL),
        lambda: remove_filter(GROUPED, Side.TARGET, ids(GROUPED)[0]),
        lambda: move_filter(CLASSIC, Side.MODEL, "?", to=0),
        lambda: put_back_filter(GROUPED, CLASSIC, Side.MODEL, "?"),
    ]


@pytest.mark.parametrize("edit", _unknown())
def test_an_unknown_condition_is_refused(edit: Callable[[], JsonObject]) -> None:
    with pytest.raises(InvalidInput, match="That filter is no longer in this draft"):
        edit()


def test_the_thirty_filters_of_a_wide_sync_keep_their_labels_beyond_z() -> None:
    doc = sample("14")
    labels = [each.label for each in filters(doc, Side.MODEL)]
    assert labels[25:] == ["Z", "AA", "AB", "AC", "AD"]
    after = remove_filter(doc, Side.MODEL, ids(doc)[0])
    assert [each.label for each in filters(after, Side.MODEL)] == labels[:-1]
