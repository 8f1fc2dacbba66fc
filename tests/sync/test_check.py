from __future__ import annotations

import pytest

from syncbot.sync.check import Fault
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.edits import add_mapping, change_mapping, mappings, remove_mapping, set_value
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN, Known, Target
from syncbot.sync.plan import make_plan
from tests.sync.knowns import ONE_MODEL

BASE: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "active": True,
    "fields": [
        {"source": {"model_id": "m1", "field": "email"}, "target": "Email"},
        {"source": {"model_id": "m1", "field": "vanished"}, "target": "Vanished__c"},
    ],
    "identities": {"mappings": [{"target": "Email"}]},
    "target": {"connection_id": "c", "object": "Contact"},
    "schedule": {"frequency": "manual"},
}
EMAIL, VANISHED = (mapping.item_id for mapping in mappings(BASE))


def faults(draft: JsonObject, known: Known = ONE_MODEL, base: JsonObject = BASE) -> tuple[Fault, ...]:
    return make_plan(base, draft, known, shape=Shape.GROUPED).faults


def add(target: str, field: str = "id", *, new: bool = False, doc: JsonObject = BASE) -> JsonObject:
    return add_mapping(doc, model_id="m1", field=field, target=target, new=new)


def test_a_target_field_that_does_not_exist_is_a_fault_that_names_the_nearest() -> None:
    (fault,) = faults(add("Phne__c"))
    assert (fault.field, fault.part) == ("fields.Phne__c", Part.MAPPINGS)
    assert fault.text == (
        "The target field Phne__c does not exist in Contact. Did you mean Phone__c? "
        "Choose another, or tick Create this field in the target."
    )


def test_a_target_field_that_is_to_be_created_is_none() -> None:
    assert faults(add("Phne__c", new=True)) == ()


def test_a_source_field_that_does_not_exist_is_a_fault_that_names_the_nearest() -> None:
    (fault,) = faults(add("Phone__c", "ful_name"))
    assert fault.field == "fields.Phone__c"
    assert "ful_name does not exist in Users. Did you mean full_name? Choose another source field" in fault.text
    (fault,) = faults(change_mapping(BASE, EMAIL, field="§"))
    assert fault.text == "The source field § does not exist in Users. Choose another source field for Email."


def test_what_was_wrong_before_and_is_not_touched_is_no_fault() -> None:
    assert faults(set_value(BASE, "active", "no", NOTHING_KNOWN)) == ()
    assert faults(change_mapping(BASE, VANISHED, write="create")) == ()
    assert faults(remove_mapping(BASE, VANISHED)) == ()


def test_what_is_not_known_is_no_fault() -> None:
    assert faults(add("Phne__c", "ful_name"), NOTHING_KNOWN) == ()
    assert faults(set_value(BASE, "mode", "snapshot", NOTHING_KNOWN), NOTHING_KNOWN) == ()
    assert faults(set_value(BASE, "mode", "snapshot", NOTHING_KNOWN), Known({}, Target("o", "O", ()))) == ()


def test_a_target_mapped_twice_is_a_fault_when_the_edit_touches_it() -> None:
    twice = {**BASE, "fields": [*BASE["fields"], {"source": {"model_id": "m1", "field": "id"}, "target": "Email"}]}
    (fault,) = faults(twice)
    assert fault.text == "2 mappings go to Email: from email, id. Remove all but one."
    assert faults(set_value(twice, "name", "New", NOTHING_KNOWN), base=twice) == ()
    (fault,) = faults(change_mapping(twice, EMAIL, field="full_name"), base=twice)
    assert fault.field == "fields.Email"
    assert faults(remove_mapping(twice, EMAIL), base=twice) == ()


@pytest.mark.parametrize("name", ["", "  ", None])
def test_an_empty_name_is_a_fault(name: str | None) -> None:
    (fault,) = faults({**BASE, "name": name})
    assert (fault.field, fault.part) == ("name", Part.NAME_AND_MODE)


def test_a_mode_that_the_target_does_not_allow_is_a_fault() -> None:
    (fault,) = faults({**BASE, "mode": "snapshot"})
    assert fault.text == "Contact does not allow the mode snapshot. Choose one of: update, create, remove."
    assert faults({**BASE, "mode": "create"}) == ()
    (fault,) = faults({**BASE, "mode": None})
    assert "(none)" in fault.text


def test_a_mode_that_needs_an_identity_is_a_fault_without_one() -> None:
    base = {**BASE, "mode": "create", "identities": {"mappings": []}}
    (fault,) = faults({**base, "mode": "update"}, base=base)
    assert "needs an identity" in fault.text
    classic = {**base, "identity": {"target": "Email"}}
    del classic["identities"]
    assert make_plan(classic, {**classic, "mode": "update"}, ONE_MODEL, shape=Shape.CLASSIC).faults == ()


def test_no_mapping_at_all_is_a_fault_where_the_mode_needs_one() -> None:
    empty = {**BASE, "fields": []}
    (fault,) = faults(empty)
    assert (fault.field, fault.part) == ("fields", Part.MAPPINGS)
    assert faults({**empty, "mode": "remove"}) == ()
    assert faults({**empty, "name": "New"}, base=empty) == ()


def test_a_schedule_that_makes_no_sense_is_a_fault_of_the_schedule() -> None:
    (fault,) = faults({**BASE, "schedule": {"frequency": "daily", "hour": "25", "minute": "0"}})
    assert fault.field.startswith("schedule")
    assert fault.part is Part.SCHEDULE
    for value in ("?", None):
        (fault,) = faults({**BASE, "schedule": value})
        assert "which is no schedule" in fault.text
    broken = {**BASE, "schedule": {"frequency": "daily", "hour": "25"}}
    assert faults({**broken, "name": "New"}, base=broken) == ()
