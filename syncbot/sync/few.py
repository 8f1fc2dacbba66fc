"""A run of a few named records: by what a sync identifies them, and the lines that name them."""

from __future__ import annotations

from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.entries import listed
from syncbot.sync.phrases import counted

AT_MOST: Final = 10

NO_IDENTITY: Final = "This sync has no identity mapping, so single records cannot be named."
NONE_NAMED: Final = "No record is named."
TOO_MANY: Final = "{count} records are named; at most {most} can be tried at once."
OTHER_COUNT: Final = "Line {number} has {got}; this sync identifies a record by {wanted}: {fields}."
NOT_STARTED: Final = "No run was started."
NAME_THEM: Final = "Write one record a line."


def identified_by(doc: JsonObject) -> tuple[JsonObject, ...]:
    """The sources (`model_id`, `field`) by which the sync identifies a record, in priority order; empty for none."""
    several = doc.get("identities")
    mappings = listed(several.get("mappings")) if isinstance(several, dict) else [doc.get("identity")]
    found = [mapping.get("source") for mapping in mappings if isinstance(mapping, dict)]
    return tuple(source for source in found if isinstance(source, dict) and source.get("field"))


def read_records(text: str, sources: tuple[JsonObject, ...]) -> tuple[Any, ...]:
    """The records of the lines, as the API takes them: values, or lists of `{source, value}` with several sources.

    Raises:
        InvalidInput: None or too many are named, or a line has another number of values than there are sources.
    """
    if not sources:
        raise InvalidInput(NO_IDENTITY, not_done=NOT_STARTED)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise InvalidInput(NONE_NAMED, not_done=NOT_STARTED, next_step=NAME_THEM)
    if len(lines) > AT_MOST:
        raise InvalidInput(TOO_MANY.format(count=len(lines), most=AT_MOST), not_done=NOT_STARTED)
    if len(sources) == 1:
        return tuple(lines)
    return tuple(_record(number, line, sources) for number, line in enumerate(lines, 1))


def _record(number: int, line: str, sources: tuple[JsonObject, ...]) -> list[JsonObject]:
    values = [value.strip() for value in line.split(",")]
    if len(values) != len(sources) or not all(values):
        fields = ", ".join(str(source["field"]) for source in sources)
        what = OTHER_COUNT.format(number=number, got=counted(len(values), "value"), wanted=len(sources), fields=fields)
        raise InvalidInput(what, not_done=NOT_STARTED, next_step=NAME_THEM)
    return [{"source": source, "value": value} for source, value in zip(sources, values, strict=True)]
