"""*Put back* of a filter that a draft has removed: in its place, and with the logic that it had."""

from __future__ import annotations

from dataclasses import replace

from syncbot.sync.document import ABSENT, JsonObject, Shape, configuration, same
from syncbot.sync.filter_lists import FilterList, Side, filter_list, is_classic, with_group, written
from syncbot.sync.filters import THING
from syncbot.sync.items import find, known_as, spot_for
from syncbot.sync.logic import Either, Every, Name, Tree, every, extend_all, position_label, relabel, render, without
from syncbot.sync.rows import at, put


def put_back_filter(doc: JsonObject, base: JsonObject, side: Side, item_id: str) -> JsonObject:
    """`doc` with one condition as `base` has it, in the place that it had there.

    Where the logic of `doc` is that of `base` without what is gone, it is that of `base` again; else all of it must
    hold, and the condition too. When all are back, labels and logic are those of `base` to the letter.

    Raises:
        InvalidInput: `base` has no such condition, or a logic cannot be read.
    """
    base = configuration(base, Shape.CLASSIC if is_classic(base, None) else Shape.GROUPED)
    before = filter_list(base, side)
    was = find(before.own, item_id, thing=THING, field=before.row)
    where = filter_list(doc, side, shape=Shape.CLASSIC if before.classic else Shape.GROUPED)
    where = replace(where, own=known_as(where.own, before.own))
    there = [entry.item_id for entry in where.own]
    if item_id in there:
        return doc
    spot = spot_for(was, before.own, where.own)
    entries = [*where.entries[:spot], was.raw, *where.entries[spot:]]
    index = sum(1 for entry in where.own if entry.place < spot)
    now = [*there[:index], item_id, *there[index:]]
    if now == [entry.item_id for entry in before.own]:
        return _as_before(doc, base, side, entries)
    return written(doc, where, entries, _logic(where, before, now, item_id))


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


def _logic(where: FilterList, before: FilterList, now: list[str], item_id: str) -> str:
    """The logic of the conditions `now`, by position; empty where both sides' was and all must hold."""
    present = _by_id(where)
    had = _by_id(before)
    for gone in {entry.item_id for entry in before.own} - set(now):
        had = without(had, gone)
    untouched = _key(without(had, item_id)) == _key(present)
    tree = had if untouched else extend_all(present, item_id)
    if not where.logic.strip() and _key(tree) == _key(every(now)):
        return ""
    return render(relabel(tree, {mark: position_label(place) for place, mark in enumerate(now)}))


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
