from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.conditions import (
    Comparison,
    SourceField,
    check_comparison,
    comparison_of,
    field_meant,
    pointed_at,
    source_field,
    with_comparison,
    with_source,
)
from syncbot.sync.document import ABSENT
from syncbot.sync.known import NOTHING_KNOWN, Known, Model, ModelField

EMAIL = SourceField("m1", "email")
KNOWN = Known({"m1": Model("m1", "Users", (ModelField("email", "E-mail", field_id="u1"), ModelField("x", "X")))})


@pytest.mark.parametrize("raw", [None, "email", {}, {"model_id": "m1"}, {"model_id": "m1", "field": None}])
def test_what_names_no_field_is_none(raw: object) -> None:
    assert source_field(raw) is None


def test_a_source_is_read_and_written() -> None:
    assert source_field({"model_id": "m1", "field": "email", "x": 1}) == EMAIL
    assert source_field({"model_id": None, "field": "email"}) == SourceField("", "email")
    assert pointed_at({"model_id": "m2", "field": "old", "x": 1}, EMAIL) == {**EMAIL.raw, "x": 1}
    assert pointed_at(None, EMAIL) == EMAIL.raw


def test_the_field_id_wins_where_it_is_known() -> None:
    assert field_meant(SourceField("m1", "x"), "u1", KNOWN) == EMAIL
    assert field_meant(SourceField("m1", "x"), "u9", KNOWN) == SourceField("m1", "x")
    assert field_meant(None, "u1", NOTHING_KNOWN) is None
    assert field_meant(EMAIL, "", KNOWN) == EMAIL


def test_another_field_takes_the_field_id_of_the_old_one_with_it() -> None:
    entry = {"field_id": "u1", "field": {"model_id": "m1", "field": "x", "kept": 1}, "function": "IsNull"}
    assert with_source(entry, EMAIL) == {"field": {**EMAIL.raw, "kept": 1}, "function": "IsNull"}
    assert with_source(entry, None) is entry
    assert with_source({"field": EMAIL.raw}, EMAIL) == {"field": EMAIL.raw}
    assert list(with_source({"function": "IsNull", "field_id": "u1"}, EMAIL)) == ["field", "function"]
    assert with_source({}, EMAIL, key="source") == {"source": EMAIL.raw}


@pytest.mark.parametrize(
    ("entry", "comparison"),
    [
        ({"function": "Equality", "value": None}, Comparison("Equality", None)),
        ({"function": "Equality", "value_source": EMAIL.raw}, Comparison("Equality", ABSENT, EMAIL)),
        ({"function": "Equality", "value_field": EMAIL.raw}, Comparison("Equality", ABSENT, EMAIL)),
        ({}, Comparison("")),
    ],
)
def test_how_an_entry_compares_is_read(entry: dict[str, object], comparison: Comparison) -> None:
    assert comparison_of(entry) == comparison


def test_a_comparison_that_is_there_changes_nothing_and_another_only_what_differs() -> None:
    entry = {"function": "Equality", "value": 10.0, "x": None}
    assert with_comparison(entry, None) is entry
    assert with_comparison(entry, Comparison("Equality", 10.0)) is entry
    assert with_comparison(entry, Comparison("Equality", 10)) == {"function": "Equality", "value": 10, "x": None}
    assert with_comparison(entry, Comparison("IsNull")) == {"function": "IsNull", "x": None}
    nothing = {"function": "IsNull", "value": None}
    assert with_comparison(nothing, Comparison("IsNull")) is nothing
    future = {"function": "Future", "value": None}
    assert with_comparison(future, Comparison("Future", None)) is future


def test_a_value_and_a_field_to_compare_with_give_way_to_one_another() -> None:
    by_value = {"function": "Equality", "value": "x"}
    by_field = with_comparison(by_value, Comparison("Equality", value_source=EMAIL), source_key="value_source")
    assert by_field == {"function": "Equality", "value_source": EMAIL.raw}
    other = with_comparison(by_field, Comparison("Inequality", value_source=EMAIL), source_key="value_source")
    assert other["value_source"] is by_field["value_source"]
    assert with_comparison(by_field, Comparison("Equality", "x"), source_key="value_source") == by_value


@pytest.mark.parametrize(
    ("comparison", "may", "field", "says"),
    [
        (Comparison("Equality"), True, "value", "“is” needs a value"),
        (Comparison("StringOneOf"), False, "value", "“is one of” needs a value"),
        (Comparison("IsNull", "x"), True, "value", "“is empty” takes no value"),
        (Comparison("True", value_source=EMAIL), True, "value", "“is true” takes no value"),
        (Comparison("Equality", "x", EMAIL), True, "value_source", "a value and a field"),
        (Comparison("Equality", value_source=EMAIL), False, "value_source", "records of the model"),
        (Comparison(""), True, "function", "No condition is chosen"),
    ],
)
def test_what_a_function_lacks_or_has_too_much_is_refused(
    comparison: Comparison,
    may: bool,
    field: str,
    says: str,
) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_comparison(comparison, may_have_source=may)
    assert says in caught.value.what
    assert caught.value.field == field
    assert caught.value.next_step


@pytest.mark.parametrize("comparison", [Comparison("Future"), Comparison("Future", None), Comparison("IsNull")])
def test_a_function_that_nobody_has_heard_of_may_have_a_value_or_none(comparison: Comparison) -> None:
    check_comparison(comparison, may_have_source=False)
