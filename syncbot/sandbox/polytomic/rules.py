"""The structure of the request bodies, as the API's OpenAPI description of 2025-09-18 (SDK 25.9.10) has it.

Written by hand so that the stand-in needs no schema library; the tests compare it with that description.
"""

from __future__ import annotations

from typing import Any

from syncbot.sandbox.polytomic.grammar import Kind, Rule, broken_rules, list_of, object_of, or_null
from syncbot.sandbox.polytomic.replies import RefusalError

MODES = ("create", "update", "updateOrCreate", "replace", "append", "remove", "snapshot")
FREQUENCIES = (
    *("manual", "continuous", "hourly", "daily", "weekly"),
    *("custom", "builder", "runafter", "multi", "dbtcloud"),
)
FILTER_FUNCTIONS = (
    *("Equality", "Inequality", "IsNull", "IsNotNull", "True", "False", "OnOrAfter", "OnOrBefore"),
    *("GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual"),
    *("StringContains", "StringStartsWith", "StringEndsWith"),
    *("StringDoesNotContain", "StringDoesNotStartWith", "StringDoesNotEndWith"),
    *("StringOneOf", "StringNotOneOf", "Between", "ArrayContains", "ArrayDoesNotContain"),
    *("InTheLast", "RelativeOnOrBefore", "RelativeOnOrAfter", "StringLike", "StringNotLike", "StringMatchesTrimmed"),
)
IDENTITY_FUNCTIONS = ("Equality", "ISubstring", "OneOf", "DomainMatch", "HostnameMatch")

_TEXT = Rule(Kind.TEXT)
_FLAG = Rule(Kind.FLAG)
_UUID = Rule(Kind.TEXT, is_uuid=True)
_ANYTHING = Rule(Kind.ANYTHING)
_FREE_FORM = Rule(Kind.OBJECT)
_FUNCTION = Rule(Kind.TEXT, choices=FILTER_FUNCTIONS)

_SOURCE = object_of({"field": _TEXT, "model_id": _UUID}, "field", "model_id")
_SYNC_FIELD = object_of(
    {
        "encryption_enabled": _FLAG,
        "new": _FLAG,
        "override_value": _TEXT,
        "source": _SOURCE,
        "sync_mode": _TEXT,
        "target": _TEXT,
    },
    "target",
)
_OVERRIDE = object_of(
    {"field": _SOURCE, "field_id": _TEXT, "function": _FUNCTION, "override": _ANYTHING, "value": _ANYTHING}
)
_FILTER = object_of(
    {
        "field": _SOURCE,
        "field_id": _TEXT,
        "field_type": Rule(Kind.TEXT, choices=("Model", "Target")),
        "function": _FUNCTION,
        "label": _TEXT,
        "value": _ANYTHING,
        "value_field": _SOURCE,
    },
    "function",
)
_MODEL_CONDITION = object_of(
    {"function": _FUNCTION, "label": _TEXT, "source": _SOURCE, "value": _ANYTHING}, "function", "source"
)
_TARGET_CONDITION = object_of(
    {"field": _TEXT, "function": _FUNCTION, "label": _TEXT, "value": _ANYTHING, "value_source": _SOURCE},
    *("field", "function"),
)
_IDENTITY = object_of(
    {
        "function": Rule(Kind.TEXT, choices=IDENTITY_FUNCTIONS),
        "new_field": _FLAG,
        "remote_field_type_id": or_null(_TEXT),
        "source": _SOURCE,
        "target": _TEXT,
    },
    *("function", "source", "target"),
)
_IDENTITIES = object_of(
    {"mappings": list_of(_IDENTITY), "strategy": Rule(Kind.TEXT, choices=("priority", "and"))}, "mappings"
)
_SCHEDULE = object_of(
    {
        "connection_id": _UUID,
        "day_of_month": or_null(_TEXT),
        "day_of_week": or_null(_TEXT),
        "frequency": Rule(Kind.TEXT, choices=FREQUENCIES),
        "hour": or_null(_TEXT),
        "job_id": or_null(Rule(Kind.INTEGER)),
        "minute": or_null(_TEXT),
        "month": or_null(_TEXT),
        "run_after": object_of({"bulk_sync_ids": list_of(_UUID), "sync_ids": list_of(_UUID)}),
        "run_after_success_only": or_null(_FLAG),
    }
)
_TARGET = object_of(
    {
        "configuration": _FREE_FORM,
        "connection_id": _UUID,
        "create": Rule(Kind.OBJECT, values=_TEXT),
        "filter_logic": _TEXT,
        "new_name": _TEXT,
        "object": _TEXT,
        "search_values": _FREE_FORM,
    },
    "connection_id",
)

UPDATE_SYNC = object_of(
    {
        "active": _FLAG,
        "encryption_passphrase": _TEXT,
        "fields": list_of(_SYNC_FIELD),
        "filter_logic": _TEXT,
        "filters": or_null(list_of(_FILTER)),
        "identities": _IDENTITIES,
        "identity": _IDENTITY,
        "mode": Rule(Kind.TEXT, choices=MODES),
        "model_filters": object_of({"conditions": list_of(_MODEL_CONDITION), "logic": _TEXT}),
        "name": _TEXT,
        "only_enrich_updates": _FLAG,
        "organization_id": or_null(_UUID),
        "override_fields": or_null(list_of(_SYNC_FIELD)),
        "overrides": or_null(list_of(_OVERRIDE)),
        "policies": or_null(list_of(_UUID)),
        "schedule": _SCHEDULE,
        "skip_initial_backfill": _FLAG,
        "sync_all_records": _FLAG,
        "target": _TARGET,
        "target_filters": object_of({"conditions": list_of(_TARGET_CONDITION), "logic": _TEXT}),
    },
    *("fields", "mode", "name", "schedule", "target"),
)
ACTIVATE = object_of({"active": _FLAG}, "active")
START = object_of(
    {
        "identities": or_null(list_of(_TEXT)),
        "resync": _FLAG,
        "source_identities": list_of(list_of(object_of({"source": _SOURCE, "value": _TEXT}, "source", "value"))),
        "test": _FLAG,
    }
)

READ_ONLY = frozenset({"id", "created_at", "created_by", "updated_at", "updated_by", "model_ids", "problems"})
"""Keys of a GET that a PUT may carry and that are ignored there."""


def check(rule: Rule, body: Any) -> None:
    """Raise the refusal (400) of the first broken rule in `body`."""
    for broken in broken_rules(rule, body):
        raise RefusalError(400, broken.key, broken.message, field=broken.path, path=broken.path)
