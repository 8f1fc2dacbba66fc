"""Which keys of a sync the API declares, and which of them it accepts as null.

A null under a declared key that is not nullable means the same as leaving the key out, and the server's validation may
refuse it; so it is left out of what is written. Under an undeclared key, or inside a free-form value, null is data.
Source: the request schemas of PUT /api/syncs/{id}, both shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, TypeAlias


class Leaf(Enum):
    """How a declared key takes null."""

    REQUIRED_VALUE = "null is left out"
    NULLABLE = "null is accepted"
    FREE = "any JSON, null included"


class Each:
    """A list whose items are objects of one kind.

    Attributes:
        item: What the items declare.
        nullable: Whether the list itself may be null.
    """

    def __init__(self, item: Declared, *, nullable: bool = False) -> None:
        self.item = item
        self.nullable = nullable


Declared: TypeAlias = "Mapping[str, Leaf | Each | Declared]"

_VALUE: Final = Leaf.REQUIRED_VALUE
_NULLABLE: Final = Leaf.NULLABLE
_FREE: Final = Leaf.FREE
_LEFT_OUT: Final = object()
_SCALAR: Final = (str, int, float)

SOURCE: Final[Declared] = {"model_id": _VALUE, "field": _VALUE}
SYNC_FIELD: Final[Declared] = {
    "target": _VALUE,
    "source": SOURCE,
    "new": _VALUE,
    "sync_mode": _VALUE,
    "override_value": _VALUE,
    "encryption_enabled": _VALUE,
}
SCHEDULE: Final[Declared] = {
    "frequency": _VALUE,
    "minute": _NULLABLE,
    "hour": _NULLABLE,
    "day_of_week": _NULLABLE,
    "day_of_month": _NULLABLE,
    "month": _NULLABLE,
    "connection_id": _VALUE,
    "job_id": _NULLABLE,
    "run_after": {"sync_ids": _VALUE, "bulk_sync_ids": _VALUE},
    "run_after_success_only": _NULLABLE,
}
TARGET: Final[Declared] = {
    "connection_id": _VALUE,
    "object": _VALUE,
    "configuration": _VALUE,
    "search_values": _VALUE,
    "new_name": _VALUE,
    "filter_logic": _VALUE,
}
IDENTITY: Final[Declared] = {
    "source": SOURCE,
    "target": _VALUE,
    "function": _VALUE,
    "remote_field_type_id": _NULLABLE,
    "new_field": _VALUE,
}
FILTER: Final[Declared] = {
    "field": SOURCE,
    "field_id": _VALUE,
    "field_type": _VALUE,
    "function": _VALUE,
    "value": _FREE,
    "value_field": SOURCE,
    "label": _VALUE,
}
OVERRIDE: Final[Declared] = {
    "field": SOURCE,
    "field_id": _VALUE,
    "function": _VALUE,
    "value": _FREE,
    "override": _FREE,
}
MODEL_CONDITION: Final[Declared] = {"source": SOURCE, "function": _VALUE, "value": _FREE, "label": _VALUE}
TARGET_CONDITION: Final[Declared] = {
    "field": _VALUE,
    "function": _VALUE,
    "value": _FREE,
    "value_source": SOURCE,
    "label": _VALUE,
}
SYNC: Final[Declared] = {
    "name": _VALUE,
    "mode": _VALUE,
    "active": _VALUE,
    "fields": Each(SYNC_FIELD),
    "override_fields": Each(SYNC_FIELD, nullable=True),
    "overrides": Each(OVERRIDE, nullable=True),
    "target": TARGET,
    "schedule": SCHEDULE,
    "identity": IDENTITY,
    "identities": {"mappings": Each(IDENTITY), "strategy": _VALUE},
    "filters": Each(FILTER, nullable=True),
    "filter_logic": _VALUE,
    "model_filters": {"conditions": Each(MODEL_CONDITION), "logic": _VALUE},
    "target_filters": {"conditions": Each(TARGET_CONDITION), "logic": _VALUE},
    "policies": _NULLABLE,
    "organization_id": _NULLABLE,
    "sync_all_records": _VALUE,
    "only_enrich_updates": _VALUE,
    "skip_initial_backfill": _VALUE,
}


def without_undeclared_nulls(
    value: dict[str, Any],
    declared: Declared = SYNC,
    *,
    like: Any = None,
) -> dict[str, Any]:
    """The object without nulls that the API does not accept, at every declared level; keeps everything else.

    What has no such null inside is given back as it is, not copied: entries that nobody changed stay the same objects.
    What `like` has in the same place, an object without such nulls, is not looked through again.
    """
    there = like if isinstance(like, dict) else {}
    instead = {}
    for key, item in value.items():
        if not isinstance(item, _SCALAR) and (item is None or item is not there.get(key)):
            inside = _inside(item, declared.get(key, _FREE), there.get(key))
            if inside is not item:
                instead[key] = inside
    if not instead:
        return value
    found = ((key, instead.get(key, item)) for key, item in value.items())
    return {key: item for key, item in found if item is not _LEFT_OUT}


def _inside(value: Any, kind: Leaf | Each | Declared, like: Any) -> Any:
    if value is None:
        return None if _takes_null(kind) else _LEFT_OUT
    if isinstance(value, dict):
        return value if isinstance(kind, Leaf | Each) else without_undeclared_nulls(value, kind, like=like)
    return _items(value, kind.item, like) if isinstance(kind, Each) else value


def _items(values: list[Any], declared: Declared, like: Any) -> list[Any]:
    """The items without what is left out of each; a null among them stays, as it is for the API to refuse."""
    known = set(map(id, like)) if isinstance(like, list) else set()

    def kept(item: Any) -> Any:
        return without_undeclared_nulls(item, declared) if isinstance(item, dict) else item

    untouched = all(kept(item) is item for item in values if id(item) not in known)
    return values if untouched else list(map(kept, values))


def _takes_null(kind: Leaf | Each | Declared) -> bool:
    return kind.nullable if isinstance(kind, Each) else kind in (_NULLABLE, _FREE)
