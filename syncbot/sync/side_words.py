"""The value of a field as one side of a conflict has it, in words, on one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from syncbot.sync import condition_words as conditions
from syncbot.sync.entries import listed
from syncbot.sync.entry_words import entry_lines
from syncbot.sync.identity_words import TOGETHER, identity, mappings_of, strategy_of, strategy_words
from syncbot.sync.known import Known
from syncbot.sync.naming import Naming, naming
from syncbot.sync.phrases import capital, value_words
from syncbot.sync.schedule_words import describe
from syncbot.sync.target_words import target_lines
from syncbot.sync.vocabulary import MODES, coded

NO_FILTERS = "no filters"
NO_OVERRIDES = "no overrides"
NO_IDENTITY = "no identity"
NO_TARGET = "no target"
NO_POLICIES = "no policies"
_BETWEEN: Final = "; "

_Say = Callable[[Any, Naming], str]


def side_words(row: str, value: Any, known: Known) -> str:
    """A row's whole value; of what `known` lacks, the ids stand."""
    say = _SAY.get(row)
    return value_words(value) if say is None else say(value, naming(known, value))


def _joined(lines: list[str], otherwise: str) -> str:
    return _BETWEEN.join(lines) or otherwise


def _entries(value: Any, names: Naming) -> str:
    return entry_lines(value, names)


def _grouped(value: Any, names: Naming) -> str:
    return _joined(list(conditions.grouped(value, "").lines(names)), NO_FILTERS)


def _classic(value: Any, names: Naming) -> str:
    inside = value if isinstance(value, dict) else {}
    groups = conditions.classic(inside.get("filters"), inside.get("filter_logic"), inside.get("target.filter_logic"))
    return _joined([f"{capital(group.of)}, {line}" for group in groups for line in group.lines(names)], NO_FILTERS)


def _overrides(value: Any, names: Naming) -> str:
    return _joined([conditions.override(entry, names) for entry in listed(value)], NO_OVERRIDES)


def _identity(value: Any, names: Naming) -> str:
    return identity(value, names) if value else NO_IDENTITY


def _identities(value: Any, names: Naming) -> str:
    found = [identity(entry, names) for entry in mappings_of(value)]
    together = [TOGETHER.format(strategy=strategy_words(strategy_of(value)))] if len(found) > 1 else []
    return _joined([*found, *together], NO_IDENTITY)


def _target(value: Any, names: Naming) -> str:
    return _joined(list(target_lines(value if isinstance(value, dict) else {}, names.known)), NO_TARGET)


def _mode(value: Any, _: Naming) -> str:
    return coded(value, MODES)


def _schedule(value: Any, _: Naming) -> str:
    return describe(value) if isinstance(value, dict) else value_words(value)


def _policies(value: Any, names: Naming) -> str:
    return _joined([names.thing(one) for one in listed(value)], NO_POLICIES)


_SAY: Final[dict[str, _Say]] = {
    "mode": _mode,
    "fields": _entries,
    "override_fields": _entries,
    "filters": _classic,
    "model_filters": _grouped,
    "target_filters": _grouped,
    "overrides": _overrides,
    "identity": _identity,
    "identities": _identities,
    "target": _target,
    "schedule": _schedule,
    "policies": _policies,
}
"""How the values of a row are told where they are more than a value."""
