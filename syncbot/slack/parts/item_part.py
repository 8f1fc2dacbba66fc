"""What a part of items is: its groups and rows, and the form of one item. Each such part is one value of `ItemPart`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol, TypeVar

from syncbot.errors import InvalidInput
from syncbot.slack.parts.form import Answers, Question
from syncbot.slack.scene import Scene
from syncbot.sync.difference import Kind
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.items import GONE, GONE_NEXT, aligned

OLD_BUTTON = "This button belongs to an older version of syncbot."
OPEN_AGAIN = "Close this view and open the sync again."

_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Spot:
    """One item, or a place where one is added.

    Attributes:
        group: Of its part; parts with one group have an empty one.
        item_id: Opaque; empty for an item that is being added.
    """

    part: Part
    group: str = ""
    item_id: str = ""

    @property
    def value(self) -> str:
        """For a button's value or a block id."""
        return _SEPARATOR.join((self.part.name, self.group, self.item_id))


def spot_of(value: str) -> Spot:
    """The spot that a button's value or the beginning of a block id names. Raises InvalidInput when it names none."""
    name, group, item_id, *_ = [*value.split(_SEPARATOR), "", ""]
    if name not in Part.__members__:
        raise InvalidInput(OLD_BUTTON, next_step=OPEN_AGAIN)
    return Spot(Part[name], group, item_id)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in the list.

    Attributes:
        words: The whole item, plain text.
        name: What its buttons are about, plain text.
        kind: What the draft did to it; None for nothing.
        more: A second line, plain text; empty for none.
        editable: Whether it can be edited, beside being removed.
        steps: How far it can move up and down, as -1 and 1.
    """

    item_id: str
    words: str
    name: str
    kind: Kind | None = None
    more: str = ""
    editable: bool = True
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a group that opens a form of its own; `item_id` tells the form which."""

    text: str
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading.

    Attributes:
        key: Of its spots.
        heading: Plain text; empty where the part has one group.
        lines: What is said above the rows, plain text.
        buttons: *Add filter* and the like.
    """

    rows: tuple[ItemRow, ...]
    key: str = ""
    heading: str = ""
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemForm:
    """The form of one item.

    Attributes:
        title: Of its view.
        answers: The draft's item as answers, or those of a new one. Raises InvalidInput when it is gone.
        questions: What is asked, given what is answered so far.
        taken: The draft with the item. Raises InvalidInput; `field` is a question's name.
        settled: Answers that fit together after one of them was chosen anew; the first are those before.
        notes: What is said above the inputs, plain text.
    """

    title: str
    answers: Callable[[Scene, Spot], Answers]
    questions: Callable[[Scene, Spot, Answers], tuple[Question, ...]]
    taken: Callable[[Scene, Spot, Answers], JsonObject]
    settled: Callable[[Scene, Spot, Answers, Answers], Answers] = lambda _scene, _spot, _was, given: given
    notes: Callable[[Scene, Spot, Answers], tuple[str, ...]] = lambda _scene, _spot, _given: ()


@dataclass(frozen=True, slots=True)
class ItemPart:
    """A part that lists items.

    Attributes:
        groups: What it shows.
        form: Of one item.
        removed, put_back: The draft without an item, and with it as the sync has it. Raise InvalidInput.
        moved: The draft with an item one step up (-1) or down (1); None where order means nothing.
        notes: What is said under the list, plain text.
    """

    part: Part
    groups: Callable[[Scene], tuple[Group, ...]]
    form: ItemForm
    removed: Callable[[Scene, Spot], JsonObject]
    put_back: Callable[[Scene, Spot], JsonObject]
    moved: Callable[[Scene, Spot, int], JsonObject] | None = None
    notes: Callable[[Scene], tuple[str, ...]] = lambda _scene: ()


class Listed(Protocol):
    """An item of a list whose entries have no key of their own."""

    @property
    def raw(self) -> JsonObject:
        """The whole entry."""


T = TypeVar("T", bound=Listed)


def listed(had: Sequence[T], now: Sequence[T]) -> list[tuple[T, bool, Kind | None]]:
    """The items of both lists in one order, whether each is there now, and what became of it; see `compared`."""
    pairs = aligned([each.raw for each in had], [each.raw for each in now])
    before = {str(at): each for at, each in enumerate(had)}
    after = {str(pairs.get(at, f"+{at}")): each for at, each in enumerate(now)}
    rows = compared(list(before), list(after))
    return [(after[mark] if mark in after else before[mark], mark in after, kind) for mark, kind in rows]


def compared(base: Sequence[str], draft: Sequence[str]) -> list[tuple[str, Kind | None]]:
    """The items of both lists in one order, by id: those of the draft, and where they were those that it lacks.

    Ids tell what an item says. So what stands between the same neighbours on both sides with another id was changed;
    what only moved is neither added nor removed.
    """
    there, had = set(draft), set(base)
    rows: list[tuple[str, Kind | None]] = []
    for _, start, end, begin, until in SequenceMatcher(None, list(base), list(draft), autojunk=False).get_opcodes():
        gone = [each for each in base[start:end] if each not in there]
        for each in draft[begin:until]:
            if each in had:
                rows.append((each, None))
            elif gone:
                gone.pop(0)
                rows.append((each, Kind.CHANGED))
            else:
                rows.append((each, Kind.ADDED))
        rows.extend((each, Kind.REMOVED) for each in gone)
    return rows


class Named(Protocol):
    """An item of a list that is found by an id."""

    @property
    def item_id(self) -> str:
        """Opaque."""


N = TypeVar("N", bound=Named)


def item_at(items: Iterable[N], spot: Spot, thing: str) -> N | None:
    """The item at a spot; None for one that is being added.

    Raises:
        InvalidInput: It is gone; `thing` is what such an item is called.
    """
    if not spot.item_id:
        return None
    found = next((each for each in items if each.item_id == spot.item_id), None)
    if found is None:
        raise InvalidInput(GONE.format(thing=thing), next_step=GONE_NEXT)
    return found


def steps_of(place: int, count: int) -> tuple[int, ...]:
    """How an item at `place` of `count` can move."""
    return (*((-1,) if place > 0 else ()), *((1,) if place + 1 < count else ()))
