"""Opening and clicking at 10, 100, 1,000 and 5,000 mappings, beside the bare reads and beside 10 mappings."""

from __future__ import annotations

from tests.bench.figures import Figure
from tests.scenarios.sizes import ACTS, CLICK_AT_MOST, OPEN, OPEN_AT_MOST, Size, measured

HELD_AT = 1000
"""The size whose budgets are given; the others are told."""


async def figures() -> list[Figure]:
    """Medians, from the click until Slack has what comes of it."""
    sizes = await measured()
    return [figure for size in sizes for figure in _of_size(size, sizes[0])]


def _of_size(size: Size, smallest: Size) -> list[Figure]:
    found = []
    for act in ACTS:
        most = OPEN_AT_MOST if act == OPEN else CLICK_AT_MOST
        floor = smallest.acts[act].whole
        budget = floor * most if size.mappings == HELD_AT else None
        what, limit = f"{act}, {size.mappings:,} mappings, p50", f"at most {most:g} times that of {smallest.mappings}"
        found.append(Figure(what, size.acts[act].whole, "ms", floor, f"{smallest.mappings} mappings", budget, limit))
    bare = f"bare GET of the sync and its status, {size.mappings:,} mappings"
    return [
        *found,
        Figure(f"open, {size.mappings:,} mappings, the bot alone", size.acts[OPEN].bot, "ms", size.bare, bare),
    ]
