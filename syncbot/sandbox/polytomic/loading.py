"""Makes exist whatever a sync refers to, so that documents from anywhere can be served and written back."""

from __future__ import annotations

from syncbot.sandbox.polytomic.reading import SourceReference, entries, source_references, target_references
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


def make_exist(document: JsonObject, world: World, filters: list[JsonObject]) -> None:
    """Add what the grouped `document` refers to and the world lacks, and a few fields more to map.

    `filters` are the document's own as they came: they alone tell the uuids of model fields.
    """
    _add_models(document, world, filters)
    _add_connections(document, world)
    _add_target(document, world)
    for policy in document.get("policies") or []:
        if policy not in world.policies:
            name = f"Policy {policy[:4]}"
            world.policies[policy] = {"id": policy, "name": name, "system": False, "policy_actions": []}


def _add_models(document: JsonObject, world: World, filters: list[JsonObject]) -> None:
    references = [
        SourceReference(path, entry["field"]["model_id"], entry["field"]["field"], entry.get("field_id", ""))
        for path, entry in entries({"filters": filters}, "filters")
        if entry.get("field_type") != "Target" and entry.get("field")
    ]
    for reference in [*references, *source_references(document)]:
        if reference.model_id not in world.models:
            world.add_model(reference.model_id, f"Model {reference.model_id[:4]}")
            for name in _SPARE_SOURCE_FIELDS:
                world.add_model_field(reference.model_id, name)
        if reference.field_id or world.field_id(reference.model_id, reference.field) is None:
            world.add_model_field(reference.model_id, reference.field, id=reference.field_id)
        if reference.field_id and reference in references:
            world.prefer_field_id(reference.model_id, reference.field, reference.field_id)
    _add_unnamed(document, world, filters)


def _add_unnamed(document: JsonObject, world: World, filters: list[JsonObject]) -> None:
    """Give fields that are known by their uuid alone a model and a name."""
    named_only_by_id = [
        entry["field_id"]
        for entry in [*filters, *(document.get("overrides") or [])]
        if entry.get("field_id") and not entry.get("field") and entry.get("field_type") != "Target"
    ]
    models = [entry["source"]["model_id"] for _, entry in entries(document, "fields") if "source" in entry]
    for field_id in named_only_by_id:
        if world.field_of(field_id) is None and models:
            world.add_model_field(models[0], f"field_{field_id[:8]}", id=field_id)


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
