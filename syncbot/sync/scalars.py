"""`KEY=VALUE`: the scalar settings of a sync, each set from the text that a person wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.cron import PARTS, read_part
from syncbot.sync.document import ABSENT, JsonObject, same
from syncbot.sync.fields import Input, row
from syncbot.sync.filter_lists import Side
from syncbot.sync.filters import set_filter_logic
from syncbot.sync.identities import set_identity_strategy
from syncbot.sync.json_text import read_json
from syncbot.sync.known import Known
from syncbot.sync.recurrence import FREQUENCIES
from syncbot.sync.rows import at, put
from syncbot.sync.schedule_edits import KEPT_REPEATS
from syncbot.sync.settable import NOTHING_SET, Settable, setting_named
from syncbot.sync.sources import nearest
from syncbot.sync.target_edits import add_setting, change_setting, settings
from syncbot.sync.values import parse

MODES: Final = ("create", "update", "updateOrCreate", "replace", "append", "remove", "snapshot")
"""The modes that Polytomic documents; a target may allow others."""

CONFIGURATION: Final = "target.configuration."
"""Before a key of the target's configuration, when one of them is set."""

WRONG_KIND: Final = "{key} takes {kind}, not {text}."
EMPTY: Final = "{key} cannot be empty."
EXAMPLE: Final = "Write it like {key}={example}."

_YES: Final = frozenset({"true", "yes", "on", "1", "y"})
_NO: Final = frozenset({"false", "no", "off", "0", "n"})
_NULL: Final = frozenset({"none", "null", ""})
_WHOLE: Final = re.compile(r"-?\d{1,18}")


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
    Input.SWITCH: _switch,
    Input.NUMBER: _number,
    Input.MODE: _mode,
    Input.FREQUENCY: _frequency,
}


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
    setting = setting_named(key)
    if setting.input in _BY_EDIT:
        return _edited(doc, setting, text)
    value = _value(setting, text, known)
    there = at(doc, setting.path)
    if same(there, value):
        return doc
    for name in setting.drops:
        doc = put(doc, (*setting.path[:-1], name), ABSENT)
    return put(doc, setting.path, value)


def _edited(doc: JsonObject, setting: Settable, text: str) -> JsonObject:
    """`doc` with a value that only makes sense with what stands around it."""
    try:
        return _BY_EDIT[setting.input](doc, setting, text)
    except InvalidInput as fault:
        raise InvalidInput(fault.what, not_done=NOTHING_SET, next_step=fault.next_step, field=setting.key) from fault


def _with_logic(doc: JsonObject, setting: Settable, text: str) -> JsonObject:
    side = Side.TARGET if setting.path[0].startswith("target") else Side.MODEL
    return set_filter_logic(doc, side, "" if text.lower() in _NULL else text)


def _with_clock(doc: JsonObject, setting: Settable, text: str) -> JsonObject:
    """In its range whatever the frequency is, which may not read it; without the spaces of a list, as cron has it."""
    part = next(part for part in PARTS if part.key == setting.path[-1])
    value = None if text.lower() in _NULL else text
    read_part(part, value)
    value = value and "".join(value.split())
    return doc if same(at(doc, setting.path), value) else put(doc, setting.path, value)


def _with_strategy(doc: JsonObject, _setting: Settable, text: str) -> JsonObject:
    return set_identity_strategy(doc, text)


_BY_EDIT: Final[dict[Input, Callable[[JsonObject, Settable, str], JsonObject]]] = {
    Input.CLOCK: _with_clock,
    Input.LOGIC: _with_logic,
    Input.STRATEGY: _with_strategy,
}


def _with_configuration(doc: JsonObject, name: str, text: str) -> JsonObject:
    there = next((setting for setting in settings(doc) if setting.key == name), None)
    if there is None:
        return add_setting(doc, name, _json_or_text(text))
    value = parse(text, there.kind, field=CONFIGURATION + name)
    return change_setting(doc, there.item_id, value)


def _json_or_text(text: str) -> Any:
    try:
        return read_json(text)
    except InvalidInput:
        return text


def _value(setting: Settable, text: str, known: Known) -> Any:
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
