from __future__ import annotations

import pytest

from syncbot.sync.functions import KINDS, ValueKind, function_choices, kind_of, takes_value
from syncbot.sync.known import FilterFunction, PickValue
from syncbot.sync.vocabulary import FILTER_FUNCTIONS, WITHOUT_VALUE


def test_every_documented_function_has_a_kind_of_value() -> None:
    assert set(KINDS) == set(FILTER_FUNCTIONS)
    assert len(KINDS) == 29
    assert {name for name in KINDS if not takes_value(name)} == WITHOUT_VALUE
    assert not takes_value("Future")


@pytest.mark.parametrize(
    ("function", "field_type", "kind"),
    [
        ("Equality", "", ValueKind.TEXT),
        ("Equality", "string", ValueKind.TEXT),
        ("Equality", "Number", ValueKind.NUMBER),
        ("Inequality", "boolean", ValueKind.BOOLEAN),
        ("Equality", "datetime", ValueKind.DATE),
        ("GreaterThan", "", ValueKind.NUMBER),
        ("GreaterThan", "date", ValueKind.DATE),
        ("GreaterThan", "string", ValueKind.NUMBER),
        ("StringOneOf", "number", ValueKind.LIST),
        ("Between", "", ValueKind.BETWEEN),
        ("InTheLast", "datetime", ValueKind.DURATION),
        ("IsNull", "string", ValueKind.NONE),
        ("Future", "string", ValueKind.JSON),
    ],
)
def test_the_kind_follows_the_function_and_the_type_of_the_field(
    function: str, field_type: str, kind: ValueKind
) -> None:
    assert kind_of(function, field_type=field_type) is kind


@pytest.mark.parametrize(
    ("offered", "kind"),
    [
        (FilterFunction("Equality", requires_value=False), ValueKind.NONE),
        (FilterFunction("IsNull", requires_value=True), ValueKind.JSON),
        (FilterFunction("Equality", requires_value=True), ValueKind.TEXT),
        (FilterFunction("ArrayContains", multi_value=True), ValueKind.LIST),
        (FilterFunction("Between", multi_value=True), ValueKind.BETWEEN),
        (FilterFunction("StringOneOf", multi_value=False), ValueKind.LIST),
    ],
)
def test_what_polytomic_says_of_a_function_counts_before_the_table(offered: FilterFunction, kind: ValueKind) -> None:
    assert kind_of(offered.function, offered=offered) is kind


def test_without_an_offer_all_documented_functions_may_be_chosen() -> None:
    assert [choice.function for choice in function_choices()] == list(FILTER_FUNCTIONS)


def test_a_field_s_own_functions_are_offered_in_our_words_and_the_present_one_always() -> None:
    spans = (PickValue("7d", "7 days"),)
    offered = (FilterFunction("InTheLast", "within", values=spans), FilterFunction("Near", "is near"))
    choices = function_choices(offered, present="Future")
    assert [(choice.function, choice.words, choice.kind) for choice in choices] == [
        ("InTheLast", "is in the last", ValueKind.DURATION),
        ("Near", "is near", ValueKind.JSON),
        ("Future", "[Future]", ValueKind.JSON),
    ]
    assert choices[0].values == spans
    assert len(function_choices(present="Equality")) == 29
