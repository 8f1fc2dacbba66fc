"""Replies against the API's OpenAPI description, and the law of full replacement on generated documents."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from syncbot.sandbox.polytomic import API_KEY, Asked, PolytomicStandIn, Reply, identifier
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, CUSTOMERS, LEADS, SUPPORT_USERS
from tests.sandbox.polytomic_client import CLASSIC, GROUPED

_OPENAPI = json.loads((Path(__file__).parent / "data" / "polytomic-openapi.json").read_text())
_SYNC = f"/api/syncs/{identifier('sync', LEADS)}"
_CONNECTION = f"/api/connections/{identifier('connection', 'HubSpot')}"


def _asked(method: str, path: str, body: object = None, *, version: str = GROUPED, query: str = "") -> Asked:
    headers = {
        "authorization": f"Bearer {API_KEY}",
        "x-polytomic-version": version,
        "content-type": "application/json",
    }
    content = b"" if body is None else json.dumps(body).encode()
    return Asked(method, path, {"target": query} if query else {}, headers, content)


def _assert_described(template: str, method: str, reply: Reply) -> None:
    operation = _OPENAPI["paths"][template][method.lower()]
    described = operation["responses"][str(reply.status)]["content"]["application/json"]["schema"]
    schema = described | {"components": _OPENAPI["components"]}
    formats = FormatChecker(formats=["uuid"])
    Draft202012Validator(schema, format_checker=formats).validate(reply.body)


@pytest.mark.parametrize(
    ("method", "template", "path"),
    [
        ("GET", "/api/syncs", "/api/syncs"),
        ("GET", "/api/syncs/{id}", _SYNC),
        ("GET", "/api/syncs/{id}", f"/api/syncs/{identifier('sync', AUDIENCE)}"),
        ("GET", "/api/syncs/{id}", f"/api/syncs/{identifier('sync', SUPPORT_USERS)}"),
        ("GET", "/api/syncs/{id}", f"/api/syncs/{identifier('sync', 'none')}"),
        ("GET", "/api/syncs/{id}/status", f"{_SYNC}/status"),
        ("GET", "/api/syncs/{sync_id}/executions", f"/api/syncs/{identifier('sync', CUSTOMERS)}/executions"),
        ("POST", "/api/syncs/{id}/executions", f"{_SYNC}/executions"),
        ("POST", "/api/syncs/{id}/cancel", f"{_SYNC}/cancel"),
        ("POST", "/api/syncs/{id}/activate", f"{_SYNC}/activate"),
        ("GET", "/api/syncs/schedules", "/api/syncs/schedules"),
        ("GET", "/api/connections", "/api/connections"),
        ("GET", "/api/connections/{id}/modelsync/targetobjects", f"{_CONNECTION}/modelsync/targetobjects"),
        ("GET", "/api/connections/{id}/modelsync/target/fields", f"{_CONNECTION}/modelsync/target/fields"),
        ("GET", "/api/models", "/api/models"),
        ("GET", "/api/models/{id}", f"/api/models/{identifier('model', 'Leads')}"),
        ("GET", "/api/permissions/policies", "/api/permissions/policies"),
        ("GET", "/api/me", "/api/me"),
        ("GET", "/api/organization", "/api/organization"),
        ("GET", "/api/events_types", "/api/events_types"),
    ],
)
def test_a_reply_has_the_described_structure(method: str, template: str, path: str) -> None:
    query = "contacts" if "target/fields" in path else ""
    reply = PolytomicStandIn().answer(_asked(method, path, query=query))
    _assert_described(template, method, reply)


def test_the_reply_to_a_put_has_the_described_structure_whether_accepted_or_not() -> None:
    polytomic = PolytomicStandIn()
    body = polytomic.answer(_asked("GET", _SYNC)).body["data"]
    for sent in (body, body | {"name": ""}, body | {"mode": "enrich"}):
        _assert_described("/api/syncs/{id}", "PUT", polytomic.answer(_asked("PUT", _SYNC, sent)))
    assert [call.status for call in polytomic.calls] == [200, 200, 422, 400]


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=6,
)
_PLACES: tuple[tuple[str | int, ...], ...] = (
    (),
    ("fields", 0),
    ("fields", 0, "source"),
    ("fields", -1),
    ("filters", 0),
    ("model_filters", "conditions", 0),
    ("identity",),
    ("identities", "mappings", 0),
    ("schedule",),
    ("target",),
    ("target", "configuration"),
)


def _with(body: dict[str, Any], place: tuple[str | int, ...], value: object) -> dict[str, Any]:
    edited: Any = copy.deepcopy(body)
    inner = edited
    for step in place:
        inner = inner[step]
    inner["x_unknown"] = value
    return dict(edited)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(_PLACES), _JSON, min_size=1), st.sampled_from([GROUPED, CLASSIC]))
def test_any_document_comes_back_as_it_was_put(unknown: dict[tuple[str | int, ...], object], version: str) -> None:
    polytomic = _PLAIN
    body = polytomic.answer(_asked("GET", _SYNC, version=version)).body["data"]
    grouped = ("filters", "filter_logic", "identity")
    body = {key: value for key, value in body.items() if version == CLASSIC or key not in grouped}
    for place, value in unknown.items():
        if not place or place[0] in body:
            body = _with(body, place, value)
    reply = polytomic.answer(_asked("PUT", _SYNC, body, version=version))
    assert reply.status == 200, reply.body
    again = polytomic.answer(_asked("GET", _SYNC, version=version)).body["data"]
    assert again == reply.body["data"]
    read_only = ("updated_at", "updated_by")
    assert json.dumps({key: again[key] for key in body if key not in read_only}) == json.dumps(
        {key: body[key] for key in body if key not in read_only}
    )


def _lean_stand_in() -> PolytomicStandIn:
    """One sync alone, so that generated examples run fast."""
    polytomic = PolytomicStandIn(seed=False)
    polytomic.put_sync_doc(PolytomicStandIn().sync(identifier("sync", LEADS)))
    return polytomic


_PLAIN = _lean_stand_in()
