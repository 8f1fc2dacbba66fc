"""What the lines of a review leave out: the long values of which they show the beginning and the count, whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from syncbot.sync.difference import Item, difference
from syncbot.sync.document import JsonObject, Shape, shape_of
from syncbot.sync.item_words import item_line
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.phrases import uncut

_ALIKE: Final = re.compile(r"(\S.*… ?”? \(\d+ characters\)) → \1")


def whole_lines(a: JsonObject, b: JsonObject) -> tuple[str, ...]:
    """The line of each difference between two states of a sync that holds a long value, with nothing left out.

    Fields are told by their ids alone: what they are called stands in the line that is read first.
    """
    shape = shape_of(a) or shape_of(b) or Shape.GROUPED
    items = difference(a, b, shape=shape, known=NOTHING_KNOWN)
    return tuple(line for line, item in zip(_whole(items), items, strict=True) if line != item.line)


def where_words_are_alike(items: Iterable[Item]) -> tuple[str, ...]:
    """The whole line of each item whose own line shows the same beginning and count of the old and the new value."""
    alike = [item for item in items if _ALIKE.search(item.line)]
    return tuple(_whole(alike))


def _whole(items: Iterable[Item]) -> list[str]:
    with uncut():
        return [item_line(item, NOTHING_KNOWN) for item in items]
