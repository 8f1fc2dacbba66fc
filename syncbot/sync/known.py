"""What is known of the world around a sync: its models, its target, whether a run is in progress.

None always means "not known", never "there is none".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from syncbot.sync.remembered import remembered

THE_TARGET: Final = "the target"


@dataclass(frozen=True, slots=True)
class PickValue:
    """A value that may be chosen; `label` is for people and may be the value itself."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FilterFunction:
    """A function that Polytomic offers for filters on a field.

    Attributes:
        function: As a sync stores it.
        label: Polytomic's own words for it, or empty.
        requires_value: None when it does not say.
        multi_value: Whether it takes a list; None when it does not say.
        values: What the value must be one of, for example duration keywords; empty when it is free.
    """

    function: str
    label: str = ""
    requires_value: bool | None = None
    multi_value: bool | None = None
    values: tuple[PickValue, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelField:
    """A field of a model. `name` is what a sync stores as `source.field`; `field_id` the uuid used in filters."""

    name: str
    label: str
    type: str = ""
    example: str = ""
    field_id: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A model with its fields, in the API's order."""

    model_id: str
    name: str
    fields: tuple[ModelField, ...]


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field of a target object. `field_id` is what a sync stores as `target`; `name` is its label for people.

    Attributes:
        filter_functions: Those that a filter on it may have; empty when Polytomic does not say.
        identity_functions: Those that an identity on it may have; empty when Polytomic does not say.
        values: What it may hold, where that is a fixed set.
    """

    field_id: str
    name: str
    type: str = ""
    required: bool = False
    createable: bool = True
    updateable: bool = True
    encryptable: bool = False
    supports_identity: bool = False
    description: str = ""
    filterable: bool = True
    filter_functions: tuple[FilterFunction, ...] = ()
    identity_functions: tuple[str, ...] = ()
    values: tuple[PickValue, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetMode:
    """A mode that a target object allows."""

    mode: str
    label: str = ""
    requires_identity: bool = False
    supports_field_sync_mode: bool = False
    supports_target_filters: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target object with its fields and the modes it allows, in the API's order.

    Attributes:
        name: For people, "Contact" for `Contact`.
        connection_name: For people, "Salesforce (production)".
        connection_id: Empty when it is not told.
        supports_target_filters, supports_filter_value_fields, supports_multiple_identities,
        supports_identity_field_creation: None when Polytomic does not say.
    """

    object_id: str
    name: str
    fields: tuple[TargetField, ...]
    modes: tuple[TargetMode, ...] = ()
    connection_name: str = ""
    supports_field_creation: bool = False
    supports_field_encryption: bool = False
    connection_id: str = ""
    mappings_not_required: bool = False
    supports_target_filters: bool | None = None
    supports_filter_value_fields: bool | None = None
    supports_multiple_identities: bool | None = None
    supports_identity_field_creation: bool | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that a sync can write to. `type` and `status` are Polytomic's words, empty when not told."""

    connection_id: str
    name: str
    type: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class TargetObject:
    """What a connection can be synced to, without its fields."""

    object_id: str
    name: str
    modes: tuple[TargetMode, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A permission policy."""

    policy_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ScheduleOption:
    """A frequency that Polytomic offers, in its own words.

    Attributes:
        keys: The keys of a schedule that it takes, as its form names them; empty when the form names none.
    """

    frequency: str
    label: str
    description: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known when a plan is made.

    Attributes:
        models: The models of the sync that are known, by id.
        target: Its target object, or None.
        running: Whether a run is in progress, or None.
        names: The names of connections, policies and syncs by id, as far as known.
    """

    models: dict[str, Model]
    target: Target | None = None
    running: bool | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def about(self, target: Any) -> Known:
        """The same for a sync that writes to `target` (its raw value): without a target object that is another."""
        if self.target is None or not isinstance(target, dict):
            return self
        asked = target.get("connection_id"), target.get("object")
        there = self.target.connection_id, self.target.object_id
        other = any(want and have and want != have for want, have in zip(asked, there, strict=True))
        return replace(self, target=None) if other else self

    @property
    def target_name(self) -> str:
        """What the target object is called, for a sentence; `THE_TARGET` where that is not known."""
        return (self.target.name if self.target else "") or THE_TARGET

    def target_field(self, field_id: str) -> TargetField | None:
        """The field of the target object with this id, or None."""
        return target_fields(self.target).get(field_id) if self.target else None

    def model_field(self, model_id: str, name: str) -> ModelField | None:
        """The field of a model, or None."""
        model = self.models.get(model_id)
        return model_fields(model).get(name) if model else None


NOTHING_KNOWN = Known(models={})


@remembered
def model_fields(model: Model) -> Mapping[str, ModelField]:
    """The fields of a model by name; the first where several are called alike."""
    return {field.name: field for field in reversed(model.fields)}


@remembered
def target_fields(target: Target) -> Mapping[str, TargetField]:
    """The fields of a target object by id; the first where several have the same."""
    return {field.field_id: field for field in reversed(target.fields)}
