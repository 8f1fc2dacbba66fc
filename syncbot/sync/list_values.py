"""Values that are lists as the text of an input, and back."""

from __future__ import annotations

import csv
import re
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.json_text import NOT_TAKEN, read_json, read_number, write_json

_BREAK: Final = re.compile(r"\r\n?|\n")
"""A carriage return alone breaks a line too, for csv at least, which refuses one inside a line."""

NOT_TWO: Final = "Two values are needed, and this is {count}."
NOT_TWO_NEXT: Final = "Write the lower and the higher one, each on a line."


def read_list(text: str) -> list[Any]:
    """A JSON list where the text begins like one, else one text on each line, or between commas on a single line."""
    if not text.lstrip().startswith("["):
        return _lines(text)
    found: list[Any] = read_json(text)
    return found


def _lines(text: str) -> list[str]:
    """One value on each line; on a single line, separated by commas and quoted as in CSV.

    A single line with a value that is longer than csv reads is one value.
    """
    found = [line.strip() for line in _BREAK.split(text) if line.strip()]
    if len(found) != 1:
        return found
    try:
        cells = next(csv.reader(found, skipinitialspace=True))
    except csv.Error:
        return found
    return [cell.strip() for cell in cells if cell.strip()] or found


def write_list(value: list[Any]) -> str:
    """One text on each line where `read_list` reads that back to the same, else JSON."""
    text = "\n".join(value) if value and all(isinstance(item, str) for item in value) else ""
    if text and not text.lstrip().startswith("[") and _lines(text) == value:
        return text
    return write_json(value)


def read_between(text: str) -> list[Any]:
    """Two values, written as a list; numbers where they look like numbers, texts else."""
    found = read_list(text)
    if not text.lstrip().startswith("["):
        found = [item if (number := read_number(item)) is None else number for item in found]
    if len(found) != 2:  # noqa: PLR2004 -- from and to
        raise InvalidInput(NOT_TWO.format(count=len(found)), not_done=NOT_TAKEN, next_step=NOT_TWO_NEXT)
    return found


def write_between(value: list[Any]) -> str:
    """One value on each line where `read_between` reads that back to the same, else JSON."""
    shown = [item if isinstance(item, str) else write_json(item) for item in value]
    text = "\n".join(shown)
    plain = all(isinstance(item, str | int | float) and not isinstance(item, bool) for item in value)
    told_apart = all(
        isinstance(item, str) is (read_number(text) is None) for item, text in zip(value, shown, strict=True)
    )
    if plain and told_apart and not text.lstrip().startswith("[") and _lines(text) == shown:
        return text
    return write_json(value)
