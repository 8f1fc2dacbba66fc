"""Changes of one entry of the mappings or the fixed values, key by key; what is not given stays as it is."""

from __future__ import annotations

from typing import Any

from syncbot.sync.document import JsonObject


def with_ends(entry: JsonObject, *, model_id: str | None, field: str | None, target: str | None) -> JsonObject:
    """The entry with another source or target; what else stands in the source stays."""
    source = entry.get("source")
    had = source if isinstance(source, dict) else {}
    wanted = {
        "model_id": had.get("model_id", "") if model_id is None else model_id,
        "field": had.get("field", "") if field is None else field,
    }
    if any(wanted[key] != had.get(key, "") for key in wanted):
        entry = {**entry, "source": {**had, **wanted}}
    return entry if target is None else {**entry, "target": target}


def with_options(
    entry: JsonObject,
    *,
    write: str | None = None,
    new: bool | None = None,
    encrypt: bool | None = None,
    override_value: str | None = None,
) -> JsonObject:
    """The entry with these options; what is None stays, an empty text takes the key out."""
    for key, text in (("sync_mode", write), ("override_value", override_value)):
        if text is not None and text != text_of(entry.get(key)):
            entry = {name: value for name, value in entry.items() if name != key or text}
            entry = {**entry, key: text} if text else entry
    for key, wanted in (("new", new), ("encryption_enabled", encrypt)):
        if wanted is not None and wanted != bool(entry.get(key)):
            entry = {**entry, key: wanted}
    return entry


def text_of(value: Any) -> str:
    """What should be text, as text; empty for null."""
    return value if isinstance(value, str) else "" if value is None else str(value)
