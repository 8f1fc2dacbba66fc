"""Raw models, target objects and connections as the values of `syncbot.sync.known`.

All properties of an answer are optional; what is absent or of another type becomes the value's default.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from syncbot.polytomic.compact import SHARED, functions_of
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
from syncbot.sync.remembered import remembered


@remembered
def model_of(raw: JsonObject) -> Model:
    """A model as `GET /api/models/{id}` gives it."""
    fields = tuple(_model_field(item) for item in _objects(raw, "fields") if _text(item, "name"))
    model_id = _text(raw, "id")
    return Model(model_id=model_id, name=_text(raw, "name") or model_id, fields=fields)


def _model_field(raw: JsonObject) -> ModelField:
    name = _text(raw, "name")
    return ModelField(
        name=name,
        label=_text(raw, "label") or name,
        type=_text(raw, "type"),
        example=_example(raw.get("example")),
        field_id=_text(raw, "id"),
    )


def _example(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@remembered
def target_of(raw: JsonObject, *, object_id: str, connection_name: str, connection_id: str = "") -> Target:
    """A target object as `GET …/modelsync/target/fields` gives it."""
    properties = raw.get("properties")
    supports = properties if isinstance(properties, dict) else {}
    offered = _Offered(raw.get(SHARED))
    return Target(
        object_id=object_id,
        name=_text(raw, "name") or object_id,
        fields=tuple(_target_field(item, offered) for item in _objects(raw, "fields") if _text(item, "id")),
        modes=_modes(raw),
        connection_name=connection_name,
        supports_field_creation=supports.get("supports_field_creation") is True,
        supports_field_encryption=supports.get("supports_field_encryption") is True,
        connection_id=connection_id,
        mappings_not_required=supports.get("mappings_not_required") is True,
        supports_target_filters=_switch(supports, "supports_target_filters"),
        supports_filter_value_fields=_switch(supports, "supports_filter_value_fields"),
        supports_multiple_identities=_switch(supports, "supports_multiple_identities"),
        supports_identity_field_creation=_switch(supports, "supports_identity_field_creation"),
    )


class _Offered:
    """The functions of the fields of one object; those that several fields share are read once."""

    def __init__(self, sets: Any) -> None:
        self._sets = sets
        self._read: dict[int, tuple[FilterFunction, ...]] = {}

    def of(self, field: JsonObject) -> tuple[FilterFunction, ...]:
        """What a filter on this field may be."""
        found = functions_of(field, self._sets)
        mark = id(found)
        if mark not in self._read:
            offered = _objects({"found": found}, "found")
            self._read[mark] = tuple(_filter_function(item) for item in offered if _text(item, "id"))
        return self._read[mark]


def _target_field(raw: JsonObject, offered: _Offered) -> TargetField:
    field_id = _text(raw, "id")
    return TargetField(
        field_id=field_id,
        name=_text(raw, "name") or field_id,
        type=_text(raw, "type"),
        required=raw.get("required") is True,
        createable=raw.get("createable") is not False,
        updateable=raw.get("updateable") is not False,
        encryptable=raw.get("encryptable") is True,
        supports_identity=raw.get("supports_identity") is True,
        description=_text(raw, "description"),
        filterable=raw.get("filterable") is not False,
        filter_functions=offered.of(raw),
        identity_functions=tuple(dict.fromkeys(_identity_functions(raw))),
        values=_pick_values(raw),
    )


def _filter_function(raw: JsonObject) -> FilterFunction:
    return FilterFunction(
        function=_text(raw, "id"),
        label=_text(raw, "label"),
        requires_value=_switch(raw, "requires_value"),
        multi_value=_switch(raw, "multi_value"),
        values=_pick_values(raw),
    )


def _identity_functions(raw: JsonObject) -> Iterator[str]:
    """The ids, whether each is told as `{id, label}` or as the id alone."""
    value = raw.get("identity_functions")
    for item in value if isinstance(value, list) else []:
        found = _text(item, "id") if isinstance(item, dict) else item
        if isinstance(found, str) and found:
            yield found


def _pick_values(raw: JsonObject) -> tuple[PickValue, ...]:
    found = [(_text(item, "value"), _text(item, "label")) for item in _objects(raw, "values")]
    return tuple(PickValue(value, label or value) for value, label in found if value)


def _modes(raw: JsonObject) -> tuple[TargetMode, ...]:
    return tuple(_mode(item) for item in _objects(raw, "modes") if _text(item, "mode") or _text(item, "id"))


def _mode(raw: JsonObject) -> TargetMode:
    """A mode as a target's fields name it (`mode`), or as a list of target objects does (`id`)."""
    mode = _text(raw, "mode") or _text(raw, "id")
    return TargetMode(
        mode=mode,
        label=_text(raw, "label") or mode,
        requires_identity=raw.get("requires_identity") is True,
        supports_field_sync_mode=True in (raw.get("supports_field_sync_mode"), raw.get("supports_per_field_mode")),
        supports_target_filters=raw.get("supports_target_filters") is True,
    )


def names_of(raw: tuple[JsonObject, ...]) -> dict[str, str]:
    """The name of each thing by its id; empty where it has none."""
    return {_text(item, "id"): _text(item, "name") for item in raw if _text(item, "id")}


@remembered
def connections_of(raw: Sequence[JsonObject]) -> tuple[Connection, ...]:
    """The connections as `GET /api/connections` gives them."""
    return tuple(_connection(item) for item in raw if _text(item, "id"))


def _connection(raw: JsonObject) -> Connection:
    kind = raw.get("type")
    connection_id = _text(raw, "id")
    return Connection(
        connection_id=connection_id,
        name=_text(raw, "name") or connection_id,
        type=_text(kind, "name") or _text(kind, "id") if isinstance(kind, dict) else "",
        status=_text(raw, "status"),
    )


def target_objects_of(raw: tuple[JsonObject, ...]) -> tuple[TargetObject, ...]:
    """What a connection can be synced to as `GET …/modelsync/targetobjects` gives it."""
    return tuple(
        TargetObject(_text(item, "id"), _text(item, "name") or _text(item, "id"), _modes(item))
        for item in raw
        if _text(item, "id")
    )


def policies_of(raw: tuple[JsonObject, ...]) -> tuple[Policy, ...]:
    """The policies as `GET /api/permissions/policies` gives them."""
    return tuple(
        Policy(_text(item, "id"), _text(item, "name") or _text(item, "id")) for item in raw if _text(item, "id")
    )


def schedule_options_of(raw: JsonObject) -> tuple[ScheduleOption, ...]:
    """The frequencies as `GET /api/syncs/schedules` gives them."""
    return tuple(_schedule_option(item) for item in _objects(raw, "schedule_options") if _text(item, "frequency"))


def _schedule_option(raw: JsonObject) -> ScheduleOption:
    form = raw.get("configuration")
    properties = form.get("properties") if isinstance(form, dict) else None
    frequency = _text(raw, "frequency")
    return ScheduleOption(
        frequency=frequency,
        label=_text(raw, "label") or frequency,
        description=_text(raw, "description"),
        keys=tuple(properties) if isinstance(properties, dict) else (),
    )


def _switch(raw: JsonObject, key: str) -> bool | None:
    """True or False as told; None for anything else."""
    value = raw.get(key)
    return value if isinstance(value, bool) else None


def _objects(raw: JsonObject, key: str) -> list[JsonObject]:
    value = raw.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(raw: JsonObject, key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""
