"""What a structurally sound sync must also be: it names only what exists and does only what its target allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from croniter import croniter

from syncbot.sandbox.polytomic.documents import is_fixed
from syncbot.sandbox.polytomic.reading import TargetReference, entries, source_references, target_references
from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, Target, World

_HIGHEST = {"hour": 23, "minute": 59}
_PLAIN_FREQUENCIES = ("hourly", "daily", "weekly")
_CRON_FREQUENCIES = ("custom", "builder")
_CRON_PARTS = ("minute", "hour", "day_of_month", "month", "day_of_week")
_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_SUNDAY_AGAIN = 7
_NEEDED_BY = {"runafter": ("run_after",), "dbtcloud": ("connection_id", "job_id")}
_NEW_TARGET = "__pt_new_target"


def check_meaning(document: JsonObject, world: World, before: JsonObject) -> None:
    """Raise the refusal of the first thing in the grouped `document` that makes no sense.

    `before` is the stored sync that is replaced, grouped.
    """
    for refusal in _refusals(document, world, before):
        raise refusal


def _refusals(document: JsonObject, world: World, before: JsonObject) -> Iterator[RefusalError]:
    if not document["name"].strip():
        yield _refusal("invalid_name", "name must not be empty", "name")
    yield from _organization(document, before)
    yield from _fixed_values(document)
    yield from _sources(document, world)
    target = _find_target(document, world)
    if isinstance(target, RefusalError):
        yield target
    elif target is not None:
        yield from _mode(document, target)
        yield from _target_fields(document, target)
    yield from _identities(document)
    yield from _schedule(document["schedule"])
    for index, policy in enumerate(document.get("policies") or []):
        if policy not in world.policies:
            yield _refusal("unknown_policy", f"unknown policy {policy}", f"policies[{index}]", policy)


def _organization(document: JsonObject, before: JsonObject) -> Iterator[RefusalError]:
    mine = (None, ORGANIZATION_ID, before.get("organization_id"))
    if document.get("organization_id") not in mine:
        yield RefusalError(403, "forbidden", "the sync belongs to another organization", field="organization_id")


def _fixed_values(document: JsonObject) -> Iterator[RefusalError]:
    for path, entry in entries(document, "override_fields"):
        if not entry.get("override_value"):
            yield _refusal("invalid_field", "unknown model field id", f"{path}.override_value", entry["target"])
    for path, entry in entries(document, "fields"):
        if "source" not in entry or is_fixed(entry):
            yield _refusal("invalid_field", "unknown model field id", f"{path}.source", entry["target"])


def _sources(document: JsonObject, world: World) -> Iterator[RefusalError]:
    for path, entry in entries(document, "overrides"):
        field_id = entry.get("field_id")
        if (field_id and world.field_of(field_id) is None) or not (field_id or entry.get("field")):
            yield _refusal("unknown_model_field", "unknown model field id", f"{path}.field_id", field_id or "")
    for reference in source_references(document):
        model = world.models.get(reference.model_id)
        if model is None:
            yield _refusal("unknown_model", f"unknown model {reference.model_id}", reference.path, reference.model_id)
        elif world.field_id(reference.model_id, reference.field) is None:
            message = f"model {model['name']!r} has no field {reference.field!r}"
            yield _refusal("unknown_model_field", message, reference.path, reference.field)


def _find_target(document: JsonObject, world: World) -> Target | RefusalError | None:
    target = document["target"]
    connection_id, object_id = target["connection_id"], target.get("object", "")
    if connection_id not in world.connections:
        path = "target.connection_id"
        return _refusal("unknown_connection", f"unknown connection {connection_id}", path, connection_id)
    if object_id == _NEW_TARGET and target.get("new_name"):
        return None
    found = world.targets.get((connection_id, object_id))
    return found or _refusal("unknown_target", f"unknown target object {object_id!r}", "target.object", object_id)


def _mode(document: JsonObject, target: Target) -> Iterator[RefusalError]:
    name = target.document["name"]
    mode = target.mode(document["mode"])
    if mode is None:
        yield _refusal("invalid_mode", f"{name} does not support mode {document['mode']}", "mode", document["mode"])
        return
    if mode["requires_identity"] and not (document.get("identities") or {}).get("mappings"):
        yield _refusal("identity_required", f"mode {document['mode']} requires an identity", "identities")
    if (document.get("target_filters") or {}).get("conditions") and not mode["supports_target_filters"]:
        message = f"mode {document['mode']} does not support target filters"
        yield _refusal("target_filters_unsupported", message, "target_filters")
    if not document["fields"] and not target.document["properties"].get("mappings_not_required"):
        yield _refusal("fields_required", "at least one field must be mapped", "fields")


def _target_fields(document: JsonObject, target: Target) -> Iterator[RefusalError]:
    name, properties = target.document["name"], target.document["properties"]
    for reference in target_references(document):
        known = target.fields.get(reference.field_id)
        if known is not None:
            yield from _use_of_field(reference, known)
        elif not reference.is_new:
            message = f"unknown target field {reference.field_id!r} on {name}"
            yield _refusal("unknown_target_field", message, reference.path, reference.field_id)
        elif not properties.get("supports_field_creation"):
            message = f"fields cannot be created on {name}"
            yield _refusal("field_creation_unsupported", message, reference.path, reference.field_id)


def _use_of_field(reference: TargetReference, known: JsonObject) -> Iterator[RefusalError]:
    field_id = reference.field_id
    if reference.entry.get("encryption_enabled") and not known["encryptable"]:
        yield _refusal("encryption_unsupported", f"field {field_id!r} cannot be encrypted", reference.path, field_id)
    is_written = reference.path.startswith(("fields", "override_fields"))
    if is_written and not (known["createable"] or known["updateable"]):
        yield _refusal("field_read_only", f"field {field_id!r} cannot be written", reference.path, field_id)


def _identities(document: JsonObject) -> Iterator[RefusalError]:
    identities = document.get("identities")
    if identities and len(identities["mappings"]) > 1 and "strategy" not in identities:
        message = "strategy is required with more than one identity mapping"
        yield _refusal("strategy_required", message, "identities.strategy")


def _schedule(schedule: JsonObject) -> Iterator[RefusalError]:
    frequency = schedule.get("frequency")
    for key in _NEEDED_BY.get(frequency or "", ()):
        if not schedule.get(key):
            yield _refusal("invalid_schedule", f"a {frequency} schedule requires {key}", f"schedule.{key}")
    if frequency in _CRON_FREQUENCIES and not _is_cron(schedule):
        yield _refusal("invalid_schedule", f"the {frequency} schedule is no cron expression", "schedule")
    if frequency == "weekly" and not _is_weekday(schedule.get("day_of_week")):
        message = "schedule.day_of_week must be a day of the week"
        yield _refusal("invalid_schedule", message, "schedule.day_of_week", schedule["day_of_week"])
    if frequency not in _PLAIN_FREQUENCIES:
        return
    for key, highest in _HIGHEST.items():
        if not _is_in_range(schedule.get(key), highest):
            message = f"schedule.{key} must be a number from 0 to {highest}"
            yield _refusal("invalid_schedule", message, f"schedule.{key}", schedule[key])


def _is_in_range(value: str | None, highest: int) -> bool:
    return value is None or value == "" or (value.isascii() and value.isdecimal() and int(value) <= highest)


def _is_weekday(value: str | None) -> bool:
    return _is_in_range(value, _SUNDAY_AGAIN) or str(value).lower() in _WEEKDAYS


def _is_cron(schedule: JsonObject) -> bool:
    """Whether the parts, each `*` where it is missing, are a cron expression; as cron, in ASCII and without spaces."""
    parts = [schedule.get(part) or "*" for part in _CRON_PARTS]
    return all(part.isascii() and part.split() == [part] for part in parts) and croniter.is_valid(" ".join(parts))


def _refusal(key: str, message: str, path: str, field: Any = None) -> RefusalError:
    """A 422 whose metadata name the field (`field`; the path itself unless given) and where it stands (`path`)."""
    return RefusalError(422, key, message, field=path if field is None else field, path=path)
