"""Tells the tour in the terminal as it is played, and keeps what was checked."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from syncbot.demo import pictures
from syncbot.sandbox.polytomic.calls import Call
from syncbot.sandbox.slack import Screen
from syncbot.sync.document import JsonObject

DOCUMENT = "The sync's JSON in Polytomic, - before and + after, only where it differs:"
CALLS = "What syncbot asked of Polytomic, in order:"
WHOLE = "All along"
HELD = "ok      "
FAILED = "FAILED  "

_NARROWEST, _WIDEST = 60, 100
_INDENT = "   "
_BOLD, _RED, _GREEN, _DIM, _END = "\033[1m", "\033[31m", "\033[32m", "\033[2m", "\033[0m"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that the tour looked at itself, in an act or, with an empty one, over all of them."""

    what: str
    held: bool
    act: str = ""


@dataclass(slots=True)
class Teller:
    """Writes to `out`; in colour only where that is a terminal and `NO_COLOR` is not set.

    Attributes:
        checks: What was checked so far, in order.
    """

    out: TextIO = field(default_factory=lambda: sys.stdout)
    checks: list[Check] = field(default_factory=list)
    _act: str = ""

    @property
    def failed(self) -> list[Check]:
        """The checks that did not hold."""
        return [check for check in self.checks if not check.held]

    def heading(self, text: str) -> None:
        """A line that stands out."""
        self._write(self._inked(_BOLD, text), "─" * min(len(text), self._width))

    def act(self, title: str, why: str) -> None:
        """An act begins; what is checked from here on belongs to it."""
        self._act = title
        self.heading(title)
        self.say(why)

    def acted(self) -> None:
        """The acts are over."""
        self._act = ""

    def say(self, text: str) -> None:
        """A paragraph."""
        self._write(*textwrap.wrap(text, self._width, break_on_hyphens=False), "")

    def lines(self, lines: Iterable[str]) -> None:
        """Lines as they are, indented; nothing for none."""
        indented = [_INDENT + line for line in lines]
        if indented:
            self._write(*indented, "")

    def step(self, text: str) -> None:
        """Who does what."""
        wrapped = textwrap.wrap(text, self._width - 2, break_on_hyphens=False)
        self._write(*(self._inked(_BOLD, ("> " if not at else "  ") + line) for at, line in enumerate(wrapped)))

    def screen(self, whose: str, screen: Screen, *focus: str) -> None:
        """What somebody sees; with `focus`, the lines around these words."""
        title = f"{whose}: {screen.title}" if screen.kind == "modal" else f"{whose}, in {_place(screen)}"
        lines = pictures.box(title, pictures.screen_lines(screen, focus), self._width - len(_INDENT))
        self.lines(lines)

    def document(self, before: JsonObject, after: JsonObject) -> None:
        """What became of a sync."""
        inks = {"+": _GREEN, "-": _RED}
        lines = pictures.differing(before, after)
        self._write(DOCUMENT, *(_INDENT + self._inked(inks.get(line[:1], _DIM), line) for line in lines), "")

    def called(self, calls: Sequence[Call]) -> None:
        """What was asked of Polytomic, the writes in bold."""
        lines = zip(calls, pictures.called(calls), strict=True)
        inked = (line if call.method == "GET" else self._inked(_BOLD, line) for call, line in lines)
        self._write(CALLS, *(_INDENT + line for line in inked), "")

    def check(self, what: str, *, held: bool) -> None:
        """Keep whether something held; it is told at the end."""
        self.checks.append(Check(what, held, self._act))

    def verdicts(self) -> None:
        """Every check by its act, with whether it held."""
        for act in dict.fromkeys(check.act for check in self.checks):
            self._write(act or WHOLE)
            for check in self.checks:
                if check.act == act:
                    self._verdict(check)
        self._write("")

    def _verdict(self, check: Check) -> None:
        mark = self._inked(_GREEN, HELD) if check.held else self._inked(_RED, FAILED)
        first, *more = textwrap.wrap(check.what, self._width - len(_INDENT + HELD), break_on_hyphens=False)
        self._write(_INDENT + mark + first, *(_INDENT + " " * len(HELD) + line for line in more))

    @property
    def _width(self) -> int:
        return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))

    def _inked(self, ink: str, text: str) -> str:
        return f"{ink}{text}{_END}" if self.out.isatty() and not os.environ.get("NO_COLOR") else text

    def _write(self, *lines: str) -> None:
        self.out.write("".join(f"{line.rstrip()}\n" for line in lines))
        self.out.flush()


def _place(screen: Screen) -> str:
    place = "a direct message" if screen.title == "Direct message" else screen.title
    return f"{place}, seen by nobody else" if screen.kind == "ephemeral" else place
