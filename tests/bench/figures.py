"""What a measurement found: a value, the floor that was measured beside it, and the budget that it is held to."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        what: What was measured, in words.
        value: In `unit`.
        floor: The same without syncbot, in the same unit and run; None where there is nothing to compare with.
        floor_of: What the floor is.
        budget: The most that `value` may be; None where none is set.
        budget_is: The budget in words.
    """

    what: str
    value: float
    unit: str
    floor: float | None = None
    floor_of: str = ""
    budget: float | None = None
    budget_is: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the budget is met; None where there is none."""
        return None if self.budget is None else self.value <= self.budget

    def account(self) -> dict[str, Any]:
        """The figure as JSON."""
        return {**asdict(self), "met": self.met}


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which that many percent of all are; the largest where there are too few to tell."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // PERCENT)]


def number(value: float) -> str:
    """A number as people read it: three digits that count."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= PERCENT else f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2f}"


def table(section: str, figures: Sequence[Figure]) -> str:
    """The figures of a section, a line each."""
    rows = [_row(figure) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([section, "-" * len(section), *lines, ""])


def _row(figure: Figure) -> tuple[str, str, str, str]:
    floor = "" if figure.floor is None else f"{figure.floor_of} {number(figure.floor)} {figure.unit}".rstrip()
    budget = "" if figure.met is None else f"{figure.budget_is}: {'met' if figure.met else 'NOT MET'}"
    return figure.what, f"{number(figure.value)} {figure.unit}".rstrip(), floor, budget
