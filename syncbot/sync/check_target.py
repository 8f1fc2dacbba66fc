"""What is wrong with where a draft writes to, with its fixed values and its identity; see `syncbot.sync.check`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.conditions import source_field
from syncbot.sync.difference import Item, Kind
from syncbot.sync.entries import target_of
from syncbot.sync.fields import Part, row
from syncbot.sync.fixed_values import EMPTY, EMPTY_NEXT
from syncbot.sync.identity_view import STRATEGY, check_identity, identity_mappings, placed_identities
from syncbot.sync.items import Placed
from syncbot.sync.phrases import counted
from syncbot.sync.proposal import Fault, Proposal, entries_of, mode_of, unknown_source, unknown_target
from syncbot.sync.rows import at
from syncbot.sync.target_edits import gone_targets, target_place

NO_OBJECT: Final = "The target has no object. Choose what the sync writes to."
GONE: Final = (
    "{target} does not have {fields} that this sync uses: {names}. Remove what uses them, or choose other fields."
)
MORE: Final = "{names} and {more} more"
READ_ONLY: Final = "{field} cannot be written in {target}. Choose another target field."
TWICE: Final = "{target} has {count} fixed values. Remove all but one."
NO_IDENTITY: Final = "The mode {mode} needs an identity, and none is left. Add one, or put one back."
NO_STRATEGY: Final = "How the identities work together is not said. Choose it."
ONE_IDENTITY: Final = "{target} takes one identity, and this sync has {count}. Remove all but one."
IN_IDENTITY: Final = "Identity {number}: {text}"
CHOOSE_OR_CREATE: Final = "Choose another, or tick Create this field in the target."
CHOOSE_ANOTHER: Final = "Choose another field."

_NAMED: Final = 10


def target_faults(draft: Proposal) -> Iterator[Fault]:
    """No object, and what a newly chosen object does not have or does not let write."""
    if draft.of("target"):
        if not target_place(draft.doc).object_id:
            yield Fault("target.object", Part.TARGET, NO_OBJECT)
        gone = sorted(gone_targets(draft.doc, draft.known))
        if gone:
            names = ", ".join(gone[:_NAMED])
            names = MORE.format(names=names, more=len(gone) - _NAMED) if len(gone) > _NAMED else names
            fields = counted(len(gone), "field")
            yield Fault("target.object", Part.TARGET, GONE.format(target=draft.target_name, fields=fields, names=names))
    yield from _read_only(draft)


def fixed_value_faults(draft: Proposal) -> Iterator[Fault]:
    """Empty ones, two for one target, and targets that are not there."""
    for item in draft.of("override_fields"):
        entries = [entry for entry in entries_of(item) if isinstance(entry, dict)]
        if len(entries) > 1:
            text = TWICE.format(target=item.key, count=len(entries))
            yield Fault(item.field_path, Part.FIXED_VALUES, text)
        for entry in entries:
            if entry.get("override_value") in (None, "") and not source_field(entry.get("source")):
                yield Fault(item.field_path, Part.FIXED_VALUES, f"{EMPTY} {EMPTY_NEXT}")
        target = draft.known.target
        made = any(entry.get("new") is True for entry in entries)
        if target and item.kind is Kind.ADDED and not made and not draft.known.target_field(item.key):
            yield Fault(item.field_path, Part.FIXED_VALUES, unknown_target(item.key, target, CHOOSE_OR_CREATE))


def identity_faults(draft: Proposal) -> Iterator[Fault]:
    """Pairs that cannot be, several where one is allowed, none where the mode needs one."""
    items = (*draft.of("identity"), *draft.of("identities"))
    there = placed_identities(draft.doc)
    if items:
        yield from _pairs(draft, items, there)
        target = draft.known.target
        if len(there) > 1 and not at(draft.doc, STRATEGY):
            yield Fault("identities.strategy", Part.IDENTITY, NO_STRATEGY)
        if len(there) > 1 and target and target.supports_multiple_identities is False:
            text = ONE_IDENTITY.format(target=draft.target_name, count=len(there))
            yield Fault("identities", Part.IDENTITY, text)
    mode = mode_of(draft)
    if (items or draft.of("target")) and not draft.of("mode") and not there and mode and mode.requires_identity:
        yield Fault("identities", Part.IDENTITY, NO_IDENTITY.format(mode=draft.mode))


def _pairs(draft: Proposal, items: tuple[Item, ...], there: tuple[Placed, ...]) -> Iterator[Fault]:
    before = {
        each.item_id for item in items if item.old for each in identity_mappings(row(item.row).with_value({}, item.old))
    }
    for number, entry in enumerate(there, start=1):
        if entry.item_id not in before:
            for text in _pair_texts(draft, entry, there):
                yield Fault(f"identities.{number - 1}", Part.IDENTITY, IN_IDENTITY.format(number=number, text=text))


def _pair_texts(draft: Proposal, entry: Placed, there: tuple[Placed, ...]) -> Iterator[str]:
    known, source, name = draft.known, source_field(entry.raw.get("source")), target_of(entry.raw)
    try:
        check_identity(entry.raw, known, [other for other in there if other.item_id != entry.item_id])
    except InvalidInput as fault:
        yield f"{fault.what} {fault.next_step}"
    model = known.models.get(source.model_id) if source else None
    if source and model and known.model_field(source.model_id, source.field) is None:
        yield unknown_source(source.field, model, CHOOSE_ANOTHER)
    made = entry.raw.get("new_field") is True
    if known.target and name and not made and known.target_field(name) is None:
        yield unknown_target(name, known.target, CHOOSE_OR_CREATE)


def _read_only(draft: Proposal) -> Iterator[Fault]:
    """Target fields that nothing may write, newly mapped or fixed."""
    target = draft.known.target
    closed = {field.field_id for field in target.fields if not (field.createable or field.updateable)} if target else ()
    for key, part in (("fields", Part.MAPPINGS), ("override_fields", Part.FIXED_VALUES)):
        for item in draft.of(key) if closed else ():
            if item.kind is Kind.ADDED and item.key in closed:
                text = READ_ONLY.format(field=item.key, target=draft.target_name)
                yield Fault(item.field_path, part, text)
