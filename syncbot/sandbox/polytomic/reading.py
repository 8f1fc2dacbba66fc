"""Reads over a grouped document: every reference that it makes to a model's field or to a field of its target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from syncbot.sandbox.polytomic.documents import is_fixed
from syncbot.sandbox.polytomic.replies import JsonObject


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A model's field that the document names, and where. `field_id` is empty where only the name stands."""

    path: str
    model_id: str
    field: str
    field_id: str = ""


@dataclass(frozen=True, slots=True)
class TargetReference:
    """A field of the target that the document names, and where.

    Attributes:
        is_new: It is to be created in the target.
        entry: The whole entry that names it.
    """

    path: str
    field_id: str
    is_new: bool
    entry: JsonObject


def entries(document: JsonObject, *keys: str) -> Iterator[tuple[str, JsonObject]]:
    """Path and value of each entry of the list at `keys`; nothing where a key is missing or null."""
    value: JsonObject | list[JsonObject] | None = document
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    for index, entry in enumerate(value or []):
        if isinstance(entry, dict):
            yield f"{'.'.join(keys)}[{index}]", entry


def source_references(document: JsonObject) -> Iterator[SourceReference]:
    """Every model field that mappings, identity, filters and overrides name, in this order."""
    places = (
        (("fields",), "source"),
        (("identities", "mappings"), "source"),
        (("model_filters", "conditions"), "source"),
        (("target_filters", "conditions"), "value_source"),
        (("overrides",), "field"),
    )
    for keys, name in places:
        for path, entry in entries(document, *keys):
            source = entry.get(name)
            if source and not (name == "source" and is_fixed(entry)):
                field_id = entry.get("field_id", "") if name == "field" else ""
                yield SourceReference(f"{path}.{name}", source["model_id"], source["field"], field_id)


def target_references(document: JsonObject) -> Iterator[TargetReference]:
    """Every target field that mappings, fixed values, identity and target filters name, in this order."""
    places = (
        (("fields",), "target", "new"),
        (("override_fields",), "target", "new"),
        (("identities", "mappings"), "target", "new_field"),
        (("target_filters", "conditions"), "field", ""),
    )
    for keys, name, new in places:
        for path, entry in entries(document, *keys):
            yield TargetReference(f"{path}.{name}", entry[name], entry.get(new) is True, entry)


def model_ids(document: JsonObject) -> list[str]:
    """The models in use, in the order in which the document first names them."""
    return list(dict.fromkeys(reference.model_id for reference in source_references(document)))
