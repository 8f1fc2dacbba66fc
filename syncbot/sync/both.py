"""Keep what both sides added to one list: conditions with their logic, overrides, identities."""

from __future__ import annotations

from functools import reduce
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, Absent, JsonObject, same
from syncbot.sync.entries import listed
from syncbot.sync.fields import row
from syncbot.sync.filter_lists import Side, side_of
from syncbot.sync.logic import Tree, extend_all, extend_any, position_label, read, relabel, render
from syncbot.sync.merge import Clash

_NAMED_BY: Final = {"logic": tuple(Side), "filter_logic": (Side.MODEL,), "target.filter_logic": (Side.TARGET,)}
"""By the key of a logic: the sides of which it names the conditions, each by its label among them."""
_LABEL: Final = "label"


def both(clash: Clash) -> Any | Absent:
    """The value that has what is there now and what the draft added, at the end.

    ABSENT when there is none: a side did more than add, or its logic combines what it added in a way of its own, so
    that it cannot be said how the two go together.
    """
    if not clash.both_added:
        return ABSENT
    at = row(clash.row).items_at
    if not at:
        return _appended(clash.base, clash.theirs, clash.ours)
    sides = [side if isinstance(side, dict) else {} for side in (clash.base, clash.theirs, clash.ours)]
    return _grouped(sides, at)


def _appended(base: Any, theirs: Any, ours: Any) -> list[Any]:
    return [*listed(theirs), *listed(ours)[len(listed(base)) :]]


def _grouped(sides: list[JsonObject], at: str) -> JsonObject | Absent:
    """A list inside an object: the other keys as whichever side changed them, the logic over both additions."""
    base, theirs, ours = sides
    result: JsonObject = {}
    for key in theirs | ours:
        if key == at:
            result[key] = _labelled(_appended(base.get(key), theirs.get(key), ours.get(key)))
            continue
        value = _logic(sides, at, key) if key in _NAMED_BY else _changed(base, theirs, ours, key)
        if value is None:
            return ABSENT
        if value != (ABSENT,):
            result[key] = value[0]
    return result


def _changed(base: JsonObject, theirs: JsonObject, ours: JsonObject, key: str) -> tuple[Any] | None:
    """What a key comes to, in a tuple; None when both sides changed it differently."""
    was, now, mine = (side.get(key, ABSENT) for side in (base, theirs, ours))
    if same(was, mine) or same(now, mine):
        return (now,)
    return (mine,) if same(was, now) else None


def _logic(sides: list[JsonObject], at: str, key: str) -> tuple[Any] | None:
    """The logic over both additions, in a tuple; None when ours adds in a way that cannot be carried over."""
    texts = [str(side.get(key) or "") for side in sides]
    if not any(texts):
        return (sides[1].get(key, ABSENT),)
    labels = [_labels([one for one in listed(side.get(at)) if _side_of(one) in _NAMED_BY[key]]) for side in sides]
    try:
        was, now, mine = (
            relabel(read(text, names), _positions(names)) for text, names in zip(texts, labels, strict=True)
        )
    except InvalidInput:
        return None
    had, there, have = map(len, labels)
    added = [position_label(place) for place in range(had, have)]
    moved = [position_label(there + place) for place in range(have - had)]
    for extend in (extend_all, extend_any):
        if _grown(extend, was, added) == mine:
            return (render(_grown(extend, now, moved)),)
    return None


def _grown(extend: Any, tree: Tree | None, labels: list[str]) -> Tree | None:
    return reduce(extend, labels, tree)


def _labels(conditions: list[Any]) -> list[str]:
    return [
        str((isinstance(one, dict) and one.get(_LABEL)) or position_label(place))
        for place, one in enumerate(conditions)
    ]


def _positions(labels: list[str]) -> dict[str, str]:
    return {label: position_label(place) for place, label in enumerate(labels)}


def _labelled(conditions: list[Any]) -> list[Any]:
    """The entries with labels by position among those of their side, where they have labels."""
    sides = [_side_of(one) for one in conditions]
    return [
        {**one, _LABEL: position_label(sides[:place].count(sides[place]))}
        if isinstance(one, dict) and one.get(_LABEL)
        else one
        for place, one in enumerate(conditions)
    ]


def _side_of(condition: Any) -> Side:
    return side_of(condition) if isinstance(condition, dict) else Side.MODEL
