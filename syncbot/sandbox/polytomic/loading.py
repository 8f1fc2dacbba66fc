"""Makes exist whatever a sync refers to, so that documents from anywhere can be served and written back."""

from __future__ import annotations

from syncbot.sandbox.polytomic.documents import is_fixed
from syncbot.sandbox.polytomic.reading import entries, source_references, target_references
from syncbot.sandbox.polytomic.replies import JsonObject
from syncbot.sandbox.polytomic.rules import MODES
from syncbot.sandbox.polytomic.world import Target, World

_MODES_WITH_IDENTITY = ("update", "updateOrCreate", "remove")
_SPARE_SOURCE_FIELDS = ("email", "phone", "city", "website")
_SPARE_TARGET_FIELDS = (("spare_phone", "Phone"), ("spare_city", "City"), ("spare_website", "Web site"))
_PROPERTIES = {
    "supports_field_creation": True,
    "supports_identity_field_creation": True,
    "supports_field_encryption": True,
    "supports_target_filters": True,
    "supports_multiple_identities": True,
    "mappings_not_required": False,
}


def make_fields_exist(document: JsonObject, world: World) -> None:
    """Add the model fields that a document of either shape names by their uuids, before it is read as grouped."""
    fields = [entry for _, entry in entries(document, "fields") if not is_fixed(entry) and "source" in entry]
    for is_filter, (_, entry) in [
        *((True, found) for found in entries(document, "filters")),
        *((False, found) for found in entries(document, "overrides")),
    ]:
        field_id, source = entry.get("field_id"), entry.get("field")
        if not field_id or entry.get("field_type") == "Target":
            continue
        if source:
            _add_field(world, source["model_id"], source["field"], field_id)
            if is_filter:
                world.prefer_field_id(source["model_id"], source["field"], field_id)
        elif world.field_of(field_id) is None and fields:
            _add_field(world, fields[0]["source"]["model_id"], f"field_{field_id[:8]}", field_id)


def make_exist(document: JsonObject, world: World) -> None:
    """Add what the grouped `document` refers to and the world lacks, and a few fields more to map."""
    for reference in source_references(document):
        _add_field(world, reference.model_id, reference.field, reference.field_id)
    _add_connections(document, world)
    _add_target(document, world)
    for policy in document.get("policies") or []:
        if policy not in world.policies:
            name = f"Policy {policy[:4]}"
            world.policies[policy] = {"id": policy, "name": name, "system": False, "policy_actions": []}


def _add_field(world: World, model_id: str, name: str, field_id: str) -> None:
    if model_id not in world.models:
        world.add_model(model_id, f"Model {model_id[:4]}")
        for spare in _SPARE_SOURCE_FIELDS:
            world.add_model_field(model_id, spare)
    if field_id or world.field_id(model_id, name) is None:
        world.add_model_field(model_id, name, id=field_id)


def _add_connections(document: JsonObject, world: World) -> None:
    for connection_id in (document["target"]["connection_id"], document["schedule"].get("connection_id")):
        if connection_id and connection_id not in world.connections:
            world.connections[connection_id] = {
                "id": connection_id,
                "name": f"Connection {connection_id[:4]}",
                "type": {"id": "custom", "name": "Custom", "operations": ["sync"]},
                "status": "healthy",
                "saved": True,
            }


def _add_target(document: JsonObject, world: World) -> None:
    given = document["target"]
    key = (given["connection_id"], given.get("object", ""))
    if key not in world.targets:
        name = key[1].rsplit(".", 1)[-1].replace("_", " ").capitalize()
        modes = [any_mode(mode) for mode in MODES]
        shown = {"id": key[1], "name": name, "modes": modes, "properties": dict(_PROPERTIES)}
        world.targets[key] = Target(shown, {}, given.get("search_values"))
        for field_id, label in _SPARE_TARGET_FIELDS:
            world.add_target_field(key, field_id, label)
    target = world.targets[key]
    _allow_mode(document, target)
    for reference in target_references(document):
        if reference.field_id not in target.fields and not reference.is_new:
            world.add_target_field(key, reference.field_id, encryptable=True, supports_identity=True)
        if reference.entry.get("encryption_enabled") and reference.field_id in target.fields:
            target.fields[reference.field_id]["encryptable"] = True


def any_mode(mode: str) -> JsonObject:
    """A mode as GET target/fields shows it, with what is usual for it."""
    return {
        "mode": mode,
        "label": {"updateOrCreate": "Update or create"}.get(mode, mode.capitalize()),
        "description": "",
        "requires_identity": mode in _MODES_WITH_IDENTITY,
        "supports_field_sync_mode": mode == "updateOrCreate",
        "supports_target_filters": mode == "update",
    }


def _allow_mode(document: JsonObject, target: Target) -> None:
    mode = target.mode(document["mode"])
    if mode is None:
        mode = any_mode(document["mode"])
        target.document["modes"].append(mode)
    if document.get("target_filters"):
        mode["supports_target_filters"] = True
    if not (document.get("identities") or {}).get("mappings"):
        mode["requires_identity"] = False
    if not document["fields"]:
        target.document["properties"]["mappings_not_required"] = True
