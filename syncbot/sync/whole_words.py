"""What the lines of a review leave out: the long values of which they show the beginning and the count, whole."""

from __future__ import annotations

from syncbot.sync.difference import difference
from syncbot.sync.document import JsonObject, Shape, shape_of
from syncbot.sync.item_words import item_line
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.phrases import uncut


def whole_lines(a: JsonObject, b: JsonObject) -> tuple[str, ...]:
    """The line of each difference between two states of a sync that holds a long value, with nothing left out.

    Fields are told by their ids alone: what they are called stands in the line that is read first.
    """
    shape = shape_of(a) or shape_of(b) or Shape.GROUPED
    items = difference(a, b, shape=shape, known=NOTHING_KNOWN)
    with uncut():
        whole = [item_line(item, NOTHING_KNOWN) for item in items]
    return tuple(line for line, item in zip(whole, items, strict=True) if line != item.line)
