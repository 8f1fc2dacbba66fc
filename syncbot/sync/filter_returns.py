"""*Put back* of a filter that a draft has removed: in its place, and with the logic that it had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, permutations, product
from typing import Final, TypeVar

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, JsonObject, Shape, configuration, same
from syncbot.sync.filter_lists import FilterList, Side, filter_list, is_classic, with_group, written
from syncbot.sync.filters import THING
from syncbot.sync.items import Placed, find, known_as, marks, spot_for
from syncbot.sync.logic import Either, Every, Name, Tree, every, extend_all, position_label, relabel, render, without
from syncbot.sync.rows import at, put

_WAYS_AT_MOST: Final = 200

T = TypeVar("T")


def put_back_filter(doc: JsonObject, base: JsonObject, side: Side, item_id: str) -> JsonObject:
    """`doc` with one condition as `base` has it, in the place that it had there.

    Where the logic of `doc` is that of `base` without what is gone, it is that of `base` again, and when all are back,
    labels and logic are to the letter. Else all of the logic of `doc` must hold, and the condition too. Of conditions
    that say the same, that one comes back which the logic lacks.

    Raises:
        InvalidInput: `base` has no such condition, or the logic of `doc` cannot be read.
    """
    base = configuration(base, Shape.CLASSIC if is_classic(base, None) else Shape.GROUPED)
    before = filter_list(base, side)
    was = find(before.own, item_id, thing=THING, field=before.row)
    had = _logic_of(before)
    where = _recognised(filter_list(doc, side, shape=Shape.CLASSIC if before.classic else Shape.GROUPED), before, had)
    there = [entry.item_id for entry in where.own]
    says = _said(before.own)
    gone = [entry for entry in before.own if entry.item_id not in there and says[entry.item_id] == says[was.item_id]]
    if not gone:
        return doc
    was = was if was in gone else gone[0]
    spot = spot_for(was, before.own, where.own)
    entries = [*where.entries[:spot], was.raw, *where.entries[spot:]]
    index = sum(1 for entry in where.own if entry.place < spot)
    now = [*there[:index], was.item_id, *there[index:]]
    untouched = _key(_without(had, before, there)) == _key(_by_id(where))
    if untouched and now == [entry.item_id for entry in before.own]:
        return _as_before(doc, base, side, entries)
    tree = _without(had, before, now) if untouched else extend_all(_by_id(where), was.item_id)
    return written(doc, where, entries, _text(where, tree, now))


def _as_before(doc: JsonObject, base: JsonObject, side: Side, entries: list[object]) -> JsonObject:
    """`doc` with all conditions of the side, and their logic, as they were; the other side's stay as they are."""
    before = filter_list(base, side)
    where = filter_list(doc, side, shape=Shape.CLASSIC if before.classic else Shape.GROUPED)
    logic = at(base, before.logic_path)
    if same(_others(where), _others(before)):
        entries = list(before.entries)
    else:
        mine = {entry.item_id: entry.raw for entry in before.own}
        whole = filter_list({"filters": entries}, where.side, shape=Shape.CLASSIC)
        for entry in whole.own:
            entries[entry.place] = mine[entry.item_id]
    doc = with_group(doc, where, entries, where.logic)
    return put(doc, where.logic_path, logic) if at(doc, where.logic_path) is not ABSENT or logic is not ABSENT else doc


def _others(where: FilterList) -> list[object]:
    own = {entry.place for entry in where.own}
    return [entry for place, entry in enumerate(where.entries) if place not in own]


def _text(where: FilterList, tree: Tree | None, now: list[str]) -> str:
    """The logic of the conditions `now`, by position; empty where it was and all must hold."""
    if not where.logic.strip() and _key(tree) == _key(every(now)):
        return ""
    return render(relabel(tree, {mark: position_label(place) for place, mark in enumerate(now)}))


def _logic_of(before: FilterList) -> Tree | None:
    """The logic of the sync over the ids of its conditions; all of them where it cannot be read."""
    try:
        return _by_id(before)
    except InvalidInput:
        return every(entry.item_id for entry in before.own)


def _without(tree: Tree | None, before: FilterList, there: list[str]) -> Tree | None:
    """The logic of `before` once only these are left."""
    for entry in before.own:
        tree = tree if entry.item_id in there else without(tree, entry.item_id)
    return tree


def _recognised(where: FilterList, before: FilterList, had: Tree | None) -> FilterList:
    """The conditions by the ids that they have in `before`; where several say the same, as the logic tells them apart.

    The first of the possible ways in which the logic is that of `before` without what is gone; else as they stand.
    """
    ways = [replace(where, own=own) for own in _ways(known_as(where.own, before.own), before.own)]
    for way in ways if where.logic.strip() else ():
        if _key(_by_id(way)) == _key(_without(had, before, [entry.item_id for entry in way.own])):
            return way
    return ways[0]


def _ways(now: tuple[Placed, ...], before: tuple[Placed, ...]) -> Iterator[tuple[Placed, ...]]:
    """Every way, up to a number, to say which of those that say the same in `before` each is; as they stand first."""
    yield now
    says = _said(before)
    ids, places = _by_value(says), _by_value({place: says.get(entry.item_id, "") for place, entry in enumerate(now)})
    said = [one for one in places if len(ids.get(one, ())) > 1]
    for chosen in islice(product(*(permutations(ids[one], len(places[one])) for one in said)), _WAYS_AT_MOST):
        told = {
            place: each
            for one, some in zip(said, chosen, strict=True)
            for place, each in zip(places[one], some, strict=True)
        }
        yield tuple(replace(entry, item_id=told.get(place, entry.item_id)) for place, entry in enumerate(now))


def _said(entries: tuple[Placed, ...]) -> dict[str, str]:
    """What each says, by its id."""
    return dict(zip((entry.item_id for entry in entries), marks(entry.raw for entry in entries), strict=True))


def _by_value(found: dict[T, str]) -> dict[str, list[T]]:
    """The keys that have each value."""
    keys: dict[str, list[T]] = {}
    for key, value in found.items():
        keys.setdefault(value, []).append(key)
    return keys


def _by_id(where: FilterList) -> Tree | None:
    """The logic over the ids of the conditions."""
    return relabel(where.tree(), {position_label(place): entry.item_id for place, entry in enumerate(where.own)})


def _key(tree: Tree | None) -> object:
    """The same for trees that differ in the order of members only."""
    match tree:
        case Every(members) | Either(members):
            return type(tree), frozenset(map(_key, members))
        case Name(label):
            return label
        case _:
            return None
