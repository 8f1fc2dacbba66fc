from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.polytomic import catalog
from syncbot.sync.known import Model, ModelField, Target, TargetField, TargetMode


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


def test_a_target_has_its_fields_its_modes_and_what_it_supports() -> None:
    raw = {
        "id": "Contact",
        "name": "Contact (SF)",
        "properties": {"supports_field_creation": True, "supports_field_encryption": True},
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
    assert catalog.target_of(raw, object_id="Contact", connection_name="Salesforce") == Target(
        "Contact",
        "Contact (SF)",
        (
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
        ),
        (
            TargetMode("update", "Update", requires_identity=True, supports_field_sync_mode=True),
            TargetMode("create", "create", supports_field_sync_mode=True, supports_target_filters=True),
        ),
        "Salesforce",
        supports_field_creation=True,
        supports_field_encryption=True,
    )


@pytest.mark.parametrize("raw", [{}, {"id": "m1", "name": "", "fields": None}, {"id": "m1", "fields": [None, {}, 3]}])
def test_what_is_absent_becomes_the_default(raw: dict[str, object]) -> None:
    model_id = str(raw.get("id", ""))
    assert catalog.model_of(raw) == Model(model_id, model_id, ())
    assert catalog.target_of(raw, object_id="o", connection_name="").fields == ()


def test_connections_are_named_by_id() -> None:
    assert catalog.connection_names(({"id": "c1", "name": "SF"}, {"id": "c2"}, {"name": "x"})) == {"c1": "SF", "c2": ""}


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
    assert isinstance(catalog.connection_names((raw,)), dict)
