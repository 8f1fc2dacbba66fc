"""What Polytomic adds by itself to what is written: its own ids of fields, and what it works out from the target.

A write that leaves these out gets them back, and means the same; so they are expected, not told.
"""

from __future__ import annotations

from typing import Any, Final

from syncbot.sync.document import ABSENT, JsonObject
from syncbot.sync.rows import at, put

_ANY: Final = ABSENT

_IDENTITY: Final[JsonObject] = {"remote_field_type_id": _ANY, "new_field": False}
_REFERENCE: Final[JsonObject] = {"field": _ANY, "field_id": _ANY}
_WORKED_OUT: Final[tuple[tuple[tuple[str, ...], JsonObject], ...]] = (
    (("overrides",), _REFERENCE),
    (("filters",), _REFERENCE),
    (("identity",), _IDENTITY),
    (("identities", "mappings"), _IDENTITY),
    (("target",), {"search_values": _ANY}),
    (("schedule",), {"run_after_success_only": False}),
)
"""By where it lies, an entry or a list of them: what may be added, and as what; ABSENT for any value."""


def expected(meant: JsonObject, found: JsonObject) -> JsonObject:
    """`meant` with what `found`, the sync after that write, has of what Polytomic works out and `meant` leaves open."""
    for path, added in _WORKED_OUT:
        mine, theirs = at(meant, path), at(found, path)
        if mine is not ABSENT:
            meant = put(meant, path, _with_added(mine, theirs, added))
    return meant


def _with_added(mine: Any, theirs: Any, added: JsonObject) -> Any:
    """Entries of lists are told apart by their place: the write gave them their order."""
    if isinstance(mine, list) and isinstance(theirs, list):
        same_length = len(mine) == len(theirs)
        return [_with_added(*pair, added) for pair in zip(mine, theirs, strict=True)] if same_length else mine
    if not (isinstance(mine, dict) and isinstance(theirs, dict)):
        return mine
    come = {key: theirs[key] for key in added if mine.get(key) is None and theirs.get(key) is not None}
    return {**mine, **{key: value for key, value in come.items() if added[key] is _ANY or added[key] is value}}
