"""JSON as a person types it, read with the place of every mistake."""

from __future__ import annotations

import json
import math
from typing import Any, Final, NoReturn

from syncbot.errors import InvalidInput

NOTHING: Final = "There is no JSON to read."
NOT_JSON: Final = "This is not JSON: line {line}, column {column}: {reason}."
TWICE: Final = "This is not JSON that can be kept: “{key}” stands twice in one object."
TOO_DEEP: Final = "This JSON cannot be kept: it is too deep, or holds a number that is too large."
NOT_A_NUMBER: Final = "This is not JSON: {name} is no number that JSON has."
NOT_TAKEN: Final = "The value was not taken."
WRITE_LIKE: Final = 'Write it like "text", 10, true, null, ["a", "b"] or {"key": "value"}.'
KEEP_ONE: Final = "Leave one of the two."

_CURLY: Final = str.maketrans({"“": '"', "”": '"', "„": '"'})


def read_json(text: str, *, field: str | None = None) -> Any:
    """The value; curly quotation marks count as straight ones where it is no JSON otherwise.

    Args:
        text: What a person typed; big integers and `10.0` keep their type.
        field: What the error names.

    Raises:
        InvalidInput: With line and column, both starting at 1.
    """
    if not text.strip():
        raise _refused(NOTHING, field)
    try:
        return _attempt(text, field)
    except json.JSONDecodeError as fault:
        try:
            return _attempt(text.translate(_CURLY), field)
        except json.JSONDecodeError:
            reason = fault.msg[:1].lower() + fault.msg[1:]
            what = NOT_JSON.format(line=fault.lineno, column=fault.colno, reason=reason)
            raise _refused(what, field) from fault


def _attempt(text: str, field: str | None) -> Any:
    """The value. Raises JSONDecodeError for what is no JSON, InvalidInput for what cannot be kept."""
    try:
        return _read(text)
    except json.JSONDecodeError:
        raise
    except _TwiceError as fault:
        raise _refused(TWICE.format(key=fault.key), field, KEEP_ONE) from fault
    except _ConstantError as fault:
        raise _refused(NOT_A_NUMBER.format(name=fault.name), field) from fault
    except (ValueError, RecursionError) as fault:
        raise _refused(TOO_DEEP, field) from fault


def write_json(value: Any, *, indent: int | None = None) -> str:
    """The value as JSON that `read_json` reads back to the same; in its own script where that can be sent at all."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    try:
        written.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, indent=indent)
    return written


def read_number(text: str) -> int | float | None:
    """The number that the text is as JSON, or None when it is none."""
    try:
        value = _read(text.strip())
    except (ValueError, RecursionError, _TwiceError, _ConstantError):
        return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


class _TwiceError(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _ConstantError(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _read(text: str) -> Any:
    return json.loads(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once)


def _no_constant(name: str) -> NoReturn:
    raise _ConstantError(name)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise _ConstantError(text)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _refused(what: str, field: str | None, next_step: str = WRITE_LIKE) -> InvalidInput:
    return InvalidInput(what, not_done=NOT_TAKEN, next_step=next_step, field=field)
