"""The edits of a sync's mappings: add, change, remove and put back one."""

from __future__ import annotations

from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, Shape, configuration, same, shape_of
from syncbot.sync.entries import listed, target_of
from syncbot.sync.entry_edits import with_ends, with_options
from syncbot.sync.entry_returns import put_back
from syncbot.sync.mapping_view import Mapping, mapped_to, mapping_of, placed_mappings, source_words

NO_TARGET: Final = "The mapping has no target field."
NO_SOURCE: Final = "The mapping to {target} has no source field."
NOTHING_ADDED: Final = "No mapping was added or changed."
NAME_A_TARGET: Final = "Choose a target field."
NAME_A_SOURCE: Final = "Choose a source field."
TAKEN: Final = "{target} is already mapped, from {source}."
TAKEN_NEXT: Final = "Choose another target field, or edit or remove that mapping."
NOT_THERE: Final = "That mapping is no longer in this draft."
NOT_THERE_NOT_DONE: Final = "Nothing was changed."
NOT_THERE_NEXT: Final = "Go back to the list of mappings; it shows what is there now."

_SWITCHES: Final = frozenset({"new", "encryption_enabled"})


def add_mapping(
    doc: JsonObject,
    *,
    model_id: str,
    field: str,
    target: str,
    write: str | None = None,
    new: bool | None = None,
    encrypt: bool | None = None,
    override_value: str | None = None,
) -> JsonObject:
    """`doc` with one more mapping, at the end; with `override_value` that is written instead of the source's value.

    Raises:
        InvalidInput: The source or target is empty, or the target is mapped already.
    """
    entry = with_ends({}, model_id=model_id, field=field, target=target)
    entry = with_options(entry, write=write, new=new, encrypt=encrypt, override_value=override_value)
    _check_ends(entry)
    _check_free(doc, entry)
    return {**doc, "fields": [*listed(doc.get("fields")), entry]}


def change_mapping(
    doc: JsonObject,
    item_id: str,
    *,
    model_id: str | None = None,
    field: str | None = None,
    target: str | None = None,
    write: str | None = None,
    new: bool | None = None,
    encrypt: bool | None = None,
    override_value: str | None = None,
) -> JsonObject:
    """`doc` with one mapping changed in its place; what is None stays.

    An empty `write` lets the sync's mode count, an empty `override_value` lets the source's value be written.

    Raises:
        InvalidInput: No such mapping, its source or target is empty, or another mapping has the new target.
    """
    place, mapping = _find(doc, item_id)
    entry = with_ends(mapping.raw, model_id=model_id, field=field, target=target)
    entry = with_options(entry, write=write, new=new, encrypt=encrypt, override_value=override_value)
    if same(entry, mapping.raw):
        return doc
    _check_ends(entry)
    if target_of(entry) != mapping.target:
        _check_free(doc, entry)
    entries = list(doc["fields"])
    entries[place] = entry
    return {**doc, "fields": entries}


def settle_mapping(doc: JsonObject, base: JsonObject, item_id: str) -> JsonObject:
    """`doc`, with one mapping word for word as `base` has it where both mean the same: a switch is off without its key.

    So a box that was ticked and unticked again leaves nothing that counts as a change.
    """
    ours = next((placed for placed in placed_mappings(doc) if placed[1].item_id == item_id), None)
    theirs = mapping_of(base, item_id)
    if ours is None or theirs is None:
        return doc
    [was] = configuration({"fields": [theirs.raw]}, Shape.GROUPED)["fields"]
    if not same(_meaning(ours[1].raw), _meaning(was)):
        return doc
    entries = list(doc["fields"])
    entries[ours[0]] = was
    return {**doc, "fields": entries}


def _meaning(entry: JsonObject) -> JsonObject:
    return {key: value for key, value in entry.items() if key not in _SWITCHES or value is not False}


def remove_mapping(doc: JsonObject, item_id: str) -> JsonObject:
    """`doc` without one mapping.

    Raises:
        InvalidInput: No such mapping.
    """
    place, _ = _find(doc, item_id)
    return {**doc, "fields": [entry for at, entry in enumerate(doc["fields"]) if at != place]}


def put_back_mapping(doc: JsonObject, base: JsonObject, item_id: str) -> JsonObject:
    """`doc` with one mapping as `base` has it, in the place that it had there.

    Whatever became of it in `doc`, or is mapped to its target by now, gives way.

    Raises:
        InvalidInput: `base` has no such mapping.
    """
    base = configuration(base, shape_of(base) or shape_of(doc) or Shape.GROUPED)
    place, _ = _find(base, item_id)
    entries = listed(doc.get("fields"))
    back = put_back(entries, listed(base.get("fields")), place)
    return doc if same(back, entries) else {**doc, "fields": back}


def _find(doc: JsonObject, item_id: str) -> tuple[int, Mapping]:
    for place, mapping in placed_mappings(doc):
        if mapping.item_id == item_id:
            return place, mapping
    raise InvalidInput(NOT_THERE, not_done=NOT_THERE_NOT_DONE, next_step=NOT_THERE_NEXT, field="fields")


def _check_ends(entry: JsonObject) -> None:
    """Refuse an entry without target, or with neither source nor value."""
    mapping = Mapping("", entry)
    if not mapping.target:
        raise InvalidInput(NO_TARGET, not_done=NOTHING_ADDED, next_step=NAME_A_TARGET, field="fields")
    if mapping.override_value is None and not (mapping.model_id and mapping.field):
        what = NO_SOURCE.format(target=mapping.target)
        raise InvalidInput(what, not_done=NOTHING_ADDED, next_step=NAME_A_SOURCE, field=f"fields.{mapping.target}")


def _check_free(doc: JsonObject, entry: JsonObject) -> None:
    """Refuse an entry whose target a mapping of `doc` has."""
    other = mapped_to(doc, target_of(entry))
    if other is not None:
        raise taken_by(other)


def taken_by(mapping: Mapping) -> InvalidInput:
    """What is said when another mapping is to go to the same target."""
    what = TAKEN.format(target=mapping.target, source=source_words(mapping))
    return InvalidInput(what, not_done=NOTHING_ADDED, next_step=TAKEN_NEXT, field=f"fields.{mapping.target}")
