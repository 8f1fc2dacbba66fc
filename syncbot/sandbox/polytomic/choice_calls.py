"""The calls that say what exists: connections, target objects and fields, models, policies, events, the caller."""

from __future__ import annotations

from datetime import datetime, timedelta

from syncbot.sandbox.polytomic.calls import Context, wrapped
from syncbot.sandbox.polytomic.executions import EVENT_TYPES
from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError, Reply
from syncbot.sandbox.polytomic.syncs import written
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, ORGANIZATION_NAME, Target

_DEFAULT_EVENTS = 10
_MOST_EVENTS = 100
_EVENTS_KEPT = timedelta(hours=48)


def list_connections(context: Context) -> Reply:
    """GET /api/connections: all of them, not paged."""
    return wrapped(list(context.state.world.connections.values()))


def get_connection(context: Context, connection_id: str) -> Reply:
    """GET /api/connections/{id}."""
    return wrapped(_found(context.state.world.connections, connection_id, "connection"))


def list_target_objects(context: Context, connection_id: str) -> Reply:
    """GET /api/connections/{id}/modelsync/targetobjects."""
    world = context.state.world
    _found(world.connections, connection_id, "connection")
    objects = [
        {
            "id": key[1],
            "name": target.document["name"],
            "modes": [_supported(mode) for mode in target.document["modes"]],
        }
        for key, target in world.targets.items()
        if key[0] == connection_id
    ]
    creation: JsonObject = {"supported": False}
    if context.flag("include_target_creation_values"):
        creation["properties"] = []
    return Reply(200, {"data": objects, "target_creation": creation})


def list_target_fields(context: Context, connection_id: str) -> Reply:
    """GET /api/connections/{id}/modelsync/target/fields, by exactly one of `target` and `properties[…]`."""
    query = context.asked.query
    properties = {key[11:-1]: value for key, value in query.items() if key.startswith("properties[")}
    if ("target" in query) == bool(properties):
        raise RefusalError(400, "invalid_query", "give exactly one of target and properties", field="target")
    world = context.state.world
    found = (
        world.target(connection_id, query["target"])
        if "target" in query
        else _target_with(context, connection_id, properties)
    )
    if context.flag("refresh") or "refreshed_at" not in found.document:
        found.document["refreshed_at"] = written(context.state.syncs.clock.now())
    return wrapped(found.shown())


def list_models(context: Context) -> Reply:
    """GET /api/models."""
    return wrapped(list(context.state.world.models.values()))


def get_model(context: Context, model_id: str) -> Reply:
    """GET /api/models/{id}."""
    return wrapped(_found(context.state.world.models, model_id, "model"))


def list_policies(context: Context) -> Reply:
    """GET /api/permissions/policies."""
    return wrapped(list(context.state.world.policies.values()))


def get_policy(context: Context, policy_id: str) -> Reply:
    """GET /api/permissions/policies/{id}."""
    return wrapped(_found(context.state.world.policies, policy_id, "policy"))


def get_me(context: Context) -> Reply:
    """GET /api/me."""
    return wrapped(context.caller.identity)


def get_organization(_context: Context) -> Reply:
    """GET /api/organization."""
    return wrapped({"id": ORGANIZATION_ID, "name": ORGANIZATION_NAME})


def list_events(context: Context) -> Reply:
    """GET /api/events: of the last 48 hours, newest first, 10 unless `limit` (at most 100) says otherwise."""
    kind = context.asked.query.get("type")
    if kind is not None and kind not in EVENT_TYPES:
        raise RefusalError(422, "invalid_query", f"unknown event type {kind!r}", field="type")
    after, before = _moment(context, "starting_after"), _moment(context, "ending_before")
    kept_since = context.state.syncs.clock.now() - _EVENTS_KEPT
    found = [
        event
        for event in reversed(context.state.executions.events)
        if kind in (None, event["type"])
        and datetime.fromisoformat(event["created_at"]) >= kept_since
        and (after is None or datetime.fromisoformat(event["created_at"]) > after)
        and (before is None or datetime.fromisoformat(event["created_at"]) < before)
    ]
    return wrapped(found[: min(max(context.number("limit", _DEFAULT_EVENTS), 1), _MOST_EVENTS)])


def list_event_types(_context: Context) -> Reply:
    """GET /api/events_types."""
    return wrapped(list(EVENT_TYPES))


def _found(documents: dict[str, JsonObject], document_id: str, noun: str) -> JsonObject:
    if document_id not in documents:
        raise RefusalError(404, "not_found", f"{noun} {document_id} not found")
    return documents[document_id]


def _supported(mode: JsonObject) -> JsonObject:
    return {
        "id": mode["mode"],
        "requires_identity": mode["requires_identity"],
        "supports_per_field_mode": mode["supports_field_sync_mode"],
        "supports_target_filters": mode["supports_target_filters"],
    }


def _target_with(context: Context, connection_id: str, properties: dict[str, str]) -> Target:
    for key, target in context.state.world.targets.items():
        if key[0] == connection_id and target.search_values == properties:
            return target
    raise RefusalError(404, "not_found", "no target with these properties")


def _moment(context: Context, name: str) -> datetime | None:
    text = context.asked.query.get(name)
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise RefusalError(422, "invalid_query", f"{name} must be a date-time", field=name) from None
