"""The mappings of a sync, one by one: reading them, and the edits that add, change, remove and put back one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, Shape, is_fixed_value, same, shape_of
from syncbot.sync.entries import arranged, grouped, listed, target_of
from syncbot.sync.entry_edits import text_of, with_ends, with_options

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

_ID_LENGTH: Final = 12
_SWITCHES: Final = frozenset({"new", "encryption_enabled"})


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping of a source field to a target field.

    Attributes:
        item_id: Opaque; the same as long as the target and its place among entries of that target are.
        model_id, field: The source; both empty when the entry has none.
        write: `sync_mode`, or empty when the sync's own mode counts.
        new: The field is to be created in the target.
        override_value: The value written instead of the source's, or None.
        raw: The whole entry.
    """

    item_id: str
    target: str
    model_id: str
    field: str
    write: str
    new: bool
    encrypt: bool
    override_value: str | None
    raw: JsonObject


def mappings(doc: JsonObject) -> tuple[Mapping, ...]:
    """The mappings in the sync's order; fixed values that the classic shape merges into `fields` are none."""
    return tuple(mapping for _, mapping in placed_mappings(doc))


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
    ours = next(((place, each.raw) for place, each in placed_mappings(doc) if each.item_id == item_id), None)
    theirs = next((each.raw for _, each in placed_mappings(base) if each.item_id == item_id), None)
    if ours is None or theirs is None or not same(_meaning(ours[1]), _meaning(theirs)):
        return doc
    entries = list(doc["fields"])
    entries[ours[0]] = theirs
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

    Whatever `doc` maps to that target by now gives way. Where `base` has several entries of the target, all come back.

    Raises:
        InvalidInput: `base` has no such mapping.
    """
    _, was = _find(base, item_id)
    target = was.target
    had = [mapping.raw for mapping in mappings(base) if mapping.target == target]
    there = [mapping.raw for mapping in mappings(doc) if mapping.target == target]
    entries = listed(doc.get("fields"))
    wanted = grouped(entries)
    wanted[target] = had + [entry for entry in wanted.get(target, []) if entry not in there]
    return {**doc, "fields": arranged(entries, wanted, list(grouped(listed(base.get("fields")))))}


def mapped_to(doc: JsonObject, target: str) -> Mapping | None:
    """The first mapping to `target`, or None."""
    return next((mapping for mapping in mappings(doc) if mapping.target == target), None)


def source_words(mapping: Mapping) -> str:
    """What a mapping takes, for a sentence."""
    if mapping.field:
        return mapping.field
    return "a fixed value" if mapping.override_value is not None else "nothing"


def mapping_of(doc: JsonObject, item_id: str) -> Mapping | None:
    """The mapping with that id, or None; the others are not read."""
    return next((_read(entry, found) for _, entry, found in _identified(doc) if found == item_id), None)


def placed_mappings(doc: JsonObject) -> Iterator[tuple[int, Mapping]]:
    """The mappings with their places in `fields`."""
    return ((place, _read(entry, found)) for place, entry, found in _identified(doc))


def _identified(doc: JsonObject) -> Iterator[tuple[int, JsonObject, str]]:
    """The entries of mappings with their places in `fields` and their ids."""
    merged_in = shape_of(doc) is not Shape.GROUPED
    seen: Counter[str] = Counter()
    for place, entry in enumerate(listed(doc.get("fields"))):
        if not isinstance(entry, dict) or (merged_in and is_fixed_value(entry)):
            continue
        target = target_of(entry)
        yield place, entry, _item_id(target, seen[target])
        seen[target] += 1


def _item_id(target: str, occurrence: int) -> str:
    return sha256(f"{occurrence}:{target}".encode(errors="surrogatepass")).hexdigest()[:_ID_LENGTH]


def _read(entry: JsonObject, item_id: str) -> Mapping:
    source = entry.get("source")
    source = source if isinstance(source, dict) else {}
    return Mapping(
        item_id=item_id,
        target=target_of(entry),
        model_id=text_of(source.get("model_id")),
        field=text_of(source.get("field")),
        write=text_of(entry.get("sync_mode")),
        new=entry.get("new") is True,
        encrypt=entry.get("encryption_enabled") is True,
        override_value=text_of(entry["override_value"]) if entry.get("override_value") is not None else None,
        raw=entry,
    )


def _find(doc: JsonObject, item_id: str) -> tuple[int, Mapping]:
    for place, entry, found in _identified(doc):
        if found == item_id:
            return place, _read(entry, found)
    raise InvalidInput(NOT_THERE, not_done=NOT_THERE_NOT_DONE, next_step=NOT_THERE_NEXT, field="fields")


def _check_ends(entry: JsonObject) -> None:
    """Refuse an entry without target, or with neither source nor value."""
    mapping = _read(entry, "")
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
