from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import models_of, resolve_source, resolve_target
from syncbot.sync.known import NOTHING_KNOWN, Known, Target
from syncbot.sync.sources import nearest_target
from tests.sync.knowns import ONE_MODEL, ORDERS, TWO_MODELS, USERS

DOC: JsonObject = {"fields": [{"source": {"model_id": "m1", "field": "email"}, "target": "Email"}]}


@pytest.mark.parametrize("text", ["email", "E-mail", "EMAIL", " email ", "Users.email", "users . E-MAIL", "m1.email"])
def test_a_source_is_found_by_name_by_label_and_with_its_model(text: str) -> None:
    assert resolve_source(text, TWO_MODELS, DOC) == ("m1", "email")


def test_names_of_models_and_fields_may_have_dots() -> None:
    assert resolve_source("a.b", ONE_MODEL, DOC) == ("m1", "a.b")
    assert resolve_source("Users.a.b", TWO_MODELS, DOC) == ("m1", "a.b")
    assert resolve_source("Orders v1.0.total", TWO_MODELS, DOC) == ("m2", "total")


def test_a_field_of_several_models_needs_its_model() -> None:
    with pytest.raises(InvalidInput, match="Several models have a field id") as caught:
        resolve_source("id", TWO_MODELS, DOC)
    assert caught.value.next_step == "Write it with its model, like Users.id or Orders v1.0.id."
    assert resolve_source("Orders v1.0.id", TWO_MODELS, DOC) == ("m2", "id")
    assert resolve_source("order id", TWO_MODELS, DOC) == ("m2", "id")


def test_an_unknown_source_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidInput, match="emial does not exist in Users") as caught:
        resolve_source("emial", ONE_MODEL, DOC)
    assert caught.value.next_step == "Did you mean email?"
    with pytest.raises(InvalidInput, match="totl does not exist in Users or Orders") as caught:
        resolve_source("totl", TWO_MODELS, DOC)
    assert caught.value.next_step == "Did you mean Orders v1.0.total?"
    with pytest.raises(InvalidInput) as caught:
        resolve_source("§§§", ONE_MODEL, DOC)
    assert "Look up" in caught.value.next_step


def test_a_field_of_a_model_that_is_not_known_is_taken_as_written() -> None:
    assert resolve_source("Anything", NOTHING_KNOWN, DOC) == ("m1", "Anything")
    half = Known({"m1": USERS})
    doc = {**DOC, "model_ids": ["m1", "m2"]}
    assert resolve_source("total", half, doc) == ("m2", "total")
    assert resolve_source("m2.email", half, doc) == ("m2", "email")
    assert resolve_source("email", half, doc) == ("m1", "email")


def test_with_several_models_unknown_the_model_has_to_be_written() -> None:
    with pytest.raises(InvalidInput, match="Which model total belongs to is not known") as caught:
        resolve_source("total", NOTHING_KNOWN, {"model_ids": ["m1", "m2"]})
    assert caught.value.next_step == "Write it with its model, like m1.total."


def test_a_sync_that_reads_no_model_yet_takes_one_by_its_id() -> None:
    with pytest.raises(InvalidInput, match="reads no model yet") as caught:
        resolve_source("email", NOTHING_KNOWN, {})
    assert caught.value.next_step == "Write the id of the model, a dot, and the field."
    model_id = "7f8bc6f2-c43b-57a2-b5a1-be2ba5a532fb"
    assert resolve_source(f"{model_id}.e.mail", NOTHING_KNOWN, {}) == (model_id, "e.mail")
    with pytest.raises(InvalidInput):
        resolve_source(f"{model_id}.email", ONE_MODEL, DOC)


@pytest.mark.parametrize("text", ["", "  "])
def test_no_text_names_no_field(text: str) -> None:
    with pytest.raises(InvalidInput, match="No source field"):
        resolve_source(text, ONE_MODEL, DOC)
    with pytest.raises(InvalidInput, match="No target field"):
        resolve_target(text, ONE_MODEL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Email", "Email"),
        ("email", "Email"),
        ("phone__c", "Phone__c"),
        ("Phone", "Phone__c"),
        ("last NAME", "LastName"),
    ],
)
def test_a_target_is_found_by_id_else_by_label(text: str, expected: str) -> None:
    assert resolve_target(text, ONE_MODEL) == expected


def test_an_unknown_target_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidInput, match="phne does not exist in Contact") as caught:
        resolve_target("phne", ONE_MODEL)
    assert caught.value.next_step == "Did you mean Phone__c?"
    with pytest.raises(InvalidInput, match="x does not exist in the target"):
        resolve_target("x", Known({}, Target("o", "", ())))


def test_a_label_of_several_targets_is_refused_with_their_ids() -> None:
    with pytest.raises(InvalidInput, match="Mobile__c, Old_Mobile__c"):
        resolve_target("Mobile", ONE_MODEL)


def test_a_target_that_is_not_known_is_taken_as_written() -> None:
    assert resolve_target(" Whatever__c ", NOTHING_KNOWN) == "Whatever__c"


def test_nothing_is_nearest_among_nothing() -> None:
    assert nearest_target("x", ()) is None


def test_models_are_those_that_the_sync_tells_and_those_of_its_mappings() -> None:
    assert models_of({**DOC, "model_ids": ["m2", 7]}) == ("m2", "m1")
    assert ORDERS.model_id == "m2"
