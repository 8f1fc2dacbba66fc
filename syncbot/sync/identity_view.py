"""The identity of a sync as it stands: by which fields a record of the model finds its record in the target.

The classic shape has one mapping; the grouped one has several, in an order, with a strategy. The edits are
`syncbot.sync.identities`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.conditions import SourceField, source_field
from syncbot.sync.document import JsonObject, Shape, shape_of
from syncbot.sync.entries import listed
from syncbot.sync.items import Placed, find, placed
from syncbot.sync.known import Known, TargetField
from syncbot.sync.rows import at
from syncbot.sync.vocabulary import IDENTITY_FUNCTIONS, identity_words

PRIORITY: Final = "priority"

NO_SOURCE: Final = "No source field is chosen."
NO_SOURCE_NEXT: Final = "Choose the field of the model that is compared."
NO_TARGET: Final = "No target field is chosen."
NO_TARGET_NEXT: Final = "Choose the field of the target that is compared."
NO_FUNCTION: Final = "How the two fields are compared is not chosen."
NOT_ALLOWED: Final = "{target} cannot be compared with “{function}”."
NO_IDENTITY_FIELD: Final = "{target} cannot be used to find records."
CHOOSE_OF: Final = "Choose one of: {choices}."
NO_IDENTITY_FIELD_NEXT: Final = "Choose a field that can, or tick Create this field in the target."
TWICE: Final = "That identity is there already: {source} and {target}."
TWICE_NEXT: Final = "Edit that one."
NOT_TAKEN: Final = "The identity was not taken."

_THING: Final = "identity"
SEVERAL: Final = ("identities", "mappings")
STRATEGY: Final = ("identities", "strategy")


@dataclass(frozen=True, slots=True)
class IdentityMapping:
    """One pair of fields.

    Attributes:
        item_id: Opaque; the same as long as what it says is.
        place: Starts at 0; the first that finds a record counts, unless the strategy is `and`.
        source: The field of a model, or None when it names none.
        new_field: The field is to be created in the target.
        remote_field_type_id: Polytomic's own, or None; kept as it is.
        raw: The whole entry.
    """

    item_id: str
    place: int
    source: SourceField | None
    target: str
    function: str
    new_field: bool
    remote_field_type_id: str | None
    raw: JsonObject


def identity_mappings(doc: JsonObject) -> tuple[IdentityMapping, ...]:
    """The identity mappings of either shape, in their order."""
    return tuple(_read(entry, place) for place, entry in enumerate(placed_identities(doc)))


def identity_strategy(doc: JsonObject) -> str:
    """How several work together; `priority` where it is not told."""
    found = at(doc, STRATEGY)
    return found if isinstance(found, str) and found else PRIORITY


def may_have_several(doc: JsonObject, known: Known, *, shape: Shape | None = None) -> bool:
    """Whether another identity can stand beside one; where the target does not say, the shape tells."""
    allowed = known.target.supports_multiple_identities if known.target else None
    return not has_one_only(doc, shape) and allowed is not False


def identity_functions(known: Known, target: str, *, present: str = "") -> tuple[str, ...]:
    """The functions that a target field allows, else all five; the present one always."""
    field = known.target_field(target)
    offered = field.identity_functions if field and field.identity_functions else tuple(IDENTITY_FUNCTIONS)
    return tuple(dict.fromkeys((*offered, *((present,) if present else ()))))


def check_identity(entry: JsonObject, known: Known, others: list[Placed] | tuple[Placed, ...] = ()) -> None:
    """See that an identity mapping has what it needs.

    Raises:
        InvalidInput: It has not; `field` is `source`, `target` or `function`.
    """
    source, target, function = source_field(entry.get("source")), entry.get("target"), entry.get("function")
    if source is None or not source.model_id:
        raise refused(NO_SOURCE, NO_SOURCE_NEXT, "source")
    if not isinstance(target, str) or not target:
        raise refused(NO_TARGET, NO_TARGET_NEXT, "target")
    allowed = identity_functions(known, target)
    named = ", ".join(identity_words(each).strip(",") for each in allowed)
    if not function:
        raise refused(NO_FUNCTION, CHOOSE_OF.format(choices=named), "function")
    field = known.target_field(target)
    if field and not _finds_records(field, known) and entry.get("new_field") is not True:
        raise refused(NO_IDENTITY_FIELD.format(target=target), NO_IDENTITY_FIELD_NEXT, "target")
    if function not in allowed and field and field.identity_functions:
        what = NOT_ALLOWED.format(target=target, function=identity_words(function).strip(","))
        raise refused(what, CHOOSE_OF.format(choices=named), "function")
    for other in others:
        if (source_field(other.raw.get("source")), other.raw.get("target")) == (source, target):
            raise refused(TWICE.format(source=source.field, target=target), TWICE_NEXT, "target")


def _finds_records(field: TargetField, known: Known) -> bool:
    """Whether records can be found by the field; where Polytomic says so of no field, any can."""
    said = any(each.supports_identity for each in known.target.fields) if known.target else False
    return field.supports_identity or bool(field.identity_functions) or not said


def has_one_only(doc: JsonObject, shape: Shape | None) -> bool:
    """Whether the identity is the single one of the classic form: by what is there, else by the shape."""
    if doc.get("identities") is not None:
        return False
    return bool(doc.get("identity")) or (shape_of(doc) or shape or Shape.GROUPED) is Shape.CLASSIC


def placed_identities(doc: JsonObject) -> tuple[Placed, ...]:
    """The identity mappings of either form with their ids."""
    single = [doc["identity"]] if doc.get("identity") and doc.get("identities") is None else []
    return placed(_THING, single or listed(at(doc, SEVERAL)))


def find_identity(doc: JsonObject, item_id: str) -> Placed:
    """One identity mapping. Raises InvalidInput when there is none."""
    return find(placed_identities(doc), item_id, thing=_THING, field="identity")


def _read(entry: Placed, place: int) -> IdentityMapping:
    raw = entry.raw
    kept = raw.get("remote_field_type_id")
    return IdentityMapping(
        item_id=entry.item_id,
        place=place,
        source=source_field(raw.get("source")),
        target=str(raw.get("target") or ""),
        function=str(raw.get("function") or ""),
        new_field=raw.get("new_field") is True,
        remote_field_type_id=None if kept is None else str(kept),
        raw=raw,
    )


def refused(what: str, next_step: str, field: str) -> InvalidInput:
    """The error for an identity that is not taken."""
    return InvalidInput(what, not_done=NOT_TAKEN, next_step=next_step, field=field)
