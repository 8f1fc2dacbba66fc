"""A stored sync in the two shapes that a GET shows.

*Grouped* is 2025-09-18 as of September 2026: `model_filters`, `target_filters`, `identities`, `override_fields`
apart, and the deprecated mirrors `filters`, `filter_logic`, `target.filter_logic`, `identity` beside them. *Classic* is
2024-02-08 and what a self-hosted release may still answer: the mirrors alone, and override fields merged into `fields`
with an all-zero source model id. In here *grouped* documents carry no mirrors; `with_mirrors` adds them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from syncbot.sandbox.polytomic.replies import JsonObject

ZERO_UUID = "00000000-0000-0000-0000-000000000000"
GROUPED_KEYS = ("model_filters", "target_filters", "identities")
MIRRORS = ("filters", "filter_logic", "identity")


class Shape(StrEnum):
    """Which shape a document has."""

    GROUPED = "grouped"
    CLASSIC = "classic"


class FieldNames(Protocol):
    """The two ways to name a field of a model."""

    def field_id(self, model_id: str, name: str) -> str | None:
        """The uuid of a model's field, or None when there is no such field."""

    def field_of(self, field_id: str) -> tuple[str, str] | None:
        """Model id and name of the field with this uuid, or None."""


def looks_classic(document: JsonObject) -> bool:
    """Whether the keys tell the classic shape: mirrors without their originals, or merged override fields."""
    if any(key in document for key in GROUPED_KEYS):
        return False
    return any(key in document for key in MIRRORS) or any(is_fixed(entry) for entry in document.get("fields") or [])


def is_fixed(entry: JsonObject) -> bool:
    """Whether an entry of `fields` is a fixed value merged in, or sent there: a value and no source."""
    model_id = (entry.get("source") or {}).get("model_id")
    return "override_value" in entry and model_id in (None, "", ZERO_UUID)


def _without_source(entry: JsonObject) -> JsonObject:
    return {key: value for key, value in entry.items() if key not in ("source", "encryption_enabled")}


def split_fixed(document: JsonObject) -> JsonObject:
    """The same with fixed values in `override_fields`, once per target, and what has a source in `fields`."""
    listed = document.get("override_fields") or []
    mapped = [entry for entry in listed if "source" in entry and not is_fixed(entry)]
    merged = [entry for entry in document["fields"] if is_fixed(entry)]
    if not merged and not any("source" in entry or "encryption_enabled" in entry for entry in listed):
        return document
    fixed = [_without_source(entry) for entry in listed if entry not in mapped]
    targets = {entry["target"] for entry in fixed}
    return {
        **document,
        "fields": [*(entry for entry in document["fields"] if not is_fixed(entry)), *mapped],
        "override_fields": [*fixed, *(_without_source(entry) for entry in merged if entry["target"] not in targets)],
    }


def to_grouped(classic: JsonObject, names: FieldNames) -> JsonObject:
    """A classic document in the grouped shape, without mirrors."""
    target = dict(classic["target"])
    target_logic = target.pop("filter_logic", None)
    document = {key: value for key, value in classic.items() if key not in MIRRORS} | {"target": target}
    filters = classic.get("filters") or []
    model = [_model_condition(entry, names) for entry in filters if not _is_of_target(entry)]
    of_target = [_target_condition(entry) for entry in filters if _is_of_target(entry)]
    if model or classic.get("filter_logic"):
        document["model_filters"] = _group(model, classic.get("filter_logic"))
    if of_target or target_logic:
        document["target_filters"] = _group(of_target, target_logic)
    if classic.get("identity"):
        document["identities"] = {"mappings": [classic["identity"]], "strategy": "priority"}
    return split_fixed(document)


def to_classic(grouped: JsonObject, names: FieldNames) -> JsonObject:
    """A grouped document in the classic shape; of several identity mappings only the first is shown."""
    mirrored = with_mirrors(grouped, names)
    document = {key: value for key, value in mirrored.items() if key not in (*GROUPED_KEYS, "override_fields")}
    merged = [
        {"source": {"model_id": ZERO_UUID, "field": ""}, **entry} for entry in mirrored.get("override_fields") or []
    ]
    document["fields"] = [*document["fields"], *merged]
    return document


def with_mirrors(grouped: JsonObject, names: FieldNames) -> JsonObject:
    """The grouped document with its deprecated mirrors, each present where its original is."""
    document = dict(grouped)
    model, of_target = grouped.get("model_filters"), grouped.get("target_filters")
    filters = [_model_filter(entry, names) for entry in (model or {}).get("conditions") or []]
    filters += [_target_filter(entry) for entry in (of_target or {}).get("conditions") or []]
    if model is not None and "logic" in model:
        document["filter_logic"] = model["logic"]
    if of_target is not None and "logic" in of_target:
        document["target"] = {**grouped["target"], "filter_logic": of_target["logic"]}
    if model is not None or of_target is not None:
        document["filters"] = filters
    if mappings := (grouped.get("identities") or {}).get("mappings"):
        document["identity"] = mappings[0]
    return document


def without_mirrors(document: JsonObject) -> JsonObject:
    """A document of the grouped shape without its mirrors."""
    bare = {key: value for key, value in document.items() if key not in MIRRORS}
    target = {key: value for key, value in document["target"].items() if key != "filter_logic"}
    return bare | {"target": target}


def _group(conditions: list[JsonObject], logic: str | None) -> JsonObject:
    return {"conditions": conditions} if logic is None else {"conditions": conditions, "logic": logic}


def _is_of_target(entry: JsonObject) -> bool:
    return entry.get("field_type") == "Target"


def _model_condition(entry: JsonObject, names: FieldNames) -> JsonObject:
    rest = {key: value for key, value in entry.items() if key not in ("field", "field_id", "field_type")}
    return {"source": referred(entry, names), **rest}


def _target_condition(entry: JsonObject) -> JsonObject:
    rest = {key: value for key, value in entry.items() if key not in ("field", "field_id", "field_type", "value_field")}
    condition = {"field": entry.get("field_id") or (entry.get("field") or {}).get("field", ""), **rest}
    if "value_field" in entry:
        condition["value_source"] = entry["value_field"]
    return condition


def _model_filter(condition: JsonObject, names: FieldNames) -> JsonObject:
    source = condition["source"]
    field_id = names.field_id(source["model_id"], source["field"])
    rest = {key: value for key, value in condition.items() if key != "source"}
    return {"field": source, **({"field_id": field_id} if field_id else {}), "field_type": "Model", **rest}


def _target_filter(condition: JsonObject) -> JsonObject:
    rest = {key: value for key, value in condition.items() if key not in ("field", "value_source")}
    entry = {"field_id": condition["field"], "field_type": "Target", **rest}
    if "value_source" in condition:
        entry["value_field"] = condition["value_source"]
    return entry


def referred(entry: JsonObject, names: FieldNames) -> JsonObject:
    """The source that a filter or override refers to: `field_id` wins over `field`. Unknown ids give an empty name."""
    found = names.field_of(entry["field_id"]) if entry.get("field_id") else None
    if found:
        same = entry.get("field") or {}
        if (same.get("model_id"), same.get("field")) == found:
            return dict(same)
        return {"model_id": found[0], "field": found[1]}
    return dict(entry.get("field") or {"model_id": ZERO_UUID, "field": ""})
