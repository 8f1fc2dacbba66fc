"""The hand-written rules of request bodies against the API's OpenAPI description."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from syncbot.sandbox.polytomic import rules
from syncbot.sandbox.polytomic.grammar import Kind, Rule, broken_rules

_OPENAPI = json.loads((Path(__file__).parent / "data" / "polytomic-openapi.json").read_text())
_FORMATS = FormatChecker(formats=["uuid"])
_MODEL = "7f8bc6f2-c43b-57a2-b5a1-be2ba5a532fb"
_SOURCE = {"model_id": _MODEL, "field": "email"}

FULL: dict[str, Any] = {
    "name": "Everything",
    "mode": "update",
    "active": True,
    "fields": [
        {"source": _SOURCE, "target": "Email", "new": False, "sync_mode": "create", "encryption_enabled": True},
        {"target": "Name", "override_value": "x"},
    ],
    "override_fields": [{"target": "Status", "override_value": "active", "new": True}],
    "overrides": [{"field": _SOURCE, "field_id": _MODEL, "function": "Equality", "value": 1, "override": {"a": None}}],
    "identities": {"mappings": [{"source": _SOURCE, "target": "Email", "function": "OneOf"}], "strategy": "and"},
    "identity": {"source": _SOURCE, "target": "Email", "function": "Equality", "remote_field_type_id": None},
    "model_filters": {"conditions": [{"source": _SOURCE, "function": "IsNull", "label": "A"}], "logic": "A"},
    "target_filters": {"conditions": [{"field": "Email", "function": "Between", "value": [1, 2]}], "logic": ""},
    "filters": [{"field": _SOURCE, "field_type": "Model", "function": "True", "value_field": _SOURCE}],
    "filter_logic": "A",
    "schedule": {
        "frequency": "runafter",
        "hour": None,
        "minute": "5",
        "job_id": 48213,
        "run_after": {"sync_ids": [_MODEL], "bulk_sync_ids": []},
        "run_after_success_only": None,
    },
    "target": {"connection_id": _MODEL, "object": "Lead", "configuration": {"a": 1}, "create": {"name": "x"}},
    "policies": [_MODEL],
    "organization_id": None,
    "sync_all_records": False,
    "only_enrich_updates": False,
    "skip_initial_backfill": True,
    "encryption_passphrase": "secret",
}


def _validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": _OPENAPI["components"]}
    return Draft202012Validator(schema, format_checker=_FORMATS)


_UPDATE = _validator("UpdateSyncRequest")
_OTHER_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10.0, 10.5, "", "text", "update", "weekly", _MODEL, [], {}, [None], [{}], {"field": 3}]),
)


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    here = [path] if path else []
    if isinstance(value, dict):
        return here + [found for key in value for found in _paths(value[key], (*path, key))]
    if isinstance(value, list):
        return here + [found for index, entry in enumerate(value) for found in _paths(entry, (*path, index))]
    return here


_PATHS = _paths(FULL)


def _changed(path: tuple[str | int, ...], value: object, *, remove: bool) -> dict[str, Any]:
    body: Any = copy.deepcopy(FULL)
    place = body
    for step in path[:-1]:
        place = place[step]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return dict(body)


def test_the_body_with_every_known_key_is_accepted_by_both() -> None:
    assert set(FULL) == set(_OPENAPI["components"]["schemas"]["UpdateSyncRequest"]["properties"])
    assert _UPDATE.is_valid(FULL)
    assert list(broken_rules(rules.UPDATE_SYNC, FULL)) == []


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(_PATHS), _OTHER_VALUES, st.booleans())
def test_a_body_with_one_thing_wrong_is_refused_exactly_when_the_description_refuses_it(
    path: tuple[str | int, ...],
    value: object,
    remove: bool,
) -> None:
    body = _changed(path, value, remove=remove)
    assert (not list(broken_rules(rules.UPDATE_SYNC, body))) == _UPDATE.is_valid(body)


def _compare_keys(rule: Rule, schema: dict[str, Any]) -> int:
    if "$ref" in schema:
        schema = _OPENAPI["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    compared = 1
    assert set(rule.keys) == set(schema.get("properties", {}))
    assert set(rule.required) == set(schema.get("required", []))
    assert list(rule.choices) == schema.get("enum", [])
    types = schema.get("type", [])
    assert rule.nullable == ("null" in types if isinstance(types, list) else False)
    for key, inner in rule.keys.items():
        compared += _compare_keys(inner, schema["properties"][key])
    if rule.kind is Kind.LIST and rule.items is not None:
        compared += _compare_keys(rule.items, schema["items"])
    return compared


@pytest.mark.parametrize(
    ("rule", "name", "at_least"),
    [
        (rules.UPDATE_SYNC, "UpdateSyncRequest", 90),
        (rules.ACTIVATE, "ActivateSyncInput", 2),
        (rules.START, "StartSyncRequest", 8),
    ],
)
def test_every_key_enumeration_and_null_of_the_description_is_in_the_rules(
    rule: Rule, name: str, at_least: int
) -> None:
    assert _compare_keys(rule, {"$ref": f"#/components/schemas/{name}"}) >= at_least


@pytest.mark.parametrize(
    ("value", "path", "key"),
    [
        ({"name": None}, "name", "invalid_type"),
        ({"mode": "enrich"}, "mode", "invalid_value"),
        ({"schedule": {"hour": 6}}, "schedule.hour", "invalid_type"),
        ({"schedule": {"frequency": "yearly"}}, "schedule.frequency", "invalid_value"),
        ({"fields": [{"target": "a"}, {"source": _SOURCE}]}, "fields[1].target", "missing_field"),
        ({"policies": ["mine"]}, "policies[0]", "invalid_uuid"),
    ],
)
def test_a_broken_rule_names_the_place(value: dict[str, Any], path: str, key: str) -> None:
    found = [(broken.path, broken.key) for broken in broken_rules(rules.UPDATE_SYNC, FULL | value)]
    assert found == [(path, key)]
