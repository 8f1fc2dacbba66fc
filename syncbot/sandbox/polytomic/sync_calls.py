"""The calls under /api/syncs."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime

from croniter import croniter

from syncbot.sandbox.polytomic import rules
from syncbot.sandbox.polytomic.calls import Context, wrapped
from syncbot.sandbox.polytomic.executions import TERMINAL
from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError, Reply
from syncbot.sandbox.polytomic.syncs import StoredSync, written
from syncbot.sandbox.polytomic.writing import replacement

_PAGE = 50
_LIGHT = (
    *("id", "name", "organization_id", "active", "mode", "schedule", "model_ids", "sync_all_records"),
    *("only_enrich_updates", "skip_initial_backfill", "created_at", "created_by", "updated_at", "updated_by"),
)
_CRON = {
    "continuous": "*/5 * * * *",
    "hourly": "{minute} * * * *",
    "daily": "{minute} {hour} * * *",
    "weekly": "{minute} {hour} * * {day_of_week:.3}",
    "custom": "{minute} {hour} {day_of_month} {month} {day_of_week}",
    "builder": "{minute} {hour} {day_of_month} {month} {day_of_week}",
}
_CRON_PARTS = {"minute": "0", "hour": "0", "day_of_month": "*", "month": "*", "day_of_week": "*"}
_FREQUENCIES = {
    "manual": ("Manual", "Runs when started", ()),
    "continuous": ("Continuous", "Runs at most every five minutes", ()),
    "hourly": ("Hourly", "Runs every hour", ("minute",)),
    "daily": ("Daily", "Runs every day, UTC", ("hour", "minute")),
    "weekly": ("Weekly", "Runs every week, UTC", ("day_of_week", "hour", "minute")),
    "custom": ("Cron", "Runs by a cron expression, UTC", tuple(_CRON_PARTS)),
    "builder": ("Custom", "Runs on chosen days, UTC", tuple(_CRON_PARTS)),
    "runafter": ("Run after", "Runs after other syncs", ("run_after", "run_after_success_only")),
    "dbtcloud": ("dbt Cloud", "Runs after a dbt Cloud job", ("connection_id", "job_id")),
}


def list_syncs(context: Context) -> Reply:
    """GET /api/syncs: last changed first; light and paged since 2025-09-18, full and whole before."""
    mode = context.asked.query.get("mode")
    if mode is not None and mode not in rules.MODES:
        raise RefusalError(400, "invalid_query", f"unknown mode {mode!r}", field="mode")
    syncs = context.state.syncs
    found = sorted(syncs.stored.values(), key=_place, reverse=True)
    found = [sync for sync in found if _matches(sync.document, context, mode)]
    if context.asked.version < "2025-09-18":
        return wrapped([syncs.shown(sync, context.asked.version) for sync in found])
    limit = context.number("limit", _PAGE)
    limit = min(limit, _PAGE) if limit > 0 else _PAGE
    if token := context.asked.query.get("page_token"):
        after = _read_token(token)
        found = [sync for sync in found if _place(sync) < after]
    page = found[:limit]
    pagination = {"next_page_token": _token(page[-1])} if len(found) > limit else {}
    return Reply(200, {"data": [_light(sync) for sync in page], "pagination": pagination})


def get_sync(context: Context, sync_id: str) -> Reply:
    """GET /api/syncs/{id}."""
    syncs = context.state.syncs
    return wrapped(syncs.shown(syncs.get(sync_id), context.asked.version))


def put_sync(context: Context, sync_id: str) -> Reply:
    """PUT /api/syncs/{id}: full replacement; answers the full sync after the write."""
    context.require_write()
    syncs = context.state.syncs
    sync = syncs.get(sync_id)
    body = context.json()
    shape = syncs.shape_for(sync, context.asked.version)
    new = replacement(body, syncs.grouped(sync), shape, context.state.world)
    _note_write(context, sync, body)
    syncs.replace(sync, new, shape, context.caller.actor)
    return wrapped(syncs.shown(sync, context.asked.version))


def activate_sync(context: Context, sync_id: str) -> Reply:
    """POST /api/syncs/{id}/activate: a change of this one field."""
    context.require_write()
    sync = context.state.syncs.get(sync_id)
    body = context.json()
    try:
        rules.check(rules.ACTIVATE, body)
    except RefusalError as refusal:
        raise RefusalError(422, refusal.key, refusal.message, **refusal.metadata) from None
    sync.document["active"] = body["active"]
    context.state.syncs.stamp(sync, context.caller.actor)
    return wrapped({"id": sync_id, "active": body["active"]})


def cancel_sync(context: Context, sync_id: str) -> Reply:
    """POST /api/syncs/{id}/cancel: asynchronous."""
    context.require_write()
    context.state.syncs.get(sync_id)
    context.state.executions.cancel(sync_id)
    return wrapped({"message": "cancellation requested"})


def cancel_execution(context: Context, sync_id: str, execution_id: str) -> Reply:
    """POST /api/syncs/{sync_id}/executions/{id}/cancel: asynchronous; 400 for a run that has ended."""
    context.require_write()
    run = context.state.executions.find(sync_id, execution_id)
    if run["status"] in TERMINAL:
        raise RefusalError(400, "execution_ended", f"the execution is already {run['status']}")
    context.state.executions.cancel(sync_id)
    return wrapped({"message": "cancellation requested"})


def start_execution(context: Context, sync_id: str) -> Reply:
    """POST /api/syncs/{id}/executions; 400 while the sync has problems, 409 while a run is in progress."""
    context.require_write()
    sync = context.state.syncs.get(sync_id)
    body = context.json()
    rules.check(rules.START, body)
    mappings = (context.state.syncs.grouped(sync).get("identities") or {}).get("mappings") or []
    if body.get("identities") and len(mappings) > 1:
        message = "source_identities is required: the sync has more than one identity mapping"
        raise RefusalError(400, "source_identities_required", message, field="identities")
    if problems := sync.document.get("problems"):
        raise RefusalError(400, "sync_has_problems", problems[0]["message"], field=problems[0]["path"])
    run = context.state.executions.start(sync_id)
    return wrapped({key: run[key] for key in ("id", "status", "created_at")})


def list_executions(context: Context, sync_id: str) -> Reply:
    """GET /api/syncs/{sync_id}/executions: newest first unless `ascending`."""
    context.state.syncs.get(sync_id)
    runs = list(context.state.executions.runs.get(sync_id, []))
    if context.flag("only_completed"):
        runs = [run for run in runs if run["status"] in TERMINAL]
    if not context.flag("ascending"):
        runs.reverse()
    start = _unopaque(context.asked.query.get("page_token", ""))
    start = start if isinstance(start, int) else 0
    rest = len(runs) > start + _PAGE
    pagination = {"next_page_token": _opaque(start + _PAGE)} if rest else {}
    return Reply(200, {"data": runs[start : start + _PAGE], "pagination": pagination})


def get_execution(context: Context, sync_id: str, execution_id: str) -> Reply:
    """GET /api/syncs/{sync_id}/executions/{id}."""
    context.state.syncs.get(sync_id)
    return wrapped(context.state.executions.find(sync_id, execution_id))


def get_status(context: Context, sync_id: str) -> Reply:
    """GET /api/syncs/{id}/status; executions that there are none of are left out."""
    sync = context.state.syncs.get(sync_id)
    runs = context.state.executions
    found = {"current_execution": runs.current(sync_id), "last_execution": runs.last(sync_id)}
    status = {key: run for key, run in found.items() if run is not None}
    return wrapped({**status, "next_execution_time": _next_run(sync.document, context.state.syncs.clock.now())})


def list_schedules(_context: Context) -> Reply:
    """GET /api/syncs/schedules."""
    options = [
        {
            "frequency": frequency,
            "label": label,
            "description": description,
            "configuration": {"type": "object", "properties": {part: {"type": "string"} for part in parts}},
        }
        for frequency, (label, description, parts) in _FREQUENCIES.items()
    ]
    return wrapped({"schedule_options": options})


def _note_write(context: Context, sync: StoredSync, body: JsonObject) -> None:
    path = f"PUT {context.asked.path}"
    if "create" in body["target"]:
        context.state.violations.append(f"{path} sent target.create on an edit")
    if _is_another_object(body["target"], sync.document["target"]) and "search_values" in body["target"]:
        context.state.violations.append(f"{path} sent the search values of another object")
    if sync.passphrase and not body.get("encryption_passphrase") and _is_encrypted(body):
        context.state.violations.append(f"{path} cleared the passphrase of an encrypted sync")


def _is_another_object(target: JsonObject, before: JsonObject) -> bool:
    return any(target.get(key) != before.get(key) for key in ("connection_id", "object"))


def _is_encrypted(body: JsonObject) -> bool:
    return any(entry.get("encryption_enabled") for entry in body["fields"])


def _matches(document: JsonObject, context: Context, mode: str | None) -> bool:
    active, connection_id = context.flag("active"), context.asked.query.get("target_connection_id")
    return (
        active in (None, document.get("active", False))
        and mode in (None, document["mode"])
        and connection_id in (None, document["target"]["connection_id"])
    )


def _light(sync: StoredSync) -> JsonObject:
    document = sync.document
    item = {key: document[key] for key in _LIGHT if key in document}
    target = document["target"]
    return item | {"target_connection_id": target["connection_id"], "target_object": target.get("object", "")}


def _place(sync: StoredSync) -> tuple[str, str]:
    """Where a sync stands in the list, which runs from the highest to the lowest."""
    return written(datetime.fromisoformat(sync.document["updated_at"])), sync.document["id"]


def _token(sync: StoredSync) -> str:
    return _opaque(list(_place(sync)))


def _read_token(token: str) -> tuple[str, str]:
    value = _unopaque(token)
    if not isinstance(value, list):
        raise RefusalError(400, "invalid_page_token", "invalid page token", field="page_token")
    return value[0], value[1]


def _opaque(value: list[str] | int) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


def _unopaque(token: str) -> list[str] | int | None:
    try:
        value: list[str] | int | None = json.loads(base64.urlsafe_b64decode(token)) if token else None
    except (binascii.Error, ValueError):
        raise RefusalError(400, "invalid_page_token", "invalid page token", field="page_token") from None
    return value


def _next_run(document: JsonObject, now: datetime) -> str | None:
    schedule = document["schedule"]
    pattern = _CRON.get(schedule.get("frequency", ""))
    if pattern is None or not document.get("active"):
        return None
    parts = {part: schedule.get(part) or default for part, default in _CRON_PARTS.items()}
    following: datetime = croniter(pattern.format(**parts).lower(), now).get_next(datetime)
    return written(following)
