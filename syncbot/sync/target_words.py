"""Where a sync writes to, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from syncbot.sync.document import ABSENT, Absent, JsonObject
from syncbot.sync.known import Known
from syncbot.sync.naming import thing_words
from syncbot.sync.phrases import field_words, plain, value_words

NO_TARGET = "No target"
IN = "{object} in {connection}"
NO_OBJECT = "no object"

TARGET_LABELS: Final = {
    "connection_id": "connection",
    "object": "object",
    "search_values": "search values",
    "new_name": "name of the new object",
}
"""The keys of a target, as people read them."""


def target_state(target: object, known: Known) -> str:
    """`contacts (Contact) in HubSpot`; the connection's id where its name is not known."""
    if not isinstance(target, dict) or not target:
        return NO_TARGET
    there = known.target.connection_id if known.target else ""
    name = known.target.connection_name if known.target and there in ("", target.get("connection_id")) else ""
    connection = name or target_value("connection_id", target.get("connection_id", ABSENT), known)
    described = target.get("object") or target.get("new_name")
    return IN.format(object=target_value("object", described, known) if described else NO_OBJECT, connection=connection)


def target_lines(target: JsonObject, known: Known) -> Iterator[str]:
    """A line for each thing that a target says; each of its settings is one."""
    for key, value in target.items():
        if key == "configuration" and isinstance(value, dict):
            yield from (f"Setting {name}: {value_words(inner)}" for name, inner in value.items())
        elif key != "filter_logic":
            label = TARGET_LABELS.get(key, key)
            yield f"{label[:1].upper()}{label[1:]}: {target_value(key, value, known)}"


def target_value(key: str, value: Any | Absent, known: Known) -> str:
    """One value of a target: ids as they stand, with the name that is known for them."""
    if not isinstance(value, str) or key not in ("connection_id", "object"):
        return value_words(value)
    if key == "connection_id":
        return thing_words(value, known)
    is_object = known.target is not None and known.target.object_id == value
    return field_words(plain(value), plain(known.target.name) if known.target and is_object else "")
