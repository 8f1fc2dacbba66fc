from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.polytomic import catalog
from syncbot.polytomic.compact import compacted
from syncbot.sync.document import JsonObject
from syncbot.sync.known import (
    Connection,
    FilterFunction,
    Model,
    ModelField,
    PickValue,
    Policy,
    ScheduleOption,
    Target,
    TargetField,
    TargetMode,
    TargetObject,
)


def test_a_model_has_its_fields_in_order_with_label_and_uuid() -> None:
    raw = {
        "id": "m1",
        "name": "Leads",
        "fields": [
            {"id": "u1", "name": "email", "label": "E-mail", "type": "string", "example": "a@b.test"},
            {"id": "u2", "name": "age", "type": "number", "example": 7},
            {"name": "tags", "example": ["é"]},
        ],
    }
    assert catalog.model_of(raw) == Model(
        "m1",
        "Leads",
        (
            ModelField("email", "E-mail", "string", "a@b.test", "u1"),
            ModelField("age", "age", "number", "7", "u2"),
            ModelField("tags", "tags", example='["é"]'),
        ),
    )


def test_a_target_has_its_name_and_what_it_supports() -> None:
    raw = {
        "id": "Contact",
        "name": "Contact (SF)",
        "properties": {"supports_field_creation": True, "supports_field_encryption": True},
    }
    assert catalog.target_of(raw, object_id="Contact", connection_name="Salesforce") == Target(
        "Contact",
        "Contact (SF)",
        (),
        (),
        "Salesforce",
        supports_field_creation=True,
        supports_field_encryption=True,
    )


def test_a_target_has_its_fields_and_its_modes() -> None:
    raw = {
        "fields": [
            {
                "id": "Email",
                "name": "E-mail",
                "type": "string",
                "required": True,
                "createable": False,
                "updateable": False,
                "encryptable": True,
                "supports_identity": True,
                "description": "d",
            },
            {"id": "Phone"},
        ],
        "modes": [
            {"mode": "update", "label": "Update", "requires_identity": True, "supports_field_sync_mode": True},
            {"id": "create", "supports_per_field_mode": True, "supports_target_filters": True},
        ],
    }
    target = catalog.target_of(raw, object_id="Contact", connection_name="Salesforce")
    assert target.fields == (
        TargetField(
            "Email",
            "E-mail",
            "string",
            required=True,
            createable=False,
            updateable=False,
            encryptable=True,
            supports_identity=True,
            description="d",
        ),
        TargetField("Phone", "Phone"),
    )
    assert target.modes == (
        TargetMode("update", "Update", requires_identity=True, supports_field_sync_mode=True),
        TargetMode("create", "create", supports_field_sync_mode=True, supports_target_filters=True),
    )


def test_a_target_field_tells_the_functions_and_values_that_it_takes() -> None:
    functions = [
        {
            "id": "InTheLast",
            "label": "in the last",
            "requires_value": True,
            "values": [{"value": "7d", "label": "7 days"}],
        },
        {"id": "IsNull", "requires_value": False, "multi_value": False},
        {"label": "no id"},
    ]
    raw = {
        "fields": [
            {"id": "a", "filter_functions": functions, "identity_functions": [{"id": "Equality"}, "OneOf", {}, 3]},
            {"id": "b", "filter_functions": functions, "filterable": False, "values": [{"value": "x"}, {"label": "y"}]},
        ]
    }
    first, second = catalog.target_of(raw, object_id="o", connection_name="").fields
    assert first.filter_functions == (
        FilterFunction("InTheLast", "in the last", requires_value=True, values=(PickValue("7d", "7 days"),)),
        FilterFunction("IsNull", requires_value=False, multi_value=False),
    )
    assert first.identity_functions == ("Equality", "OneOf")
    assert (first.filterable, second.filterable) == (True, False)
    assert second.filter_functions is first.filter_functions
    kept = compacted({**raw, "later": 1})
    assert catalog.target_of(kept, object_id="o", connection_name="").fields == (first, second)
    assert second.values == (PickValue("x", "x"),)


def test_what_a_target_supports_is_not_known_where_it_is_not_told() -> None:
    silent = catalog.target_of({}, object_id="o", connection_name="", connection_id="c1")
    assert (silent.supports_multiple_identities, silent.supports_target_filters) == (None, None)
    assert (silent.connection_id, silent.mappings_not_required) == ("c1", False)
    properties = {"supports_multiple_identities": False, "supports_target_filters": True, "mappings_not_required": True}
    told = catalog.target_of({"properties": properties}, object_id="o", connection_name="")
    assert (told.supports_multiple_identities, told.supports_target_filters) == (False, True)
    assert told.mappings_not_required is True


def test_connections_objects_policies_and_schedules_are_read_and_what_has_no_id_is_passed_over() -> None:
    connections: tuple[JsonObject, ...] = (
        {"id": "c1", "name": "SF", "type": {"id": "sf", "name": "Salesforce"}, "status": "healthy"},
        {},
    )
    assert catalog.connections_of(connections) == (Connection("c1", "SF", "Salesforce", "healthy"),)
    assert catalog.connections_of(({"id": "c2"},)) == (Connection("c2", "c2"),)
    objects: tuple[JsonObject, ...] = (
        {"id": "Lead", "modes": [{"id": "create", "requires_identity": True}]},
        {"name": "x"},
    )
    mode = TargetMode("create", "create", requires_identity=True)
    assert catalog.target_objects_of(objects) == (TargetObject("Lead", "Lead", (mode,)),)
    assert catalog.policies_of(({"id": "p1", "name": "Finance"}, {"id": "p2"}, {})) == (
        Policy("p1", "Finance"),
        Policy("p2", "p2"),
    )
    form = {"type": "object", "properties": {"minute": {}, "hour": {}}}
    options = [{"frequency": "daily", "description": "d", "configuration": form}, {"label": "x"}]
    assert catalog.schedule_options_of({"schedule_options": options}) == (
        ScheduleOption("daily", "daily", "d", ("minute", "hour")),
    )
    assert catalog.schedule_options_of({"schedule_options": None}) == ()
    assert catalog.schedule_options_of({"schedule_options": [{"frequency": "manual", "label": "By hand"}]}) == (
        ScheduleOption("manual", "By hand"),
    )


@pytest.mark.parametrize("raw", [{}, {"id": "m1", "name": "", "fields": None}, {"id": "m1", "fields": [None, {}, 3]}])
def test_what_is_absent_becomes_the_default(raw: dict[str, object]) -> None:
    model_id = str(raw.get("id", ""))
    assert catalog.model_of(raw) == Model(model_id, model_id, ())
    assert catalog.target_of(raw, object_id="o", connection_name="").fields == ()


def test_connections_are_named_by_id() -> None:
    assert catalog.names_of(({"id": "c1", "name": "SF"}, {"id": "c2"}, {"name": "x"})) == {"c1": "SF", "c2": ""}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "fields", "modes", "properties", "example", "mode"]), inner)
    ),
    max_leaves=12,
)


@given(raw=st.dictionaries(st.sampled_from(["id", "name", "fields", "modes", "properties"]), _JSON))
def test_no_answer_breaks_the_reading(raw: dict[str, object]) -> None:
    assert isinstance(catalog.model_of(raw), Model)
    assert isinstance(catalog.target_of(raw, object_id="o", connection_name="c"), Target)
    assert isinstance(catalog.names_of((raw,)), dict)
