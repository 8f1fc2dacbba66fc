"""Mappings and fixed values in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from syncbot.sync.document import ABSENT, NOWHERE, Absent, JsonObject, same
from syncbot.sync.naming import Naming
from syncbot.sync.phrases import value_words
from syncbot.sync.vocabulary import FIELD_SWITCHES, WRITES

BROKEN = "an entry that is no mapping: {value}"
ALWAYS = "always {value}"
WRITTEN = "written {when}"
WRITE_MODE = "write mode {mode}"
AS_THE_SYNC = "as the sync's mode says"
ARROW = "{old} → {new}"
CHANGE = "{name} {old} → {new}"

SOURCE: Final = "source"
TARGET: Final = "target"
FIXED: Final = "override_value"
WRITE: Final = "sync_mode"
_LABELS: Final = {
    SOURCE: "source",
    WRITE: "write",
    FIXED: "fixed value",
    "new": "create this field in the target",
    "encryption_enabled": "encrypt",
}
_TOLD_WHOLE: Final = frozenset({WRITE, *FIELD_SWITCHES})
"""Keys whose words leave nothing out, so that the same words are the same meaning."""


def entry_line(entry: Any, naming: Naming) -> str:
    """`email (E-mail) → Email; encrypted`, or `status: always “active”` when there is no source."""
    if not isinstance(entry, dict):
        return BROKEN.format(value=value_words(entry))
    target = naming.target(entry.get(TARGET))
    if _has_source(entry):
        return "; ".join((ARROW.format(old=naming.source(entry[SOURCE]), new=target), *_details(entry)))
    return f"{target}: {'; '.join(_details(entry)) or value_words(ABSENT)}"


def entry_lines(value: Any | Absent, naming: Naming) -> str:
    """All entries of one target in one phrase."""
    if isinstance(value, list):
        return " and ".join(entry_line(entry, naming) for entry in value)
    return entry_line(value, naming)


def entry_changes(old: JsonObject, new: JsonObject, naming: Naming) -> str:
    """Which of source, write, fixed value, create and encrypt changed, and everything else that did."""
    moved = [key for key in old | new if not same(old.get(key, ABSENT), new.get(key, ABSENT))]
    said = [_change(key, old, new, naming) for key in moved]
    told = [phrase for phrase in said if phrase] or [_raw_change(key, old, new) for key in moved]
    return ", ".join(told)


def _change(key: str, old: JsonObject, new: JsonObject, naming: Naming) -> str:
    """One change in words; empty when both sides mean the same, which the same words of a cut value do not say."""
    before, after = (_member(key, side.get(key, ABSENT), naming) for side in (old, new))
    alike = before == after and key in _TOLD_WHOLE
    return "" if alike else CHANGE.format(name=_LABELS.get(key, key), old=before, new=after)


def _raw_change(key: str, old: JsonObject, new: JsonObject) -> str:
    before, after = (value_words(side.get(key, ABSENT)) for side in (old, new))
    return CHANGE.format(name=key, old=before, new=after)


def _member(key: str, value: Any | Absent, naming: Naming) -> str:
    if key == SOURCE:
        return naming.source(value)
    if key == WRITE:
        return AS_THE_SYNC if not value else WRITES.get(str(value), str(value))
    if key in FIELD_SWITCHES:
        return value_words(False if value is ABSENT else value)
    return value_words(value)


def _has_source(entry: JsonObject) -> bool:
    source = entry.get(SOURCE)
    return source is not None and not (isinstance(source, dict) and source.get("model_id") == NOWHERE)


def _details(entry: JsonObject) -> list[str]:
    """What an entry says beside source and target; the fixed value first, switches only when they are on."""
    order = sorted((key for key in entry if key not in (SOURCE, TARGET)), key=lambda key: key != FIXED)
    return [said for key in order if (said := _DETAILS.get(key, _other)(key, entry[key]))]


def _fixed(_key: str, value: Any) -> str:
    return ALWAYS.format(value=value_words(value))


def _write(_key: str, value: Any) -> str:
    when = WRITES.get(str(value))
    return WRITTEN.format(when=when) if when else WRITE_MODE.format(mode=value)


def _switch(key: str, value: Any) -> str:
    return FIELD_SWITCHES[key] if value is True else "" if not value else _other(key, value)


def _other(key: str, value: Any) -> str:
    return f"{key} {value_words(value)}"


_DETAILS: Final[dict[str, Callable[[str, Any], str]]] = {
    FIXED: _fixed,
    WRITE: _write,
    **dict.fromkeys(FIELD_SWITCHES, _switch),
}
