from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from syncbot.sync.check import Fault
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.edits import add_fixed_value, add_mapping, identity_mappings, remove_identity, set_target
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN, Known, Model, ModelField, Target, TargetField, TargetMode
from syncbot.sync.plan import make_plan

EMAIL = {"model_id": "m1", "field": "email"}
USERS = Model("m1", "Users", (ModelField("email", "E-mail"), ModelField("id", "Id")))
LEAD = Target(
    "Lead",
    "Lead",
    (
        TargetField("Email", "Email", supports_identity=True),
        TargetField("Name", "Name"),
        TargetField("Id", "Id", createable=False, updateable=False),
    ),
    (TargetMode("update", requires_identity=True), TargetMode("create")),
    supports_multiple_identities=False,
)
CONTACT = replace(LEAD, object_id="Contact", name="Contact", fields=LEAD.fields[:1])
KNOWN = Known({"m1": USERS}, LEAD)
BASE: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "fields": [{"source": EMAIL, "target": "Email"}, {"source": EMAIL, "target": "Name"}],
    "override_fields": [{"target": "Vanished", "override_value": ""}],
    "identities": {"mappings": [{"source": EMAIL, "target": "Email", "function": "Equality"}], "strategy": "priority"},
    "target": {"connection_id": "c", "object": "Lead"},
    "schedule": {"frequency": "manual"},
}


def faults(draft: JsonObject, known: Known = KNOWN, base: JsonObject = BASE) -> tuple[Fault, ...]:
    return make_plan(base, draft, known, shape=Shape.GROUPED).faults


def with_identities(*more: dict[str, Any], strategy: str | None = "priority") -> JsonObject:
    several = {"mappings": [*BASE["identities"]["mappings"], *more]}
    return {**BASE, "identities": several if strategy is None else {**several, "strategy": strategy}}


def test_what_was_wrong_before_and_is_not_touched_is_no_fault() -> None:
    assert faults({**BASE, "name": "New"}) == ()
    assert (
        faults({**BASE, "identities": {"mappings": []}, "name": "New"}, base={**BASE, "identities": {"mappings": []}})
        == ()
    )


def test_what_the_new_object_does_not_have_is_one_fault_with_the_names() -> None:
    draft = set_target(BASE, object_id="Contact")
    (fault,) = faults(draft, Known({}, CONTACT))
    assert (fault.field, fault.part) == ("target.object", Part.TARGET)
    assert "Contact does not have 2 fields that this sync uses: Name, Vanished." in fault.text
    many = {**draft, "fields": [{"source": EMAIL, "target": f"F{number:02}"} for number in range(30)]}
    text = next(each.text for each in faults(many, Known({}, CONTACT)) if each.field == "target.object")
    assert "31 fields" in text
    assert "F09 and 21 more." in text


def test_the_fields_of_the_old_object_say_nothing_about_the_new_one() -> None:
    draft = set_target(BASE, object_id="Contact")
    draft = add_mapping(draft, model_id="m1", field="id", target="Only_There")
    assert faults(draft, Known({}, LEAD)) == ()
    minds = make_plan(BASE, draft, Known({}, LEAD), shape=Shape.GROUPED).minds
    assert any("whether the new object has the fields" in mind.text for mind in minds if mind.code == "unchecked")


def test_a_target_without_an_object_is_a_fault() -> None:
    (fault,) = faults({**BASE, "target": {"connection_id": "c"}}, NOTHING_KNOWN)
    assert fault.text == "The target has no object. Choose what the sync writes to."


def test_a_target_field_that_cannot_be_written_is_a_fault_when_it_is_newly_named() -> None:
    (fault,) = faults(add_mapping(BASE, model_id="m1", field="id", target="Id"))
    assert (fault.field, fault.text) == ("fields.Id", "Id cannot be written in Lead. Choose another target field.")
    (fault,) = faults(add_fixed_value(BASE, target="Id", value="x"))
    assert fault.part is Part.FIXED_VALUES


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([{"target": "Name", "override_value": ""}], "cannot be empty"),
        ([{"target": "Name"}], "cannot be empty"),
        ([{"target": "Name", "override_value": "x"}] * 2, "Name has 2 fixed values"),
        ([{"target": "Nmae", "override_value": "x"}], "Did you mean Name?"),
    ],
)
def test_a_fixed_value_that_cannot_be_is_a_fault(entries: list[JsonObject], says: str) -> None:
    (fault,) = faults({**BASE, "override_fields": [*BASE["override_fields"], *entries]})
    assert says in fault.text
    assert fault.part is Part.FIXED_VALUES


