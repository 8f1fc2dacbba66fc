"""Syncs of any size, with names of any length, put into the stand-in."""

from __future__ import annotations

from typing import Any

from syncbot.sandbox.polytomic.world import identifier
from tests.scenarios.town import Town

NAME = "Everything to Salesforce"
LONGEST = 3000
LONGEST_ID = 300
TARGET = (identifier("connection", "Salesforce (production)"), "Lead")


def long_name(number: int, length: int = LONGEST) -> str:
    """A name of that many characters: markup, letters of both directions, emoji."""
    start = f"{number:04} <!channel> *b* `c` & שלום 👨‍👩‍👧‍👦 "
    return (start + "x" * length)[:length]


def makes_large(town: Town, *, mappings: int, filters: int = 0, length: int = 40) -> str:
    """A sync of that many mappings and filters, whose labels and values have that length, and ids up to 300; its id."""
    polytomic = town.polytomic
    model_id = identifier("model", f"large {mappings} {length}")
    polytomic.world.add_model(model_id, "Everything", connection_id=TARGET[0], identifier="f0000")
    for number in range(mappings + 10):
        polytomic.world.add_model_field(model_id, _source(number, length), label=long_name(number, length))
        polytomic.world.add_target_field(TARGET, _target(number, length), long_name(number, length))
    sync_id = identifier("sync", f"large {mappings} {length}")
    polytomic.put_sync_doc(_document(sync_id, model_id, mappings=mappings, filters=filters, length=length))
    return sync_id


def _source(number: int, length: int) -> str:
    return f"s{number:04}_".ljust(min(length, LONGEST_ID), "y")


def _target(number: int, length: int) -> str:
    return f"T{number:04}__c_".ljust(min(length, LONGEST_ID), "z")


def _document(sync_id: str, model_id: str, *, mappings: int, filters: int, length: int) -> dict[str, Any]:
    sources = [{"model_id": model_id, "field": _source(number, length)} for number in range(mappings)]
    conditions = [
        {"source": sources[number % mappings], "function": "Equality", "value": f"{number:04}" + "v" * (length - 4)}
        for number in range(filters)
    ]
    fixed = [{"target": _target(mappings + 1, length), "override_value": "w" * length}]
    return {
        "id": sync_id,
        "name": NAME,
        "active": True,
        "mode": "create",
        "model_ids": [model_id],
        "fields": [{"source": each, "target": _target(at, length)} for at, each in enumerate(sources)],
        "override_fields": fixed,
        "overrides": [],
        "policies": [],
        "identities": {"mappings": [], "strategy": "priority"},
        "model_filters": {"conditions": conditions, "logic": ""},
        "target": {"connection_id": TARGET[0], "object": TARGET[1], "configuration": {}},
        "schedule": {"frequency": "manual"},
        "sync_all_records": False,
        "only_enrich_updates": False,
        "skip_initial_backfill": False,
    }
