"""Fields of a conflict, a normalisation or an overwriting, each value in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from syncbot.changes.conflict import mark
from syncbot.changes.model import Side
from syncbot.sync.both import both
from syncbot.sync.difference import Item
from syncbot.sync.document import ABSENT
from syncbot.sync.entry_words import entry_lines
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import Clash
from syncbot.sync.naming import naming
from syncbot.sync.phrases import value_words
from syncbot.sync.schedule_words import describe


def clash_sides(clashes: Iterable[Clash]) -> tuple[Side, ...]:
    """What it was, what it is now, what the draft has."""
    return tuple(
        Side(
            str(clash.part),
            clash.label,
            base=_words(clash.row, clash.base),
            theirs=_words(clash.row, clash.theirs),
            ours=_words(clash.row, clash.ours),
            mark=mark(clash),
            both=both(clash) is not ABSENT,
        )
        for clash in clashes
    )


def moved_sides(items: Iterable[Item]) -> tuple[Side, ...]:
    """What others changed and the change itself does not: what it was, what it is now."""
    return tuple(
        Side(
            str(item.part),
            item.label,
            base=_words(item.row, item.old),
            theirs=_words(item.row, item.new),
            ours=_words(item.row, item.old),
        )
        for item in items
    )


def kept_sides(items: Iterable[Item]) -> tuple[Side, ...]:
    """Differences between what was sent (old) and what is kept (new)."""
    return tuple(
        Side(str(item.part), item.label, base="", theirs=_words(item.row, item.new), ours=_words(item.row, item.old))
        for item in items
    )


def unclear_sides(meant: Iterable[Item], now: Iterable[Item]) -> tuple[Side, ...]:
    """What a write meant to change and what is otherwise now, both seen from what it was before."""
    ours = {(item.row, item.key): item for item in meant}
    theirs = {(item.row, item.key): item for item in now}
    return tuple(
        Side(
            str(item.part),
            item.label,
            base=_words(item.row, item.old),
            theirs=_words(item.row, theirs[place].new if place in theirs else item.old),
            ours=_words(item.row, ours[place].new if place in ours else item.old),
        )
        for place, item in (theirs | ours).items()
    )


def _words(row: str, value: Any) -> str:  # noqa: ANN401 -- any JSON value
    return "" if value is ABSENT else _SAY.get(row, value_words)(value)


def _entries(value: Any) -> str:  # noqa: ANN401 -- any JSON value
    return entry_lines(value, naming(NOTHING_KNOWN, value))


def _schedule(value: Any) -> str:  # noqa: ANN401 -- any JSON value
    return describe(value) if isinstance(value, dict) else value_words(value)


_SAY: Final[dict[str, Callable[[Any], str]]] = {"fields": _entries, "override_fields": _entries, "schedule": _schedule}
"""How the values of a row are told where they are more than a value."""
