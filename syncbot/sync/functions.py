"""The functions of filters and overrides: which a field takes, and what kind of value goes with each.

How a value of a kind is typed and read back is `syncbot.sync.values`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from syncbot.sync.known import FilterFunction, PickValue
from syncbot.sync.vocabulary import FILTER_FUNCTIONS, function_words


class ValueKind(StrEnum):
    """What a value is; each is the word for it in a sentence."""

    NONE = "no value"
    TEXT = "one value"
    LIST = "a list of values"
    BETWEEN = "two values"
    DURATION = "a span of time"
    DATE = "a date"
    BOOLEAN = "yes or no"
    NUMBER = "a number"
    FIELD = "a field of a model"
    JSON = "JSON"


KINDS: Final[dict[str, ValueKind]] = {
    **dict.fromkeys(("Equality", "Inequality"), ValueKind.TEXT),
    **dict.fromkeys(("IsNull", "IsNotNull", "True", "False"), ValueKind.NONE),
    **dict.fromkeys(("OnOrAfter", "OnOrBefore"), ValueKind.DATE),
    **dict.fromkeys(("GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual"), ValueKind.NUMBER),
    **dict.fromkeys(("StringContains", "StringStartsWith", "StringEndsWith"), ValueKind.TEXT),
    **dict.fromkeys(("StringDoesNotContain", "StringDoesNotStartWith", "StringDoesNotEndWith"), ValueKind.TEXT),
    **dict.fromkeys(("StringOneOf", "StringNotOneOf"), ValueKind.LIST),
    "Between": ValueKind.BETWEEN,
    **dict.fromkeys(("ArrayContains", "ArrayDoesNotContain"), ValueKind.TEXT),
    **dict.fromkeys(("InTheLast", "RelativeOnOrBefore", "RelativeOnOrAfter"), ValueKind.DURATION),
    **dict.fromkeys(("StringLike", "StringNotLike", "StringMatchesTrimmed"), ValueKind.TEXT),
}
"""What each documented function takes. `Equality` and the like take what the field holds, see `kind_of`."""

_BY_TYPE: Final = (
    (("bool",), ValueKind.BOOLEAN),
    (("date", "time"), ValueKind.DATE),
    (("int", "number", "float", "double", "decimal", "numeric", "currency", "percent", "long"), ValueKind.NUMBER),
)
_AS_THE_FIELD: Final = frozenset({"Equality", "Inequality"})
_COMPARES: Final = frozenset({"GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual"})


@dataclass(frozen=True, slots=True)
class FunctionChoice:
    """A function that may be chosen.

    Attributes:
        words: Its phrase between field and value, ours, else Polytomic's.
        values: What the value must be one of; empty when it is free.
    """

    function: str
    words: str
    kind: ValueKind
    values: tuple[PickValue, ...] = ()


def function_choices(
    offered: Iterable[FilterFunction] = (), *, field_type: str = "", present: str = ""
) -> tuple[FunctionChoice, ...]:
    """What may be chosen: the functions that the field offers, else all 29; the present one always.

    Args:
        offered: `TargetField.filter_functions`; empty when they are not known, and for fields of a model.
        field_type: Polytomic's name for the field's type, or empty.
        present: The function that the condition has, or empty.
    """
    there = {each.function: each for each in offered} or {name: FilterFunction(name) for name in FILTER_FUNCTIONS}
    if present and present not in there:
        there = {**there, present: FilterFunction(present)}
    return tuple(_choice(each, field_type) for each in there.values())


def _choice(offered: FilterFunction, field_type: str) -> FunctionChoice:
    words = FILTER_FUNCTIONS.get(offered.function) or offered.label or function_words(offered.function)
    kind = kind_of(offered.function, field_type=field_type, offered=offered)
    return FunctionChoice(offered.function, words, kind, offered.values)


def kind_of(function: str, *, field_type: str = "", offered: FilterFunction | None = None) -> ValueKind:
    """What kind of value a function takes on a field of this type.

    What Polytomic says of the function (`offered`) counts before the table, the table before the field's type. A
    function that nobody has heard of takes any JSON.
    """
    kind = KINDS.get(function, ValueKind.JSON)
    if offered is not None and offered.requires_value is False:
        return ValueKind.NONE
    if offered is not None and offered.requires_value is True and kind is ValueKind.NONE:
        return ValueKind.JSON
    if offered is not None and offered.multi_value is True and kind is not ValueKind.BETWEEN:
        return ValueKind.LIST
    if function in _AS_THE_FIELD or (function in _COMPARES and _of_type(field_type) is ValueKind.DATE):
        return _of_type(field_type)
    return kind


def _of_type(field_type: str) -> ValueKind:
    name = field_type.casefold()
    return next((kind for words, kind in _BY_TYPE if any(word in name for word in words)), ValueKind.TEXT)


def takes_value(function: str) -> bool:
    """Whether a documented function needs a value; for one that nobody has heard of, no."""
    return KINDS.get(function, ValueKind.NONE) is not ValueKind.NONE
