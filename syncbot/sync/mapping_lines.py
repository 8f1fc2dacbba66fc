"""*Add several*, and a CSV file: many mappings at once. Those named are added or changed, those not named stay."""

from __future__ import annotations

from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, same
from syncbot.sync.entries import listed
from syncbot.sync.entry_edits import with_ends, with_options
from syncbot.sync.known import Known
from syncbot.sync.mapping_support import unsupported
from syncbot.sync.mapping_table import NOT_A_PAIR_NEXT, NOTHING_TAKEN, Line, read_table, reads_several, source_text
from syncbot.sync.mapping_view import Mapping, placed_mappings
from syncbot.sync.sources import models_of, nearest, resolve_source, resolve_target
from syncbot.sync.vocabulary import WRITES

NO_LINES: Final = "There is no line to read."
NO_LINES_NEXT: Final = "Write a mapping on each line, like: email, Email"
ON_LINE: Final = "Line {number}: {what}"
TWICE: Final = "{target} is already mapped by line {other}."
TWICE_NEXT: Final = "Leave one of the two lines."
SEVERAL: Final = "The sync has {count} mappings to {target}, and which of them is meant cannot be told."
SEVERAL_NEXT: Final = "Write the source that one of them has, or remove all but one of them first."
NO_SOURCE: Final = "There is no mapping to {target} yet, and the line has no source."
NOT_MAPPED: Final = "There is no mapping to {target} that could be removed."
NOT_MAPPED_NEXT: Final = "Take the line out, or write nothing under remove."
NOT_A_WRITE: Final = "“{text}” does not say when a mapping writes."
WRITE_IS: Final = "Write it like {example}; it takes {choices} or default."
NOT_A_SWITCH: Final = "“{text}” under {column} is neither yes nor no."
SWITCH_IS: Final = "Write yes, no or nothing there."
BY_MODE: Final = "default"

_YES: Final = frozenset({"yes", "y", "true", "1", "x", "on"})
_NO: Final = frozenset({"no", "n", "false", "0", "off"})
_BY_MODE: Final = (BY_MODE, "as the sync's mode says")


def read_mapping_lines(text: str, doc: JsonObject, known: Known) -> JsonObject:
    """`doc` with a mapping for each line, added or changed or removed: all of them, or none. The others stay.

    The form of the lines is that of `syncbot.sync.mapping_table`. A cell that is empty, or not there, leaves what a
    mapping has; `default` under `write` lets the sync's mode count.

    Raises:
        InvalidInput: The first line that cannot be taken, by its number (starts at 1), and why.
    """
    reader = _Reader(doc, known)
    lines = read_table(text)
    for line in lines:
        try:
            reader.take(line)
        except InvalidInput as fault:
            what = ON_LINE.format(number=line.number, what=fault.what)
            raise InvalidInput(what, not_done=NOTHING_TAKEN, next_step=fault.next_step, field="fields") from fault
    if not lines:
        raise InvalidInput(NO_LINES, not_done=NOTHING_TAKEN, next_step=NO_LINES_NEXT, field="fields")
    entries = [entry for entry in reader.entries if entry is not None]
    return doc if same(entries, listed(doc.get("fields"))) else {**doc, "fields": entries}


class _Reader:
    """Takes line after line; finds mappings by target, so that thousands of lines stay quick."""

    def __init__(self, doc: JsonObject, known: Known) -> None:
        self.entries: list[Any] = list(listed(doc.get("fields")))
        self._doc = doc
        self._known = known
        self._reads = {"model_ids": list(models_of(doc))}
        self._several = reads_several(doc, known)
        self._by_line: dict[tuple[str, int], int] = {}
        self._added: dict[str, int] = {}
        self._there: dict[str, list[tuple[int, Mapping]]] = {}
        for place, mapping in placed_mappings(doc):
            self._there.setdefault(mapping.target, []).append((place, mapping))

    def take(self, line: Line) -> None:
        """Add, change or remove what the line names. Raises InvalidInput when it cannot be taken."""
        switches = {column: _switch(column, line.cells.get(column, "")) for column in ("create", "encrypt", "remove")}
        target = self._target(line.cells["target"], create=switches["create"] is True)
        place, mapping = self._mapping(target, line.cells.get("source", ""))
        if (target, place) in self._by_line:
            raise _refused(TWICE.format(target=target, other=self._by_line[target, place]), TWICE_NEXT)
        self._by_line[target, place] = line.number
        if switches["remove"]:
            if mapping is None:
                raise _refused(NOT_MAPPED.format(target=target), NOT_MAPPED_NEXT)
            self.entries[place] = None
            return
        write = _write(line.cells.get("write", ""), mapping)
        model_id, field = self._source(line.cells.get("source", ""), mapping, target)
        entry = with_ends(mapping.raw if mapping else {}, model_id=model_id, field=field, target=target)
        entry = with_options(entry, write=write, new=switches["create"], encrypt=switches["encrypt"])
        for fault in unsupported(entry, mapping.raw if mapping else {}, self._doc, self._known):
            raise fault
        self.entries[place:place] = [entry] if mapping is None else []
        self.entries[place] = entry

    def _mapping(self, target: str, source: str) -> tuple[int, Mapping | None]:
        """Where the mapping to `target` stands, or would, and itself; of several the next one with that source."""
        there = self._there.get(target, [])
        if len(there) < 2:  # noqa: PLR2004 -- several
            return there[0] if there else (self._added.setdefault(target, len(self.entries)), None)
        alike = [pair for pair in there if source == source_text(pair[1], self._known, several=self._several)]
        if not alike:
            raise _refused(SEVERAL.format(count=len(there), target=target), SEVERAL_NEXT)
        return next((pair for pair in alike if (target, pair[0]) not in self._by_line), alike[0])

    def _target(self, cell: str, *, create: bool) -> str:
        if cell in self._there:
            return cell
        try:
            return resolve_target(cell, self._known)
        except InvalidInput:
            if create and cell.strip():
                return cell.strip()
            raise

    def _source(self, cell: str, mapping: Mapping | None, target: str) -> tuple[str | None, str | None]:
        """The source that the cell means; None twice to leave what the mapping has."""
        if mapping is not None and (
            not cell.strip() or cell == source_text(mapping, self._known, several=self._several)
        ):
            return None, None
        if not cell.strip():
            raise _refused(NO_SOURCE.format(target=target), NOT_A_PAIR_NEXT)
        return resolve_source(cell, self._known, self._reads)


def _switch(column: str, cell: str) -> bool | None:
    word = cell.strip().casefold()
    if not word:
        return None
    if word not in _YES | _NO:
        raise _refused(NOT_A_SWITCH.format(text=cell.strip(), column=column), SWITCH_IS)
    return word in _YES


def _write(cell: str, mapping: Mapping | None) -> str | None:
    """The mode of a mapping that the cell means; None to leave it, empty for the sync's own."""
    word = cell.strip().casefold()
    if not word or (mapping is not None and cell.strip() == mapping.write):
        return None
    if word in _BY_MODE:
        return ""
    for mode, words in WRITES.items():
        if word in (mode.casefold(), words.casefold()):
            return mode
    example = f"email, Email, {nearest(cell, WRITES) or next(iter(WRITES))}"
    raise _refused(NOT_A_WRITE.format(text=cell.strip()), WRITE_IS.format(example=example, choices=", ".join(WRITES)))


def _refused(what: str, next_step: str) -> InvalidInput:
    return InvalidInput(what, not_done=NOTHING_TAKEN, next_step=next_step, field="fields")
