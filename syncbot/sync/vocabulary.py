"""What the enums of the API mean in plain words. All are open: what is not here is shown as it stands."""

from __future__ import annotations

from typing import Final

FILTER_FUNCTIONS: Final = {
    "Equality": "is",
    "Inequality": "is not",
    "IsNull": "is empty",
    "IsNotNull": "is not empty",
    "True": "is true",
    "False": "is false",
    "OnOrAfter": "is on or after",
    "OnOrBefore": "is on or before",
    "GreaterThan": "is greater than",
    "GreaterThanEqual": "is at least",
    "LessThan": "is less than",
    "LessThanEqual": "is at most",
    "StringContains": "contains",
    "StringStartsWith": "starts with",
    "StringEndsWith": "ends with",
    "StringDoesNotContain": "does not contain",
    "StringDoesNotStartWith": "does not start with",
    "StringDoesNotEndWith": "does not end with",
    "StringOneOf": "is one of",
    "StringNotOneOf": "is none of",
    "Between": "is between",
    "ArrayContains": "has among its values",
    "ArrayDoesNotContain": "does not have among its values",
    "InTheLast": "is in the last",
    "RelativeOnOrBefore": "is, counted from the run, on or before",
    "RelativeOnOrAfter": "is, counted from the run, on or after",
    "StringLike": "matches the pattern",
    "StringNotLike": "does not match the pattern",
    "StringMatchesTrimmed": "is, spaces around it aside,",
}
"""Functions of filters and overrides, as a phrase between the field and the value."""

WITHOUT_VALUE: Final = frozenset({"IsNull", "IsNotNull", "True", "False"})
"""Functions that take no value."""

IDENTITY_FUNCTIONS: Final = {
    "Equality": "equals",
    "ISubstring": "contains, in any case,",
    "OneOf": "is one of",
    "DomainMatch": "has the same domain as",
    "HostnameMatch": "has the same host name as",
}
"""Functions of an identity, as a phrase between the source and the target field."""

STRATEGIES: Final = {
    "priority": "tried in this order, the first that finds a record counts",
    "and": "all of them must match",
}
"""How several identities work together."""

MODES: Final = {
    "create": "creates new records only",
    "update": "updates records that exist",
    "updateOrCreate": "updates records that exist, creates the others",
    "replace": "replaces all that is in the target",
    "append": "adds records at the end",
    "remove": "removes records from the target",
    "snapshot": "writes a snapshot of all records",
    "enrich": "adds to records that exist",
}
"""Modes of a sync."""

WRITES: Final = {
    "updateOrCreate": "always",
    "create": "only where the target is empty",
    "update": "only where the target has a value",
}
"""Modes of a mapping: when its value is written."""

FIELD_SWITCHES: Final = {
    "new": "creates this field in the target",
    "encryption_enabled": "encrypted",
}
"""Switches of a mapping, as they are said when they are on."""


def function_words(function: object) -> str:
    """A function of a filter or override as a phrase."""
    return FILTER_FUNCTIONS.get(str(function), f"[{function}]")


def identity_words(function: object) -> str:
    """A function of an identity as a phrase."""
    return IDENTITY_FUNCTIONS.get(str(function), f"[{function}]")


def coded(value: object, meanings: dict[str, str]) -> str:
    """A value of an enum as it is stored, with what it means beside it when that is known."""
    meaning = meanings.get(str(value))
    return f"{value} ({meaning})" if meaning else str(value)
