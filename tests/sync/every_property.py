"""Every property of Update Sync, read from its description, and the edit that changes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from syncbot.sync import edits
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.edits import Comparison, ScheduleForm, Side, SourceField
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.schedule_edits import CHOOSABLE_REPEATS, inputs_of

_OPENAPI: Final = Path(__file__).parent.parent / "sandbox" / "data" / "polytomic-openapi.json"
_SCHEMAS: Final[JsonObject] = json.loads(_OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"]

NOW: Final = datetime(2026, 11, 23, tzinfo=UTC)
ONE, TWO = SourceField("m1", "one"), SourceField("m2", "two")
_COMMON: Final[JsonObject] = {
    "name": "x",
    "mode": "update",
    "active": True,
    "fields": [{"source": ONE.raw, "target": "A"}],
    "override_fields": [{"target": "F", "override_value": "v"}],
    "overrides": [{"field": ONE.raw, "field_id": "u1", "function": "Equality", "value": 1, "override": 1}],
    "policies": ["p1"],
    "schedule": {"frequency": "custom", "minute": "0"},
    "target": {
        "connection_id": "c1",
        "object": "Lead",
        "new_name": "n",
        "configuration": {"k": 1},
        "search_values": {"o": 1},
    },
}
GROUPED: Final[JsonObject] = {
    **_COMMON,
    "identities": {
        "mappings": [{"source": ONE.raw, "target": "A", "function": "Equality"}, {**TWO.raw}],
        "strategy": "priority",
    },
    "model_filters": {"conditions": [{"source": ONE.raw, "function": "Equality", "value": 1, "label": "A"}]},
    "target_filters": {"conditions": [{"field": "A", "function": "Equality", "value": 1, "label": "A"}]},
}
CLASSIC: Final[JsonObject] = {
    **_COMMON,
    "identity": {"source": ONE.raw, "target": "A", "function": "Equality"},
    "filters": [
        {"field": ONE.raw, "field_id": "u1", "field_type": "Model", "function": "Equality", "value": 1, "label": "A"},
        {"field_id": "A", "field_type": "Target", "function": "Equality", "value_field": ONE.raw, "label": "A"},
    ],
}

Edit = Callable[[JsonObject, Any], JsonObject]


def leaves(schema: JsonObject, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every property that holds no other, with the values of its enum."""
    if "$ref" in schema:
        schema = _SCHEMAS[schema["$ref"].rpartition("/")[2]]
    if "items" in schema:
        yield from leaves(schema["items"], f"{path}[]")
    elif schema.get("properties"):
        for key, inner in schema["properties"].items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    else:
        yield path, tuple(schema.get("enum", ()))


PROPERTIES: Final = dict(leaves(_SCHEMAS["UpdateSyncRequest"]))


def found_at(doc: Any, path: str) -> list[Any]:
    """Every value at the path; none where a key is not there."""
    values = [doc]
    for step in path.replace("[]", ".[]").split("."):
        values = [
            inner
            for value in values
            for inner in (
                value if step == "[]" and isinstance(value, list) else [value[step]] if step in (value or ()) else []
            )
        ]
    return values


def setting(key: str) -> Edit:
    return lambda doc, text: edits.set_value(doc, key, text, NOTHING_KNOWN)


def mapping(**given: Any) -> Edit:
    """Of the first mapping; `...` stands for the value."""
    return _item(edits.mappings, edits.change_mapping, given)


def fixed(**given: Any) -> Edit:
    return _item(edits.fixed_values, edits.change_fixed_value, given)


def override(**given: Any) -> Edit:
    return _item(edits.overrides, edits.change_override, given)


def identity(**given: Any) -> Edit:
    return _item(edits.identity_mappings, edits.change_identity, given)


def condition(side: Side, **given: Any) -> Edit:
    return _item(
        lambda doc: edits.filters(doc, side),
        lambda doc, item_id, **inputs: edits.change_filter(doc, side, item_id, **inputs),
        given,
    )


def _item(read: Callable[..., Any], change: Callable[..., JsonObject], given: dict[str, Any]) -> Edit:
    def edit(doc: JsonObject, value: Any) -> JsonObject:
        inputs = {key: made(value) if callable(made) else value if made is ... else made for key, made in given.items()}
        return change(doc, read(doc)[0].item_id, **inputs)

    return edit


def compared(function: str) -> Comparison:
    """With the function and what it takes."""
    by_kind: dict[edits.ValueKind, Any] = {
        edits.ValueKind.LIST: ["a"],
        edits.ValueKind.BETWEEN: [1, 2],
        edits.ValueKind.NUMBER: 7,
    }
    kind = edits.kind_of(function)
    return Comparison(function) if kind is edits.ValueKind.NONE else Comparison(function, by_kind.get(kind, "z"))


def on_schedule(doc: JsonObject, given: ScheduleForm) -> JsonObject:
    return edits.set_schedule(doc, edits.schedule_of(given, doc["schedule"], now=NOW))


def repeated(doc: JsonObject, repeat: str) -> JsonObject:
    """The schedule of a choice of *Repeat*, its inputs filled in."""
    at = {"hourly": ":15", "cron": "0 6 1 * *", "builder": "0 6 1 * *"}.get(repeat, "6:30")
    every: dict[str, Any] = {"at": at, "sync_ids": ("s1",), "connection_id": "c", "job_id": "7"}
    needed = {key: every[key] for key in inputs_of(repeat) if key in every}
    return on_schedule(doc, replace(ScheduleForm(repeat), **needed))


