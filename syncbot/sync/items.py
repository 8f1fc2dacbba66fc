"""Entries of lists that have no key of their own (conditions, overrides, identities): known by what they say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject

GONE: Final = "That {thing} is no longer in this draft."
NOTHING_CHANGED: Final = "Nothing was changed."
GONE_NEXT: Final = "Go back to the list; it shows what is there now."

_ID_LENGTH: Final = 12
_FREE: Final = frozenset({"value", "override"})
"""Keys under which null is data; under the others it means the same as leaving the key out."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and where it stands.

    Attributes:
        item_id: Opaque; the same as long as what the entry says, its label aside, and its place among equal ones are.
        place: In the whole list, starts at 0.
    """

    item_id: str
    place: int
    raw: JsonObject


def item_id(kind: str, content: object, occurrence: int) -> str:
    """An opaque id for the entry of this kind that says `content`; `occurrence` counts equal ones from 0."""
    said = json.dumps([kind, content, occurrence], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:_ID_LENGTH]


def placed(kind: str, entries: Iterable[Any], mine: Callable[[JsonObject], bool] | None = None) -> tuple[Placed, ...]:
    """The objects of a list with their ids; what is no object, or not `mine`, is passed over."""
    seen: Counter[str] = Counter()
    found = []
    for place, entry in enumerate(entries):
        if isinstance(entry, dict) and (mine is None or mine(entry)):
            said = _said(entry)
            mark = item_id(kind, said, 0)
            found.append(Placed(item_id(kind, said, seen[mark]), place, entry))
            seen[mark] += 1
    return tuple(found)


def _said(entry: JsonObject) -> JsonObject:
    """What an entry says, its label aside."""
    return {key: value for key, value in entry.items() if key in _FREE or (key != "label" and value is not None)}


def marks(entries: Iterable[Any]) -> list[str]:
    """What each entry says, as a mark; labels, and nulls that mean nothing, do not count."""
    return [item_id("", _said(entry) if isinstance(entry, dict) else entry, 0) for entry in entries]


def aligned(before: Sequence[JsonObject], now: Sequence[JsonObject]) -> dict[int, int]:
    """Which entry of `before` each entry of `now` is, by place: those that say the same, equal ones in their order."""
    had, there = marks(before), marks(now)
    pairs = in_order(had, there)
    left = [place for place in range(len(had)) if place not in pairs.values()]
    for place in (place for place in range(len(there)) if place not in pairs):
        moved_from = next((at for at in left if had[at] == there[place]), None)
        if moved_from is not None:
            left.remove(moved_from)
            pairs[place] = moved_from
    return pairs


def in_order(had: list[str], there: list[str]) -> dict[int, int]:
    """The longest common subsequence: by the place in `there`, that in `had`. What both begin and end with is quick."""
    shorter = min(len(had), len(there))
    start = next((at for at in range(shorter) if had[at] != there[at]), shorter)
    end = next((at for at in range(shorter - start) if had[-1 - at] != there[-1 - at]), shorter - start)
    rows, columns = had[start : len(had) - end], there[start : len(there) - end]
    best = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for row in reversed(range(len(rows))):
        for column in reversed(range(len(columns))):
            longer = max(best[row + 1][column], best[row][column + 1])
            best[row][column] = best[row + 1][column + 1] + 1 if rows[row] == columns[column] else longer
    pairs = {at: at for at in range(start)} | {len(there) - 1 - at: len(had) - 1 - at for at in range(end)}
    row = column = 0
    while row < len(rows) and column < len(columns):
        if rows[row] == columns[column]:
            pairs[start + column] = start + row
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            row += 1
        else:
            column += 1
    return pairs


def known_as(now: tuple[Placed, ...], before: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """The entries of `now` by the ids that they have in `before`; the others by ids that nothing there has."""
    pairs = aligned([entry.raw for entry in before], [entry.raw for entry in now])
    ids = {place: before[at].item_id for place, at in pairs.items()}
    return tuple(replace(entry, item_id=ids.get(at, f"+{entry.item_id}")) for at, entry in enumerate(now))


def find(entries: Iterable[Placed], wanted: str, *, thing: str, field: str) -> Placed:
    """The entry with that id.

    Raises:
        InvalidInput: There is none; `thing` is what it would have been, for the sentence.
    """
    for entry in entries:
        if entry.item_id == wanted:
            return entry
    raise InvalidInput(GONE.format(thing=thing), not_done=NOTHING_CHANGED, next_step=GONE_NEXT, field=field)


def spot_for(wanted: Placed, before: Iterable[Placed], now: Iterable[Placed]) -> int:
    """Where an entry of `before` belongs in the list of `now`: behind the nearest one that stood before it there."""
    places = {entry.item_id: entry.place for entry in now}
    ahead = [places[entry.item_id] for entry in before if entry.place < wanted.place and entry.item_id in places]
    return ahead[-1] + 1 if ahead else 0


def moved(entries: list[Any], places: tuple[int, ...], at: int, to: int) -> list[Any]:
    """The list with the entry at `places[at]` moved to be the one at `to` among those places; the others stay in order.

    `to` beyond either end means that end.
    """
    order = list(places)
    order.insert(max(0, min(to, len(places) - 1)), order.pop(at))
    result = list(entries)
    for place, source in zip(places, order, strict=True):
        result[place] = entries[source]
    return result
