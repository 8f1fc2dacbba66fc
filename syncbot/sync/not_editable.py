"""What of Update Sync cannot be edited here, and why; everything else can.

A path is dotted; `[]` stands for every entry of a list.
"""

from __future__ import annotations

from typing import Final

_BY_POSITION: Final = "Polytomic gives the labels by position, whatever is sent."
_WORKED_OUT: Final = "Polytomic works it out from the target field; it is kept as it is."
_WINS: Final = "A second name of the field: it is kept with the field, and goes when another field is chosen."

NOT_EDITABLE: Final = {
    "encryption_passphrase": "A secret never passes through Slack: who runs syncbot gives it with syncbot passphrase.",
    "organization_id": "It says whose sync it is; a sync does not change its organization.",
    "filters[].label": _BY_POSITION,
    "model_filters.conditions[].label": _BY_POSITION,
    "target_filters.conditions[].label": _BY_POSITION,
    "overrides[].field_id": _WINS,
    "identity.remote_field_type_id": _WORKED_OUT,
    "identities.mappings[].remote_field_type_id": _WORKED_OUT,
    "override_fields[].source.field": "A fixed value with a source is a mapping: add a mapping instead.",
    "override_fields[].source.model_id": "A fixed value with a source is a mapping: add a mapping instead.",
    "override_fields[].encryption_enabled": "Polytomic ignores it for fixed values.",
    "schedule.run_after.bulk_sync_ids[]": "Bulk syncs are not listed here; those that the sync runs after are kept.",
    "target.create": "It makes a new object in the target once, and is never told again; an edit must not repeat it.",
    "target.search_values": "Polytomic works it out from the object; it is kept until another object is chosen.",
}
"""By path, the reason as people read it."""

NOT_CHOOSABLE: Final = {
    "schedule.frequency": {"multi": "Left over from bulk syncs: Polytomic keeps it, and it is shown and kept here."},
}
"""By path, the values of an enum that are shown and kept but cannot be chosen, each with the reason."""
