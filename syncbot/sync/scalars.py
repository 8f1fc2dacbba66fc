"""`KEY=VALUE`: the scalar settings of a sync, each set from the text that a person wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, same
from syncbot.sync.fields import ROWS, Input, Row, row
from syncbot.sync.known import Known
from syncbot.sync.rows import at, put
from syncbot.sync.sources import nearest

MODES: Final = ("create", "update", "updateOrCreate", "replace", "append", "remove", "snapshot")
"""The modes that Polytomic documents; a target may allow others."""

FREQUENCIES: Final = (
    "manual",
    "continuous",
    "hourly",
    "daily",
    "weekly",
    "custom",
    "builder",
    "runafter",
    "multi",
    "dbtcloud",
)
"""The frequencies that Polytomic documents."""

UNKNOWN_KEY: Final = "There is no setting {key}."
NOT_SETTABLE: Final = "{key} cannot be set in one line."
WRONG_KIND: Final = "{key} takes {kind}, not {text}."
EMPTY: Final = "{key} cannot be empty."
NOTHING_SET: Final = "Nothing was changed."
NEAREST: Final = "Did you mean {nearest}?"
SETTABLE_KEYS: Final = "What can be set: {keys}."
EXAMPLE: Final = "Write it like {key}={example}."
USE_THE_EDITOR: Final = "Change it in the editor, part {part}."

_YES: Final = frozenset({"true", "yes", "on", "1", "y"})
_NO: Final = frozenset({"false", "no", "off", "0", "n"})
_NULL: Final = frozenset({"none", "null", ""})
_WHOLE: Final = re.compile(r"-?\d{1,18}")


@dataclass(frozen=True, slots=True)
class _Setting:
    key: str
    row: Row
    input: Input
    path: tuple[str, ...]
    nullable: bool = False


class _WrongKindError(Exception):
    """The text is not of the kind; carries what was expected, and an example."""

    def __init__(self, kind: str, example: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.example = example


def _switch(text: str, _known: Known) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise _WrongKindError(Input.SWITCH, "yes")


def _number(text: str, _known: Known) -> int:
    if _WHOLE.fullmatch(text):
        return int(text)
    raise _WrongKindError(Input.NUMBER, "48213")


def _text(text: str, _known: Known) -> str:
    return text


def _mode(text: str, known: Known) -> str:
    allowed = tuple(mode.mode for mode in known.target.modes) if known.target else ()
    return _one_of(text, allowed or MODES, "one of the modes {choices}")


def _frequency(text: str, _known: Known) -> str:
    return _one_of(text, FREQUENCIES, "one of {choices}")


def _one_of(text: str, choices: tuple[str, ...], kind: str) -> str:
    for choice in choices:
        if choice.lower() == text.lower():
            return choice
    raise _WrongKindError(kind.format(choices=", ".join(choices)), nearest(text, choices) or choices[0])


_READ: Final[dict[Input, Callable[[str, Known], Any]]] = {
    Input.TEXT: _text,
    Input.CLOCK: _text,
    Input.SWITCH: _switch,
    Input.NUMBER: _number,
    Input.MODE: _mode,
    Input.FREQUENCY: _frequency,
}


def _settings() -> dict[str, _Setting]:
    whole = [_Setting(entry.key, entry, entry.input, entry.paths[0]) for entry in ROWS if entry.input in _READ]
    inside = [
        _Setting(f"{entry.key}.{member.key}", entry, member.input, (*entry.paths[0], member.key), member.nullable)
        for entry in ROWS
        for member in entry.members
    ]
    return {setting.key: setting for setting in (*whole, *inside)}


_SETTINGS: Final = _settings()

SETTABLE: Final = tuple(_SETTINGS)
"""Every key that `set_value` takes, in the table's order."""


def set_value(doc: JsonObject, key: str, text: str, known: Known) -> JsonObject:
    """`doc` with one scalar set from what a person wrote.

    Keys of a group may be written without it where no other has that name: `hour` for `schedule.hour`.

    Raises:
        InvalidInput: There is no such key (names the nearest), or the text is not of its kind (says which it takes).
    """
    setting = _setting(key.strip())
    value = _value(setting, text.strip(), known)
    there = at(doc, setting.path)
    return doc if same(there, value) else put(doc, setting.path, value)


def _setting(key: str) -> _Setting:
    wanted = key.lower().replace(" ", "_").replace("-", "_")
    found = _SETTINGS.get(wanted)
    short = [setting for setting in _SETTINGS.values() if setting.path[-1] == wanted]
    if found or len(short) == 1:
        return found or short[0]
    known_row = row(wanted)
    if known_row in ROWS:
        next_step = USE_THE_EDITOR.format(part=known_row.part)
        raise InvalidInput(NOT_SETTABLE.format(key=key), not_done=NOTHING_SET, next_step=next_step, field=known_row.key)
    close = nearest(wanted, SETTABLE)
    next_step = NEAREST.format(nearest=close) if close else SETTABLE_KEYS.format(keys=", ".join(SETTABLE))
    raise InvalidInput(UNKNOWN_KEY.format(key=key), not_done=NOTHING_SET, next_step=next_step, field=key)


def _value(setting: _Setting, text: str, known: Known) -> Any:  # noqa: ANN401 -- any scalar
    if setting.nullable and text.lower() in _NULL:
        return None
    if not text:
        raise InvalidInput(EMPTY.format(key=setting.key), not_done=NOTHING_SET, field=setting.key)
    try:
        return _READ[setting.input](text, known)
    except _WrongKindError as wrong:
        raise InvalidInput(
            WRONG_KIND.format(key=setting.key, kind=wrong.kind, text=text),
            not_done=NOTHING_SET,
            next_step=EXAMPLE.format(key=setting.key, example=wrong.example),
            field=setting.key,
        ) from wrong


def set_schedule(doc: JsonObject, schedule: JsonObject) -> JsonObject:
    """`doc` with another schedule; keys of the old one that nobody has heard of stay."""
    return row("schedule").with_value(doc, schedule)
