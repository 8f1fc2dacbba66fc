"""What a sync shows of itself, and what is known of that to which it refers."""

from __future__ import annotations

import asyncio
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.sync.document import NOWHERE, JsonObject, Shape, shape_for, shape_of
from syncbot.sync.known import Known
from syncbot.sync.sources import models_of

_WITH_CONNECTION: Final = ("target", "schedule")


def shape_in(desk: Desk, doc: JsonObject, *, like: JsonObject | None = None) -> Shape:
    """The shape of `doc`; where it has no telling key, that of `like`, another state of the same sync."""
    return shape_for(doc, seen_before=None if like is None else shape_of(like), version=desk.api_version)


def saved_by(doc: JsonObject) -> str:
    """Who saved the sync last according to the API, or empty."""
    actor = doc.get("updated_by")
    return str(actor.get("name") or "") if isinstance(actor, dict) else ""


async def known_of(desk: Desk, *docs: JsonObject, wait_seconds: float, running: bool | None = None) -> Known:
    """What is known of the models that the documents name, states of one sync, and of the target of the first.

    A cold cache may take `wait_seconds`; what is not there by then is "not known".
    """
    ids = tuple(dict.fromkeys(found for doc in docs for found in models_of(doc) if found != NOWHERE))
    target = docs[0].get("target")
    connection_id, object_id = (
        (target.get("connection_id"), target.get("object")) if isinstance(target, dict) else (None, None)
    )
    models = asyncio.gather(*(desk.choices.model(model_id, wait_seconds=wait_seconds) for model_id in ids))
    names = asyncio.ensure_future(_names(desk, docs, wait_seconds))
    found = None
    if connection_id and object_id:
        found = await desk.choices.target(str(connection_id), str(object_id), wait_seconds=wait_seconds)
    return Known(
        models={model.model_id: model for model in await models if model},
        target=found,
        running=running,
        names=await names,
    )


async def _names(desk: Desk, docs: tuple[JsonObject, ...], wait_seconds: float) -> dict[str, str]:
    """The names of the policies and connections that the documents name, and of the syncs that they run after."""
    names: dict[str, str] = {}
    if any(doc.get("policies") for doc in docs):
        policies = await desk.choices.policies(wait_seconds=wait_seconds) or ()
        names |= {policy.policy_id: policy.name for policy in policies}
    if any(_part(doc, "schedule").get("run_after") for doc in docs):
        names |= await desk.choices.sync_names(wait_seconds=wait_seconds) or {}
    ids = {str(found) for doc in docs for part in _WITH_CONNECTION if (found := _part(doc, part).get("connection_id"))}
    if len(ids) > 1:
        connections = await desk.choices.connections(wait_seconds=wait_seconds) or ()
        names |= {each.connection_id: each.name for each in connections if each.connection_id in ids}
    return names


def _part(doc: JsonObject, key: str) -> JsonObject:
    found = doc.get(key)
    return found if isinstance(found, dict) else {}
