"""What is wrong with a draft and blocks its write.

A fault is only ever about what the draft touches, so that a sync with an old mistake can still be paused; and what is
not known cannot be a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync import schedule
from syncbot.sync.check_conditions import filter_faults, override_faults
from syncbot.sync.check_target import fixed_value_faults, identity_faults, target_faults
from syncbot.sync.document import ABSENT
from syncbot.sync.entries import listed
from syncbot.sync.fields import Part
from syncbot.sync.proposal import (
    Fault,
    Proposal,
    entries_of,
    identities_of,
    mode_of,
    new_sources,
    new_targets,
    source_of,
    unknown_source,
    unknown_target,
)

__all__ = ["Fault", "Proposal", "entries_of", "faults", "identities_of", "mode_of", "new_sources", "new_targets"]

UNKNOWN_TARGET_NEXT: Final = "Choose another, or tick Create this field in the target."
UNKNOWN_SOURCE_NEXT: Final = "Choose another source field for {target}."
TWICE: Final = "{count} mappings go to {target}: from {sources}. Remove all but one."
NO_NAME: Final = "The name is empty. Give the sync a name."
MODE_NOT_ALLOWED: Final = "{target} does not allow the mode {mode}. Choose one of: {modes}."
MODE_NEEDS_IDENTITY: Final = (
    "The mode {mode} needs an identity, and this sync has none. Choose another mode, or add an identity."
)
NO_MAPPINGS: Final = "No mapping is left, and the mode {mode} needs at least one. Add a mapping, or put one back."
UNREADABLE_SCHEDULE: Final = "The schedule is {value}, which is no schedule. Choose when the sync runs."


_WITHOUT_MAPPINGS: Final = frozenset({"remove"})


def faults(draft: Proposal) -> tuple[Fault, ...]:
    """What blocks the draft, mappings first."""
    return (
        *_mapping_faults(draft),
        *_no_mappings(draft),
        *filter_faults(draft),
        *override_faults(draft),
        *fixed_value_faults(draft),
        *identity_faults(draft),
        *target_faults(draft),
        *_mode_faults(draft),
        *_name(draft),
        *_schedule(draft),
    )


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
            yield Fault(f"fields.{name}", Part.MAPPINGS, unknown_target(name, target, UNKNOWN_TARGET_NEXT))
    for name, model_id, field in new_sources(draft):
        model = draft.known.models.get(model_id)
        if model is not None and field not in {known.name for known in model.fields}:
            yield Fault(
                f"fields.{name}", Part.MAPPINGS, unknown_source(field, model, UNKNOWN_SOURCE_NEXT.format(target=name))
            )


def _no_mappings(draft: Proposal) -> Iterator[Fault]:
    touched = draft.of("fields") or draft.of("mode")
    target = draft.known.target
    if target is not None and target.mappings_not_required:
        return
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
