"""`KEY=VALUE`: the scalar settings of a sync, each set from the text that a person wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, JsonObject, same
from syncbot.sync.fields import ROWS, Input, Member, Row, row
from syncbot.sync.filter_lists import Side
from syncbot.sync.filters import set_filter_logic
from syncbot.sync.identities import set_identity_strategy
from syncbot.sync.json_text import read_json
from syncbot.sync.known import Known
from syncbot.sync.rows import at, put
from syncbot.sync.schedule_edits import KEPT_REPEATS
from syncbot.sync.sources import nearest
from syncbot.sync.target_edits import add_setting, change_setting, settings
from syncbot.sync.values import parse

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

CONFIGURATION: Final = "target.configuration."
"""Before a key of the target's configuration, when one of them is set."""

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
    drops: tuple[str, ...] = ()


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
    return _one_of(text, tuple(each for each in FREQUENCIES if each not in KEPT_REPEATS), "one of {choices}")


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
    inside = [_inside(entry, member) for entry in ROWS for member in entry.members]
    return {setting.key: setting for setting in (*whole, *inside)}


def _inside(entry: Row, member: Member) -> _Setting:
    path = member.path or (*entry.paths[0], member.key)
    return _Setting(".".join(path), entry, member.input, path, member.nullable, member.drops)


_SETTINGS: Final = _settings()

SETTABLE: Final = tuple(_SETTINGS)
"""Every key that `set_value` takes, in the table's order."""


def set_value(doc: JsonObject, key: str, text: str, known: Known) -> JsonObject:
    """`doc` with one scalar set from what a person wrote.

    Keys of a group may be written without it where no other has that name: `hour` for `schedule.hour`. Any key of the
    target's configuration may be set as `target.configuration.KEY`: in the JSON type that it has, a new one as JSON
    where it is JSON, else as text.

    Raises:
        InvalidInput: There is no such key (names the nearest), or the text is not of its kind (says which it takes).
    """
    key, text = key.strip(), text.strip()
    if key.casefold().startswith(CONFIGURATION) and len(key) > len(CONFIGURATION):
        return _with_configuration(doc, key[len(CONFIGURATION) :], text)
    setting = _setting(key)
    if setting.input in _BY_EDIT:
        return _edited(doc, setting, text)
    value = _value(setting, text, known)
    there = at(doc, setting.path)
    if same(there, value):
        return doc
    for name in setting.drops:
        doc = put(doc, (*setting.path[:-1], name), ABSENT)
    return put(doc, setting.path, value)


def _edited(doc: JsonObject, setting: _Setting, text: str) -> JsonObject:
    """`doc` with a value that only makes sense with what stands around it."""
    try:
        return _BY_EDIT[setting.input](doc, setting, text)
    except InvalidInput as fault:
        raise InvalidInput(fault.what, not_done=NOTHING_SET, next_step=fault.next_step, field=setting.key) from fault


def _with_logic(doc: JsonObject, setting: _Setting, text: str) -> JsonObject:
    side = Side.TARGET if setting.path[0].startswith("target") else Side.MODEL
    return set_filter_logic(doc, side, "" if text.lower() in _NULL else text)


def _with_strategy(doc: JsonObject, _setting: _Setting, text: str) -> JsonObject:
    return set_identity_strategy(doc, text)


_BY_EDIT: Final[dict[Input, Callable[[JsonObject, _Setting, str], JsonObject]]] = {
    Input.LOGIC: _with_logic,
    Input.STRATEGY: _with_strategy,
}


def _with_configuration(doc: JsonObject, name: str, text: str) -> JsonObject:
    there = next((setting for setting in settings(doc) if setting.key == name), None)
    if there is None:
        return add_setting(doc, name, _json_or_text(text))
    value = parse(text, there.kind, field=CONFIGURATION + name)
    return change_setting(doc, there.item_id, value)


def _json_or_text(text: str) -> Any:  # noqa: ANN401 -- any JSON value
    try:
        return read_json(text)
    except InvalidInput:
        return text


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
