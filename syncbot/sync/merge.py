"""The three-way merge of what a person saw, what they made of it, and what is there now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from syncbot.errors import Moved
from syncbot.sync.difference import Item, difference
from syncbot.sync.document import ABSENT, Absent, JsonObject, Shape, configuration, same, shape_of
from syncbot.sync.entries import alone, arranged, grouped, listed
from syncbot.sync.fields import ROWS, Part, Row, Rule
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.rows import at

__all__ = ["Clash", "Merge", "difference", "merge"]

OTHER_SHAPE: Final = (
    "Polytomic now gives this sync in another form than when you opened it: filters, identity and fixed values "
    "stand in other places."
)
OTHER_SHAPE_NOT_DONE: Final = "Nothing was written."
OTHER_SHAPE_NEXT: Final = "Open the sync again and make the change there."


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both sides changed differently.

    Attributes:
        row: The key of its row.
        key: What names it inside the row, as `Item.key`.
        base, theirs, ours: The raw values or ABSENT; for a target with several entries, the list of them.
        both_added: Both sides only added to a list, so both additions can be kept.
    """

    row: str
    part: Part
    key: str
    label: str
    base: Any | Absent
    theirs: Any | Absent
    ours: Any | Absent
    both_added: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge came to.

    Attributes:
        merged: The canonical configuration; where sides clash it has what is there now.
        clashes: In the table's order.
        theirs: What others changed between base and remote.
    """

    merged: JsonObject
    clashes: tuple[Clash, ...]
    theirs: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """One row's value, or one entry of it, on the three sides."""

    base: Any | Absent
    ours: Any | Absent
    theirs: Any | Absent

    def of(self, *path: str) -> _Sides:
        """What lies inside the three, each an object."""
        return self.each(lambda side: at(side, path) if isinstance(side, dict) else ABSENT)

    def each(self, change: Callable[[Any], Any]) -> _Sides:
        """The three, each changed alike."""
        return _Sides(change(self.base), change(self.ours), change(self.theirs))

    def are(self, kind: type) -> bool:
        """Whether each side is of that kind or has nothing."""
        return all(side in (None, ABSENT) or isinstance(side, kind) for side in (self.base, self.ours, self.theirs))


@dataclass(frozen=True, slots=True)
class _Merged:
    value: Any | Absent
    clashes: tuple[Clash, ...] = ()


def merge(base: JsonObject, draft: JsonObject, remote: JsonObject, *, shape: Shape) -> Merge:
    """Carry what `draft` changed over to `remote`.

    Keys that nobody has heard of are always remote's, in its order.

    Args:
        base: What the person saw.
        draft: What they made of it.
        remote: What is there now.
        shape: What counts when none of the three has a telling key.

    Raises:
        Moved: The three are not in one shape; there is nothing to do but to open the sync again.
    """
    shape = _one_shape(base, draft, remote) or shape
    base, draft, remote = (configuration(doc, shape) for doc in (base, draft, remote))
    merged = remote
    clashes: list[Clash] = []
    for row in ROWS:
        sides = _Sides(row.value(base), row.value(draft), row.value(remote))
        result = _merge_row(row, sides)
        clashes.extend(result.clashes)
        if not same(result.value, sides.theirs):
            merged = row.with_value(merged, result.value)
    theirs = difference(base, remote, shape=shape, known=NOTHING_KNOWN)
    return Merge(merged, tuple(clashes), theirs)


def _one_shape(*docs: JsonObject) -> Shape | None:
    shapes = {shape for shape in map(shape_of, docs) if shape is not None}
    if len(shapes) > 1:
        raise Moved(OTHER_SHAPE, not_done=OTHER_SHAPE_NOT_DONE, next_step=OTHER_SHAPE_NEXT)
    return next(iter(shapes), None)


def _merge_row(row: Row, sides: _Sides) -> _Merged:
    if same(sides.base, sides.theirs):
        return _Merged(sides.ours)
    if row.rule is Rule.BY_TARGET and sides.are(list):
        return _by_target(row, sides)
    if row.rule is Rule.BY_KEY and sides.are(dict):
        return _by_key(row, sides)
    if row.rule is Rule.AS_SET and sides.are(list):
        return _as_set(sides)
    return _one_value(row, sides)


def _one_value(row: Row, sides: _Sides) -> _Merged:
    if row.equal(sides.base, sides.ours) or row.equal(sides.ours, sides.theirs):
        return _Merged(sides.theirs)
    if row.equal(sides.base, sides.theirs):
        return _Merged(sides.ours)
    both_added = row.items_at is not None and _only_added(row.items_at, sides)
    return _Merged(sides.theirs, (_clash(row, row.key, sides, both_added=both_added),))


def _clash(row: Row, key: str, sides: _Sides, *, both_added: bool = False) -> Clash:
    return Clash(
        row=row.key,
        part=row.part,
        key=key,
        label=row.label if key == row.key else key,
        base=sides.base,
        theirs=sides.theirs,
        ours=sides.ours,
        both_added=both_added,
    )


def _only_added(items_at: str, sides: _Sides) -> bool:
    """Whether the list of both sides begins as the list of the base did."""
    lists = sides.of(items_at) if items_at else sides
    had, ours, theirs = (_unlabelled(listed(side)) for side in (lists.base, lists.ours, lists.theirs))
    return all(len(side) > len(had) and same(side[: len(had)], had) for side in (ours, theirs))


def _unlabelled(items: list[Any]) -> list[Any]:
    return [{**item, "label": ""} if isinstance(item, dict) else item for item in items]


def _chosen(sides: _Sides) -> tuple[Any | Absent, bool]:
    """The side that counts, and whether there is one; theirs when both changed it differently."""
    if same(sides.base, sides.ours) or same(sides.ours, sides.theirs):
        return sides.theirs, True
    if same(sides.base, sides.theirs):
        return sides.ours, True
    return sides.theirs, False


def _by_target(row: Row, sides: _Sides) -> _Merged:
    base, ours, theirs = (grouped(listed(side)) for side in (sides.base, sides.ours, sides.theirs))
    wanted: dict[str, list[Any]] = {}
    clashes: list[Clash] = []
    for target in theirs | ours:
        group = _Sides(base.get(target, []), ours.get(target, []), theirs.get(target, []))
        entries, agreed = _chosen(group)
        wanted[target] = listed(entries)
        if not agreed:
            clashes.append(_clash(row, target, group.each(alone)))
    result = arranged(listed(sides.theirs), wanted, list(ours))
    return _Merged(_or_nothing(result, sides), tuple(clashes))


def _by_key(row: Row, sides: _Sides) -> _Merged:
    result: JsonObject = {}
    clashes: list[Clash] = []
    theirs, ours = (side if isinstance(side, dict) else {} for side in (sides.theirs, sides.ours))
    for key in theirs | ours:
        inner = sides.of(key)
        value, agreed = _chosen(inner)
        if value is not ABSENT:
            result[key] = value
        if not agreed:
            clashes.append(_clash(row, key, inner))
    return _Merged(_or_nothing(result, sides), tuple(clashes))


def _as_set(sides: _Sides) -> _Merged:
    base, ours, theirs = (listed(side) for side in (sides.base, sides.ours, sides.theirs))
    kept = [item for item in theirs if item in ours or item not in base]
    added = [item for item in ours if item not in base and item not in theirs]
    return _Merged(_or_nothing(kept + added, sides))


def _or_nothing(result: Any, sides: _Sides) -> Any | Absent:
    """The result; when it is empty and so is what is there now, the way in which that is empty."""
    return result if result or sides.theirs else sides.theirs
