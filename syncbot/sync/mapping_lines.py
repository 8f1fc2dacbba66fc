"""*Add several*: many mappings as lines of text, `source, target` on each."""

from __future__ import annotations

import csv
import html
import re
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.entries import listed
from syncbot.sync.known import Known
from syncbot.sync.mappings import add_mapping, mappings, taken_by
from syncbot.sync.sources import models_of, resolve_source, resolve_target

NO_LINES: Final = "There is no line to read."
NO_LINES_NEXT: Final = "Write a mapping on each line, like: email, Email"
NOT_A_PAIR: Final = "Line {number} is not a source and a target: {line}"
NOT_A_PAIR_NEXT: Final = "Write it like: email, Email"
ON_LINE: Final = "Line {number}: {what}"
TWICE: Final = "Line {number}: {target} is already mapped, from {source}, by line {other}."
TWICE_NEXT: Final = "Leave one of the two lines."
NOTHING_TAKEN: Final = "None of the lines was taken."

_ARROW: Final = re.compile(r"\t|→|⇒|[=\u2013\u2014-]+>")
_HEADINGS: Final = frozenset({("source", "target"), ("source field", "target field")})
_CURLY: Final = str.maketrans({"“": '"', "”": '"', "„": '"'})
_SHOWN: Final = 80


def read_mapping_lines(text: str, doc: JsonObject, known: Known) -> JsonObject:
    """`doc` with a mapping for each line: all of them, or none.

    A line is `source, target`, quoted as in CSV where a name has a comma, or the two with a tab or an arrow between.
    Empty lines, and a first line that only names the columns, are passed over.

    Raises:
        InvalidInput: The first line that cannot be taken, by its number (starts at 1), and why.
    """
    reading = {"model_ids": list(models_of(doc))}
    taken = {mapping.target: mapping for mapping in mappings(doc)}
    added: dict[str, tuple[int, JsonObject]] = {}
    for number, source_text, target_text in _pairs(text):
        try:
            model_id, field = resolve_source(source_text, known, reading)
            target = resolve_target(target_text, known)
            if target in taken:
                raise taken_by(taken[target])
        except InvalidInput as fault:
            raise _on_line(number, fault) from fault
        if target in added:
            raise _twice(number, *added[target])
        (entry,) = add_mapping({}, model_id=model_id, field=field, target=target)["fields"]
        added[target] = number, entry
    if not added:
        raise InvalidInput(NO_LINES, not_done=NOTHING_TAKEN, next_step=NO_LINES_NEXT, field="fields")
    return {**doc, "fields": [*listed(doc.get("fields")), *(entry for _, entry in added.values())]}


def _pairs(text: str) -> list[tuple[int, str, str]]:
    """The number, source and target of each line that has something."""
    pairs: list[tuple[int, str, str]] = []
    for number, line in enumerate(html.unescape(text).translate(_CURLY).splitlines(), start=1):
        if not line.strip():
            continue
        parts = _parts(line)
        if len(parts) != 2 or not all(parts):  # noqa: PLR2004 -- a pair
            what = NOT_A_PAIR.format(number=number, line=line.strip()[:_SHOWN])
            raise InvalidInput(what, not_done=NOTHING_TAKEN, next_step=NOT_A_PAIR_NEXT, field="fields")
        if pairs or (parts[0].casefold(), parts[1].casefold()) not in _HEADINGS:
            pairs.append((number, parts[0], parts[1]))
    return pairs


def _parts(line: str) -> list[str]:
    by_arrow = _ARROW.split(line)
    parts = by_arrow if len(by_arrow) > 1 else next(csv.reader([line], skipinitialspace=True))
    return [part.strip().strip('"').strip() for part in parts]


def _twice(number: int, other: int, entry: JsonObject) -> InvalidInput:
    what = TWICE.format(number=number, target=entry["target"], source=entry["source"]["field"], other=other)
    return InvalidInput(what, not_done=NOTHING_TAKEN, next_step=TWICE_NEXT, field="fields")


def _on_line(number: int, fault: InvalidInput) -> InvalidInput:
    what = ON_LINE.format(number=number, what=fault.what)
    return InvalidInput(what, not_done=NOTHING_TAKEN, next_step=fault.next_step, field="fields")
