"""A draft as what it has otherwise than its base.

An edit leaves what it does not touch the very same object, so of a large sync little has to be stored with each edit,
and a draft that is read again shares with its base what it shared before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncbot.sync.entries import alike_at_both_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncbot.sync.document import JsonObject

_NOTHING: Final = object()


def apart(draft: JsonObject, base: JsonObject) -> list[list[Any]]:
    """The draft as JSON, of which `together` makes it again over the same base.

    For each of its keys `[key]` where the base has the same object, `[key, value]` where it has another, and for a list
    in the place of a list `[key, null, pieces]`: `[start, end]` are items of the base's list, `[item]` is another one.
    """
    return [_told(key, value, base.get(key, _NOTHING)) for key, value in draft.items()]


def together(told: list[list[Any]], base: JsonObject) -> JsonObject:
    """The draft of which `apart` made this."""
    return {key: _value(own, base.get(key)) for key, *own in told}


def _told(key: str, value: Any, there: Any) -> list[Any]:
    if value is there:
        return [key]
    if isinstance(value, list) and isinstance(there, list):
        return [key, None, list(_pieces(value, there))]
    return [key, value]


def _pieces(items: list[Any], there: list[Any]) -> Iterator[list[Any]]:
    head, tail = alike_at_both_ends(there, items)
    if head:
        yield [0, head]
    between = items[head : len(items) - tail]
    yield from _scattered(between, there) if between else ()
    if tail:
        yield [len(there) - tail, len(there)]


def _scattered(items: list[Any], there: list[Any]) -> Iterator[list[Any]]:
    places = {id(item): place for place, item in enumerate(there)}
    start = end = 0
    for item in items:
        place = places.get(id(item))
        if place is not None and place == end and end > start:
            end += 1
            continue
        if end > start:
            yield [start, end]
        start, end = (0, 0) if place is None else (place, place + 1)
        if place is None:
            yield [item]
    if end > start:
        yield [start, end]


def _value(own: list[Any], there: Any) -> Any:
    if not own:
        return there
    if len(own) == 1:
        return own[0]
    return [item for piece in own[1] for item in (piece if len(piece) == 1 else there[slice(*piece)])]
