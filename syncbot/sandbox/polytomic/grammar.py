"""Rules for JSON values, and what breaks them. Keys that a rule does not know are allowed at every level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Kind(StrEnum):
    """The JSON types; each value is the word that an error uses."""

    TEXT = "string"
    FLAG = "boolean"
    INTEGER = "integer"
    LIST = "array"
    OBJECT = "object"
    ANYTHING = "any value"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one value must be.

    Attributes:
        choices: The only texts allowed; empty for any.
        items: The rule of a list's entries, or None for any.
        keys: The rules of an object's known keys.
        values: The rule of every value of an object used as a map, or None for any.
    """

    kind: Kind
    nullable: bool = False
    choices: tuple[str, ...] = ()
    is_uuid: bool = False
    items: Rule | None = None
    keys: Mapping[str, Rule] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    values: Rule | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken rule: where (`fields[3].target`), the error's key, and a sentence."""

    path: str
    key: str
    message: str


def or_null(rule: Rule) -> Rule:
    """The same, null allowed."""
    return replace(rule, nullable=True)


def list_of(rule: Rule) -> Rule:
    """A list whose entries obey `rule`."""
    return Rule(Kind.LIST, items=rule)


def object_of(keys: Mapping[str, Rule], *required: str) -> Rule:
    """An object with these known keys."""
    return Rule(Kind.OBJECT, keys=keys, required=required)


def is_uuid(text: str) -> bool:
    """Whether the text is a uuid in its usual form, in any case."""
    return _UUID.fullmatch(text) is not None


def broken_rules(rule: Rule, value: Any, path: str = "") -> Iterator[Broken]:
    """Every broken rule in `value`, outermost first."""
    if value is None and rule.nullable:
        return
    if not _is_kind(rule.kind, value):
        yield Broken(path, "invalid_type", f"{path or 'body'} must be {rule.kind}, not {_named(value)}")
    elif rule.kind is Kind.TEXT:
        yield from _broken_text(rule, value, path)
    elif rule.kind is Kind.LIST and rule.items is not None:
        for index, entry in enumerate(value):
            yield from broken_rules(rule.items, entry, f"{path}[{index}]")
    elif rule.kind is Kind.OBJECT:
        yield from _broken_object(rule, value, path)


def _broken_text(rule: Rule, value: str, path: str) -> Iterator[Broken]:
    if rule.choices and value not in rule.choices:
        yield Broken(path, "invalid_value", f"{path} must be one of {', '.join(rule.choices)}, not {value!r}")
    if rule.is_uuid and not is_uuid(value):
        yield Broken(path, "invalid_uuid", f"{path} must be a uuid, not {value!r}")


def _broken_object(rule: Rule, value: dict[str, Any], path: str) -> Iterator[Broken]:
    prefix = f"{path}." if path else ""
    for key in rule.required:
        if key not in value:
            yield Broken(f"{prefix}{key}", "missing_field", f"{prefix}{key} is required")
    for key, known in rule.keys.items():
        if key in value:
            yield from broken_rules(known, value[key], f"{prefix}{key}")
    if rule.values is not None:
        for key, entry in value.items():
            yield from broken_rules(rule.values, entry, f"{prefix}{key}")


def _is_kind(kind: Kind, value: Any) -> bool:
    if kind is Kind.INTEGER:
        is_whole = isinstance(value, float) and value.is_integer()
        return (isinstance(value, int) and not isinstance(value, bool)) or is_whole
    types: dict[Kind, type] = {Kind.TEXT: str, Kind.FLAG: bool, Kind.LIST: list, Kind.OBJECT: dict}
    return kind is Kind.ANYTHING or isinstance(value, types[kind])


def _named(value: Any) -> str:
    if value is None:
        return "null"
    names = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return names[type(value)]
