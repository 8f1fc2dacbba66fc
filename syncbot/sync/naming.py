"""What the fields of one sync are called: the stored id always, the label beside it where it differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from syncbot.sync.document import NOWHERE
from syncbot.sync.known import Known, ModelField
from syncbot.sync.phrases import field_words, plain

NO_FIELD: Final = "no field"


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one sync.

    Attributes:
        several: Whether the sync reads several models; then a model field is `Model.field`.
    """

    known: Known
    several: bool

    def source(self, source: object) -> str:
        """A model field from the API's `{model_id, field}`; the model's id where its name is not known."""
        if not isinstance(source, dict) or not source.get("field"):
            return NO_FIELD
        return self.model_field(str(source.get("model_id") or ""), str(source["field"]))

    def model_field(self, model_id: str, name: str) -> str:
        """`field` or `Model.field`, with the field's label beside it where it differs."""
        model, field = self.known.models.get(model_id), self.known.model_field(model_id, name)
        label = field.label if field else ""
        before = f"{plain(model.name if model else model_id)}." if self.several and model_id else ""
        return field_words(before + plain(name), "" if label == name else plain(label))

    def by_field_id(self, field_id: str) -> str:
        """A model field by its uuid; the uuid itself where it is not known."""
        found = self._by_uuid(field_id)
        return self.model_field(*found) if found else plain(field_id)

    def _by_uuid(self, field_id: str) -> tuple[str, str] | None:
        for model in self.known.models.values():
            field = next((field for field in model.fields if _is(field, field_id)), None)
            if field is not None:
                return model.model_id, field.name
        return None

    def thing(self, thing_id: object) -> str:
        """A policy or a sync by its name; by its id where the name is not known."""
        return thing_words(str(thing_id), self.known)

    def target(self, field_id: object) -> str:
        """A field of the target."""
        field = self.known.target_field(field_id) if isinstance(field_id, str) else None
        return field_words(plain(field_id), plain(field.name if field else "")) if field_id else NO_FIELD


def thing_words(thing_id: str, known: Known) -> str:
    """A policy, connection or sync by its name, the id beside it where others are called alike; else by its id."""
    name = known.names.get(thing_id, "")
    alike = [each for each in known.names.values() if each == name]
    return field_words(plain(name or thing_id), plain(thing_id) if len(alike) > 1 else "")


def _is(field: ModelField, field_id: str) -> bool:
    return bool(field_id) and field.field_id == field_id


def naming(known: Known, *values: Any) -> Naming:
    """The naming for these pieces of a sync: all models that they name, or that are known, count."""
    return Naming(known, len(known.models) > 1 or len(known.models.keys() | _model_ids(values)) > 1)


def _model_ids(values: Iterable[Any]) -> set[str]:
    """Every model id that stands in a source anywhere inside."""
    found: set[str] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            own = value.get("model_id")
            if isinstance(own, str) and "field" in value:
                found.add(own)
            waiting.extend(value.values())
    return found - {"", NOWHERE}
