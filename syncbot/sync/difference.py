"""What differs between two syncs, item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from syncbot.sync.document import ABSENT, Absent, JsonObject, Shape, configuration, same
from syncbot.sync.entries import alike_at_both_ends, alone, arranged, grouped, listed, target_of, targets_of
from syncbot.sync.fields import ROWS, Effect, Part, Row, Rule, row, unknown_rows
from syncbot.sync.item_words import item_line
from syncbot.sync.known import Known


class Kind(StrEnum):
    """What happened to an item; each value is the word that people read."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Item:
    """One difference.

    Attributes:
        row: The key of its row.
        key: What names it inside the row: a target, a key of the target's settings; else the row's key.
        label: For people, inside its part.
        old, new: The raw values or ABSENT; for a target that has several entries, the list of them.
        line: The whole difference in words.
        field_path: Where it is, as errors name it (`fields.Email`, `schedule`).
    """

    row: str
    part: Part
    key: str
    kind: Kind
    label: str
    old: Any | Absent
    new: Any | Absent
    effect: Effect
    line: str
    field_path: str


def difference(a: JsonObject, b: JsonObject, *, shape: Shape, known: Known) -> tuple[Item, ...]:
    """What is otherwise in `b` than in `a`, in the table's order; empty when they mean the same to Polytomic.

    The order of mappings, fixed values and policies has no meaning, and neither has whether an empty list is left out.
    Keys that nobody has heard of are items of `Part.OTHER`.
    """
    a = configuration(a, shape)
    b = configuration(b, shape, a)
    found = (
        item
        for entry in (*ROWS, *unknown_rows(a, b))
        for item in _DIFFERENCES.get(entry.rule, _as_a_whole)(entry, entry.value(a), entry.value(b))
    )
    return tuple(replace(item, line=item_line(item, known)) for item in found)


def _as_a_whole(entry: Row, old: Any | Absent, new: Any | Absent) -> Iterator[Item]:
    if not entry.equal(old, new):
        yield _item(entry, entry.key, old, new)


def _by_target(entry: Row, old: Any | Absent, new: Any | Absent) -> Iterator[Item]:
    before, after = map(grouped, _apart(listed(old), listed(new)))
    for target in before | after:
        pair = before.get(target, []), after.get(target, [])
        if not same(*pair):
            yield _item(entry, target, *map(alone, pair))


def _apart(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    """The entries of those targets for which the lists do not hold the very same objects, place by place."""
    if len(old) == len(new):
        moved = [entry for pair in zip(old, new, strict=True) if pair[0] is not pair[1] for entry in pair]
    else:
        head, tail = alike_at_both_ends(old, new)
        moved = [entry for side in (old, new) for entry in side[head : len(side) - tail]]
    targets = set(map(target_of, moved))
    return _with_targets(old, targets), _with_targets(new, targets)


def _with_targets(entries: list[Any], targets: AbstractSet[str]) -> list[Any]:
    pairs = zip(entries, targets_of(entries), strict=True) if targets else ()
    return [entry for entry, target in pairs if target in targets]


def _by_key(entry: Row, old: Any | Absent, new: Any | Absent) -> Iterator[Item]:
    before, after = (value if isinstance(value, dict) else {} for value in (old, new))
    for key in before | after:
        pair = before.get(key, ABSENT), after.get(key, ABSENT)
        if not same(*pair):
            yield _item(entry, key, *pair)


_DIFFERENCES: dict[Rule, Callable[[Row, Any, Any], Iterator[Item]]] = {
    Rule.BY_TARGET: _by_target,
    Rule.BY_KEY: _by_key,
}


def _item(entry: Row, key: str, old: Any | Absent, new: Any | Absent) -> Item:
    whole = key == entry.key and entry.rule not in _DIFFERENCES
    return Item(
        row=entry.key,
        part=entry.part,
        key=key,
        kind=Kind.ADDED if old is ABSENT else Kind.REMOVED if new is ABSENT else Kind.CHANGED,
        label=entry.label if whole else key,
        old=old,
        new=new,
        effect=entry.effect,
        line="",
        field_path=entry.key if whole else f"{entry.key}.{key}",
    )


def with_items(doc: JsonObject, items: tuple[Item, ...]) -> JsonObject:
    """`doc` (canonical) with each item's new value in its place; keys that nobody has heard of stay as they are."""
    for item in items:
        entry = row(item.row)
        value = entry.value(doc)
        if entry.rule is Rule.BY_TARGET:
            doc = entry.with_value(doc, _with_target(listed(value), item))
        elif entry.rule is Rule.BY_KEY:
            doc = entry.with_value(doc, _with_key(value if isinstance(value, dict) else {}, item))
        elif entry.rule is not Rule.REMOTE:
            doc = entry.with_value(doc, item.new)
    return doc


def _with_target(there: list[Any], item: Item) -> list[Any]:
    wanted = grouped(there)
    wanted[item.key] = [] if item.new is ABSENT else item.new if isinstance(item.new, list) else [item.new]
    return arranged(there, wanted, [])


def _with_key(there: JsonObject, item: Item) -> JsonObject:
    if item.new is ABSENT:
        return {key: value for key, value in there.items() if key != item.key}
    return {**there, item.key: item.new}
