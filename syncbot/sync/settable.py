"""The names of what can be set in one line, and which of them a person means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from syncbot.errors import InvalidInput
from syncbot.sync.fields import ROWS, Input, Member, Row, row
from syncbot.sync.not_editable import NOT_EDITABLE

UNKNOWN_KEY: Final = "There is no setting {key}."
SEVERAL_KEYS: Final = "{key} is the name of several settings."
NOT_SETTABLE: Final = "{key} cannot be set in one line."
NOT_CHANGED: Final = "{key} cannot be changed in Slack."
NOTHING_SET: Final = "Nothing was changed."
NEAREST: Final = "Did you mean {nearest}?"
SETTABLE_KEYS: Final = "What can be set: {keys}."
USE_THE_EDITOR: Final = "Change it in the editor, part {part}."

_NEAR_ENOUGH: Final = 66
_OF_A_WORD: Final = 0.9
_BEGINNING: Final = 3
_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Settable:
    """A scalar that can be set by itself.

    Attributes:
        key: Its dotted name.
        path: Where it lies in a sync.
        nullable: Whether `none` may be set.
        drops: The keys beside it that go when it changes.
    """

    key: str
    label: str
    row: Row
    input: Input
    path: tuple[str, ...]
    nullable: bool = False
    drops: tuple[str, ...] = ()


_ALONE: Final = frozenset({Input.TEXT, Input.SWITCH, Input.MODE, Input.NUMBER})


def _settings() -> dict[str, Settable]:
    whole = [Settable(entry.key, entry.label, entry, entry.input, entry.paths[0]) for entry in ROWS if _is_alone(entry)]
    inside = [_inside(entry, member) for entry in ROWS for member in entry.members]
    return {setting.key: setting for setting in (*whole, *inside)}


def _is_alone(entry: Row) -> bool:
    return entry.input in _ALONE


def _inside(entry: Row, member: Member) -> Settable:
    path = member.path or (*entry.paths[0], member.key)
    return Settable(".".join(path), member.label, entry, member.input, path, member.nullable, member.drops)


_SETTINGS: Final = _settings()

SETTABLE: Final = tuple(_SETTINGS)
"""Every key that can be set, in the table's order."""


def setting_named(key: str) -> Settable:
    """The setting that a key means; without its group where no other has that name (`hour` for `schedule.hour`).

    Raises:
        InvalidInput: There is none, or several; names the nearest.
    """
    wanted = key.lower().replace(" ", "_").replace("-", "_")
    found = _SETTINGS.get(wanted)
    short = [setting for setting in _SETTINGS.values() if setting.path[-1] == wanted]
    if found or len(short) == 1:
        return found or short[0]
    if short:
        names = " or ".join(setting.key for setting in short)
        raise _refused(SEVERAL_KEYS.format(key=key), NEAREST.format(nearest=names), key)
    if wanted in NOT_EDITABLE:
        raise _refused(NOT_CHANGED.format(key=key), NOT_EDITABLE[wanted], key)
    known_row = row(wanted)
    if known_row in ROWS:
        raise _refused(NOT_SETTABLE.format(key=key), USE_THE_EDITOR.format(part=known_row.part), known_row.key)
    close = _nearest(wanted)
    next_step = NEAREST.format(nearest=close) if close else SETTABLE_KEYS.format(keys=", ".join(SETTABLE))
    raise _refused(UNKNOWN_KEY.format(key=key), next_step, key)


def _nearest(wanted: str) -> str:
    """The key that looks most like it, or is called like it; empty when none does."""
    score, key = max((_likeness(wanted, setting), setting.key) for setting in _SETTINGS.values())
    return key if score >= _NEAR_ENOUGH else ""


def _likeness(wanted: str, setting: Settable) -> float:
    """From 0 to 100: against the whole key and its last name, and a little less against a word of that or the label."""
    last = setting.path[-1]
    words = _WORD.findall(f"{last} {setting.label.lower()}")
    begun = 100 * any(
        (len(wanted) >= _BEGINNING and word.startswith(wanted)) or (len(word) > _BEGINNING and word in wanted)
        for word in words
    )
    alike = max(begun, *(fuzz.ratio(wanted, word) for word in words))
    return max(fuzz.ratio(wanted, setting.key), fuzz.ratio(wanted, last), alike * _OF_A_WORD)


def _refused(what: str, next_step: str, field: str) -> InvalidInput:
    return InvalidInput(what, not_done=NOTHING_SET, next_step=next_step, field=field)
