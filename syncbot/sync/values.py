"""Values of conditions, overrides and settings as the text of an input, and back.

For every value that fits a kind, `parse(render(value, kind), kind)` is that value again, with its JSON type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, Absent
from syncbot.sync.functions import ValueKind
from syncbot.sync.json_text import NOT_TAKEN, read_json, read_number, write_json
from syncbot.sync.known import PickValue
from syncbot.sync.list_values import read_between, read_list, write_between, write_list

NO_VALUE: Final = "There is no value."
NO_VALUE_NEXT: Final = "Write {kind}."
TAKES_NONE: Final = "This condition takes no value."
TAKES_NONE_NEXT: Final = "Leave the value empty, or choose another condition."
NOT_A_NUMBER: Final = "“{text}” is not a number."
NOT_A_NUMBER_NEXT: Final = "Write it like 10 or 10.5."
NOT_A_DATE: Final = "“{text}” is not a date."
NOT_A_DATE_NEXT: Final = "Write it like 2026-11-23, or 2026-11-23T06:00:00Z with a time."
NOT_YES_OR_NO: Final = "“{text}” is neither yes nor no."
NOT_YES_OR_NO_NEXT: Final = "Choose yes or no."
NOT_A_FIELD: Final = "“{text}” does not name a model and its field."
NOT_A_FIELD_NEXT: Final = "Choose a field of a model."
NOT_OFFERED: Final = "“{text}” is not one of the values that this condition takes."
NOT_OFFERED_NEXT: Final = "Choose one of: {values}."

YES: Final = "yes"
NO: Final = "no"
_YES_WORDS: Final = frozenset({"yes", "true", "on", "y", "1"})
_NO_WORDS: Final = frozenset({"no", "false", "off", "n", "0"})
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?")
_VALUES_NAMED: Final = 20


def parse(text: str, kind: ValueKind, *, values: Iterable[PickValue] = (), field: str = "value") -> Any | Absent:
    """The value that a text means; ABSENT for the kind without a value.

    Args:
        text: What the input holds.
        kind: How to read it.
        values: What it must be one of, by value or label; empty when it is free.
        field: What the error names.

    Raises:
        InvalidInput: It is empty, of another kind, or not offered.
    """
    try:
        if kind is ValueKind.NONE:
            return _nothing(text)
        if not text.strip():
            raise _refused(NO_VALUE, NO_VALUE_NEXT.format(kind=kind))
        return _offered(text, _PARSE[kind](text), tuple(values))
    except InvalidInput as fault:
        raise InvalidInput(fault.what, not_done=fault.not_done, next_step=fault.next_step, field=field) from fault


def reread(text: str, kind: ValueKind, was: Any | Absent, *, values: Iterable[PickValue] = ()) -> Any | Absent:
    """`parse`, but a text that still shows `was` is `was` itself, whatever its JSON type.

    Raises:
        InvalidInput: As `parse`.
    """
    if was is not ABSENT and fits(was, kind) and text == render(was, kind):
        return was
    return parse(text, kind, values=values)


def render(value: Any | Absent, kind: ValueKind) -> str:
    """The text that an input of this kind shows; empty for ABSENT. The value must fit the kind."""
    return "" if value is ABSENT else _RENDER[kind](value)


def kind_for(value: Any | Absent, kind: ValueKind) -> ValueKind:
    """The kind of input that shows this value whole: `kind` where it fits, else the kind of its JSON type."""
    return kind if value is ABSENT or fits(value, kind) else kind_of_value(value)


def kind_of_value(value: Any) -> ValueKind:
    """The kind of input for a value by its JSON type alone."""
    by_type = (ValueKind.BOOLEAN, ValueKind.NUMBER, ValueKind.TEXT)
    return next((kind for kind in by_type if fits(value, kind)), ValueKind.JSON)


def fits(value: Any, kind: ValueKind) -> bool:
    """Whether an input of this kind can hold the value; an empty text needs JSON, as an empty input is no value."""
    return _FITS[kind](value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and _date(value) == value
    except InvalidInput:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_field(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"model_id", "field"}:
        return False
    model_id, name = value["model_id"], value["field"]
    whole = isinstance(model_id, str) and isinstance(name, str) and bool(model_id) and bool(name)
    return whole and "." not in model_id and (model_id.lstrip(), name.rstrip()) == (model_id, name)


def _nothing(text: str) -> Absent:
    if text.strip():
        raise _refused(TAKES_NONE, TAKES_NONE_NEXT)
    return ABSENT


def _same_text(text: str) -> str:
    return text


def _number(text: str) -> int | float:
    value = read_number(text)
    if value is None:
        raise _refused(NOT_A_NUMBER.format(text=text.strip()), NOT_A_NUMBER_NEXT)
    return value


def _boolean(text: str) -> bool:
    word = text.strip().casefold()
    if word not in _YES_WORDS | _NO_WORDS:
        raise _refused(NOT_YES_OR_NO.format(text=text.strip()), NOT_YES_OR_NO_NEXT)
    return word in _YES_WORDS


def _date(text: str) -> str:
    written = text.strip()
    try:
        if _DATE.fullmatch(written):
            date.fromisoformat(written)
            return written
        if _MOMENT.fullmatch(written):
            datetime.fromisoformat(written)
            return written
    except ValueError:
        pass
    raise _refused(NOT_A_DATE.format(text=written), NOT_A_DATE_NEXT)


def _field(text: str) -> dict[str, str]:
    model_id, dot, name = text.strip().partition(".")
    if not (model_id and dot and name):
        raise _refused(NOT_A_FIELD.format(text=text.strip()), NOT_A_FIELD_NEXT)
    return {"model_id": model_id, "field": name}


def _offered(text: str, value: Any, offered: tuple[PickValue, ...]) -> Any:
    if not offered:
        return value
    if isinstance(value, list):
        return [_one_offered(str(item), item, offered) for item in value]
    return _one_offered(text.strip(), value, offered)


def _one_offered(text: str, value: Any, offered: tuple[PickValue, ...]) -> Any:
    wanted = text.casefold()
    for each in offered:
        if wanted in (each.value.casefold(), each.label.casefold()):
            return each.value if isinstance(value, str) else value
    named = ", ".join(each.label for each in offered[:_VALUES_NAMED])
    raise _refused(NOT_OFFERED.format(text=text), NOT_OFFERED_NEXT.format(values=named))


def _refused(what: str, next_step: str) -> InvalidInput:
    return InvalidInput(what, not_done=NOT_TAKEN, next_step=next_step)


_FITS: Final[dict[ValueKind, Callable[[Any], bool]]] = {
    ValueKind.NONE: lambda _: False,
    ValueKind.TEXT: _is_text,
    ValueKind.DURATION: lambda value: _is_text(value) and value.strip() == value,
    ValueKind.DATE: _is_date,
    ValueKind.NUMBER: _is_number,
    ValueKind.BOOLEAN: lambda value: isinstance(value, bool),
    ValueKind.LIST: lambda value: isinstance(value, list),
    ValueKind.BETWEEN: lambda value: isinstance(value, list) and len(value) == 2,  # noqa: PLR2004 -- from and to
    ValueKind.FIELD: _is_field,
    ValueKind.JSON: lambda _: True,
}
_PARSE: Final[dict[ValueKind, Callable[[str], Any]]] = {
    ValueKind.TEXT: _same_text,
    ValueKind.DURATION: str.strip,
    ValueKind.DATE: _date,
    ValueKind.NUMBER: _number,
    ValueKind.BOOLEAN: _boolean,
    ValueKind.LIST: read_list,
    ValueKind.BETWEEN: read_between,
    ValueKind.FIELD: _field,
    ValueKind.JSON: read_json,
}
_RENDER: Final[dict[ValueKind, Callable[[Any], str]]] = {
    ValueKind.NONE: lambda _: "",
    ValueKind.TEXT: _same_text,
    ValueKind.DURATION: _same_text,
    ValueKind.DATE: _same_text,
    ValueKind.NUMBER: write_json,
    ValueKind.BOOLEAN: lambda value: YES if value else NO,
    ValueKind.LIST: write_list,
    ValueKind.BETWEEN: write_between,
    ValueKind.FIELD: lambda value: f"{value['model_id']}.{value['field']}",
    ValueKind.JSON: write_json,
}
