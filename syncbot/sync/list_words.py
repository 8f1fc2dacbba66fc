"""What changed between two lists whose entries have no key, in phrases that say added, changed or removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from syncbot.sync.document import same

ADDED = "added {entry}"
REMOVED = "removed {entry}"
CHANGED = "changed {old} → {new}"
MOVED = "changed the order: {entries}"


def list_changes(old: Sequence[Any], new: Sequence[Any], say: Callable[[Any], str]) -> list[str]:
    """A phrase for each entry that is only on one side; two in the same place are one change.

    When both sides have the same entries in another order, the new order; nothing when they are the same.
    """
    gone, come = _unmatched(old, new), _unmatched(new, old)
    phrases = [
        CHANGED.format(old=say(old[place]), new=say(new[place]))
        if place in come
        else REMOVED.format(entry=say(old[place]))
        for place in gone
    ]
    phrases += [ADDED.format(entry=say(new[place])) for place in come if place not in gone]
    if not phrases and not same(list(old), list(new)):
        return [MOVED.format(entries="; ".join(map(say, new)))]
    return phrases


def _unmatched(ours: Sequence[Any], others: Sequence[Any]) -> list[int]:
    """The places of ours that have no equal among the others, each of which counts once."""
    left = list(others)
    places = []
    for place, entry in enumerate(ours):
        match = next((at for at, other in enumerate(left) if same(other, entry)), None)
        if match is None:
            places.append(place)
        else:
            del left[match]
    return places
