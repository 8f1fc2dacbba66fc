"""Where the field that an error named stands in the editor."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.sync.fields import Part, rows_named


def part_of(field: str | None) -> Part | None:
    """The part of a field's path; None when the error named none that the table has."""
    rows = rows_named((field or "").split(".")[0].split("[")[0])
    return rows[0].part if rows else None


def with_names(change: Change) -> str:
    """The sentences of the outcome; an entry of a list that Polytomic named by its path is called by its name."""
    outcome = change.outcome
    if outcome is None or outcome.field is None or _names_part_alone(place := place_of(change, outcome.field)):
        return outcome.sentences if outcome else ""
    return outcome.sentences.replace(outcome.field, place)


def place_left(change: Change) -> str:
    """What the sentences of the outcome do not name themselves: the part that an error is about; else empty."""
    place = place_of(change, change.outcome.field if change.outcome else None)
    return place if _names_part_alone(place) or place not in with_names(change) else ""


def _names_part_alone(place: str) -> bool:
    return ": " not in place


def place_of(change: Change, field: str | None) -> str:
    """The part, and the target where one entry of a list that was sent is named; empty when no part is."""
    part = part_of(field)
    if part is None:
        return ""
    key, _, rest = (field or "").replace("[", ".").replace("]", "").partition(".")
    entries, index = (change.attempt.body if change.attempt else {}).get(key), rest.partition(".")[0]
    if isinstance(entries, list) and index.isdecimal() and int(index) < len(entries):
        return f"{part}: {entries[int(index)].get('target', index)}"
    return str(part)
