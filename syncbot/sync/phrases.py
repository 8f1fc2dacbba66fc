"""The smallest pieces of wording: values, fields, counts and lists, in plain text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from syncbot.sync.document import ABSENT, Absent

LONG: Final = 80
"""A value of more characters is cut to these, with the count of all of them."""

_at_most: ContextVar[int] = ContextVar("at_most", default=LONG)

NOT_SET = "not set"
EMPTY = "nothing"
CUT = "{start} ({count} characters)"
LINE_BREAK = "↵"


@contextmanager
def uncut() -> Iterator[None]:
    """Inside it, values are told whole, however long they are."""
    token = _at_most.set(sys.maxsize)
    try:
        yield
    finally:
        _at_most.reset(token)


def value_words(value: Any | Absent) -> str:
    """A value in words: text in quotation marks, `yes` and `no`, `nothing` for null, objects as JSON.

    A text of more than 80 characters is cut to 80 and its count; so is anything whose words are longer.
    """
    if isinstance(value, str):
        return f"“{_one_line(value)}”" if len(value) <= _at_most.get() else _cut(value, opening="“", closing="”")
    if isinstance(value, list) and value and all(not isinstance(item, list | dict) for item in value):
        said = ", ".join(_whole(item) for item in value)
    else:
        said = _whole(value)
    return shortened(said)


def field_words(field_id: str, label: str = "") -> str:
    """A field by the id that the sync stores, its label beside it where it differs."""
    return f"{field_id} ({label})" if label and label != field_id else field_id


def plain(text: object) -> str:
    """A name or id as it stands, on one line."""
    return _one_line(str(text))


def shortened(text: str) -> str:
    """Text as it stands, cut to 80 characters and their count when it has more."""
    return text if len(text) <= _at_most.get() else _cut(text)


def counted(count: int, noun: str, plural: str = "") -> str:
    """`No filters`, `1 filter`, `3 filters`."""
    if count == 1:
        return f"1 {noun}"
    return f"{count or 'No'} {plural or noun + 's'}"


def joined(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; empty for none."""
    *most, last = tuple(words) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def _whole(value: Any | Absent) -> str:
    if value is ABSENT:
        return NOT_SET
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"“{_one_line(value)}”"
    return json.dumps(value, ensure_ascii=False, default=str)


def _cut(text: str, *, opening: str = "", closing: str = "") -> str:
    return CUT.format(start=f"{opening}{_one_line(text[:LONG])}…{closing}", count=len(text))


def _one_line(text: str) -> str:
    return LINE_BREAK.join(text.splitlines()) if "\n" in text or "\r" in text else text
