"""Filters and overrides in words: conditions on fields of a model or of the target, and how they combine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from syncbot.sync.document import ABSENT, Absent, JsonObject
from syncbot.sync.list_words import list_changes
from syncbot.sync.logic import position_label
from syncbot.sync.naming import NO_FIELD, Naming
from syncbot.sync.phrases import value_words
from syncbot.sync.vocabulary import WITHOUT_VALUE, function_words

ALL_MUST_HOLD = "all must hold"
COMBINES = "how it combines: {logic}"
LOGIC_CHANGED = "changed how it combines: {old} → {new}"
VALUE_OF = "the value of {field}"
BECOMES = "when {condition}: {field} becomes {value}"
BROKEN = "a condition that cannot be read: {value}"
ON_THE_MODELS = "on the models"
ON_THE_TARGET = "on the target"

TARGET_FIELD: Final = "Target"
_TOLD: Final = frozenset(
    {
        "label",
        "field",
        "field_id",
        "field_type",
        "source",
        "function",
        "value",
        "value_source",
        "value_field",
        "override",
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that one logic combines.

    Attributes:
        of: `on the models` or `on the target`.
        logic: Empty when all must hold.
    """

    of: str
    conditions: tuple[Any, ...]
    logic: str

    def lines(self, naming: Naming) -> Iterator[str]:
        """A line for each condition, its label first, and one for the logic when there are several."""
        for place, entry in enumerate(self.conditions):
            yield f"{label_of(entry, place)}: {condition(entry, naming)}"
        if len(self.conditions) > 1:
            yield COMBINES.format(logic=self.logic_words)

    @property
    def logic_words(self) -> str:
        """The logic as it is stored, or that all must hold."""
        return self.logic or ALL_MUST_HOLD


def groups(doc: JsonObject) -> tuple[Group, Group]:
    """The filters of a sync of either shape: those on the models, those on the target."""
    if doc.get("model_filters") is not None or doc.get("target_filters") is not None:
        return grouped(doc.get("model_filters"), ON_THE_MODELS), grouped(doc.get("target_filters"), ON_THE_TARGET)
    target = doc.get("target")
    target_logic = target.get("filter_logic") if isinstance(target, dict) else None
    return classic(doc.get("filters"), doc.get("filter_logic"), target_logic)


def grouped(value: Any | Absent, of: str) -> Group:
    """The group of `{conditions, logic}`; an empty one for anything else."""
    inside = value if isinstance(value, dict) else {}
    return Group(of, _entries(inside.get("conditions")), _text(inside.get("logic")))


def classic(filters: Any, logic: Any, target_logic: Any) -> tuple[Group, Group]:
    """The two groups of a list in which each condition says what it is on."""
    entries = _entries(filters)
    on_target = tuple(entry for entry in entries if _is_on_target(entry))
    on_models = tuple(entry for entry in entries if not _is_on_target(entry))
    return Group(ON_THE_MODELS, on_models, _text(logic)), Group(ON_THE_TARGET, on_target, _text(target_logic))


def label_of(entry: Any, place: int) -> str:
    """A condition's label; the one by position when it has none."""
    return str((isinstance(entry, dict) and entry.get("label")) or position_label(place))


def condition(entry: Any, naming: Naming) -> str:
    """One condition, `email (E-mail) is one of “a”, “b”`."""
    if not isinstance(entry, dict):
        return BROKEN.format(value=value_words(entry))
    words = [_subject(entry, naming), function_words(entry.get("function"))]
    value = _value(entry, naming)
    if value:
        words.append(value)
    more = [f"{key} {value_words(entry[key])}" for key in entry if key not in _TOLD]
    return "; ".join((" ".join(words), *more))


def override(entry: Any, naming: Naming) -> str:
    """One override, `when email is empty: email becomes “unknown”`."""
    if not isinstance(entry, dict):
        return BROKEN.format(value=value_words(entry))
    value = value_words(entry.get("override", ABSENT))
    return BECOMES.format(condition=condition(entry, naming), field=_subject(entry, naming), value=value)


def group_changes(old: Group, new: Group, naming: Naming) -> list[str]:
    """Phrases for what changed in the conditions and in how they combine; labels are Polytomic's and do not count."""
    phrases = list_changes(
        [_unlabelled(entry) for entry in old.conditions],
        [_unlabelled(entry) for entry in new.conditions],
        lambda entry: condition(entry, naming),
    )
    if old.logic != new.logic and (old.conditions or new.conditions):
        phrases.append(LOGIC_CHANGED.format(old=old.logic_words, new=new.logic_words))
    return phrases


def _is_on_target(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("field_type") == TARGET_FIELD


def _subject(entry: JsonObject, naming: Naming) -> str:
    """The field that is compared; where both references stand, `field_id` wins, as it does in Polytomic."""
    field, field_id = entry.get("field", entry.get("source")), entry.get("field_id")
    if isinstance(field, str):
        return naming.target(field)
    if _is_on_target(entry):
        return naming.target(field_id or (field.get("field") if isinstance(field, dict) else None))
    named = naming.source(field)
    by_id = naming.by_field_id(str(field_id)) if field_id else NO_FIELD
    return named if by_id in (NO_FIELD, field_id) and named != NO_FIELD else by_id


def _value(entry: JsonObject, naming: Naming) -> str:
    source = entry.get("value_source", entry.get("value_field"))
    if source is not None:
        return VALUE_OF.format(field=naming.source(source))
    value = entry.get("value")
    if value is None and (entry.get("function") in WITHOUT_VALUE or "value" not in entry):
        return ""
    if entry.get("function") == "Between" and isinstance(value, list) and value:
        return " and ".join(map(value_words, value))
    return value_words(value)


def _unlabelled(entry: Any) -> Any:
    return {key: value for key, value in entry.items() if key != "label"} if isinstance(entry, dict) else entry


def _entries(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else ()


def _text(value: Any) -> str:
    return str(value or "")
