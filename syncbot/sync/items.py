"""Entries of lists that have no key of their own (conditions, overrides, identities): known by what they say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
            said = {
                key: value for key, value in entry.items() if key in _FREE or (key != "label" and value is not None)
            }
            mark = item_id(kind, said, 0)
            found.append(Placed(item_id(kind, said, seen[mark]), place, entry))
            seen[mark] += 1
    return tuple(found)


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
