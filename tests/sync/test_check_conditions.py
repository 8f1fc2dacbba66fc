from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.check import Fault
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.edits import (
    Combine,
    Comparison,
    Side,
    SourceField,
    add_filter,
    add_override,
    filters,
    remove_filter,
)
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN, FilterFunction, Known, Model, ModelField, Target, TargetField, TargetMode
from syncbot.sync.plan import make_plan

EMAIL = SourceField("m1", "email")
USERS = Model("m1", "Users", (ModelField("email", "E-mail", field_id="u1"), ModelField("id", "Id")))
LEAD = Target(
    "Lead",
    "Lead",
    (
        TargetField("Status", "Status"),
        TargetField("Rating", "Rating", filter_functions=(FilterFunction("Equality"), FilterFunction("IsNull"))),
        TargetField("Secret", "Secret", filterable=False),
    ),
    (TargetMode("update", supports_target_filters=True), TargetMode("create")),
)
KNOWN = Known({"m1": USERS}, LEAD)
BASE: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "fields": [{"source": EMAIL.raw, "target": "Status"}],
    "target": {"connection_id": "c", "object": "Lead"},
    "schedule": {"frequency": "manual"},
    "model_filters": {"conditions": [{"source": {"model_id": "m1", "field": "gone"}, "function": "Equality"}]},
    "overrides": [{"function": "Equality"}],
}


def faults(draft: JsonObject, known: Known = KNOWN, base: JsonObject = BASE) -> tuple[Fault, ...]:
    return make_plan(base, draft, known, shape=Shape.GROUPED).faults


def with_condition(side: Side, **entry: Any) -> JsonObject:
    key = "model_filters" if side is Side.MODEL else "target_filters"
    there = BASE.get(key, {"conditions": []})
    return {**BASE, key: {"conditions": [*there["conditions"], entry]}}


def test_what_was_wrong_before_and_is_not_touched_is_no_fault() -> None:
    assert faults({**BASE, "name": "New"}) == ()
    assert faults(add_filter(BASE, Side.MODEL, source=EMAIL, comparison=Comparison("IsNull"))) == ()
    assert faults(add_override(BASE, source=EMAIL, comparison=Comparison("IsNull"), override=None)) == ()
    assert faults(remove_filter(BASE, Side.MODEL, filters(BASE, Side.MODEL)[0].item_id)) == ()


@pytest.mark.parametrize(
    ("side", "entry", "says"),
    [
        (Side.MODEL, {"source": EMAIL.raw, "function": "Equality"}, "“is” needs a value"),
        (Side.MODEL, {"function": "IsNull"}, "No field is chosen"),
        (Side.MODEL, {"source": EMAIL.raw}, "No condition is chosen"),
        (Side.MODEL, {"source": {"model_id": "m1", "field": "emial"}, "function": "IsNull"}, "Did you mean email?"),
        (
            Side.TARGET,
            {"field": "Status", "function": "Equality", "value": "x", "value_source": EMAIL.raw},
            "a value and a field",
        ),
        (
            Side.TARGET,
            {"field": "Status", "function": "Equality", "value_source": {"model_id": "m1", "field": "x"}},
            "The source field x does not exist in Users",
        ),
        (Side.TARGET, {"field": "Statsu", "function": "IsNull"}, "Did you mean Status? Choose another field."),
        (Side.TARGET, {"field": "Secret", "function": "IsNull"}, "Secret cannot be used in a filter"),
        (Side.TARGET, {"field": "Rating", "function": "True"}, "Rating cannot be compared with “is true”"),
    ],
)
def test_a_new_condition_that_cannot_be_is_a_fault_that_names_it(side: Side, entry: dict[str, Any], says: str) -> None:
    (fault,) = faults(with_condition(side, **entry))
    assert says in fault.text
    label = "B" if side is Side.MODEL else "A"
    assert fault.text.startswith(f"Filter {label}: ")
    assert fault.field == ("model_filters.B" if side is Side.MODEL else "target_filters.A")
    assert fault.part is Part.FILTERS


def test_what_is_not_known_is_no_fault() -> None:
    for entry in ({"field": "Nowhere", "function": "IsNull"}, {"field": "Rating", "function": "Equality", "value": 1}):
        assert faults(with_condition(Side.TARGET, **entry), NOTHING_KNOWN) == ()
    assert faults(with_condition(Side.TARGET, field="Rating", function="Equality", value=1)) == ()
    assert faults(with_condition(Side.TARGET, function="IsNull"))[0].text.endswith("Choose the field that is compared.")
    assert faults(with_condition(Side.MODEL, source={"model_id": "m9", "field": "x"}, function="IsNull")) == ()


def test_where_the_target_cannot_compare_with_a_field_of_the_model_that_is_a_fault() -> None:
    target = Target("Lead", "Lead", LEAD.fields, LEAD.modes, supports_filter_value_fields=False)
    draft = with_condition(Side.TARGET, field="Status", function="Equality", value_source=EMAIL.raw)
    (fault,) = faults(draft, Known({}, target))
    assert "Lead cannot compare with a field of the model" in fault.text
    assert faults(draft) == ()


def test_a_field_that_is_named_by_its_uuid_is_checked_by_what_that_means() -> None:
    base = {**BASE, "filters": [], "identity": {"target": "Status"}}
    del base["model_filters"]
    draft = {**base, "filters": [{"field_id": "u1", "field_type": "Model", "function": "IsNull"}]}
    assert make_plan(base, draft, KNOWN, shape=Shape.CLASSIC).faults == ()


def test_a_logic_that_does_not_fit_is_a_fault() -> None:
    draft = {**BASE, "model_filters": {**BASE["model_filters"], "logic": "A OR B"}}
    (fault,) = faults(draft)
    assert (fault.field, fault.part) == ("model_filters.logic", Part.FILTERS)
    own = add_filter(
        BASE, Side.MODEL, source=EMAIL, comparison=Comparison("IsNull"), combine=Combine.OWN, logic="A or B"
    )
    assert faults(own) == ()


def test_filters_on_the_target_in_a_mode_that_has_none_are_a_fault() -> None:
    filtered = with_condition(Side.TARGET, field="Status", function="IsNull")
    (fault,) = faults({**filtered, "mode": "create"})
    assert fault.text == "The mode create has no filters on the target. Remove them, or choose another mode."
    (fault,) = faults({**filtered, "mode": "create"}, base=filtered)
    assert fault.part is Part.FILTERS
    assert faults({**filtered, "name": "New"}, base=filtered) == ()


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"field": EMAIL.raw, "function": "IsNull"}, "nothing to replace the value with"),
        ({"function": "IsNull", "override": 1}, "No field is chosen"),
        ({"field": EMAIL.raw, "function": "Equality", "override": 1}, "needs a value"),
        ({"field": {"model_id": "m1", "field": "x"}, "function": "IsNull", "override": 1}, "does not exist in Users"),
    ],
)
def test_a_new_override_that_cannot_be_is_a_fault_that_counts_it(entry: dict[str, Any], says: str) -> None:
    (fault,) = faults({**BASE, "overrides": [*BASE["overrides"], entry]})
    assert says in fault.text
    assert fault.text.startswith("Override 2: ")
    assert (fault.field, fault.part) == ("overrides.1", Part.OVERRIDES)
