"""Fields of a conflict, a normalisation or an overwriting, each value in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from syncbot.changes.model import Side
from syncbot.sync.difference import Item
from syncbot.sync.document import ABSENT
from syncbot.sync.merge import Clash
from syncbot.sync.phrases import value_words


def clash_sides(clashes: Iterable[Clash]) -> tuple[Side, ...]:
    """What it was, what it is now, what the draft has."""
    return tuple(
        Side(str(clash.part), clash.label, _words(clash.base), _words(clash.theirs), _words(clash.ours))
        for clash in clashes
    )


def moved_sides(items: Iterable[Item]) -> tuple[Side, ...]:
    """What others changed: what it was, what it is now."""
    return tuple(Side(str(item.part), item.label, _words(item.old), _words(item.new), "") for item in items)


def kept_sides(items: Iterable[Item]) -> tuple[Side, ...]:
    """Differences between what was sent (old) and what is kept (new)."""
    return tuple(Side(str(item.part), item.label, "", _words(item.new), _words(item.old)) for item in items)


def unclear_sides(meant: Iterable[Item], now: Iterable[Item]) -> tuple[Side, ...]:
    """What a write meant to change and what is otherwise now, both seen from what it was before."""
    ours = {(item.row, item.key): item for item in meant}
    theirs = {(item.row, item.key): item for item in now}
    return tuple(
        Side(
            str(item.part),
            item.label,
            base=_words(item.old),
            theirs=_words(theirs[place].new if place in theirs else item.old),
            ours=_words(ours[place].new if place in ours else item.old),
        )
        for place, item in (theirs | ours).items()
    )


def _words(value: Any) -> str:  # noqa: ANN401 -- any JSON value
    return "" if value is ABSENT else value_words(value)
