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


def test_another_logic_is_checked_and_labels_what_it_names() -> None:
    doc = set_filter_logic(GROUPED, Side.TARGET, "A")
    assert doc["target_filters"] == {
        "conditions": [{"field": "Status", "function": "Equality", "value": "Open", "label": "A"}],
        "logic": "A",
    }
    assert filter_logic(set_filter_logic(GROUPED, Side.MODEL, ""), Side.MODEL) == ""
    for logic in ("A OR B", "A AND", "(A or b or C)"):
        with pytest.raises(InvalidInput) as caught:
            set_filter_logic(GROUPED, Side.MODEL, logic)
        assert caught.value.field == "filter_logic"
    assert set_filter_logic({}, Side.MODEL, "", shape=Shape.CLASSIC) == {}


def test_a_logic_that_cannot_be_read_has_to_be_mended_first() -> None:
    broken = {**GROUPED, "model_filters": {**GROUPED["model_filters"], "logic": "A OR"}}
    with pytest.raises(InvalidInput):
        remove_filter(broken, Side.MODEL, ids(broken)[0])
    mended = set_filter_logic(broken, Side.MODEL, "A or B or C")
    assert filter_logic(remove_filter(mended, Side.MODEL, ids(mended)[0]), Side.MODEL) == "A OR B"


def test_labels_of_one_s_own_become_those_by_position() -> None:
    doc = {
        "model_filters": {
            "conditions": [{"source": EMAIL.raw, "function": "IsNull", "label": name} for name in ("mine", "yours")],
            "logic": "yours or mine",
        }
    }
    assert [each.label for each in filters(doc, Side.MODEL)] == ["mine", "yours"]
    after = add_filter(doc, Side.MODEL, comparison=Comparison("IsNull"), source=REGION)
    assert [each.label for each in filters(after, Side.MODEL)] == ["A", "B", "C"]
    assert filter_logic(after, Side.MODEL) == "(B OR A) AND C"
    same_label = {
        "model_filters": {"conditions": [{"function": "IsNull", "label": "A"}, {"function": "True", "label": "A"}]}
    }
    assert [each.label for each in filters(same_label, Side.MODEL)] == ["A", "B"]


def test_putting_back_into_a_logic_that_was_changed_asks_for_the_condition_too() -> None:
    _, b, _ = ids(GROUPED)
    after = remove_filter(GROUPED, Side.MODEL, b)
    after = set_filter_logic(after, Side.MODEL, "A OR B")
    after = put_back_filter(
        add_filter(after, Side.MODEL, comparison=Comparison("True"), source=EMAIL), GROUPED, Side.MODEL, b
    )
    assert [each.comparison.function for each in filters(after, Side.MODEL)] == [
        "IsNotNull",
        "Equality",
        "Equality",
        "True",
    ]
    assert filter_logic(after, Side.MODEL) == "(A OR C) AND D AND B"


def test_putting_back_beside_a_new_one_leaves_a_logic_that_is_empty_so() -> None:
    base = {"model_filters": {"conditions": [{"source": EMAIL.raw, "function": "IsNull"}]}}
    after = remove_filter(base, Side.MODEL, ids(base)[0])
    after = add_filter(after, Side.MODEL, comparison=Comparison("True"), source=EMAIL)
    after = put_back_filter(after, base, Side.MODEL, ids(base)[0])
    assert [each.comparison.function for each in filters(after, Side.MODEL)] == ["IsNull", "True"]
    assert filter_logic(after, Side.MODEL) == ""


def test_putting_back_on_one_side_of_a_classic_list_leaves_what_was_changed_on_the_other() -> None:
    a, b = ids(CLASSIC)
    after = change_filter(CLASSIC, Side.TARGET, ids(CLASSIC, Side.TARGET)[0], target="Rating")
    after = remove_filter(remove_filter(after, Side.MODEL, b), Side.MODEL, a)
    after = put_back_filter(put_back_filter(after, CLASSIC, Side.MODEL, b), CLASSIC, Side.MODEL, a)
    assert [each.raw for each in filters(after, Side.MODEL)] == [each.raw for each in filters(CLASSIC, Side.MODEL)]
    assert (filter_logic(after, Side.MODEL), filters(after, Side.TARGET)[0].target) == ("A OR B", "Rating")


def test_a_condition_is_put_back_from_a_get_with_undeclared_nulls() -> None:
    base = {"model_filters": {"conditions": [{"source": EMAIL.raw, "function": "IsNull", "label": None}]}, "id": "s"}
    (item_id,) = ids(base)
    draft: JsonObject = {"model_filters": {"conditions": []}}
    assert put_back_filter(draft, base, Side.MODEL, item_id)["model_filters"]["conditions"] == [
        {"source": EMAIL.raw, "function": "IsNull"}
    ]


def test_the_thirty_filters_of_a_wide_sync_keep_their_labels_beyond_z() -> None:
    doc = sample("14")
    labels = [each.label for each in filters(doc, Side.MODEL)]
    assert labels[25:] == ["Z", "AA", "AB", "AC", "AD"]
    after = remove_filter(doc, Side.MODEL, ids(doc)[0])
    assert [each.label for each in filters(after, Side.MODEL)] == labels[:-1]
