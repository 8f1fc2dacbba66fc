"""What a row of the table of fields is, and how its value is read from a sync and put into one.

The table itself is `syncbot.sync.fields`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from syncbot.sync.document import ABSENT, Absent, JsonObject, same


class Part(StrEnum):
    """The parts of the editor, in their order; each value is the name that people read."""

    MAPPINGS = "Mappings"
    FILTERS = "Filters"
    OVERRIDES = "Overrides"
    FIXED_VALUES = "Fixed values"
    IDENTITY = "Identity"
    TARGET = "Target"
    SCHEDULE = "Schedule"
    RUN_OPTIONS = "Run options"
    NAME_AND_MODE = "Name and mode"
    POLICIES = "Policies"
    ENCRYPTION = "Encryption"
    ORGANIZATION = "Organization"
    OTHER = "Other settings"


PARTS: Final = tuple(part for part in Part if part is not Part.OTHER)
"""The parts that the editor has; what nobody has heard of is `Part.OTHER`."""


class Effect(StrEnum):
    """When a change takes effect."""

    NOW = "now"
    NEXT_RUN = "next run"


class Input(StrEnum):
    """What kind of value a field takes; each value is the word for it in a sentence."""

    TEXT = "text"
    MODE = "a mode"
    SWITCH = "yes or no"
    NUMBER = "a whole number"
    FREQUENCY = "a frequency"
    CLOCK = "text as Polytomic keeps it"
    LOGIC = "a logic like A AND (B OR C)"
    STRATEGY = "priority or and"
    ITEMS = "a list"
    GROUP = "a group of values"
    SECRET = "a secret"  # noqa: S105 -- the word for the kind, not a secret
    FIXED = "nothing that can be set here"


class Rule(StrEnum):
    """How two sides are merged."""

    THREE_WAY = "whichever side changed it"
    ONE_VALUE = "one value; changed differently on both sides is a clash"
    BY_TARGET = "entry by entry, by target"
    BY_KEY = "key by key"
    AS_SET = "as a set"
    REMOTE = "what is there now, always"


@dataclass(frozen=True, slots=True)
class Member:
    """A scalar inside a grouped row.

    Attributes:
        key: Its key inside the group.
        nullable: Whether `none` may be set.
        drops: The keys of the group that Polytomic works out from it, and that go when it changes.
        path: Where it lies when that is not inside the group.
    """

    key: str
    label: str
    input: Input
    nullable: bool = False
    drops: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One editable field of a sync.

    Attributes:
        key: Its name in the API; dotted when it lies deeper (`target.configuration`).
        label: For people, inside its part.
        input: The kind of value.
        depends_on: Rows whose values a yes on this one rests on; `MODELS` for the models.
        paths: Where its value lies. With several, the value is an object by dotted path.
        own: The keys that are its value when it shares an object with others; empty when it has the place alone.
        nothing: Values that mean the same as leaving the key out.
        items_at: Where its list lies inside the value; None when it has none, "" when the value is the list.
        members: The scalars inside that can be set one by one.
        hint: One line for people beside its input, where its part has no words of its own.
    """

    key: str
    part: Part
    label: str
    input: Input
    effect: Effect
    rule: Rule
    depends_on: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    own: frozenset[str] = frozenset()
    nothing: tuple[Any, ...] = ()
    items_at: str | None = None
    members: tuple[Member, ...] = ()
    hint: str = ""

    def value(self, doc: JsonObject) -> Any | Absent:
        """Its value in `doc`, raw, or ABSENT."""
        if len(self.paths) > 1:
            found = {".".join(path): at(doc, path) for path in self.paths}
            return {path: value for path, value in found.items() if value is not ABSENT} or ABSENT
        value = at(doc, self.paths[0])
        if self.own and isinstance(value, dict):
            return {key: item for key, item in value.items() if key in self.own} or ABSENT
        return value

    def with_value(self, doc: JsonObject, value: Any | Absent) -> JsonObject:
        """`doc` with `value` in this row's place (ABSENT removes it) and nothing else touched."""
        if len(self.paths) > 1:
            given = value if isinstance(value, dict) else {}
            for path in self.paths:
                doc = put(doc, path, given.get(".".join(path), ABSENT))
            return doc
        path = self.paths[0]
        there = at(doc, path)
        if self.own and isinstance(there, dict) and isinstance(value, dict | Absent):
            value = _overlay(there, value if isinstance(value, dict) else {}, self.own)
        return put(doc, path, value)

    def equal(self, a: Any | Absent, b: Any | Absent) -> bool:
        """Whether two values of this row mean the same to Polytomic."""
        return a is b or same(self._meaning(a), self._meaning(b))

    def _meaning(self, value: Any | Absent) -> Any | Absent:
        if self.rule is Rule.REMOTE:
            return value
        if self.part is Part.FILTERS:
            value = _filters_meaning(value)
        if self.part is Part.IDENTITY:
            value = _identity_meaning(value)
        if self.own and isinstance(value, dict):
            value = {key: item for key, item in value.items() if item is not None}
        if self.rule is Rule.AS_SET and isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = sorted(set(value))
        return ABSENT if value is None or any(same(value, nothing) for nothing in self.nothing) else value


def at(doc: JsonObject, path: tuple[str, ...]) -> Any | Absent:
    """What lies at `path`, or ABSENT."""
    value: Any = doc
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return ABSENT
        value = value[key]
    return value


def put(doc: JsonObject, path: tuple[str, ...], value: Any | Absent) -> JsonObject:
    """A new document with `value` at `path`; ABSENT removes the key. A key that is there keeps its place."""
    key, *rest = path
    if rest:
        inner = doc.get(key)
        if value is ABSENT and not isinstance(inner, dict):
            return doc
        value = put(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    if value is ABSENT:
        return {name: item for name, item in doc.items() if name != key}
    return {**doc, key: value}


def _overlay(there: JsonObject, given: JsonObject, own: frozenset[str]) -> JsonObject:
    kept = {key: given.get(key, item) for key, item in there.items() if key not in own or key in given}
    return {**kept, **given}


def _filters_meaning(value: Any | Absent) -> Any | Absent:
    """Filters without what is empty, and without labels, which Polytomic assigns by position whatever was sent."""
    if isinstance(value, dict):
        return {key: _without_labels(item) for key, item in value.items() if item not in (None, [], "")} or ABSENT
    return value


def _without_labels(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [
        {key: inner for key, inner in item.items() if key != "label"} if isinstance(item, dict) else item
        for item in value
    ]


def _identity_meaning(value: Any | Absent) -> Any | Absent:
    """Identities without a strategy where there are not several: one alone is always by `priority`."""
    if not isinstance(value, dict) or not isinstance(value.get("mappings"), list) or len(value["mappings"]) > 1:
        return value
    return {key: item for key, item in value.items() if key != "strategy"}
