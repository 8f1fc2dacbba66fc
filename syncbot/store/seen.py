"""Documents that this process has read, so that they need not be sent and decoded again as long as they are the same.

Redis stays the truth: each is kept beside the mark that it had there, every write gives it another mark, and only an
answer of Redis with the same mark lets it be used.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")

WEIGHT_AT_MOST: Final = 4_000_000
"""Characters of JSON in all; decoded, they take some five times as many bytes."""


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """One of them.

    Attributes:
        mark: Names exactly this value among all that were ever stored in its place.
        weight: The characters of its JSON.
    """

    mark: str
    value: T
    weight: int


class Seen(Generic[T]):
    """Those that were used last, as many as weigh `weight_at_most`, by their names."""

    def __init__(self, weight_at_most: int = WEIGHT_AT_MOST) -> None:
        self._at_most = weight_at_most
        self._weight = 0
        self._kept: OrderedDict[str, Kept[T]] = OrderedDict()

    def get(self, name: str) -> Kept[T] | None:
        """What was kept under the name, used just now."""
        if name in self._kept:
            self._kept.move_to_end(name)
        return self._kept.get(name)

    def keep(self, name: str, kept: Kept[T]) -> None:
        """Keep it instead of what was there; what was not used for longest goes where room is needed."""
        self.forget(name)
        self._kept[name] = kept
        self._weight += kept.weight
        while self._weight > self._at_most:
            self.forget(next(iter(self._kept)))

    def forget(self, name: str) -> None:
        """Keep nothing under the name."""
        gone = self._kept.pop(name, None)
        self._weight -= gone.weight if gone else 0
