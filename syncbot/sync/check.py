"""What is wrong with a draft and blocks its write.

A fault is only ever about what the draft touches, so that a sync with an old mistake can still be paused; and what is
not known cannot be a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync import schedule
from syncbot.sync.difference import Item, Kind
from syncbot.sync.document import ABSENT, JsonObject, same
from syncbot.sync.entries import listed
from syncbot.sync.fields import Part
from syncbot.sync.known import Known, Model, Target, TargetMode
from syncbot.sync.sources import NEAREST, nearest_source, nearest_target

UNKNOWN_TARGET: Final = "The target field {field} does not exist in {target}."
UNKNOWN_TARGET_NEXT: Final = "Choose another, or tick Create this field in the target."
UNKNOWN_SOURCE: Final = "The source field {field} does not exist in {model}."
UNKNOWN_SOURCE_NEXT: Final = "Choose another source field for {target}."
TWICE: Final = "{count} mappings go to {target}: from {sources}. Remove all but one."
NO_NAME: Final = "The name is empty. Give the sync a name."
MODE_NOT_ALLOWED: Final = "{target} does not allow the mode {mode}. Choose one of: {modes}."
MODE_NEEDS_IDENTITY: Final = (
    "The mode {mode} needs an identity, and this sync has none. Choose another mode, or add an identity in Polytomic."
)
NO_MAPPINGS: Final = "No mapping is left, and the mode {mode} needs at least one. Add a mapping, or put one back."
UNREADABLE_SCHEDULE: Final = "The schedule is {value}, which is no schedule. Choose when the sync runs."


_WITHOUT_MAPPINGS: Final = frozenset({"remove"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be mended before the draft can be written.

    Attributes:
        field: Where it is (`fields.Email`, `mode`).
        text: What is wrong and what to do, whole sentences.
    """

    field: str
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is checked: a draft in canonical form, what it changes, and what is known."""

    doc: JsonObject
    items: tuple[Item, ...]
    known: Known

    def of(self, row: str) -> tuple[Item, ...]:
        """The items of a row."""
        return tuple(item for item in self.items if item.row == row)

    @property
    def mode(self) -> str:
        """The sync's mode, or empty."""
        mode = self.doc.get("mode")
        return mode if isinstance(mode, str) else ""

    @property
    def target_name(self) -> str:
        """The target for a sentence."""
        return (self.known.target.name if self.known.target else "") or "The target"


def faults(draft: Proposal) -> tuple[Fault, ...]:
    """What blocks the draft, mappings first."""
    return (*_mapping_faults(draft), *_no_mappings(draft), *_mode_faults(draft), *_name(draft), *_schedule(draft))


def entries_of(item: Item) -> list[Any]:
    """The entries that a target has after the draft."""
    return [] if item.new is ABSENT else item.new if isinstance(item.new, list) else [item.new]


def source_of(entry: Any) -> JsonObject:  # noqa: ANN401 -- any JSON value
    """The source of an entry; empty when it has none."""
    source = entry.get("source") if isinstance(entry, dict) else None
    return source if isinstance(source, dict) else {}


def new_targets(draft: Proposal) -> Iterator[str]:
    """The targets that get a mapping for the first time, and are not to be created by it."""
    for item in draft.of("fields"):
        created = any(isinstance(entry, dict) and entry.get("new") for entry in entries_of(item))
        if item.kind is Kind.ADDED and not created:
            yield item.key


def new_sources(draft: Proposal) -> Iterator[tuple[str, str, str]]:
    """The target, model id and field of each mapping whose source is not what it was."""
    for item in draft.of("fields"):
        had = [source_of(entry) for entry in listed(item.old)] if isinstance(item.old, list) else [source_of(item.old)]
        for source in map(source_of, entries_of(item)):
            if source and not any(same(source, other) for other in had):
                yield item.key, str(source.get("model_id", "")), str(source.get("field", ""))


def _mapping_faults(draft: Proposal) -> Iterator[Fault]:
    for item in draft.of("fields"):
        entries = entries_of(item)
        if len(entries) > 1:
            sources = ", ".join(str(source_of(entry).get("field") or "a fixed value") for entry in entries)
            text = TWICE.format(count=len(entries), target=item.key, sources=sources)
            yield Fault(item.field_path, Part.MAPPINGS, text)
    target = draft.known.target
    for name in new_targets(draft):
        if target is not None and name not in {field.field_id for field in target.fields}:
            yield Fault(f"fields.{name}", Part.MAPPINGS, _unknown_target(name, target))
    for name, model_id, field in new_sources(draft):
        model = draft.known.models.get(model_id)
        if model is not None and field not in {known.name for known in model.fields}:
            yield Fault(f"fields.{name}", Part.MAPPINGS, _unknown_source(name, field, model))


def _unknown_target(name: str, target: Target) -> str:
    close = nearest_target(name, target.fields)
    what = UNKNOWN_TARGET.format(field=name, target=target.name or "the target")
    return " ".join([what, *([NEAREST.format(nearest=close)] if close else []), UNKNOWN_TARGET_NEXT])


def _unknown_source(name: str, field: str, model: Model) -> str:
    close = nearest_source(field, [model])
    what = UNKNOWN_SOURCE.format(field=field, model=model.name)
    next_step = UNKNOWN_SOURCE_NEXT.format(target=name)
    return " ".join([what, *([NEAREST.format(nearest=close)] if close else []), next_step])


def _no_mappings(draft: Proposal) -> Iterator[Fault]:
    touched = draft.of("fields") or draft.of("mode")
    if touched and not listed(draft.doc.get("fields")) and draft.mode not in _WITHOUT_MAPPINGS:
        yield Fault("fields", Part.MAPPINGS, NO_MAPPINGS.format(mode=draft.mode))


def _mode_faults(draft: Proposal) -> Iterator[Fault]:
    allowed = draft.known.target.modes if draft.known.target else ()
    if not draft.of("mode") or not allowed:
        return
    mode = mode_of(draft)
    if mode is None:
        modes = ", ".join(other.mode for other in allowed)
        text = MODE_NOT_ALLOWED.format(target=draft.target_name, mode=draft.mode or "(none)", modes=modes)
        yield Fault("mode", Part.NAME_AND_MODE, text)
    elif mode.requires_identity and not identities_of(draft.doc):
        yield Fault("mode", Part.NAME_AND_MODE, MODE_NEEDS_IDENTITY.format(mode=draft.mode))


def mode_of(draft: Proposal) -> TargetMode | None:
    """The draft's mode as the target knows it; None when it does not, or is not known."""
    modes = draft.known.target.modes if draft.known.target else ()
    return next((mode for mode in modes if mode.mode == draft.mode), None)


def identities_of(doc: JsonObject) -> list[Any]:
    """The identity mappings of either shape."""
    several = doc.get("identities")
    found = listed(several.get("mappings")) if isinstance(several, dict) else []
    return found or [one for one in (doc.get("identity"),) if isinstance(one, dict)]


def _name(draft: Proposal) -> Iterator[Fault]:
    if any(not str(item.new or "").strip() for item in draft.of("name")):
        yield Fault("name", Part.NAME_AND_MODE, NO_NAME)


def _schedule(draft: Proposal) -> Iterator[Fault]:
    for item in draft.of("schedule"):
        if not isinstance(item.new, dict):
            value = "empty" if item.new is ABSENT else str(item.new)
            yield Fault("schedule", Part.SCHEDULE, UNREADABLE_SCHEDULE.format(value=value))
            continue
        try:
            schedule.check(item.new)
        except InvalidInput as fault:
            yield Fault(fault.field or "schedule", Part.SCHEDULE, fault.sentences)
