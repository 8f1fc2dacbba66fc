"""Hypothesis strategies: edits of a given sync, each with what it should come to, worked out on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import strategies as st

from syncbot.sync import edits
from syncbot.sync.document import JsonObject
from syncbot.sync.known import NOTHING_KNOWN
from tests.sync.documents import MODELS


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a canonical sync.

    Attributes:
        row: The one row that it changes.
        spots: What it touches inside the row; edits without a common spot are disjoint.
        apply: The edit itself.
        expected: What it should come to, by plain list and dict operations.
    """

    name: str
    row: str
    spots: frozenset[str]
    apply: Callable[[JsonObject], JsonObject]
    expected: Callable[[JsonObject], JsonObject]


def edits_of(doc: JsonObject) -> st.SearchStrategy[Edit]:
    """Any edit that this canonical sync can take."""
    every = [*_scalar_edits(), *_schedule_edits(), *(each for each in _added() if not _is_there(each, doc))]
    for place, mapping in enumerate(edits.mappings(doc)):
        every.extend(_mapping_edits(mapping, place))
    return st.sampled_from(every)


def _scalar_edits() -> list[Edit]:
    values: list[tuple[str, str, Any]] = [
        ("name", "Renamed “ü”", "Renamed “ü”"),
        ("mode", "updateorcreate", "updateOrCreate"),
        ("active", "no", False),
        ("active", "yes", True),
        ("sync_all_records", "on", True),
        ("only_enrich_updates", "true", True),
        ("skip_initial_backfill", "off", False),
    ]
    return [_scalar(key, text, value) for key, text, value in values]


def _scalar(key: str, text: str, value: Any) -> Edit:
    return Edit(
        name=f"set {key}={text}",
        row=key,
        spots=frozenset({key}),
        apply=lambda doc: edits.set_value(doc, key, text, NOTHING_KNOWN),
        expected=lambda doc: {**doc, key: value},
    )


def _schedule_edits() -> list[Edit]:
    own = {"frequency", "minute", "hour", "day_of_week", "day_of_month", "month", "job_id", "connection_id"}
    own |= {"run_after", "run_after_success_only"}
    hourly = {"frequency": "hourly", "minute": "45"}

    def replaced(doc: JsonObject) -> JsonObject:
        kept = {key: hourly.get(key, value) for key, value in doc["schedule"].items() if key not in own - hourly.keys()}
        return {**doc, "schedule": {**kept, **hourly}}

    spots = frozenset({"schedule"})
    return [
        Edit(
            "set schedule.hour",
            "schedule",
            spots,
            lambda doc: edits.set_value(doc, "schedule.hour", "7", NOTHING_KNOWN),
            lambda doc: {**doc, "schedule": {**doc["schedule"], "hour": "7"}},
        ),
        Edit("hourly", "schedule", spots, lambda doc: edits.set_schedule(doc, hourly), replaced),
    ]


def _is_there(added: Edit, doc: JsonObject) -> bool:
    """Whether the mapping that an edit adds is there already, so that it cannot be made."""
    return not added.spots.isdisjoint(f"fields.{mapping.target}" for mapping in edits.mappings(doc))


def _added() -> list[Edit]:
    def added(target: str) -> Edit:
        source = {"model_id": MODELS[1], "field": "added"}
        return Edit(
            f"map added -> {target}",
            "fields",
            frozenset({f"fields.{target}"}),
            lambda doc: edits.add_mapping(doc, model_id=MODELS[1], field="added", target=target),
            lambda doc: {**doc, "fields": [*doc["fields"], {"source": source, "target": target}]},
        )

    return [added("Added__c"), added("Ünïcødé_added")]


def _at_place(place: int, change: Callable[[JsonObject], list[JsonObject]]) -> Callable[[JsonObject], JsonObject]:
    """A change of the entry there alone."""
    return lambda doc: {
        **doc,
        "fields": [*doc["fields"][:place], *change(doc["fields"][place]), *doc["fields"][place + 1 :]],
    }


def _mapping_edits(mapping: edits.Mapping, place: int) -> list[Edit]:
    spots = frozenset({f"fields.{mapping.target}"})
    item_id = mapping.item_id
    at_place = partial(_at_place, place)
    moved = f"Moved_{mapping.target}"
    other = {"model_id": MODELS[0], "field": "other"}
    return [
        Edit(
            f"unmap {mapping.target}",
            "fields",
            spots,
            lambda doc: edits.remove_mapping(doc, item_id),
            at_place(lambda _: []),
        ),
        Edit(
            f"write {mapping.target}",
            "fields",
            spots,
            lambda doc: edits.change_mapping(doc, item_id, write="snapshot"),
            at_place(lambda entry: [{**entry, "sync_mode": "snapshot"}]),
        ),
        Edit(
            f"re-map {mapping.target}",
            "fields",
            spots,
            lambda doc: edits.change_mapping(doc, item_id, model_id=MODELS[0], field="other"),
            at_place(lambda entry: [{**entry, "source": {**(entry.get("source") or {}), **other}}]),
        ),
        Edit(
            f"move {mapping.target}",
            "fields",
            spots | {f"fields.{moved}"},
            lambda doc: edits.change_mapping(doc, item_id, target=moved),
            at_place(lambda entry: [{**entry, "target": moved}]),
        ),
    ]
