"""The edits of a sync's identity, one mapping by one."""

from __future__ import annotations

from typing import Final

from syncbot.sync.conditions import SourceField, pointed_at, source_field
from syncbot.sync.document import JsonObject, Shape, configuration, same
from syncbot.sync.entries import listed
from syncbot.sync.identity_view import (
    CHOOSE_OF,
    PRIORITY,
    SEVERAL,
    STRATEGY,
    check_identity,
    find_identity,
    has_one_only,
    identity_strategy,
    may_have_several,
    placed_identities,
    refused,
)
from syncbot.sync.items import Placed, known_as, marks, moved, spot_for
from syncbot.sync.known import NOTHING_KNOWN, Known
from syncbot.sync.rows import at, put
from syncbot.sync.vocabulary import STRATEGIES

ONE_ONLY: Final = "This sync can have one identity, and it has one."
ONE_ONLY_NEXT: Final = "Edit that one, or remove it first."
UNKNOWN_STRATEGY: Final = "There is no way to work together “{text}”."
NO_STRATEGY: Final = "This sync can have one identity only, so there is nothing that works together."
NO_STRATEGY_NEXT: Final = "Leave it as it is."


def add_identity(
    doc: JsonObject,
    *,
    source: SourceField | None,
    target: str,
    function: str,
    new_field: bool | None = None,
    known: Known = NOTHING_KNOWN,
    shape: Shape | None = None,
) -> JsonObject:
    """`doc` with one more identity mapping, at the end; a second one brings the strategy `priority`.

    Raises:
        InvalidInput: A field or function is missing or not allowed, the pair is there, or only one can be.
    """
    there = placed_identities(doc)
    entry: JsonObject = {"source": source.raw if source else None, "target": target, "function": function}
    entry = entry if new_field is None else {**entry, "new_field": new_field}
    check_identity(entry, known, there)
    if there and not may_have_several(doc, known, shape=shape):
        raise refused(ONE_ONLY, ONE_ONLY_NEXT, "identity")
    if has_one_only(doc, shape):
        return {**doc, "identity": entry}
    return _with_mappings(doc, [*listed(at(doc, SEVERAL)), entry])


def change_identity(
    doc: JsonObject,
    item_id: str,
    *,
    source: SourceField | None = None,
    target: str | None = None,
    function: str | None = None,
    new_field: bool | None = None,
    known: Known = NOTHING_KNOWN,
) -> JsonObject:
    """`doc` with one identity mapping changed in its place; what is None stays.

    With another target, `remote_field_type_id` goes: Polytomic works it out for the field that was; unless the new
    field is to be created, since it then tells of what type.

    Raises:
        InvalidInput: No such identity, a field or function that is missing or not allowed, or the pair is there.
    """
    found = find_identity(doc, item_id)
    entry = found.raw
    if source is not None and source_field(entry.get("source")) != source:
        entry = {**entry, "source": pointed_at(entry.get("source"), source)}
    for key, wanted in (("target", target), ("function", function)):
        entry = entry if wanted is None or wanted == entry.get(key) else {**entry, key: wanted}
    if new_field is not None and new_field != bool(entry.get("new_field")):
        entry = {**entry, "new_field": new_field}
    if entry.get("target") != found.raw.get("target") and entry.get("new_field") is not True:
        entry = {key: value for key, value in entry.items() if key != "remote_field_type_id"}
    if same(entry, found.raw):
        return doc
    check_identity(entry, known, [other for other in placed_identities(doc) if other.item_id != item_id])
    return _replaced(doc, found, [entry])


def remove_identity(doc: JsonObject, item_id: str) -> JsonObject:
    """`doc` without one identity mapping. Raises InvalidInput when there is no such identity."""
    return _replaced(doc, find_identity(doc, item_id), [])


def move_identity(doc: JsonObject, item_id: str, *, to: int) -> JsonObject:
    """`doc` with one identity mapping at another place, which starts at 0. Raises InvalidInput when there is none."""
    found, every = find_identity(doc, item_id), placed_identities(doc)
    entries = listed(at(doc, SEVERAL))
    if not entries:
        return doc
    order = moved(entries, tuple(entry.place for entry in every), every.index(found), to)
    return doc if same(order, entries) else put(doc, SEVERAL, order)


def put_back_identity(doc: JsonObject, base: JsonObject, item_id: str) -> JsonObject:
    """`doc` with one identity mapping as `base` has it, in the place that it had there.

    In the classic shape whatever is there gives way. When all are back, they are those of `base` to the letter.

    Raises:
        InvalidInput: `base` has no such identity.
    """
    classic = has_one_only(base, None)
    base = configuration(base, Shape.CLASSIC if classic else Shape.GROUPED)
    was, there = find_identity(base, item_id), known_as(placed_identities(doc), placed_identities(base))
    if any(entry.item_id == item_id for entry in there):
        return doc
    if classic:
        filled = {key: (was.raw if key == "identity" else doc[key]) for key in base if key in doc or key == "identity"}
        return {**filled, **{key: value for key, value in doc.items() if key not in filled}}
    spot = spot_for(was, placed_identities(base), there)
    entries = listed(at(doc, SEVERAL))
    entries = [*entries[:spot], was.raw, *entries[spot:]]
    if marks(entries) != marks(listed(at(base, SEVERAL))):
        return _with_mappings(doc, entries)
    told = identity_strategy(doc) == identity_strategy(base)
    return {**doc, "identities": base["identities"]} if told else put(doc, SEVERAL, at(base, SEVERAL))


def set_identity_strategy(doc: JsonObject, strategy: str) -> JsonObject:
    """`doc` with another way for several identities to work together.

    Raises:
        InvalidInput: It is neither `priority` nor `and`, or the sync has no several identities.
    """
    wanted = strategy.strip().lower()
    if wanted not in STRATEGIES:
        choices = CHOOSE_OF.format(choices=", ".join(STRATEGIES))
        raise refused(UNKNOWN_STRATEGY.format(text=strategy), choices, "strategy")
    if has_one_only(doc, None):
        raise refused(NO_STRATEGY, NO_STRATEGY_NEXT, "strategy")
    return doc if at(doc, STRATEGY) == wanted else put(doc, STRATEGY, wanted)


def _with_mappings(doc: JsonObject, entries: list[JsonObject]) -> JsonObject:
    """`doc` with these identity mappings; several have a strategy."""
    doc = put(doc, SEVERAL, entries)
    needed = len(entries) > 1 and at(doc, STRATEGY) not in STRATEGIES
    return put(doc, STRATEGY, PRIORITY) if needed else doc


def _replaced(doc: JsonObject, found: Placed, entries: list[JsonObject]) -> JsonObject:
    """`doc` with these in the place of one."""
    if doc.get("identities") is None:
        return {key: (entries[0] if key == "identity" else doc[key]) for key in doc if key != "identity" or entries}
    there = listed(at(doc, SEVERAL))
    return _with_mappings(doc, [*there[: found.place], *entries, *there[found.place + 1 :]])
