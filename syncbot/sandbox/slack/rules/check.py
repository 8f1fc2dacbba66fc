"""The pieces that the tables are made of: a check looks at a value and names every breach with its JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Check = Callable[[object, str], Iterator["Breach"]]
Table = Mapping[str, Check]


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a payload breaks.

    Attributes:
        message: The rule in Slack's manner of speaking.
        pointer: JSON pointer of the value, from the root of the payload.
    """

    message: str
    pointer: str

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


def string(most: int, least: int = 1, *, pattern: str | None = None) -> Check:
    """A string of `least` to `most` characters (code points), matching `pattern` as a whole."""
    shape = re.compile(pattern) if pattern else None

    def check(value: object, at: str) -> Iterator[Breach]:
        if not isinstance(value, str):
            yield Breach("must provide a string", at)
        elif len(value) > most:
            yield Breach(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield Breach(f"must be more than {least - 1} characters", at)
        elif shape is not None and not shape.fullmatch(value):
            yield Breach(f"invalid format: {value}", at)

    return check


def boolean(value: object, at: str) -> Iterator[Breach]:
    """True or False, nothing that resembles them."""
    if not isinstance(value, bool):
        yield Breach("must provide a boolean", at)


def integer(least: int, most: int) -> Check:
    """A whole number between both, included."""

    def check(value: object, at: str) -> Iterator[Breach]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Breach("must provide an integer", at)
        elif not least <= value <= most:
            yield Breach(f"must be between {least} and {most}", at)

    return check


def choice(*names: str) -> Check:
    """One of the names."""

    def check(value: object, at: str) -> Iterator[Breach]:
        if value not in names:
            yield Breach(f"unsupported value: {value!r} [allowed: {', '.join(names)}]", at)

    return check


def array(item: Check, least: int, most: int) -> Check:
    """A list of `least` to `most` items."""

    def check(value: object, at: str) -> Iterator[Breach]:
        if not isinstance(value, list):
            yield Breach("must provide an array", at)
            return
        if len(value) > most:
            yield Breach(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield Breach(f"no fewer than {least} items allowed", at)
        for index, one in enumerate(value):
            yield from item(one, f"{at}/{index}")

    return check


def table(required: Table, optional: Table | None = None) -> Check:
    """An object with these keys and no others; what is optional is left out, not null."""
    may = optional or {}

    def check(value: object, at: str) -> Iterator[Breach]:
        if not isinstance(value, dict):
            yield Breach("must provide an object", at)
            return
        for key in required.keys() - value.keys():
            yield Breach(f"missing required field: {key}", at)
        for key, one in value.items():
            rule = required.get(key) or may.get(key)
            if rule is None:
                yield Breach(f"invalid additional property: {key}", at)
            else:
                yield from rule(one, f"{at}/{key}")

    return check


def tagged(kinds: Mapping[str, Check], what: str) -> Check:
    """An object whose `type` names its own table."""

    def check(value: object, at: str) -> Iterator[Breach]:
        if not isinstance(value, dict):
            yield Breach(f"must provide a {what}", at)
            return
        rule = kinds.get(str(value.get("type")))
        if rule is None:
            yield Breach(f"unsupported type: {value.get('type')}", f"{at}/type")
        else:
            yield from rule(value, at)

    return check


def both(first: Check, *others: Check) -> Check:
    """The shape first; what reads across keys only on a value of the right shape."""

    def check(value: object, at: str) -> Iterator[Breach]:
        found = list(first(value, at))
        yield from found
        if not found:
            for other in others:
                yield from other(value, at)

    return check


def anything(_value: object, _at: str) -> Iterator[Breach]:
    """What this sandbox does not look into."""
    yield from ()