def frequency(doc: JsonObject, wanted: str) -> JsonObject:
    """By the choice of *Repeat* that stands for it."""
    results = (repeated(doc, repeat) for repeat, _ in CHOOSABLE_REPEATS)
    return next(result for result in results if result["schedule"]["frequency"] == wanted)


def other_side(doc: JsonObject, wanted: str) -> JsonObject:
    """A filter of the classic list is on the side to which it is added."""
    side = Side.TARGET if wanted == "Target" else Side.MODEL
    return edits.add_filter(doc, side, comparison=Comparison("IsNull"), source=TWO, target="B", shape=Shape.CLASSIC)


def value_source(doc: JsonObject, source: SourceField) -> JsonObject:
    return condition(Side.TARGET, comparison=lambda value: Comparison("Equality", value_source=value))(doc, source)


def _logic(side: Side) -> Edit:
    return lambda doc, text: edits.set_filter_logic(doc, side, text)


def _with_function(edit: Callable[..., Edit], *side: Side) -> Edit:
    return edit(*side, comparison=compared)


_IDENTITY: Final[dict[str, tuple[Edit, Any]]] = {
    "source.field": (identity(source=...), TWO),
    "source.model_id": (identity(source=...), TWO),
    "target": (identity(target=...), "B"),
    "function": (identity(function=...), "OneOf"),
    "new_field": (identity(new_field=...), True),
}
_VALUE: Final = {"comparison": lambda value: Comparison("Equality", value)}
EDITS: Final[dict[str, tuple[Edit, Any]]] = {
    **{key: (setting(key), "no") for key in ("active",)},
    **{key: (setting(key), "yes") for key in ("sync_all_records", "only_enrich_updates", "skip_initial_backfill")},
    "name": (setting("name"), "y"),
    "mode": (setting("mode"), "create"),
    "fields[].source.field": (mapping(field=...), "two"),
    "fields[].source.model_id": (mapping(model_id=...), "m2"),
    "fields[].target": (mapping(target=...), "B"),
    "fields[].sync_mode": (mapping(write=...), "create"),
    "fields[].new": (mapping(new=...), True),
    "fields[].encryption_enabled": (mapping(encrypt=...), True),
    "fields[].override_value": (mapping(override_value=...), "v"),
    "override_fields[].target": (fixed(target=...), "G"),
    "override_fields[].override_value": (fixed(value=...), "w"),
    "override_fields[].new": (fixed(new=...), True),
    "override_fields[].sync_mode": (fixed(write=...), "create"),
    "overrides[].field.field": (override(source=...), TWO),
    "overrides[].field.model_id": (override(source=...), TWO),
    "overrides[].function": (_with_function(override), "IsNull"),
    "overrides[].value": (override(**_VALUE), {"any": None}),
    "overrides[].override": (override(override=...), None),
    **{f"identities.mappings[].{key}": edit for key, edit in _IDENTITY.items()},
    **{f"identity.{key}": edit for key, edit in _IDENTITY.items()},
    "identities.strategy": (edits.set_identity_strategy, "and"),
    "model_filters.conditions[].source.field": (condition(Side.MODEL, source=...), TWO),
    "model_filters.conditions[].source.model_id": (condition(Side.MODEL, source=...), TWO),
    "model_filters.conditions[].function": (_with_function(condition, Side.MODEL), "IsNull"),
    "model_filters.conditions[].value": (condition(Side.MODEL, **_VALUE), [1, 2.0]),
    "model_filters.logic": (_logic(Side.MODEL), "A"),
    "target_filters.conditions[].field": (condition(Side.TARGET, target=...), "B"),
    "target_filters.conditions[].function": (_with_function(condition, Side.TARGET), "IsNull"),
    "target_filters.conditions[].value": (condition(Side.TARGET, **_VALUE), "x"),
    "target_filters.conditions[].value_source.field": (value_source, TWO),
    "target_filters.conditions[].value_source.model_id": (value_source, TWO),
    "target_filters.logic": (_logic(Side.TARGET), "A"),
    "filters[].field.field": (condition(Side.MODEL, source=...), TWO),
    "filters[].field.model_id": (condition(Side.MODEL, source=...), TWO),
    "filters[].field_id": (condition(Side.TARGET, target=...), "B"),
    "filters[].field_type": (other_side, "Target"),
    "filters[].function": (_with_function(condition, Side.MODEL), "IsNull"),
    "filters[].value": (condition(Side.MODEL, **_VALUE), 10.0),
    "filters[].value_field.field": (value_source, TWO),
    "filters[].value_field.model_id": (value_source, TWO),
    "filter_logic": (_logic(Side.MODEL), "A"),
    "target.filter_logic": (_logic(Side.TARGET), "A"),
    "target.connection_id": (lambda doc, new: edits.set_target(doc, connection_id=new, object_id="Lead"), "c2"),
    "target.object": (lambda doc, new: edits.set_target(doc, object_id=new), "Contact"),
    "target.new_name": (setting("target.new_name"), "m"),
    "target.configuration": (lambda doc, new: edits.change_setting(doc, edits.settings(doc)[0].item_id, new), "text"),
    "policies[]": (edits.set_policies, ["p2"]),
    "schedule.frequency": (frequency, "daily"),
    "schedule.run_after.sync_ids[]": (repeated, "runafter"),
    "schedule.run_after_success_only": (
        on_schedule,
        ScheduleForm("runafter", sync_ids=("s1",), success_only=True),
    ),
    "schedule.connection_id": (repeated, "dbtcloud"),
    "schedule.job_id": (repeated, "dbtcloud"),
    **{f"schedule.{key}": (repeated, "cron") for key in ("hour", "day_of_month", "day_of_week", "month")},
    "schedule.minute": (repeated, "hourly"),
}
