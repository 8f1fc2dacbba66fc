"""What a draft would change, when each change takes effect, and what a yes to it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Literal

from syncbot.sync.check import Fault, Proposal, faults
from syncbot.sync.difference import Item, Kind, difference, with_items
from syncbot.sync.document import ABSENT, Absent, JsonObject, Shape, configuration
from syncbot.sync.entries import listed
from syncbot.sync.fields import EVERYTHING, MODELS, ROWS, Effect, Row, row, unknown_rows
from syncbot.sync.known import Known
from syncbot.sync.minds import UNCHECKED_CODE, Mind, minds_of
from syncbot.sync.rows import at
from syncbot.sync.sources import models_of

__all__ = [
    "Effect",
    "Fault",
    "Item",
    "Kind",
    "Mind",
    "Plan",
    "difference",
    "make_plan",
    "moved",
    "with_items",
]

NOTHING_CHANGES: Final = "Nothing changes."
NOTHING_ELSE: Final = "Nothing else changes: {counts}."
NOTHING_ELSE_THERE: Final = "Nothing else changes."
SETTINGS: Final = ("other setting", "other settings")
_COUNTED: Final = {
    "fields": ("mapping", "mappings"),
    "filters": ("filter", "filters"),
    "model_filters": ("filter on the models", "filters on the models"),
    "target_filters": ("filter on the target", "filters on the target"),
    "overrides": ("override", "overrides"),
    "override_fields": ("fixed value", "fixed values"),
    "identities": ("identity", "identities"),
    "policies": ("policy", "policies"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a draft would change.

    Attributes:
        items: In the table's order.
        minds: What to know before writing.
        faults: What blocks; empty when it can be written.
        nothing_else: The last line of a review.
        hash: Of the items and of what a yes rests on; words do not count.
        dependencies: Row keys, `MODELS`, or `EVERYTHING` alone; empty for a pause.
        codes: The effects and warnings, to tell whether a reviewer saw them; what could not be checked is none.
    """

    items: tuple[Item, ...]
    minds: tuple[Mind, ...]
    faults: tuple[Fault, ...]
    nothing_else: str
    hash: str
    dependencies: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The keys of the rows that it changes, each once."""
        return tuple(dict.fromkeys(item.row for item in self.items))

    @property
    def now(self) -> tuple[Item, ...]:
        """What takes effect as soon as it is written."""
        return tuple(item for item in self.items if item.effect is Effect.NOW)

    @property
    def next_run(self) -> tuple[Item, ...]:
        """What waits for the next run."""
        return tuple(item for item in self.items if item.effect is Effect.NEXT_RUN)

    @property
    def riskiest_first(self) -> tuple[Item, ...]:
        """What takes effect now before what waits, the switch first; then what is removed before the rest."""
        return tuple(sorted(self.items, key=_safety))

    @property
    def only_toggle(self) -> Literal["pause", "resume"] | None:
        """What it is when it is exactly a change of `active`."""
        if self.rows != ("active",):
            return None
        return "pause" if _is_pause(self.items[0]) else "resume"


def make_plan(base: JsonObject, draft: JsonObject, known: Known, *, shape: Shape) -> Plan:
    """The plan that leads from `base` to `draft`.

    Args:
        base: The GET as it was read, so that what the API reports of it is told; canonical form will do.
        draft: What it should become.
        known: What exists in models and target; what it lacks is not checked, and said.
        shape: Of both.
    """
    items = difference(base, draft, shape=shape, known=known)
    after = configuration(draft, shape, configuration(base, shape))
    proposal = Proposal(after, items, known.about(after.get("target")))
    dependencies = _dependencies(items)
    minds = minds_of(proposal, base.get("problems"))
    effects = dict.fromkeys(f"{item.effect}:{item.row}" for item in items)
    return Plan(
        items=items,
        minds=minds,
        faults=faults(proposal),
        nothing_else=_nothing_else(items, after),
        hash=_hash(items, {key: _rests_on(key, base, shape) for key in dependencies}),
        dependencies=dependencies,
        codes=(*effects, *(mind.code for mind in minds if mind.code != UNCHECKED_CODE)),
    )


def moved(dependencies: tuple[str, ...], base: JsonObject, remote: JsonObject, *, shape: Shape) -> tuple[str, ...]:
    """Those of the dependencies whose value is not what it was; for `EVERYTHING`, all rows and unknown keys that are.

    Args:
        dependencies: `Plan.dependencies` of what was confirmed.
        base: The sync that it was confirmed on.
        remote: The sync as it is now.
        shape: Of both.
    """
    if EVERYTHING in dependencies:
        before, after = configuration(base, shape), configuration(remote, shape)
        every = (*ROWS, *unknown_rows(before, after))
        rows = tuple(entry.key for entry in every if not _equal(entry, before, after))
        return (*rows, *moved((MODELS,), base, remote, shape=shape))
    return tuple(key for key in dependencies if not _rests_alike(key, base, remote, shape=shape))


def _rests_alike(key: str, base: JsonObject, remote: JsonObject, *, shape: Shape) -> bool:
    if key == MODELS:
        return _same_models(base, remote)
    return _equal(row(key), configuration(base, shape), configuration(remote, shape))


def _equal(entry: Row, before: JsonObject, after: JsonObject) -> bool:
    return entry.equal(entry.value(before), entry.value(after))


def _same_models(base: JsonObject, remote: JsonObject) -> bool:
    """Whether both read the same models; by what the GET says where both say it, else by their mappings."""
    if "model_ids" not in base or "model_ids" not in remote:
        base, remote = ({key: value for key, value in doc.items() if key != "model_ids"} for doc in (base, remote))
    return _models(base) == _models(remote)


def _models(doc: JsonObject) -> list[str]:
    return sorted(models_of({**doc, "fields": None} if "model_ids" in doc else doc))


def _dependencies(items: tuple[Item, ...]) -> tuple[str, ...]:
    needed: dict[str, None] = {}
    for item in items:
        if not _is_pause(item):
            needed |= dict.fromkeys(row(item.row).depends_on)
    return (EVERYTHING,) if EVERYTHING in needed else tuple(needed)


def _safety(item: Item) -> tuple[bool, bool, bool]:
    return item.effect is not Effect.NOW, item.row != "active", item.kind is not Kind.REMOVED


def _is_pause(item: Item) -> bool:
    return item.row == "active" and item.new is not True


def _rests_on(key: str, base: JsonObject, shape: Shape) -> Any | Absent:
    if key == MODELS:
        return _models(base)
    config = configuration(base, shape)
    return config if key == EVERYTHING else row(key).value(config)


def _hash(items: tuple[Item, ...], rests_on: JsonObject) -> str:
    """Tells every value and every type apart, and absent from null."""
    facts = [[item.row, item.key, item.kind, _wrapped(item.old), _wrapped(item.new)] for item in items]
    grounds = {key: _wrapped(value) for key, value in rests_on.items()}
    return sha256(json.dumps([facts, grounds], sort_keys=True).encode()).hexdigest()


def _wrapped(value: Any | Absent) -> list[Any]:
    return [] if value is ABSENT else [value]


def _nothing_else(items: tuple[Item, ...], after: JsonObject) -> str:
    """How much stays as it is, counted."""
    if not items:
        return NOTHING_CHANGES
    touched = {item.row for item in items}
    counts = []
    settings = 0
    for entry in (*ROWS, *unknown_rows(after)):
        value = entry.value(after)
        if entry.key in _COUNTED:
            counts.extend(_count(entry, value, items))
        elif value is not ABSENT and entry.key not in touched:
            settings += 1
    if settings:
        counts.append(f"{settings} {SETTINGS[settings != 1]}")
    return NOTHING_ELSE.format(counts=_joined(counts)) if counts else NOTHING_ELSE_THERE


def _count(entry: Row, value: Any | Absent, items: tuple[Item, ...]) -> list[str]:
    """The list's untouched entries in words; nothing when there are none, or the list changes as one value."""
    changed = {item.key for item in items if item.row == entry.key}
    found = listed(value if not entry.items_at else at(value, (entry.items_at,)) if isinstance(value, dict) else None)
    left = [each for each in found if not isinstance(each, dict) or each.get("target") not in changed]
    if not left or entry.key in changed:
        return []
    other = "other " if changed else ""
    return [f"{len(left)} {other}{_COUNTED[entry.key][len(left) != 1]}"]


def _joined(counts: list[str]) -> str:
    return " and ".join([", ".join(counts[:-1]), counts[-1]]) if len(counts) > 1 else "".join(counts)
