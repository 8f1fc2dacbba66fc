"""Identity in words: which source field finds the record in the target."""

from __future__ import annotations

from typing import Any, Final

from syncbot.sync.document import Absent, JsonObject
from syncbot.sync.list_words import list_changes
from syncbot.sync.naming import Naming
from syncbot.sync.phrases import value_words
from syncbot.sync.vocabulary import FIELD_SWITCHES, STRATEGIES, coded, identity_words

BROKEN = "an identity that cannot be read: {value}"
STRATEGY_CHANGED = "changed how they work together: {old} → {new}"
TOGETHER = "How they work together: {strategy}"

_TOLD: Final = frozenset({"source", "target", "function", "new_field"})


def identities(doc: JsonObject) -> tuple[Any, ...]:
    """The identities of a sync of either shape, in their order."""
    if doc.get("identities") is not None:
        return mappings_of(doc["identities"])
    return (doc["identity"],) if doc.get("identity") else ()


def mappings_of(value: Any | Absent) -> tuple[Any, ...]:
    """The mappings inside `identities`; none for anything else."""
    found = value.get("mappings") if isinstance(value, dict) else None
    return tuple(found) if isinstance(found, list) else ()


def strategy_of(value: Any | Absent) -> str:
    """The strategy inside `identities`; one that is not told is by priority."""
    found = value.get("strategy") if isinstance(value, dict) else None
    return str(found or "priority")


def strategy_words(strategy: str) -> str:
    """A strategy as it is stored, with what it means."""
    return coded(strategy, STRATEGIES)


def identity(entry: Any, naming: Naming) -> str:
    """One identity, `domain has the same domain as website (Website)`."""
    if not isinstance(entry, dict):
        return BROKEN.format(value=value_words(entry))
    source, target = naming.source(entry.get("source")), naming.target(entry.get("target"))
    words = [f"{source} {identity_words(entry.get('function'))} {target}"]
    if entry.get("new_field") is True:
        words.append(FIELD_SWITCHES["new"])
    words += [f"{key} {value_words(entry[key])}" for key in entry if key not in _TOLD and entry[key] is not None]
    return "; ".join(words)


def identity_changes(old: Any | Absent, new: Any | Absent, naming: Naming) -> list[str]:
    """Phrases for what changed between two values of `identities`."""
    before, after = mappings_of(old), mappings_of(new)
    phrases = list_changes(before, after, lambda entry: identity(entry, naming))
    strategies = strategy_of(old), strategy_of(new)
    if strategies[0] != strategies[1] and max(len(before), len(after)) > 1:
        phrases.append(STRATEGY_CHANGED.format(old=strategy_words(strategies[0]), new=strategy_words(strategies[1])))
    return phrases
