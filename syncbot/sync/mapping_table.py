"""Lines that name mappings, as people paste them or as a CSV file has them, and that file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.known import Known
from syncbot.sync.mapping_view import Mapping, mappings
from syncbot.sync.sources import models_of

COLUMNS: Final = ("source", "target", "write", "create", "encrypt", "remove")

NOT_A_PAIR: Final = "Line {number} is not a source and a target: “{line}”."
NOT_A_PAIR_NEXT: Final = "Write it like: email, Email"
NOT_A_TABLE: Final = "Line {number} cannot be read as CSV."
NOT_A_TABLE_NEXT: Final = "Put names with a comma, a quotation mark or a line break into quotation marks."
NOTHING_TAKEN: Final = "None of the lines was taken."

_ALIASES: Final = {
    **{name: name for name in COLUMNS},
    "source field": "source",
    "target field": "target",
    "create this field in the target": "create",
}
_ARROW: Final = re.compile(r"→|⇒|[=\u2013\u2014-]+(?:>|&gt;)")
_DELIMITERS: Final = (",", "\t", ";")
_CURLY: Final = str.maketrans({"“": '"', "”": '"', "„": '"'})
_FORMULA: Final = re.compile(r"'*\s*[=+@-]")
"""What a spreadsheet would work out instead of showing; with an apostrophe before, it shows it."""
_SHOWN_FORMULA: Final = re.compile(r"'+\s*[=+@-]")
_PAIR: Final = 2
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        number: Starts at 1; of a line break inside quotation marks, the first line.
        cells: By column; a column that the line does not have is not there.
    """

    number: int
    cells: dict[str, str]


def read_table(text: str) -> tuple[Line, ...]:
    """The lines that say something.

    A first line that names the columns says which there are and what separates them: comma, semicolon or tab. Without
    one, each line is a source and a target with a comma, a tab or an arrow between, and the other columns behind.

    Raises:
        InvalidInput: The first line that is none, by its number.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    numbered = [(number, line) for number, line in enumerate(plain.split("\n"), start=1) if line.strip()]
    heading = _heading(numbered[0][1]) if numbered else None
    if heading is None:
        return tuple(_line(number, _loose(line), line) for number, line in numbered)
    delimiter, columns = heading
    rows = list(_rows(plain, delimiter))[1:]
    return tuple(_row(number, cells, columns) for number, cells in rows)


def mapping_csv(doc: JsonObject, known: Known) -> str:
    """The mappings of a sync as a CSV file that `read_table` takes; fixed values are not in it."""
    sheet = io.StringIO()
    plain = csv.writer(sheet, lineterminator="\n")
    quoting = csv.writer(sheet, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow(COLUMNS)
    several = reads_several(doc, known)
    for mapping in mappings(doc):
        source = source_text(mapping, known, several=several)
        switches = ["yes" if switch else "" for switch in (mapping.new, mapping.encrypt)]
        cells = [*map(_inert, (source, mapping.target, mapping.write)), *switches, ""]
        (plain if all(cell == cell.strip() for cell in cells) else quoting).writerow(cells)
    return sheet.getvalue()


def _inert(cell: str) -> str:
    """The cell as a spreadsheet shows it, whatever it holds; `_as_meant` reads it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _as_meant(cell: str) -> str:
    return cell[1:] if _SHOWN_FORMULA.match(cell) else cell


def reads_several(doc: JsonObject, known: Known) -> bool:
    """Whether a field has to be named with its model."""
    return len({*models_of(doc), *known.models}) > 1


def source_text(mapping: Mapping, known: Known, *, several: bool) -> str:
    """A mapping's source as it is written in a line: `field`, or `Model.field` where there are several models."""
    if not (several and mapping.field and mapping.model_id):
        return mapping.field
    model = known.models.get(mapping.model_id)
    alone = model is not None and [each.name for each in known.models.values()].count(model.name) == 1
    return f"{model.name if model and alone else mapping.model_id}.{mapping.field}"


def _heading(line: str) -> tuple[str, tuple[str, ...]] | None:
    """What separates the columns and which there are, when the line names them; None when it does not."""
    for delimiter in _DELIMITERS:
        names = [cell.strip().casefold() for cell in _cells(line, delimiter)]
        columns = tuple(_ALIASES.get(name, "") for name in names)
        if all(columns) and "target" in columns and len(set(columns)) == len(columns) > 1:
            return delimiter, columns
    return None


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that have something, with the number of their first line."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    number = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            what = NOT_A_TABLE.format(number=number)
            raise InvalidInput(what, not_done=NOTHING_TAKEN, next_step=NOT_A_TABLE_NEXT, field="fields") from fault
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield number, cells
        number = reader.line_num + 1


def _row(number: int, cells: list[str], columns: tuple[str, ...]) -> Line:
    named = dict(zip(columns, map(_as_meant, cells), strict=False))
    if any(cell.strip() for cell in cells[len(columns) :]) or not named.get("target", "").strip():
        raise _not_a_pair(number, cells)
    return Line(number, named)


def _loose(line: str) -> list[str]:
    """The cells of a line without columns: split at an arrow, else at tabs, else as CSV; none for two arrows."""
    parts = _ARROW.split(line)
    if len(parts) > _PAIR:
        return []
    if len(parts) == _PAIR:
        source, *others = [parts[0], *_cells(parts[1], ",")]
        return [source.strip().strip('"').strip(), *others]
    return _cells(line, "\t" if "\t" in line else ",")


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none when one of them is longer than csv reads."""
    straight = line if '"' in line else line.translate(_CURLY)
    try:
        cells = next(csv.reader([straight], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        return []
    return [cell.strip().strip('"').strip() for cell in cells]


def _line(number: int, cells: list[str], line: str) -> Line:
    if not _PAIR <= len(cells) <= len(COLUMNS) or not all(cells[:_PAIR]):
        raise _not_a_pair(number, [line])
    return Line(number, dict(zip(COLUMNS, cells, strict=False)))


def _not_a_pair(number: int, cells: Iterable[str]) -> InvalidInput:
    what = NOT_A_PAIR.format(number=number, line=", ".join(cells).strip()[:_SHOWN])
    return InvalidInput(what, not_done=NOTHING_TAKEN, next_step=NOT_A_PAIR_NEXT, field="fields")
