from __future__ import annotations

from collections.abc import Callable

import pytest

from syncbot.sync.document import Shape
from syncbot.sync.remembered import AT_MOST, LISTS_AT_MOST, LONG, remembered, remembered_each

Made = list[tuple[dict[str, int], Shape, str]]


def counted() -> tuple[Made, Callable[..., tuple[dict[str, int], Shape, str]]]:
    made: Made = []

    @remembered
    def make(doc: dict[str, int], shape: Shape = Shape.GROUPED, *, text: str = "") -> tuple[dict[str, int], Shape, str]:
        made.append((doc, shape, text))
        return made[-1]

    return made, make


def test_the_same_document_is_worked_through_once_and_an_equal_one_again() -> None:
    made, make = counted()
    doc = {"a": 1}
    assert make(doc) is make(doc)
    assert len(made) == 1
    assert make({"a": 1}) == make(doc)
    assert len(made) == 2


def test_texts_are_told_apart_by_what_they_say() -> None:
    made, make = counted()
    doc: dict[str, int] = {}
    for text in ("one", "two", str(b"one", "ascii")):
        assert make(doc, Shape.CLASSIC, text=text)[2] == text
    assert len(made) == 2
    assert make(doc, Shape.GROUPED, text="one")[1] is Shape.GROUPED


def test_only_the_last_are_kept() -> None:
    made, make = counted()
    docs = [{"number": number} for number in range(AT_MOST + 1)]
    for doc in (docs[0], *docs[1:AT_MOST], docs[0], docs[AT_MOST], docs[0]):
        assert make(doc)[0] is doc
    assert len(made) == AT_MOST + 1
    make(docs[1])
    assert len(made) == AT_MOST + 2


def test_what_fails_is_tried_again() -> None:
    answers = iter(["no number", "7"])

    @remembered
    def make(_: object) -> int:
        return int(next(answers))

    doc = object()
    with pytest.raises(ValueError, match="no number"):
        make(doc)
    assert make(doc) == make(doc) == 7


def test_of_a_new_list_only_the_entries_are_looked_at_that_no_list_had() -> None:
    looked_at: list[object] = []

    @remembered_each
    def make(entry: dict[str, int]) -> str:
        looked_at.append(entry)
        return f"number {entry['number']}"

    first, second, third = ({"number": number} for number in range(3))
    assert make([first, second]) == ["number 0", "number 1"]
    assert make([second, third, first, second]) == ["number 1", "number 2", "number 0", "number 1"]
    assert looked_at == [first, second, third]
    assert make([dict(first)]) == ["number 0"]
    assert looked_at == [first, second, third, first]


def test_as_many_entries_as_are_kept_and_more_are_each_made_rightly() -> None:
    make = remembered_each(lambda entry: entry[0])
    for size in (LISTS_AT_MOST * LONG + 1, 3, LISTS_AT_MOST * LONG, 2, LONG + 1):
        entries = [[number] for number in range(size)]  # whose places in memory may be those of entries that are gone
        assert make(entries) == list(range(size))


def test_entries_of_lists_that_came_long_ago_are_not_kept() -> None:
    made: list[int] = []
    make = remembered_each(lambda entry: made.append(entry[0]))
    lists = [[[number] for number in range(LONG)] for _ in range(LISTS_AT_MOST + 1)]
    for entries in (*lists[:-1], lists[0], lists[-1]):
        make(entries)
    assert len(made) == LONG * len(lists)
    make(lists[0])
    assert len(made) == LONG * (len(lists) + 1)
