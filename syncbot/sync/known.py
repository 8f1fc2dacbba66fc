"""What is known of the world around a sync: its models, its target, whether a run is in progress.

None always means "not known", never "there is none".
"""

from __future__ import annotations

from dataclasses import dataclass


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
    """A field of a target object. `field_id` is what a sync stores as `target`; `name` is its label for people."""

    field_id: str
    name: str
    type: str = ""
    required: bool = False
    createable: bool = True
    updateable: bool = True
    encryptable: bool = False
    supports_identity: bool = False
    description: str = ""


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
    """

    object_id: str
    name: str
    fields: tuple[TargetField, ...]
    modes: tuple[TargetMode, ...] = ()
    connection_name: str = ""
    supports_field_creation: bool = False
    supports_field_encryption: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known when a plan is made.

    Attributes:
        models: The models of the sync that are known, by id.
        target: Its target object, or None.
        running: Whether a run is in progress, or None.
    """

    models: dict[str, Model]
    target: Target | None = None
    running: bool | None = None


NOTHING_KNOWN = Known(models={})
