"""Raw models, target objects and connections as the values of `syncbot.sync.known`.

All properties of an answer are optional; what is absent or of another type becomes the value's default.
"""

from __future__ import annotations

import json
from typing import Any

from syncbot.sync.document import JsonObject
from syncbot.sync.known import Model, ModelField, Target, TargetField, TargetMode


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


def _example(value: Any) -> str:  # noqa: ANN401 -- any JSON value
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def target_of(raw: JsonObject, *, object_id: str, connection_name: str) -> Target:
    """A target object as `GET …/modelsync/target/fields` gives it."""
    properties = raw.get("properties")
    supports = properties if isinstance(properties, dict) else {}
    return Target(
        object_id=object_id,
        name=_text(raw, "name") or object_id,
        fields=tuple(_target_field(item) for item in _objects(raw, "fields") if _text(item, "id")),
        modes=tuple(_mode(item) for item in _objects(raw, "modes") if _text(item, "mode") or _text(item, "id")),
        connection_name=connection_name,
        supports_field_creation=supports.get("supports_field_creation") is True,
        supports_field_encryption=supports.get("supports_field_encryption") is True,
    )


def _target_field(raw: JsonObject) -> TargetField:
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
    )


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


def connection_names(connections: tuple[JsonObject, ...]) -> dict[str, str]:
    """The name of each connection by its id."""
    return {_text(item, "id"): _text(item, "name") for item in connections if _text(item, "id")}


def _objects(raw: JsonObject, key: str) -> list[JsonObject]:
    value = raw.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(raw: JsonObject, key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""
