"""Lists whose entries are known by their `target`: mappings and fixed values.

Entries of one target are one group; a healthy list has one entry in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, count
from operator import is_not
from typing import Any

from syncbot.sync.document import ABSENT, Absent
from syncbot.sync.remembered import remembered


def target_of(entry: object) -> str:
    """The target of an entry, or an empty string when it has none."""
    target = entry.get("target") if isinstance(entry, dict) else None
    return target if isinstance(target, str) else ""


@remembered
def targets_of(entries: Sequence[Any]) -> list[str]:
    """The target of each entry."""
    return list(map(target_of, entries))


@remembered
def targets_in(entries: Sequence[Any]) -> frozenset[str]:
    """The targets of the entries; among them the empty one where an entry has none."""
    return frozenset(targets_of(entries))


def each_has_its_own(entries: Sequence[Any]) -> bool:
    """Whether each entry has a target, and no two the same."""
    targets = targets_in(entries)
    return len(targets) == len(entries) and "" not in targets


def alike_at_both_ends(before: Sequence[Any], now: Sequence[Any]) -> tuple[int, int]:
    """How many entries at the beginning, and then how many at the end, are the very same objects in both.

    An edit leaves what it does not touch as it is, so that of a thousand entries few lie between.
    """
    head = _alike_at_first(before, now)
    return head, _alike_at_first(before[head:][::-1], now[head:][::-1])


def _alike_at_first(before: Sequence[Any], now: Sequence[Any]) -> int:
    return next(compress(count(), map(is_not, before, now)), min(len(before), len(now)))


def listed(value: object) -> list[Any]:
    """The entries of a list as a document holds it; none when it is absent or null."""
    return value if isinstance(value, list) else []


def grouped(entries: list[Any]) -> dict[str, list[Any]]:
    """The entries by target, in the order of each target's first entry."""
    groups: dict[str, list[Any]] = {}
    for entry in entries:
        groups.setdefault(target_of(entry), []).append(entry)
    return groups


def alone(entries: list[Any]) -> Any | Absent:
    """What a target has: its entry, ABSENT when there is none, or the list when there are several."""
    if not entries:
        return ABSENT
    return entries[0] if len(entries) == 1 else entries


def arranged(there: list[Any], wanted: dict[str, list[Any]], order: list[str]) -> list[Any]:
    """The entries of `wanted` in the order of `there`; what `there` does not have stands at the end.

    An entry that `order` has before others which are there takes the place that `order` gives it, so that a mapping
    whose target was changed stays where it was.

    Args:
        there: The list whose order counts.
        wanted: All that the result holds, by target.
        order: The targets in the order of the side that added some.
    """
    waiting = {target: list(entries) for target, entries in wanted.items()}
    result = [waiting[target].pop(0) for target in map(target_of, there) if waiting.get(target)]
    present = {target_of(entry) for entry in result}
    last = max((place for place, target in enumerate(order) if target in present), default=-1)
    for place, target in enumerate(order):
        entries = waiting.pop(target, [])
        spot = _after(result, order[:place]) if place < last and target not in present else len(result)
        result[spot:spot] = entries
    for entries in waiting.values():
        result.extend(entries)
    return result


def _after(entries: list[Any], before: list[str]) -> int:
    """The place just behind the last entry whose target is in `before`, nearest first; 0 when none is."""
    for target in reversed(before):
        for spot in range(len(entries), 0, -1):
            if target_of(entries[spot - 1]) == target:
                return spot
    return 0
