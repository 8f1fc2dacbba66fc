"""The filters of a sync, one by one: reading them, and the edits, which rewrite the logic where a label moves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from syncbot.sync import logic as logics
from syncbot.sync.conditions import Comparison, SourceField, comparison_of, no_field, with_comparison
from syncbot.sync.document import JsonObject, Shape, same
from syncbot.sync.filter_lists import FilterList, Side, filter_list, rewritten, with_group, written
from syncbot.sync.items import Placed, find, moved
from syncbot.sync.logic import position_label
from syncbot.sync.rows import put

RECORDS_STAY: Final = "Records that were already sent stay in the target, also those that the filters now leave out."
EMPTY_VALUES: Final = (
    "Whether records in which the field is empty pass depends on the condition; “is empty” asks for it."
)

THING: Final = "filter"


class Combine(StrEnum):
    """How a new condition combines with those that are there; each value is what people read."""

    ALL = "All of this, and the new one"
    EITHER = "Either this, or the new one"
    OWN = "I write the logic"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition.

    Attributes:
        item_id: Opaque; the same as long as what it says is. Its label does not count.
        label: What the logic calls it; by position where it has none.
        place: Among the conditions of its side, starts at 0.
        source: The field of a model, or None; see `syncbot.sync.conditions.field_meant` for what `field_id` means.
        target: The field of the target; empty for filters on the model.
        field_id: Of the classic form: the uuid of a model's field; empty else.
        comparison: The function with its value, or the field to compare with.
        raw: The whole entry.
    """

    item_id: str
    label: str
    side: Side
    place: int
    source: SourceField | None
    target: str
    field_id: str
    comparison: Comparison
    raw: JsonObject


def filters(doc: JsonObject, side: Side) -> tuple[Filter, ...]:
    """The conditions of one side in the sync's order."""
    where = filter_list(doc, side)
    return tuple(
        _read(where, entry, label, place)
        for place, (entry, label) in enumerate(zip(where.own, where.labels, strict=True))
    )


def filter_logic(doc: JsonObject, side: Side) -> str:
    """How the conditions of one side combine, as stored; empty when all must hold."""
    return filter_list(doc, side).logic


def add_filter(
    doc: JsonObject,
    side: Side,
    *,
    comparison: Comparison,
    source: SourceField | None = None,
    target: str | None = None,
    combine: Combine = Combine.ALL,
    logic: str = "",
    shape: Shape | None = None,
) -> JsonObject:
    """`doc` with one more condition, at the end.

    Args:
        doc: A draft.
        side: What it chooses from.
        comparison: What it says.
        source: The field, for a filter on the model.
        target: The field, for a filter on the target.
        combine: How the logic goes on.
        logic: For `Combine.OWN`, with the new condition's label, the next by position.
        shape: Of the sync; counts where it has no filters yet.

    Raises:
        InvalidInput: No field, a value that is missing or too many, or a logic that cannot be read.
    """
    where = filter_list(doc, side, shape=shape)
    entry = with_comparison(where.fresh(), comparison, source_key=where.source_key)
    entry = _about(where, entry, source, target)
    text = logic_with(doc, side, combine=combine, logic=logic)
    return written(doc, where, [*where.entries, entry], text)


def logic_with(doc: JsonObject, side: Side, *, combine: Combine, logic: str = "") -> str:
    """The logic once one more condition is there, labelled by position; for showing it before it is taken.

    Raises:
        InvalidInput: The present logic cannot be read, or the one that was written does not name every condition.
    """
    where = filter_list(doc, side)
    count = len(where.own)
    if combine is Combine.OWN:
        logics.check(logic, map(position_label, range(count + 1)))
        return logic.strip()
    if combine is Combine.ALL and not where.logic.strip():
        return ""
    extend = logics.extend_all if combine is Combine.ALL else logics.extend_any
    return logics.render(extend(where.tree(), position_label(count))) if count else ""


def change_filter(
    doc: JsonObject,
    side: Side,
    item_id: str,
    *,
    comparison: Comparison | None = None,
    source: SourceField | None = None,
    target: str | None = None,
) -> JsonObject:
    """`doc` with one condition changed in its place; what is None stays.

    Raises:
        InvalidInput: No such condition, no field, or a value that is missing or too many.
    """
    where, found = _find(doc, side, item_id)
    entry = with_comparison(found.raw, comparison, source_key=where.source_key)
    entry = _about(where, entry, source, target)
    if same(entry, found.raw):
        return doc
    return put(doc, where.list_path, [*where.entries[: found.place], entry, *where.entries[found.place + 1 :]])


def remove_filter(doc: JsonObject, side: Side, item_id: str) -> JsonObject:
    """`doc` without one condition; the logic goes on without it, `A AND (B OR C)` without B is `A AND C`.

    Raises:
        InvalidInput: No such condition, or the present logic cannot be read.
    """
    where, found = _find(doc, side, item_id)
    gone = where.own.index(found)
    entries = [entry for place, entry in enumerate(where.entries) if place != found.place]
    text = rewritten(where, [place for place in range(len(where.own)) if place != gone])
    return written(doc, where, entries, text)


def move_filter(doc: JsonObject, side: Side, item_id: str, *, to: int) -> JsonObject:
    """`doc` with one condition at another place among those of its side (starts at 0); the logic follows it.

    Raises:
        InvalidInput: No such condition, or the present logic cannot be read.
    """
    where, found = _find(doc, side, item_id)
    order = list(range(len(where.own)))
    order.insert(max(0, min(to, len(order) - 1)), order.pop(where.own.index(found)))
    if order == sorted(order):
        return doc
    places = tuple(entry.place for entry in where.own)
    entries = moved(list(where.entries), places, where.own.index(found), to)
    return written(doc, where, entries, rewritten(where, order))


def set_filter_logic(doc: JsonObject, side: Side, text: str, *, shape: Shape | None = None) -> JsonObject:
    """`doc` with another logic over the conditions of one side; empty lets all of them hold.

    Raises:
        InvalidInput: It cannot be read, or does not name every condition and only those; `field` is `filter_logic`.
    """
    where = filter_list(doc, side, shape=shape)
    text = text.strip()
    if text == where.logic.strip():
        return doc
    logics.check(text, where.labels)
    entries = list(where.entries)
    for entry, label in zip(where.own, where.labels, strict=True) if text else ():
        entries[entry.place] = entry.raw if entry.raw.get("label") == label else {**entry.raw, "label": label}
    return with_group(doc, where, entries, text)


def _read(where: FilterList, entry: Placed, label: str, place: int) -> Filter:
    on_model = where.side is Side.MODEL
    return Filter(
        item_id=entry.item_id,
        label=label,
        side=where.side,
        place=place,
        source=where.source_of(entry.raw),
        target=where.target_of(entry.raw),
        field_id=str(entry.raw.get("field_id") or "") if on_model and where.classic else "",
        comparison=comparison_of(entry.raw),
        raw=entry.raw,
    )


def _find(doc: JsonObject, side: Side, item_id: str) -> tuple[FilterList, Placed]:
    where = filter_list(doc, side)
    return where, find(where.own, item_id, thing=THING, field=where.row)


def _about(where: FilterList, entry: JsonObject, source: SourceField | None, target: str | None) -> JsonObject:
    """The entry about the field that is given. Raises InvalidInput when it then has none."""
    entry = where.about(entry, source, target)
    if not (where.source_of(entry) or where.target_of(entry) or entry.get("field_id")):
        raise no_field()
    return entry
