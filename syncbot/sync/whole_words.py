"""What the lines of a review leave out: the long values of which they show the beginning and the count, whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from syncbot.sync.difference import Item, difference
from syncbot.sync.document import JsonObject, Shape, shape_of
from syncbot.sync.item_words import item_line
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.phrases import LONG, uncut

_CUT: Final = re.compile(r"…”? \(\d+ characters\)(?= → )")
_ARROW: Final = len(" → ")
_LONGEST_WORDS: Final = LONG + 50
"""Of a value that was cut, with its marks and its count."""


def whole_lines(a: JsonObject, b: JsonObject) -> tuple[str, ...]:
    """The line of each difference between two states of a sync that holds a long value, with nothing left out.

    Fields are told by their ids alone: what they are called stands in the line that is read first.
    """
    shape = shape_of(a) or shape_of(b) or Shape.GROUPED
    items = difference(a, b, shape=shape, known=NOTHING_KNOWN)
    return tuple(line for line, item in zip(_whole(items), items, strict=True) if line != item.line)


def where_words_are_alike(items: Iterable[Item]) -> tuple[str, ...]:
    """The whole line of each item whose own line shows the same beginning and count of the old and the new value."""
    return tuple(_whole(item for item in items if _reads_alike(item.line)))


def _reads_alike(line: str) -> bool:
    """Whether the words of a value that was cut stand on both sides of an arrow; quick, however long the line is."""
    return any(
        line.startswith(line[start : cut.end()], cut.end() + _ARROW)
        for cut in _CUT.finditer(line)
        for start in range(max(0, cut.end() - _LONGEST_WORDS), cut.start())
    )


def _whole(items: Iterable[Item]) -> list[str]:
    with uncut():
        return [item_line(item, NOTHING_KNOWN) for item in items]
