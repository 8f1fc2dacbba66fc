"""A target object as it is kept in the cache: the functions that most of its fields share stand there once."""

from __future__ import annotations

import json
from typing import Any, Final

from syncbot.sync.document import JsonObject

SHARED: Final = "function_sets"
"""Where the lists of functions stand; a field then has the number of its list instead."""

_KEPT: Final = ("id", "name", "modes", "properties")


def compacted(raw: JsonObject) -> JsonObject:
    """What the choices need of an answer of `GET …/modelsync/target/fields`, each list of functions once."""
    fields = raw.get("fields")
    kept: JsonObject = {key: raw[key] for key in _KEPT if key in raw}
    if not isinstance(fields, list):
        return kept
    numbers: dict[str, int] = {}
    small = [_field(field, numbers) if isinstance(field, dict) else field for field in fields]
    return {**kept, "fields": small, SHARED: [json.loads(mark) for mark in numbers]}


def functions_of(field: JsonObject, sets: Any) -> Any:
    """The list of functions of a field, whether it stands in the field or is shared."""
    there = field.get("filter_functions")
    if not isinstance(there, int) or isinstance(there, bool):
        return there
    return sets[there] if isinstance(sets, list) and 0 <= there < len(sets) else None


def _field(field: JsonObject, numbers: dict[str, int]) -> JsonObject:
    if not field.get("filter_functions"):
        return field
    mark = json.dumps(field["filter_functions"])
    return {**field, "filter_functions": numbers.setdefault(mark, len(numbers))}
