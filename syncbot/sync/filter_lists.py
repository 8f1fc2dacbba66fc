"""Where the filters of a sync are kept: in two groups, or in one list with `field_type`, and how each is written.

Polytomic reports labels by position whatever was sent, the model's and the target's each from A.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from syncbot.sync.condition_words import label_of
from syncbot.sync.conditions import SourceField, source_field, with_source
from syncbot.sync.document import ABSENT, JsonObject, Shape, shape_of
from syncbot.sync.entries import listed
from syncbot.sync.items import Placed, placed
from syncbot.sync.logic import Tree, by_position, check, position_label, read, relabel, render, without
from syncbot.sync.rows import at, put


class Side(StrEnum):
    """Which records a filter chooses from."""

    MODEL = "Records from the model"
    TARGET = "Records in the target"


_TARGET_TYPE: Final = "Target"
_MODEL_TYPE: Final = "Model"
_KIND: Final = "filter"


@dataclass(frozen=True, slots=True)
class FilterList:
    """The filters of one side of a sync, as they are kept.

    Attributes:
        classic: Whether both sides share one list.
        entries: The whole list; in the classic form the other side's too.
        own: This side's entries.
        logic: As stored; empty when all must hold.
    """

    side: Side
    classic: bool
    entries: tuple[Any, ...]
    own: tuple[Placed, ...]
    logic: str

    @property
    def list_path(self) -> tuple[str, ...]:
        """Where the list lies."""
        return ("filters",) if self.classic else (self.row, "conditions")

    @property
    def logic_path(self) -> tuple[str, ...]:
        """Where the logic lies."""
        if not self.classic:
            return (self.row, "logic")
        return ("filter_logic",) if self.side is Side.MODEL else ("target", "filter_logic")

    @property
    def row(self) -> str:
        """The key of its row in the table of fields."""
        if self.classic:
            return "filters"
        return "model_filters" if self.side is Side.MODEL else "target_filters"

    @property
    def source_key(self) -> str:
        """Where a condition keeps a field to compare with; empty on the model's side."""
        if self.side is Side.MODEL:
            return ""
        return "value_field" if self.classic else "value_source"

    @property
    def labels(self) -> tuple[str, ...]:
        """The conditions' labels; by position where they have none, or the same twice."""
        found = tuple(label_of(entry.raw, place) for place, entry in enumerate(self.own))
        return found if len(set(found)) == len(found) else tuple(map(position_label, range(len(self.own))))

    def tree(self) -> Tree | None:
        """The logic over the labels by position; None when there are no conditions.

        Raises:
            InvalidInput: The stored logic cannot be read, or does not name all conditions.
        """
        check(self.logic, self.labels)
        return relabel(read(self.logic, self.labels), by_position(self.labels))

    def about(self, entry: JsonObject, source: SourceField | None, target: str | None) -> JsonObject:
        """The entry about another field; what belonged to the old one and would win over the new one goes."""
        if self.side is Side.MODEL:
            return with_source(entry, source, key="field" if self.classic else "source")
        if target is None or target == self.target_of(entry):
            return entry
        key = "field_id" if self.classic else "field"
        kept = {name: value for name, value in entry.items() if name not in ("field", "field_id") or name == key}
        return {**kept, key: target} if key in kept else {key: target, **kept}

    def source_of(self, entry: JsonObject) -> SourceField | None:
        """The field of a model that an entry names; None on the target's side, and where only `field_id` stands."""
        if self.side is Side.TARGET:
            return None
        return source_field(entry.get("field" if self.classic else "source"))

    def target_of(self, entry: JsonObject) -> str:
        """The field of the target that an entry is about; empty on the model's side."""
        if self.side is Side.MODEL:
            return ""
        if not self.classic:
            return str(entry.get("field") or "")
        named = source_field(entry.get("field"))
        return str(entry.get("field_id") or (named.field if named else ""))

    def fresh(self) -> JsonObject:
        """An entry that says nothing yet."""
        if not self.classic:
            return {}
        return {"field_type": _MODEL_TYPE if self.side is Side.MODEL else _TARGET_TYPE}


def filter_list(doc: JsonObject, side: Side, *, shape: Shape | None = None) -> FilterList:
    """The filters of one side.

    Args:
        doc: A GET or a draft.
        side: Of the model, or of the target.
        shape: In which form filters are kept where the sync has none yet; None for what its other keys tell.
    """
    classic = is_classic(doc, shape)
    path = ("filters",) if classic else ("model_filters" if side is Side.MODEL else "target_filters", "conditions")
    entries = tuple(listed(at(doc, path)))
    own = placed(f"{_KIND}:{side}", entries, lambda entry: not classic or side_of(entry) is side)
    empty = FilterList(side, classic, entries, own, "")
    logic = at(doc, empty.logic_path)
    return FilterList(side, classic, entries, own, logic if isinstance(logic, str) else "")


def is_classic(doc: JsonObject, shape: Shape | None) -> bool:
    """Whether the filters are in one list: by what holds some, else by the shape."""
    if any(doc.get(key) is not None for key in ("model_filters", "target_filters")):
        return False
    if doc.get("filters") or doc.get("filter_logic") or at(doc, ("target", "filter_logic")):
        return True
    return (shape_of(doc) or shape or Shape.GROUPED) is Shape.CLASSIC


def rewritten(where: FilterList, order: list[int]) -> str:
    """The logic when this side's conditions stand in another order, some of them gone; empty where it was.

    Args:
        where: As they were.
        order: The places (from 0) that the conditions of the new list had among them.

    Raises:
        InvalidInput: The stored logic cannot be read.
    """
    tree = where.tree() if where.logic.strip() else None
    for place in set(range(len(where.own))) - set(order):
        tree = without(tree, position_label(place))
    return render(relabel(tree, {position_label(old): position_label(new) for new, old in enumerate(order)}))


def written(doc: JsonObject, where: FilterList, entries: list[Any], logic: str) -> JsonObject:
    """`doc` with these entries in the list and this logic, the side's own entries labelled by position.

    Labels are left out where no entry has one and there is no logic; a logic that is empty and not there stays so.
    """
    mine = [place for place, entry in enumerate(entries) if isinstance(entry, dict) and _is_own(entry, where)]
    if logic.strip() or any(entries[place].get("label") for place in mine):
        for index, place in enumerate(mine):
            if entries[place].get("label") != position_label(index):
                entries = [*entries]
                entries[place] = {**entries[place], "label": position_label(index)}
    return with_group(doc, where, entries, logic)


def with_group(doc: JsonObject, where: FilterList, entries: list[Any], logic: str) -> JsonObject:
    """`doc` with these entries and this logic, as they are."""
    doc = put(doc, where.list_path, entries)
    if logic != where.logic or (logic and at(doc, where.logic_path) is ABSENT):
        doc = put(doc, where.logic_path, logic)
    return doc


def _is_own(entry: JsonObject, where: FilterList) -> bool:
    return not where.classic or side_of(entry) is where.side


def side_of(entry: JsonObject) -> Side:
    """Which side a condition is of where both share one list; the model's where it does not say."""
    return Side.TARGET if entry.get("field_type") == _TARGET_TYPE else Side.MODEL
