"""A PUT: a full replacement with defaults for what is omitted, and the traps of the mirrors."""

from __future__ import annotations

from dataclasses import dataclass

from syncbot.sandbox.polytomic import rules
from syncbot.sandbox.polytomic.documents import (
    GROUPED_KEYS,
    MIRRORS,
    Shape,
    referred,
    split_fixed,
    to_classic,
    to_grouped,
    without_mirrors,
)
from syncbot.sandbox.polytomic.logic import relabel
from syncbot.sandbox.polytomic.meaning import check_meaning
from syncbot.sandbox.polytomic.reading import model_ids
from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError
from syncbot.sandbox.polytomic.world import World

_NEVER_RETURNED = ("encryption_passphrase", "create")
_DEFAULTS: JsonObject = {
    "active": False,
    "overrides": [],
    "override_fields": [],
    "policies": [],
    "sync_all_records": False,
    "only_enrich_updates": False,
    "skip_initial_backfill": False,
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a PUT stores: the document in the shape it was sent in (grouped without mirrors), and the passphrase."""

    document: JsonObject
    passphrase: str | None


def replacement(body: JsonObject, before: JsonObject, shape: Shape, world: World) -> Written:
    """What replaces `before` when `body` is put, or the refusal (400, 403, 422).

    `before` is the stored sync, grouped, without mirrors; `shape` the one in which it is served to this caller.
    """
    rules.check(rules.UPDATE_SYNC, body)
    sent = {key: value for key, value in body.items() if key not in rules.READ_ONLY}
    grouped = _classic_sent(sent, before, world) if shape is Shape.CLASSIC else _grouped_sent(sent, before, world)
    document = labelled(named(grouped, world))
    check_meaning(document, world, before)
    document = _completed(document, before, world)
    return Written(_in_shape(document, body, shape, world), body.get("encryption_passphrase"))


def _classic_sent(sent: JsonObject, before: JsonObject, world: World) -> JsonObject:
    for key in GROUPED_KEYS:
        if key in sent:
            raise RefusalError(400, "unknown_field", f"{key} is not a field of a sync", field=key, path=key)
    _check_not_omitting_identities(sent, before)
    _check_field_ids(sent, world)
    return to_grouped(sent, world)


def _grouped_sent(sent: JsonObject, before: JsonObject, world: World) -> JsonObject:
    _check_not_omitting_identities(sent, before)
    _check_field_ids(sent, world)
    document = split_fixed(without_mirrors(sent))
    mirrored = to_grouped({**sent, "fields": []}, world)
    if sent.get("filters") is not None or "filter_logic" in sent or "filter_logic" in sent["target"]:
        document = _with_filters(document, mirrored, before)
    return _with_identities(document, sent)


def _check_not_omitting_identities(sent: JsonObject, before: JsonObject) -> None:
    stored = (before.get("identities") or {}).get("mappings") or []
    if len(stored) > 1 and "identities" not in sent:
        message = "identities is required: the sync has more than one identity mapping"
        raise RefusalError(422, "identities_required", message, field="identities", path="identities")


def _check_field_ids(sent: JsonObject, world: World) -> None:
    for index, entry in enumerate(sent.get("filters") or []):
        field_id = entry.get("field_id")
        is_known = world.field_of(field_id) is not None if field_id else "field" in entry
        if entry.get("field_type") != "Target" and not is_known:
            path = f"filters[{index}].field_id"
            raise RefusalError(422, "unknown_model_field", "unknown model field id", field=field_id, path=path)


def _with_filters(document: JsonObject, mirrored: JsonObject, before: JsonObject) -> JsonObject:
    """Filters when mirrors were sent too: they must agree, and alone they change nothing."""
    keys = ("model_filters", "target_filters")
    if not any(key in document for key in keys):
        return document | {key: before[key] for key in keys if key in before}
    for key in keys:
        meant = _meaning_of(document.get(key), key)
        if meant not in (_meaning_of(mirrored.get(key), key), _meaning_of(before.get(key), key)):
            raise RefusalError(422, "filters_conflict", f"filters and {key} disagree", field=key, path=key)
    return document


def _meaning_of(group: JsonObject | None, key: str) -> tuple[list[JsonObject], str]:
    return relabel(list((group or {}).get("conditions") or []), (group or {}).get("logic") or "", key)


def _with_identities(document: JsonObject, sent: JsonObject) -> JsonObject:
    identity = sent.get("identity")
    if identity is None:
        return document
    if "identities" not in document:
        return document | {"identities": {"mappings": [identity], "strategy": "priority"}}
    if document["identities"]["mappings"][:1] != [identity]:
        message = "identity and identities disagree"
        raise RefusalError(422, "identities_conflict", message, field="identity", path="identity")
    return document


def named(document: JsonObject, world: World) -> JsonObject:
    """The overrides naming their field both ways; where the two differ `field_id` wins."""
    if not document.get("overrides"):
        return document
    overrides = []
    for entry in document["overrides"]:
        source = referred(entry, world)
        field_id = entry.get("field_id") or world.field_id(source["model_id"], source["field"])
        is_known = field_id and world.field_of(field_id)
        overrides.append({**entry, "field": source, "field_id": field_id} if is_known else entry)
    return document | {"overrides": overrides}


def labelled(document: JsonObject) -> JsonObject:
    """The conditions of both groups labelled by position, their logic with them."""
    for key in ("model_filters", "target_filters"):
        group = document.get(key)
        if group and group.get("conditions"):
            conditions, logic = relabel(group["conditions"], group.get("logic") or "", key)
            document = document | {key: {**group, "conditions": conditions}}
            if "logic" in group:
                document[key]["logic"] = logic
        elif group and (group.get("logic") or "").strip():
            relabel([], group["logic"], key)
    return document


def _completed(document: JsonObject, before: JsonObject, world: World) -> JsonObject:
    """With defaults, what the server derives, and the read-only keys of the sync that is replaced."""
    kept = {key: before[key] for key in rules.READ_ONLY if key in before}
    organization = document.get("organization_id") or before.get("organization_id")
    complete = {**_DEFAULTS, **document, **kept, "target": _derived_target(document, before, world)}
    used = model_ids(document)
    known = [model_id for model_id in before.get("model_ids") or [] if model_id in used]
    complete["model_ids"] = [*known, *(model_id for model_id in used if model_id not in known)]
    if organization:
        complete["organization_id"] = organization
    if problems := [problem for problem in before.get("problems") or [] if _stands(problem, before, complete)]:
        complete["problems"] = problems
    else:
        complete.pop("problems", None)
    return {key: value for key, value in complete.items() if key not in _NEVER_RETURNED}


def _stands(problem: JsonObject, before: JsonObject, after: JsonObject) -> bool:
    part = problem.get("path", "").split("[")[0].split(".")[0]
    return bool(before.get(part) == after.get(part))


def _derived_target(document: JsonObject, before: JsonObject, world: World) -> JsonObject:
    given, old = document["target"], before["target"]
    target = {key: value for key, value in given.items() if key not in (*_NEVER_RETURNED, "search_values")}
    target.setdefault("configuration", {})
    known = world.targets.get((target["connection_id"], target.get("object", "")))
    is_same = all(target.get(key) == old.get(key) for key in ("connection_id", "object"))
    derived = old.get("search_values") if is_same else known and known.search_values
    if derived is not None:
        target["search_values"] = derived
    return target


def _in_shape(document: JsonObject, body: JsonObject, shape: Shape, world: World) -> JsonObject:
    if shape is Shape.GROUPED:
        return document
    classic = to_classic(document, world)
    empty = {key: body[key] for key in MIRRORS if key in body and not body[key]}
    if body["target"].get("filter_logic") == "":
        classic["target"] = {"filter_logic": "", **classic["target"]}
    return {**empty, **classic}