def test_a_fixed_value_for_a_field_that_is_to_be_created_or_is_a_mapping_is_none() -> None:
    for entry in (
        {"target": "New", "override_value": "x", "new": True},
        {"target": "Name", "source": EMAIL},
    ):
        assert faults({**BASE, "override_fields": [*BASE["override_fields"], entry]}) == ()


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"source": EMAIL, "target": "Name", "function": "Equality"}, "Name cannot be used to find records"),
        ({"target": "Email", "function": "Equality"}, "No source field is chosen"),
        ({"source": EMAIL, "function": "Equality"}, "No target field is chosen"),
        (
            {"source": {"model_id": "m1", "field": "x"}, "target": "Email", "function": "OneOf"},
            "does not exist in Users",
        ),
        ({"source": EMAIL, "target": "Emial", "function": "OneOf"}, "Did you mean Email?"),
        ({"source": EMAIL, "target": "Email", "function": "OneOf"}, "is there already"),
    ],
)
def test_a_new_identity_that_cannot_be_is_a_fault_that_counts_it(entry: JsonObject, says: str) -> None:
    several = Known(KNOWN.models, replace(LEAD, supports_multiple_identities=None))
    found = faults(with_identities(entry), several)
    assert any(says in fault.text and fault.text.startswith("Identity 2: ") for fault in found)
    assert {fault.part for fault in found} == {Part.IDENTITY}
    assert "identities.1" in {fault.field for fault in found}


def test_a_new_identity_on_a_field_that_is_to_be_created_is_none() -> None:
    several = Known(KNOWN.models, replace(LEAD, supports_multiple_identities=None))
    entry = {"source": EMAIL, "target": "New", "function": "OneOf", "new_field": True}
    assert faults(with_identities(entry), several) == ()
    (fault,) = faults(with_identities(entry, strategy=None), several)
    assert (fault.field, fault.text) == (
        "identities.strategy",
        "How the identities work together is not said. Choose it.",
    )


def test_several_identities_where_the_target_takes_one_are_a_fault() -> None:
    entry = {"source": {"model_id": "m1", "field": "id"}, "target": "Email", "function": "OneOf"}
    (fault,) = faults(with_identities(entry))
    assert fault.text == "Lead takes one identity, and this sync has 2. Remove all but one."
    assert faults(with_identities(entry), NOTHING_KNOWN) == ()


def test_the_last_identity_of_a_mode_that_needs_one_cannot_go() -> None:
    draft = remove_identity(BASE, identity_mappings(BASE)[0].item_id)
    (fault,) = faults(draft)
    assert "The mode update needs an identity, and none is left" in fault.text
    assert faults({**draft, "mode": "create"}) == ()
    assert [each.part for each in faults({**draft, "mode": "update"}, base={**BASE, "mode": "create"})] == [
        Part.NAME_AND_MODE
    ]


def test_the_only_identity_of_the_classic_form_is_checked_too() -> None:
    base = {key: value for key, value in BASE.items() if key != "identities"}
    draft = {**base, "identity": {"source": EMAIL, "target": "Name", "function": "Equality"}}
    (fault,) = make_plan({**base, "filters": []}, draft, KNOWN, shape=Shape.CLASSIC).faults
    assert fault.part is Part.IDENTITY
    other = {**draft, "identity": {"source": EMAIL, "target": "Email", "function": "Equality"}}
    assert make_plan(draft, other, KNOWN, shape=Shape.CLASSIC).faults == ()


def test_where_no_mapping_is_needed_none_may_be_left() -> None:
    target = replace(LEAD, mappings_not_required=True)
    assert faults({**BASE, "fields": []}, Known({}, target)) == ()
    assert [each.field for each in faults({**BASE, "fields": []})] == ["fields"]
