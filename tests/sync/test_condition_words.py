from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.condition_words import classic, condition, group_changes, grouped, groups, label_of, override
from syncbot.sync.naming import naming
from tests.sync.wording import ONE_MODEL, TWO_MODELS, source

NAMES = naming(ONE_MODEL)
EMAIL = {"source": source("email")}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({**EMAIL, "function": "Equality", "value": "a"}, "email (E-mail) is “a”"),
        ({**EMAIL, "function": "IsNotNull", "label": "B"}, "email (E-mail) is not empty"),
        ({**EMAIL, "function": "IsNull", "value": None}, "email (E-mail) is empty"),
        ({**EMAIL, "function": "Equality"}, "email (E-mail) is"),
        ({**EMAIL, "function": "Equality", "value": None}, "email (E-mail) is nothing"),
        ({**EMAIL, "function": "StringOneOf", "value": ["a", "b"]}, "email (E-mail) is one of “a”, “b”"),
        ({**EMAIL, "function": "Between", "value": [1, 5]}, "email (E-mail) is between 1 and 5"),
        ({**EMAIL, "function": "Between", "value": "1..5"}, "email (E-mail) is between “1..5”"),
        ({**EMAIL, "function": "Equality", "value": 1, "later": 2}, "email (E-mail) is 1; later 2"),
        ({"field": "Email", "function": "True"}, "Email (E-mail address) is true"),
        (
            {"field": "Email", "function": "Equality", "value_source": source("name")},
            "Email (E-mail address) is the value of name",
        ),
        (
            {"field_type": "Target", "field_id": "Email", "function": "Equality", "value_field": source("name")},
            "Email (E-mail address) is the value of name",
        ),
        ({"field_type": "Target", "field": source("Name"), "function": "IsNull"}, "Name is empty"),
        ({"field_type": "Target", "function": "IsNull"}, "no field is empty"),
        ({"field": source("email"), "field_id": "uuid-name", "function": "IsNull"}, "name is empty"),
        ({"field": source("email"), "field_id": "uuid-x", "function": "IsNull"}, "email (E-mail) is empty"),
        ({"field_id": "uuid-email", "function": "IsNull"}, "email (E-mail) is empty"),
        ({"field_id": "uuid-x", "function": "IsNull"}, "uuid-x is empty"),
        ({"function": "IsNull"}, "no field is empty"),
        (7, "a condition that cannot be read: 7"),
    ],
)
def test_a_condition_is_told_in_words(entry: object, words: str) -> None:
    assert condition(entry, NAMES) == words


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"field": source("email"), "function": "IsNull", "override": {"a": 1}},
            'when email (E-mail) is empty: email (E-mail) becomes {"a": 1}',
        ),
        (
            {"field": source("email"), "function": "Equality", "value": 1, "override": False},
            "when email (E-mail) is 1: email (E-mail) becomes no",
        ),
        ({"field": source("name"), "function": "IsNull"}, "when name is empty: name becomes not set"),
        (None, "a condition that cannot be read: nothing"),
    ],
)
def test_an_override_is_told_in_words(entry: object, words: str) -> None:
    assert override(entry, NAMES) == words


def test_labels_are_those_told_and_else_those_by_position() -> None:
    assert [label_of(entry, 1) for entry in ({"label": "x"}, {}, "odd")] == ["x", "B", "B"]


def test_a_group_is_told_line_by_line_with_how_it_combines() -> None:
    conditions = [{**EMAIL, "function": "IsNull"}, {**EMAIL, "function": "True", "label": "x"}]
    group = grouped({"conditions": conditions, "logic": "A OR x"}, "on the models")
    assert list(group.lines(NAMES)) == [
        "A: email (E-mail) is empty",
        "x: email (E-mail) is true",
        "how it combines: A OR x",
    ]
    assert list(grouped({"conditions": conditions[:1]}, "on the models").lines(NAMES)) == ["A: email (E-mail) is empty"]
    assert list(grouped({"conditions": conditions}, "").lines(NAMES))[-1] == "how it combines: all must hold"


def test_both_shapes_have_the_same_two_groups() -> None:
    model = {"field": source("email"), "function": "IsNull", "field_type": "Model"}
    target = {"field_id": "Email", "function": "IsNull", "field_type": "Target"}
    old: dict[str, Any] = {"filters": [target, model], "filter_logic": "A", "target": {"filter_logic": "B"}}
    assert groups(old) == classic([target, model], "A", "B")
    assert [(group.of, len(group.conditions), group.logic) for group in groups(old)] == [
        ("on the models", 1, "A"),
        ("on the target", 1, "B"),
    ]
    new = {"model_filters": {"conditions": [model], "logic": "A"}, "target_filters": {"conditions": [target]}}
    assert [len(group.conditions) for group in groups(new)] == [1, 1]
    assert [group.conditions for group in groups({"target": None})] == [(), ()]
    assert groups({"target_filters": {}})[0].conditions == ()


def test_changes_of_a_group_do_not_count_labels() -> None:
    one: dict[str, Any] = {**EMAIL, "function": "IsNull", "label": "A"}
    two = {**EMAIL, "function": "True", "label": "B"}
    old = grouped({"conditions": [one, two], "logic": "A OR B"}, "on the models")
    new = grouped({"conditions": [{**two, "label": "A"}], "logic": ""}, "on the models")
    assert group_changes(old, new, NAMES) == [
        "removed email (E-mail) is empty",
        "changed how it combines: A OR B → all must hold",
    ]
    assert group_changes(old, old, NAMES) == []
    assert group_changes(grouped({"conditions": ["odd"]}, ""), grouped({}, ""), NAMES) == [
        "removed a condition that cannot be read: “odd”"
    ]
    assert group_changes(grouped({"logic": "A"}, ""), grouped({}, ""), NAMES) == []


def test_the_model_is_named_where_there_are_several() -> None:
    assert condition({**EMAIL, "function": "IsNull"}, naming(TWO_MODELS)) == "Users.email (E-mail) is empty"
