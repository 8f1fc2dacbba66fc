"""One difference between two syncs as a line of the review: `Part: old → new`.

The same difference always gives the same words, because an approval is bound to what was read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from syncbot.sync.condition_words import ON_THE_MODELS, ON_THE_TARGET, Group, classic, group_changes, grouped, override
from syncbot.sync.document import ABSENT, Absent, JsonObject, same
from syncbot.sync.entries import listed
from syncbot.sync.entry_words import entry_changes, entry_lines
from syncbot.sync.identity_words import identity, identity_changes
from syncbot.sync.known import Known
from syncbot.sync.list_words import list_changes
from syncbot.sync.naming import Naming, naming
from syncbot.sync.phrases import value_words
from syncbot.sync.schedule_changes import schedule_changes
from syncbot.sync.target_words import TARGET_LABELS, target_value
from syncbot.sync.vocabulary import MODES, coded

LINE = "{part}: {phrases}"
SCALAR = "{kind} {label}: {old} → {new}"
ONE_SIDE = "{kind} {label}"
MEMBER = "changed {name}: {old} → {new}"
FILTER_PHRASE = "{of}: {phrase}"
SETTING = "{kind} setting {label}: {old} → {new}"
PAUSES = "which pauses the sync"
STARTS = "which lets it run again"


class Difference(Protocol):
    """What a line is made of; see `syncbot.sync.difference.Item`."""

    @property
    def row(self) -> str:
        """The key of the field's row."""

    @property
    def part(self) -> str:
        """The part that people know it by."""

    @property
    def key(self) -> str:
        """What names it inside its row: a target, a key."""

    @property
    def kind(self) -> str:
        """`added`, `changed` or `removed`."""

    @property
    def label(self) -> str:
        """For people, inside its part."""

    @property
    def old(self) -> Any | Absent:
        """The value before, or ABSENT."""

    @property
    def new(self) -> Any | Absent:
        """The value after, or ABSENT."""


def item_line(item: Difference, known: Known) -> str:
    """The whole difference in words, one line."""
    names = naming(known, item.old, item.new)
    phrases = _SAY.get(item.row, _scalar)(item, names) or _scalar(item, names)
    return LINE.format(part=item.part, phrases="; ".join(phrases))


def _entry(item: Difference, names: Naming) -> list[str]:
    if item.old is ABSENT or item.new is ABSENT:
        entry = item.new if item.old is ABSENT else item.old
        return [ONE_SIDE.format(kind=item.kind, label=entry_lines(entry, names))]
    label = f"{item.kind} {names.target(item.key)}"
    if isinstance(item.old, dict) and isinstance(item.new, dict):
        return [f"{label}: {entry_changes(item.old, item.new, names)}"]
    return [f"{label}: {entry_lines(item.old, names)} → {entry_lines(item.new, names)}"]


def _model_filters(item: Difference, names: Naming) -> list[str]:
    return _group(grouped(item.old, ON_THE_MODELS), grouped(item.new, ON_THE_MODELS), names)


def _target_filters(item: Difference, names: Naming) -> list[str]:
    return _group(grouped(item.old, ON_THE_TARGET), grouped(item.new, ON_THE_TARGET), names)


def _classic_filters(item: Difference, names: Naming) -> list[str]:
    sides = [
        classic(value.get("filters"), value.get("filter_logic"), value.get("target.filter_logic"))
        for value in map(_group_of, (item.old, item.new))
    ]
    return [phrase for old, new in zip(*sides, strict=True) for phrase in _group(old, new, names)]


def _group(old: Group, new: Group, names: Naming) -> list[str]:
    return [FILTER_PHRASE.format(of=old.of, phrase=phrase) for phrase in group_changes(old, new, names)]


def _overrides(item: Difference, names: Naming) -> list[str]:
    return list_changes(listed(item.old), listed(item.new), lambda entry: override(entry, names))


def _identity(item: Difference, names: Naming) -> list[str]:
    old, new = ([value] if value else [] for value in (item.old, item.new))
    return list_changes(old, new, lambda entry: identity(entry, names))


def _identities(item: Difference, names: Naming) -> list[str]:
    return identity_changes(item.old, item.new, names)


def _target(item: Difference, names: Naming) -> list[str]:
    return _members(item, lambda key, value: target_value(key, value, names.known), TARGET_LABELS)


def _schedule(item: Difference, names: Naming) -> list[str]:
    return schedule_changes(item.kind, _group_of(item.old), _group_of(item.new), names)


def _policies(item: Difference, names: Naming) -> list[str]:
    old, new = sorted(map(str, listed(item.old))), sorted(map(str, listed(item.new)))
    gone, come = [value for value in old if value not in new], [value for value in new if value not in old]
    return [f"removed {names.thing(value)}" for value in gone] + [f"added {names.thing(value)}" for value in come]


def _active(item: Difference, names: Naming) -> list[str]:
    return [f"{phrase}, {STARTS if item.new is True else PAUSES}" for phrase in _scalar(item, names)]


def _mode(item: Difference, names: Naming) -> list[str]:
    modes = names.known.target.modes if names.known.target else ()
    meanings = MODES | {mode.mode: mode.label for mode in modes if mode.label}
    return _scalar(item, names, lambda value: value_words(value) if value is ABSENT else coded(value, meanings))


def _setting(item: Difference, _names: Naming) -> list[str]:
    return [
        SETTING.format(kind=item.kind, label=item.label, old=value_words(item.old), new=value_words(item.new)),
    ]


def _secret(item: Difference, _names: Naming) -> list[str]:
    return [ONE_SIDE.format(kind=item.kind, label=item.label)]


def _scalar(item: Difference, _names: Naming, say: Callable[[Any], str] = value_words) -> list[str]:
    return [SCALAR.format(kind=item.kind, label=item.label, old=say(item.old), new=say(item.new))]


def _members(item: Difference, say: Callable[[str, Any], str], labels: dict[str, str]) -> list[str]:
    """A phrase for each key of a group that changed."""
    old, new = _group_of(item.old), _group_of(item.new)
    return [
        MEMBER.format(name=labels.get(key, key), old=say(key, old.get(key, ABSENT)), new=say(key, new.get(key, ABSENT)))
        for key in old | new
        if not same(old.get(key, ABSENT), new.get(key, ABSENT))
    ]


def _group_of(value: Any | Absent) -> JsonObject:
    return value if isinstance(value, dict) else {}


_SAY: Final[dict[str, Callable[[Difference, Naming], list[str]]]] = {
    "fields": _entry,
    "override_fields": _entry,
    "filters": _classic_filters,
    "model_filters": _model_filters,
    "target_filters": _target_filters,
    "overrides": _overrides,
    "identity": _identity,
    "identities": _identities,
    "target": _target,
    "target.configuration": _setting,
    "schedule": _schedule,
    "active": _active,
    "mode": _mode,
    "policies": _policies,
    "encryption_passphrase": _secret,
}
