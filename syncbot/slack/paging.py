"""Long lists are shown a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """What of a list is shown.

    Attributes:
        number: Starts at 0.
        count: Of all pages; an empty list has one.
    """

    rows: Sequence[T]
    number: int
    count: int


def page_of(rows: Sequence[T], number: int, at_most: int) -> Page[T]:
    """The page with this number, or the last one where the list has become shorter since; `at_most` rows each."""
    count = max(1, -(-len(rows) // at_most))
    number = min(number, count - 1)
    return Page(rows[number * at_most : (number + 1) * at_most], number, count)
