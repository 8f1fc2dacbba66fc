"""What a person should know about the parts that a draft changes: what stops working, what stays, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from syncbot.sync import members
from syncbot.sync.difference import Item, Kind
from syncbot.sync.document import same
from syncbot.sync.filter_lists import Side
from syncbot.sync.filters import RECORDS_STAY, filters
from syncbot.sync.mapping_fill import unmapped_required
from syncbot.sync.mode_change import mode_change
from syncbot.sync.phrases import joined
from syncbot.sync.proposal import Proposal
from syncbot.sync.recurrence import READ_BY

UNMAPPED: Final = "{object} requires {fields}, and nothing writes {them}."
OTHER_TARGET: Final = "Records that the sync wrote to {object} stay there; from the next run on it writes elsewhere."
NOT_READ: Final = (
    "A schedule of frequency {frequency} does not use {settings}: what is set there is kept, and changes nothing of "
    "when the sync runs."
)
NOT_ENCRYPTABLE: Final = "Polytomic does not say that {fields} can be encrypted."
NOT_CREATABLE: Final = "Polytomic does not say that {target} can get new fields: {fields}."

_SCHEDULE_LABELS: Final = {member.key: member.label for member in members.SCHEDULE if member.key != "frequency"}
_ENCRYPT: Final = "encryption_enabled"


@dataclass(frozen=True, slots=True)
class Mind:
    """What a person should know before writing.

    Attributes:
        code: What it is about, the same for the same warning; `UNCHECKED_CODE` when it only says what is not known.
        text: Whole sentences.
    """

    code: str
    text: str


def minds_of_parts(draft: Proposal) -> Iterator[Mind]:
    """What to know about mode, target, filters and mappings, as far as the draft changes them."""
    yield from _mode(draft)
    yield from _target(draft)
    yield from _filters(draft)
    yield from _schedule(draft)
    yield from _unmapped(draft)
    yield from _unsupported(draft)


def _mode(draft: Proposal) -> Iterator[Mind]:
    """What stops working in the new mode; what it needs is a fault."""
    for item in draft.of("mode"):
        code = f"mode:{draft.mode}"
        for about, text in mode_change(draft.doc, draft.known, item.old, draft.mode).stops.items():
            yield Mind(f"{code}:{about}" if about else code, text)


def _target(draft: Proposal) -> Iterator[Mind]:
    for item in draft.of("target"):
        if isinstance(item.old, dict) and item.old.get("object"):
            yield Mind("target:records", OTHER_TARGET.format(object=item.old["object"]))


def _filters(draft: Proposal) -> Iterator[Mind]:
    """Records that were sent stay; nothing of the kind when filters are only taken away."""
    touched = [item for key in ("filters", "model_filters", "target_filters") for item in draft.of(key)]
    if touched and any(filters(draft.doc, side) for side in Side):
        yield Mind("filters:records", RECORDS_STAY)


def _schedule(draft: Proposal) -> Iterator[Mind]:
    """Settings that are given a value which the schedule's frequency does not use."""
    for item in draft.of("schedule"):
        old, new = (side if isinstance(side, dict) else {} for side in (item.old, item.new))
        frequency = str(new.get("frequency") or "")
        set_anew = [
            key for key in _SCHEDULE_LABELS if new.get(key) not in (None, "") and not same(old.get(key), new[key])
        ]
        unread = [_SCHEDULE_LABELS[key] for key in set_anew if key not in READ_BY.get(frequency, set_anew)]
        if unread:
            text = NOT_READ.format(frequency=frequency, settings=joined(unread))
            yield Mind("schedule:unread:" + ",".join(unread), text)


def _unmapped(draft: Proposal) -> Iterator[Mind]:
    touched = [item for key in ("fields", "override_fields", "target", "mode") for item in draft.of(key)]
    said = {item.key for item in draft.of("fields") if item.kind is Kind.REMOVED}
    missing = [field.field_id for field in unmapped_required(draft.doc, draft.known) if field.field_id not in said]
    if touched and missing:
        them = "it" if len(missing) == 1 else "them"
        text = UNMAPPED.format(object=draft.known.target_name, fields=joined(missing), them=them)
        yield Mind("unmapped:" + ",".join(missing), text)


def _unsupported(draft: Proposal) -> Iterator[Mind]:
    """Options of mappings that the target is not known to support."""
    target = draft.known.target
    if target is None:
        return
    there = {field.field_id for field in target.fields}
    closed = there - {field.field_id for field in target.fields if field.encryptable}
    made = [item.key for item in draft.of("fields") if item.key not in there and _turned_on(item, "new")]
    encrypted = [item.key for item in draft.of("fields") if item.key in closed and _turned_on(item, _ENCRYPT)]
    told = closed != there or target.supports_field_encryption
    if target.supports_field_creation:
        made = []
    if encrypted and told:
        yield Mind("encrypt:" + ",".join(encrypted), NOT_ENCRYPTABLE.format(fields=joined(encrypted)))
    if made:
        yield Mind(
            "create:" + ",".join(made), NOT_CREATABLE.format(target=draft.known.target_name, fields=joined(made))
        )


def _turned_on(item: Item, switch: str) -> bool:
    """Whether a mapping has a switch on that it had not."""
    sides = [side if isinstance(side, list) else [side] for side in (item.old, item.new)]
    before, after = (any(isinstance(each, dict) and each.get(switch) is True for each in side) for side in sides)
    return after and not before
