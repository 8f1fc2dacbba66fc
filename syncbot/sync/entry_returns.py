"""Which entry of a draft is which of the sync, in lists known by `target`; and *Put back* of one, in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

from syncbot.sync.document import same
from syncbot.sync.entries import alike_at_both_ends, each_has_its_own, target_of
from syncbot.sync.items import in_order, item_id

Entries: TypeAlias = Sequence[Any]
Pairs: TypeAlias = dict[int, int]


def paired(before: Entries, now: Entries) -> Pairs:
    """By the place of an entry in `now`, the place in `before` of the entry that it is, changed or not.

    The one entry of a target is that of the target. Where a side has several, as no editor makes them, those that say
    the same are the same, in their order and between the same others; what is left of a target was changed.
    """
    had, there = _single(before), _single(now)
    pairs = {there[target]: had[target] for target in there if target in had}
    if len(pairs) < max(len(before), len(now)):
        pairs |= _several(before, now, had.keys() & there.keys())
        _pair_left(pairs, before, now, _content)
        _pair_left(pairs, before, now, target_of)
    return pairs


def side_by_side(before: Entries, now: Entries) -> list[tuple[int | None, int | None]]:
    """By place, each entry of `now` with what it was in `before`, and those that are gone where they were.

    None stands for the side that does not have it. Where each target has one entry, only those are told apart that lie
    between what both begin and end with: an edit leaves the very same objects there.
    """
    head, tail = alike_at_both_ends(before, now) if each_has_its_own(before) and each_has_its_own(now) else (0, 0)
    rows = _side_by_side(before[head : len(before) - tail], now[head : len(now) - tail])
    return [
        *zip(range(head), range(head), strict=True),
        *((_from(head, there), _from(head, was)) for there, was in rows),
        *zip(range(len(now) - tail, len(now)), range(len(before) - tail, len(before)), strict=True),
    ]


def _from(start: int, place: int | None) -> int | None:
    return None if place is None else start + place


def _side_by_side(before: Entries, now: Entries) -> list[tuple[int | None, int | None]]:
    pairs = paired(before, now)
    there = set(pairs.values())
    gone: dict[int | None, list[tuple[int | None, int | None]]] = {}
    last: int | None = None
    for place in range(len(before)):
        if place in there:
            last = place
        else:
            gone.setdefault(last, []).append((None, place))
    rows = gone.get(None, [])
    for place in range(len(now)):
        was = pairs.get(place)
        rows += [(place, was), *(gone.get(was, []) if was is not None else [])]
    return rows


def put_back(now: Entries, before: Entries, wanted: int) -> list[Any]:
    """`now` with the entry that stands at `wanted` in `before`, behind and before the same others as there.

    What became of it by now, or has its target instead, gives way; where it is there, nothing changes.
    """
    pairs, entry = paired(before, now), before[wanted]
    at = next((place for place, was in pairs.items() if was == wanted), None)
    if at is not None and same(now[at], entry):
        return list(now)
    others = list(now) if at is None else [*now[:at], *now[at + 1 :]]
    if at is None or any((was < wanted) != (place < at) for place, was in pairs.items() if place != at):
        at = _spot(paired(before, others), wanted)
    return [*others[:at], entry, *others[at:]]


def _spot(pairs: Pairs, wanted: int) -> int:
    """Behind the nearest that stood before it, else before the nearest that stood behind it."""
    where = {was: place for place, was in pairs.items()}
    ahead = max((was for was in where if was < wanted), default=None)
    if ahead is not None:
        return where[ahead] + 1
    behind = min((was for was in where if was > wanted), default=None)
    return 0 if behind is None else where[behind]


def _single(entries: Entries) -> dict[str, int]:
    """The places of the targets that one entry has."""
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        places.setdefault(target_of(entry), []).append(place)
    return {target: found[0] for target, found in places.items() if target and len(found) == 1}


def _several(before: Entries, now: Entries, anchors: AbstractSet[str]) -> Pairs:
    """The entries that say the same and stand behind the same of the `anchors`, targets with one entry each."""
    old, new = _between(before, anchors), _between(now, anchors)
    pairs: Pairs = {}
    for anchor in old.keys() & new.keys():
        had, there = old[anchor], new[anchor]
        alike = in_order([_content(before[place]) for place in had], [_content(now[place]) for place in there])
        pairs |= {there[at]: had[to] for at, to in alike.items()}
    return pairs


def _between(entries: Entries, anchors: AbstractSet[str]) -> dict[str, list[int]]:
    """The places of the entries that are no anchor, by the target of the last anchor before them."""
    places: dict[str, list[int]] = {}
    last = ""
    for place, entry in enumerate(entries):
        target = target_of(entry)
        if target in anchors:
            last = target
        else:
            places.setdefault(last, []).append(place)
    return places


def _pair_left(pairs: Pairs, before: Entries, now: Entries, mark: Callable[[Any], str]) -> None:
    """Pair what has no counterpart yet and the same mark, in order; an empty mark is none."""
    taken = set(pairs.values())
    left: dict[str, list[int]] = {}
    for place in (place for place in range(len(before)) if place not in taken):
        left.setdefault(mark(before[place]), []).append(place)
    for place in (place for place in range(len(now)) if place not in pairs):
        name = mark(now[place])
        if name and left.get(name):
            pairs[place] = left[name].pop(0)


def _content(entry: Any) -> str:
    return item_id("", entry, 0)
