from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.sync.document import JsonObject
from syncbot.sync.edits import Pair, fill_in, mappings, matching_pairs, unmapped_required
from syncbot.sync.known import NOTHING_KNOWN, Known, Model, ModelField, Target, TargetField

USERS = Model(
    "m1",
    "Users",
    (
        ModelField("email", "E-mail"),
        ModelField("first_name", "Given name"),
        ModelField("score", "Score"),
        ModelField("twice", "Shared"),
        ModelField("other", "Shared"),
        ModelField("§", "§"),
    ),
)
LEAD = Target(
    "Lead",
    "Lead",
    (
        TargetField("Email", "Email"),
        TargetField("FirstName", "First name"),
        TargetField("Score__c", "Lead score"),
        TargetField("X1", "Given name"),
        TargetField("Shared__c", "Shared"),
        TargetField("Closed", "Score", createable=False, updateable=False),
        TargetField("Company", "Company", required=True),
        TargetField("§", "§"),
    ),
)
KNOWN = Known({"m1": USERS}, LEAD)
DOC: JsonObject = {
    "mode": "updateOrCreate",
    "target": {"object": "Lead"},
    "fields": [{"source": {"model_id": "m1", "field": "twice"}, "target": "Email"}],
}


def test_fields_that_are_called_alike_make_pairs_and_what_is_mapped_or_not_clear_is_left_out() -> None:
    assert matching_pairs(DOC, KNOWN) == (
        Pair("m1", "first_name", "FirstName"),
        Pair("m1", "score", "Score__c"),
        Pair("m1", "first_name", "X1"),
    )
    assert matching_pairs({**DOC, "fields": []}, KNOWN)[0] == Pair("m1", "email", "Email")
    fixed = {**DOC, "override_fields": [{"target": "Score__c", "override_value": "1"}]}
    assert "Score__c" not in {pair.target for pair in matching_pairs(fixed, KNOWN)}


def test_without_a_known_target_or_with_another_there_is_nothing_to_fill_in() -> None:
    assert matching_pairs(DOC, NOTHING_KNOWN) == ()
    assert matching_pairs({**DOC, "target": {"object": "Contact"}}, KNOWN) == ()


def test_a_name_that_two_models_have_is_not_clear() -> None:
    twin = replace(USERS, model_id="m2")
    doc = {**DOC, "model_ids": ["m1", "m2"]}
    assert matching_pairs(doc, Known({"m1": USERS, "m2": twin}, LEAD)) == ()
    assert matching_pairs({**DOC, "model_ids": ["m1"]}, Known({"m1": USERS, "m2": twin}, LEAD))


def test_filling_in_adds_at_the_end_and_touches_nothing_that_is_there() -> None:
    pairs = matching_pairs(DOC, KNOWN)
    doc = fill_in(DOC, [*pairs, pairs[0], Pair("m1", "email", "Email")])
    assert doc["fields"][0] is DOC["fields"][0]
    assert [(each.field, each.target) for each in mappings(doc)[1:]] == [(each.field, each.target) for each in pairs]
    assert fill_in(DOC, []) is DOC


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({}, ["Company"]),
        ({"mode": "update"}, []),
        ({"fields": [{"target": "Company"}]}, []),
        ({"override_fields": [{"target": "Company"}]}, []),
        ({"identity": {"target": "Company"}}, []),
        ({"identities": {"mappings": [{"target": "Company"}]}}, []),
        ({"target": {"object": "Contact"}}, []),
    ],
)
def test_what_the_target_requires_and_nothing_writes_is_told_in_modes_that_make_records(
    more: JsonObject, missing: list[str]
) -> None:
    assert [field.field_id for field in unmapped_required({**DOC, **more}, KNOWN)] == missing


def test_what_is_required_of_a_target_that_is_not_known_is_not_told() -> None:
    assert unmapped_required(DOC, NOTHING_KNOWN) == ()
