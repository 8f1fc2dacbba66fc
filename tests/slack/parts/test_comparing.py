"""*Condition* and *Value*: what is asked follows the condition, and what is missing is named at its input."""

from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.slack.parts.comparing import (
    A_FIELD,
    FUNCTION,
    VALUE,
    VALUE_SOURCE,
    WITH,
    Subject,
    comparison_in,
    comparison_questions,
)
from syncbot.sync.conditions import Comparison
from tests.slack.scenes import known, scene, sync

ON_TARGET = Subject(type="boolean", example="true", may_have_source=True)


def test_a_field_to_compare_with_that_is_missing_is_named_at_its_own_input() -> None:
    given = {FUNCTION: "Equality", WITH: A_FIELD, VALUE: "", VALUE_SOURCE: ""}
    with pytest.raises(InvalidInput, match="No field to compare with is chosen") as refused:
        comparison_in(given, ON_TARGET, None)
    assert refused.value.field == VALUE_SOURCE
    assert refused.value.next_step


def test_what_is_missing_is_left_to_the_check_of_the_whole_and_an_answer_is_of_its_kind() -> None:
    given = {FUNCTION: "Equality", WITH: "value", VALUE: "", VALUE_SOURCE: ""}
    assert comparison_in(given, ON_TARGET, None) == Comparison("Equality")
    assert comparison_in({**given, VALUE: "yes"}, ON_TARGET, None) == Comparison("Equality", value=True)


def test_each_input_for_a_value_shows_the_example_of_the_field() -> None:
    shown = scene(sync(), known())
    for function, kind in (("Equality", "boolean"), ("StringLike", "string"), ("GreaterThan", "number")):
        given = {FUNCTION: function, WITH: "value", VALUE: "", VALUE_SOURCE: ""}
        subject = Subject(type=kind, example="the example")
        asked = {each.name: each for each in comparison_questions(shown, given, subject, None)}
        assert "In this field: the example" in asked[VALUE].hint
