"""What a condition of a filter or an override says: a function, and a value or a field of a model to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, Absent, JsonObject, same
from syncbot.sync.functions import KINDS, ValueKind, takes_value
from syncbot.sync.known import Known
from syncbot.sync.vocabulary import function_words

NO_FIELD: Final = "No field is chosen."
NO_FIELD_NEXT: Final = "Choose the field that is compared."
NO_FUNCTION: Final = "No condition is chosen."
NO_FUNCTION_NEXT: Final = "Choose how the field is compared."
NO_VALUE: Final = "“{function}” needs a value, and there is none."
NO_VALUE_NEXT: Final = "Give the value, or choose a condition without one, like “is empty”."
TAKES_NONE: Final = "“{function}” takes no value."
TAKES_NONE_NEXT: Final = "Leave the value empty, or choose another condition."
BOTH: Final = "The condition has a value and a field to compare with."
BOTH_NEXT: Final = "Give one of the two."
NOT_HERE: Final = "A condition on the records of the model cannot be compared with another field."
NOT_HERE_NEXT: Final = "Give a value."
NOT_TAKEN: Final = "The condition was not taken."


@dataclass(frozen=True, slots=True)
class SourceField:
    """A field of a model."""

    model_id: str
    field: str

    @property
    def raw(self) -> JsonObject:
        """As the API has it."""
        return {"model_id": self.model_id, "field": self.field}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a field is compared.

    Attributes:
        value: Any JSON value, null included; ABSENT for none.
        value_source: The field to compare with instead of a value; only in filters on the target.
    """

    function: str
    value: Any | Absent = ABSENT
    value_source: SourceField | None = None


def source_field(raw: object) -> SourceField | None:
    """A field of a model from the API's `{model_id, field}`; None for anything else."""
    if not isinstance(raw, dict):
        return None
    model_id, name = raw.get("model_id"), raw.get("field")
    return SourceField(str(model_id or ""), str(name)) if name else None


def pointed_at(raw: object, source: SourceField) -> JsonObject:
    """The API's `{model_id, field}` for `source` in the place of `raw`, whose other keys stay."""
    return {**raw, **source.raw} if isinstance(raw, dict) else source.raw


def comparison_of(entry: JsonObject) -> Comparison:
    """How an entry of any of the lists compares."""
    other = entry.get("value_source", entry.get("value_field"))
    return Comparison(str(entry.get("function") or ""), entry.get("value", ABSENT), source_field(other))


def field_meant(source: SourceField | None, field_id: str, known: Known) -> SourceField | None:
    """The field that an entry with `field` and `field_id` is about: `field_id` wins, as it does in Polytomic.

    Where nothing is known of the `field_id`, what `field` says.
    """
    for model in known.models.values() if field_id else ():
        for field in model.fields:
            if field.field_id == field_id:
                return SourceField(model.model_id, field.name)
    return source


def with_source(entry: JsonObject, source: SourceField | None, *, key: str = "field") -> JsonObject:
    """The entry about another field of a model; None leaves it.

    The `field_id` that belonged to the old field goes: it would win, and the change would do nothing.
    """
    if source is None or (source_field(entry.get(key)) == source and "field_id" not in entry):
        return entry
    changed = pointed_at(entry.get(key), source)
    kept = {name: value for name, value in entry.items() if name != "field_id"}
    return {**kept, key: changed} if key in kept else {key: changed, **kept}


def with_comparison(entry: JsonObject, wanted: Comparison | None, *, source_key: str = "") -> JsonObject:
    """The entry with another function, value or field to compare with; None, or the same, leaves it.

    Args:
        entry: As it is.
        wanted: What it should say.
        source_key: Where a field to compare with goes; empty where there can be none.

    Raises:
        InvalidInput: A value is missing, or too many; `field` is `function`, `value` or `value_source`.
    """
    if wanted is None or (entry.get("function") and _says(entry, wanted)):
        return entry
    check_comparison(wanted, may_have_source=bool(source_key))
    changed = {**entry, "function": wanted.function}
    if wanted.value is ABSENT:
        changed.pop("value", None)
    else:
        changed["value"] = wanted.value
    if source_key and wanted.value_source is None:
        changed.pop(source_key, None)
    elif wanted.value_source is not None and source_field(entry.get(source_key)) != wanted.value_source:
        changed[source_key] = pointed_at(entry.get(source_key), wanted.value_source)
    return changed


def check_comparison(wanted: Comparison, *, may_have_source: bool) -> None:
    """See that a comparison has what its function needs, once.

    Raises:
        InvalidInput: It has not; `field` is `function`, `value` or `value_source`.
    """
    words = function_words(wanted.function)
    has_value, has_source = wanted.value is not ABSENT, wanted.value_source is not None
    if not wanted.function:
        raise _refused(NO_FUNCTION, NO_FUNCTION_NEXT, "function")
    if has_source and not may_have_source:
        raise _refused(NOT_HERE, NOT_HERE_NEXT, "value_source")
    if has_value and has_source:
        raise _refused(BOTH, BOTH_NEXT, "value_source")
    if takes_value(wanted.function) and not (has_value or has_source):
        raise _refused(NO_VALUE.format(function=words), NO_VALUE_NEXT, "value")
    if KINDS.get(wanted.function) is ValueKind.NONE and (has_value or has_source):
        raise _refused(TAKES_NONE.format(function=words), TAKES_NONE_NEXT, "value")


def no_field() -> InvalidInput:
    """The error for a condition without a field."""
    return _refused(NO_FIELD, NO_FIELD_NEXT, "field")


def _says(entry: JsonObject, wanted: Comparison) -> bool:
    """Whether the entry says that already; a null beside a function without a value says nothing."""
    there = comparison_of(entry)
    value = ABSENT if there.value is None and not takes_value(there.function) else there.value
    alike = same(there.value, wanted.value) or same(value, wanted.value)
    return alike and (there.function, there.value_source) == (wanted.function, wanted.value_source)


def _refused(what: str, next_step: str, field: str) -> InvalidInput:
    return InvalidInput(what, not_done=NOT_TAKEN, next_step=next_step, field=field)
