"""Which item of a sync an error of a run is about: the one whose name stands in Polytomic's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from syncbot.sync.document import JsonObject
from syncbot.sync.edits import mappings
from syncbot.sync.fields import ROWS, Part
from syncbot.sync.known import Known
from syncbot.sync.rows import Row

SHORTEST: Final = 3
"""Names of fewer letters stand in too many sentences by chance."""


@dataclass(frozen=True, slots=True)
class Named:
    """An item that an error names.

    Attributes:
        key: The mapping's `item_id`, else empty.
        name: What stands in the words, as the sync has it: a target, a source field.
        line: For people: the mapping, or the field.
    """

    part: Part
    key: str
    name: str
    line: str


def named_in(text: str, doc: JsonObject, known: Known) -> Named | None:
    """The item whose name stands in `text`; the longest name wins, a mapping's target over its source."""
    found = [(len(name), -at, named) for at, (name, named) in enumerate(_names(doc, known)) if _stands(name, text)]
    return max(found, key=lambda one: one[:2])[2] if found else None


def _stands(name: str, text: str) -> bool:
    pattern = rf"(?<![\w.]){re.escape(name)}(?!\w)"
    return len(name) >= SHORTEST and re.search(pattern, text, re.IGNORECASE) is not None


def _names(doc: JsonObject, known: Known) -> Iterator[tuple[str, Named]]:
    labels = {field.field_id: field.name for field in known.target.fields} if known.target else {}
    mapped = mappings(doc)
    for each in mapped:
        named = Named(Part.MAPPINGS, each.item_id, each.target, f"{each.field or '-'} → {each.target}")
        yield each.target, named
        yield each.target.rpartition(".")[2], named
        yield labels.get(each.target, ""), named
    for each in mapped:
        yield each.field, Named(Part.MAPPINGS, each.item_id, each.field, f"{each.field} → {each.target}")
    for row in ROWS:
        if row.part is not Part.MAPPINGS:
            for name in _fields_in(row, doc):
                yield name, Named(row.part, "", name, name)


def _fields_in(row: Row, doc: JsonObject) -> Iterator[str]:
    """The fields that the conditions, overrides or identities of a row name."""
    waiting: list[Any] = [row.value(doc)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
            yield from (value[key] for key in ("field", "target") if isinstance(value.get(key), str))
        elif isinstance(value, list):
            waiting.extend(value)
