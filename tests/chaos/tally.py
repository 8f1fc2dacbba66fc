"""What is counted, and the table it ends in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """What one run of a case showed.

    Attributes:
        doubled: Effects beyond the first.
        lost: 1 when it did not end, ended otherwise than it may, or people were not told the truth.
        unapproved: Effects without a yes.
        reverted: 1 when an outsider's edit was undone.
        seconds: From a worker being back to the end that people know.
        what: What to look at; empty when all is well.
        struck: Whether it came to the strike: what runs side by side does not cross the same way each time.
    """

    doubled: int = 0
    lost: int = 0
    unapproved: int = 0
    reverted: int = 0
    seconds: float = 0.0
    what: str = ""
    struck: bool = True


@dataclass(slots=True)
class Tally:
    """The runs of one case.

    Attributes:
        keeps: Whether Redis kept what it acknowledged, so that all of it must be zero.
    """

    case: str
    keeps: bool = True
    found: list[Found] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether every number that must be zero is."""
        kept = self._sum("doubled") + self._sum("lost") + self._sum("reverted") if self.keeps else 0
        return kept + self._sum("unapproved") == 0

    @property
    def runs(self) -> int:
        """How many came to the strike; the others are judged all the same."""
        return sum(one.struck for one in self.found)

    @property
    def row(self) -> tuple[str, ...]:
        """The case's line in the table."""
        numbers = (self.runs, *(self._sum(name) for name in COUNTED))
        slowest = max((one.seconds for one in self.found), default=0.0)
        note = "" if self.keeps else " (Redis forgot)"
        return (f"{self.case}{note}", *map(str, numbers), f"{slowest:.1f} s")

    def _sum(self, name: str) -> int:
        return sum(int(getattr(one, name)) for one in self.found)


COUNTED = ("doubled", "lost", "unapproved", "reverted")
HEAD = ("case", "runs", *COUNTED, "slowest end")


def table(tallies: Iterable[Tally]) -> str:
    """The table, a line a case."""
    rows = [HEAD, *(tally.row for tally in tallies)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = row
    numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
    return "  ".join((first.ljust(widths[0]), *numbers))
