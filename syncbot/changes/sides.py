"""Fields of a conflict, a normalisation or an overwriting, each value in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

from syncbot.changes.conflict import mark
from syncbot.changes.model import Side
from syncbot.sync.both import both
from syncbot.sync.difference import Item
from syncbot.sync.document import ABSENT, same
from syncbot.sync.known import NOTHING_KNOWN, Known
from syncbot.sync.merge import Clash
from syncbot.sync.phrases import value_words
from syncbot.sync.side_words import side_words

_Three = tuple[Any, Any, Any]
"""Base, theirs and ours."""


def clash_sides(clashes: Iterable[Clash], known: Known) -> tuple[Side, ...]:
    """What it was, what it is now, what the draft has."""
    return tuple(
        replace(
            _side(clash, (clash.base, clash.theirs, clash.ours), known),
            mark=mark(clash),
            both=both(clash) is not ABSENT,
        )
        for clash in clashes
    )


def moved_sides(items: Iterable[Item], known: Known = NOTHING_KNOWN) -> tuple[Side, ...]:
    """What others changed and the change itself does not: what it was, what it is now."""
    return tuple(_side(item, (item.old, item.new, item.old), known) for item in items)


def kept_sides(items: Iterable[Item], known: Known = NOTHING_KNOWN) -> tuple[Side, ...]:
    """Differences between what was sent (old) and what is kept (new)."""
    return tuple(_side(item, (ABSENT, item.new, item.old), known) for item in items)


def unclear_sides(meant: Iterable[Item], now: Iterable[Item], known: Known = NOTHING_KNOWN) -> tuple[Side, ...]:
    """What a write meant to change and what is otherwise now, both seen from what it was before."""
    ours = {(item.row, item.key): item for item in meant}
    theirs = {(item.row, item.key): item for item in now}
    return tuple(
        _side(item, (item.old, theirs.get(place, _was(item)).new, ours.get(place, _was(item)).new), known)
        for place, item in (theirs | ours).items()
    )


def _was(item: Item) -> Item:
    """The item as one that changes nothing."""
    return replace(item, new=item.old)


def _side(of: Clash | Item, values: _Three, known: Known) -> Side:
    base, theirs, ours = _told(of.row, values, known)
    return Side(str(of.part), of.label, base, theirs, ours)


def _told(row: str, values: _Three, known: Known) -> list[str]:
    """Each value in words; where different ones would read alike, as they are stored. What is not there is empty."""
    told = ["" if value is ABSENT else side_words(row, value, known) for value in values]
    pairs = combinations(zip(told, values, strict=True), 2)
    alike = any(words == other and not same(value, beside) for (words, value), (other, beside) in pairs)
    return ["" if value is ABSENT else value_words(value) for value in values] if alike else told
