"""What syncbot runs with, and the fewest combinations in which every two values meet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

PYTHONS = ("3.11", "3.12", "3.13")
REDISES = ("6.2", "7")
API_VERSIONS = ("2025-09-18", "2024-02-08")
TRANSPORTS = ("http", "socket")


class Combination(NamedTuple):
    """One of each."""

    python: str
    redis: str
    api_version: str
    transport: str

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The values that meet in it, two by two; no value of one axis is one of another."""
        return frozenset(itertools.combinations(self, 2))


def every() -> tuple[Combination, ...]:
    """All there are."""
    return tuple(itertools.starmap(Combination, itertools.product(PYTHONS, REDISES, API_VERSIONS, TRANSPORTS)))


def pairwise() -> tuple[Combination, ...]:
    """So few that every two values of different axes still meet in one of them."""
    return tuple(_covering(every()))


def _covering(candidates: Sequence[Combination]) -> Iterator[Combination]:
    """Again and again the one in which the most pairs meet that have not met yet."""
    left = frozenset().union(*(each.pairs for each in candidates))
    while left:
        best = max(candidates, key=lambda each: len(each.pairs & left))
        yield best
        left -= best.pairs
