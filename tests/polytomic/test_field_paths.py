from __future__ import annotations

import pytest

from syncbot.polytomic.field_paths import field_named


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"metadata": {"field": "schedule.hour"}}, "schedule.hour"),
        ({"metadata": {"path": "fields[3].target"}}, "fields.3.target"),
        ({"metadata": {"pointer": "/fields/0/target"}}, "fields.0.target"),
        ({"metadata": {"path": "$.body.name"}}, "name"),
        ({"metadata": {"path": ["fields", 0, "target"]}}, "fields.0.target"),
        ({"metadata": {"path": "#/name"}}, "name"),
        ({"metadata": [{"field": "mode"}, {"field": "name"}]}, "mode"),
        ({"metadata": {"errors": [{"property": "target.object"}]}}, "target.object"),
        ({"context": {"field": "mode"}}, "mode"),
        ({"errors": [{"field": "mode"}]}, "mode"),
        ({"metadata": {"field": 3, "path": "name"}}, "name"),
        ({"key": "schedule.minute"}, "schedule.minute"),
        ({"key": "identity"}, "identity"),
        ({"key": "custom.deep"}, "custom.deep"),
    ],
)
def test_the_field_is_found_where_errors_name_it(body: object, path: str) -> None:
    assert field_named(body, sent={"custom": {}}) == path


@pytest.mark.parametrize(
    "body",
    [
        None,
        "text",
        [],
        {},
        {"key": "validation_error"},
        {"key": "error.invalid"},
        {"key": 5},
        {"metadata": None},
        {"metadata": {"field": "the name is too long"}},
        {"metadata": {"field": ""}},
        {"metadata": {"field": "a" * 300}},
        {"metadata": {"a": {"b": {"c": {"d": {"field": "mode"}}}}}},
    ],
)
def test_what_names_no_field_gives_none(body: object) -> None:
    assert field_named(body, sent={}) is None
