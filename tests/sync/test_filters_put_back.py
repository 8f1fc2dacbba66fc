"""The logic of filters: written anew, mended, and what is put back into it."""

from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.edits import (
    Comparison,
    Side,
    add_filter,
    change_filter,
    filter_logic,
    filters,
    put_back_filter,
    remove_filter,
    set_filter_logic,
)
from tests.sync.test_filters import CLASSIC, EMAIL, GROUPED, REGION, ids


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
