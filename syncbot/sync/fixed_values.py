"""The fixed values of a sync (`override_fields`), one by one: target fields that get one value for every record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.conditions import SourceField, source_field
from syncbot.sync.document import JsonObject, Shape, configuration, same, shape_of, split_fixed_values
from syncbot.sync.entries import listed, target_of
from syncbot.sync.entry_edits import text_of, with_options
from syncbot.sync.entry_returns import put_back
from syncbot.sync.items import Placed, find, item_id

NO_TARGET: Final = "The fixed value has no target field."
NO_TARGET_NEXT: Final = "Choose a target field."
EMPTY: Final = "A fixed value cannot be empty: Polytomic refuses it (with “unknown model field id”)."
EMPTY_NEXT: Final = "Write a value. To send nothing, remove the fixed value."
TAKEN: Final = "{target} already has a fixed value."
TAKEN_NEXT: Final = "Choose another target field, or edit or remove that fixed value."
NOT_TAKEN: Final = "The fixed value was not taken."

_ROW: Final = "override_fields"
_THING: Final = "fixed value"


@dataclass(frozen=True, slots=True)
class FixedValue:
    """One fixed value.

    Attributes:
        item_id: Opaque; the same as long as the target and its place among entries of that target are.
        value: As text; empty when the entry says nothing.
        new: The field is to be created in the target.
        write: `sync_mode`, or empty when the sync's own mode counts.
        source: Of the deprecated form that makes the entry a mapping; None else.
        raw: The whole entry.
    """

    item_id: str
    target: str
    value: str
    new: bool
    write: str
    source: SourceField | None
    raw: JsonObject


def fixed_values(doc: JsonObject) -> tuple[FixedValue, ...]:
    """The fixed values in the sync's order, also those that the classic shape merges into `fields`."""
    return tuple(_read(entry) for entry in _placed(_apart(doc)))


def add_fixed_value(
    doc: JsonObject, *, target: str, value: str, new: bool | None = None, write: str | None = None
) -> JsonObject:
    """`doc` with one more fixed value, at the end.

    Raises:
        InvalidInput: No target, an empty value, or the target has a fixed value already; `field` is `target` or
            `value`.
    """
    doc = _apart(doc)
    entry = with_options({"target": target, "override_value": value}, new=new, write=write)
    _check(doc, entry, {})
    return {**doc, _ROW: [*listed(doc.get(_ROW)), entry]}


def change_fixed_value(
    doc: JsonObject,
    item_id: str,
    *,
    target: str | None = None,
    value: str | None = None,
    new: bool | None = None,
    write: str | None = None,
) -> JsonObject:
    """`doc` with one fixed value changed in its place; what is None stays. An empty `write` lets the sync's mode count.

    Raises:
        InvalidInput: No such fixed value, else as `add_fixed_value`.
    """
    apart = _apart(doc)
    found = _find(apart, item_id)
    entry = with_options(found.raw, new=new, write=write)
    entry = entry if target is None or target == target_of(entry) else {**entry, "target": target}
    if value is not None and value != text_of(entry.get("override_value")):
        entry = {**entry, "override_value": value}
    if same(entry, found.raw):
        return doc
    _check(apart, entry, found.raw)
    entries = list(apart[_ROW])
    entries[found.place] = entry
    return {**apart, _ROW: entries}


def remove_fixed_value(doc: JsonObject, item_id: str) -> JsonObject:
    """`doc` without one fixed value. Raises InvalidInput when there is no such fixed value."""
    doc = _apart(doc)
    found = _find(doc, item_id)
    return {**doc, _ROW: [entry for place, entry in enumerate(doc[_ROW]) if place != found.place]}


def put_back_fixed_value(doc: JsonObject, base: JsonObject, item_id: str) -> JsonObject:
    """`doc` with one fixed value as `base` has it, in the place that it had there; another for its target gives way.

    Raises:
        InvalidInput: `base` has no such fixed value.
    """
    base = configuration(base, shape_of(base) or shape_of(doc) or Shape.GROUPED)
    apart, base = _apart(doc), _apart(base)
    entries = listed(apart.get(_ROW))
    back = put_back(entries, listed(base.get(_ROW)), _find(base, item_id).place)
    return doc if same(back, entries) else {**apart, _ROW: back}


def _apart(doc: JsonObject) -> JsonObject:
    """The document with all its fixed values in `override_fields`."""
    return doc if shape_of(doc) is Shape.GROUPED else split_fixed_values(doc)


def _placed(doc: JsonObject) -> Iterator[Placed]:
    seen: Counter[str] = Counter()
    for place, entry in enumerate(listed(doc.get(_ROW))):
        if isinstance(entry, dict):
            target = target_of(entry)
            yield Placed(item_id(_THING, target, seen[target]), place, entry)
            seen[target] += 1


def _find(doc: JsonObject, wanted: str) -> Placed:
    return find(_placed(doc), wanted, thing=_THING, field=_ROW)


def _read(entry: Placed) -> FixedValue:
    raw = entry.raw
    return FixedValue(
        item_id=entry.item_id,
        target=target_of(raw),
        value=text_of(raw.get("override_value")),
        new=raw.get("new") is True,
        write=text_of(raw.get("sync_mode")),
        source=source_field(raw.get("source")),
        raw=raw,
    )


def _check(doc: JsonObject, entry: JsonObject, was: JsonObject) -> None:
    target = target_of(entry)
    if not target:
        raise InvalidInput(NO_TARGET, not_done=NOT_TAKEN, next_step=NO_TARGET_NEXT, field="target")
    if entry.get("override_value") in (None, "") and not source_field(entry.get("source")):
        raise InvalidInput(EMPTY, not_done=NOT_TAKEN, next_step=EMPTY_NEXT, field="value")
    if target != target_of(was) and any(target_of(other.raw) == target for other in _placed(doc)):
        raise InvalidInput(TAKEN.format(target=target), not_done=NOT_TAKEN, next_step=TAKEN_NEXT, field="target")
