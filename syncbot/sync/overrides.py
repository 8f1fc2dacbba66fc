"""The overrides of a sync, one by one: where a condition holds, another value is sent instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.conditions import (
    Comparison,
    SourceField,
    comparison_of,
    no_field,
    source_field,
    with_comparison,
    with_source,
)
from syncbot.sync.document import ABSENT, Absent, JsonObject, Shape, configuration, same
from syncbot.sync.entries import listed
from syncbot.sync.items import Placed, find, known_as, marks, moved, placed, spot_for

NO_REPLACEMENT: Final = "There is nothing to replace the value with."
NO_REPLACEMENT_NEXT: Final = "Write the value in Replace with; null, to send none, is written as JSON."
NOT_TAKEN: Final = "The override was not taken."

_ROW: Final = "overrides"
_THING: Final = "override"


@dataclass(frozen=True, slots=True)
class Override:
    """One override.

    Attributes:
        item_id: Opaque; the same as long as what it says is.
        place: Starts at 0.
        source: The field of a model, or None where only `field_id` names it.
        field_id: The uuid of the field, or empty; it wins over `source`, see `syncbot.sync.conditions.field_meant`.
        comparison: When it applies.
        override: What is sent then, any JSON value; ABSENT when it says nothing.
        raw: The whole entry.
    """

    item_id: str
    place: int
    source: SourceField | None
    field_id: str
    comparison: Comparison
    override: Any | Absent
    raw: JsonObject


def overrides(doc: JsonObject) -> tuple[Override, ...]:
    """The overrides in the sync's order."""
    return tuple(_read(entry, place) for place, entry in enumerate(_placed(doc)))


def add_override(
    doc: JsonObject,
    *,
    source: SourceField | None,
    comparison: Comparison,
    override: Any | Absent,
) -> JsonObject:
    """`doc` with one more override, at the end.

    Raises:
        InvalidInput: No field, nothing to replace with, or a value that is missing or too many.
    """
    entry = _with_override(with_comparison(with_source({}, source), comparison), override)
    _check(entry)
    return {**doc, _ROW: [*listed(doc.get(_ROW)), entry]}


def change_override(
    doc: JsonObject,
    item_id: str,
    *,
    source: SourceField | None = None,
    comparison: Comparison | None = None,
    override: Any | Absent = ABSENT,
) -> JsonObject:
    """`doc` with one override changed in its place; what is None, or ABSENT, stays.

    Raises:
        InvalidInput: No such override, no field, nothing to replace with, or a value that is missing or too many.
    """
    found = _find(doc, item_id)
    entry = _with_override(with_comparison(with_source(found.raw, source), comparison), override)
    if same(entry, found.raw):
        return doc
    _check(entry)
    return {**doc, _ROW: [entry if place == found.place else other for place, other in enumerate(doc[_ROW])]}


def remove_override(doc: JsonObject, item_id: str) -> JsonObject:
    """`doc` without one override. Raises InvalidInput when there is no such override."""
    found = _find(doc, item_id)
    return {**doc, _ROW: [entry for place, entry in enumerate(doc[_ROW]) if place != found.place]}


def move_override(doc: JsonObject, item_id: str, *, to: int) -> JsonObject:
    """`doc` with one override at another place, which starts at 0. Raises InvalidInput when there is none."""
    found, every = _find(doc, item_id), _placed(doc)
    entries = moved(doc[_ROW], tuple(entry.place for entry in every), every.index(found), to)
    return doc if same(entries, doc[_ROW]) else {**doc, _ROW: entries}


def put_back_override(doc: JsonObject, base: JsonObject, item_id: str) -> JsonObject:
    """`doc` with one override as `base` has it, in the place that it had there.

    Raises:
        InvalidInput: `base` has no such override.
    """
    base = configuration(base, Shape.GROUPED)
    was, there = _find(base, item_id), known_as(_placed(doc), _placed(base))
    if any(entry.item_id == item_id for entry in there):
        return doc
    entries = listed(doc.get(_ROW))
    spot = spot_for(was, _placed(base), there)
    entries = [*entries[:spot], was.raw, *entries[spot:]]
    return {**doc, _ROW: base[_ROW] if marks(entries) == marks(base[_ROW]) else entries}


def _placed(doc: JsonObject) -> tuple[Placed, ...]:
    return placed(_THING, listed(doc.get(_ROW)))


def _find(doc: JsonObject, item_id: str) -> Placed:
    return find(_placed(doc), item_id, thing=_THING, field=_ROW)


def _read(entry: Placed, place: int) -> Override:
    raw = entry.raw
    return Override(
        item_id=entry.item_id,
        place=place,
        source=source_field(raw.get("field")),
        field_id=str(raw.get("field_id") or ""),
        comparison=comparison_of(raw),
        override=raw.get("override", ABSENT),
        raw=raw,
    )


def _with_override(entry: JsonObject, value: Any | Absent) -> JsonObject:
    if value is ABSENT or ("override" in entry and same(entry["override"], value)):
        return entry
    return {**entry, "override": value}


def _check(entry: JsonObject) -> None:
    if not (source_field(entry.get("field")) or entry.get("field_id")):
        raise no_field()
    if "override" not in entry:
        raise InvalidInput(NO_REPLACEMENT, not_done=NOT_TAKEN, next_step=NO_REPLACEMENT_NEXT, field="override")
