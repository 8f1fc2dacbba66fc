from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from syncbot.sync.fields import PARTS, Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.words import part_state, show_lines
from tests.sync.wording import ONE_MODEL, PLANS, source

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IS_NULL = {"source": source("email"), "function": "IsNull"}
BY_EMAIL = {"source": source("email"), "target": "Email", "function": "Equality"}
EMPTY: dict[str, Any] = {"name": "Leads", "mode": "update"}
FULL: dict[str, Any] = {
    "id": "s1",
    "name": "Leads",
    "mode": "append",
    "active": True,
    "fields": [{"source": source("email"), "target": "Email", "encryption_enabled": True}],
    "override_fields": [{"target": "Name", "override_value": "x"}],
    "overrides": [{**IS_NULL, "override": "none"}],
    "model_filters": {"conditions": [IS_NULL, IS_NULL], "logic": "A OR B"},
    "target_filters": {"conditions": [{"field": "Email", "function": "True"}]},
    "identities": {"mappings": [BY_EMAIL, BY_EMAIL], "strategy": "and"},
    "target": {"connection_id": "c", "object": "contacts", "configuration": {"format": "csv"}, "later": 1},
    "schedule": {
        "frequency": "runafter",
        "run_after": {"sync_ids": ["s2"], "bulk_sync_ids": ["b1"]},
        "run_after_success_only": True,
        "connection_id": None,
    },
    "sync_all_records": True,
    "policies": ["p1"],
    "organization_id": "o1",
    "problems": [{"code": "x"}],
    "later": {"a": None},
}


@pytest.mark.parametrize(
    ("part", "empty", "full"),
    [
        ("Mappings", "No mappings", "1 mapping"),
        ("Filters", "No filters", "2 filters on the models, 1 on the target"),
        ("Overrides", "No overrides", "1 override"),
        ("Fixed values", "No fixed values", "1 fixed value"),
        ("Identity", "No identity", "2 identities, and (all of them must match)"),
        ("Target", "No target", "contacts (Contact) in HubSpot (production)"),
        ("Schedule", "No schedule", "After 1 sync and 1 bulk sync, only when they succeeded"),
        ("Run options", "Paused", "Active; Sync all records"),
        ("Name and mode", "Leads, update (Update only)", "Leads, append (adds records at the end)"),
        ("Policies", "No policies", "1 policy"),
        ("Encryption", "No mapping is encrypted", "1 mapping encrypted; a full write needs the passphrase"),
        ("Organization", "Not told", "o1"),
        ("Other settings", "No other settings", "1 other setting"),
    ],
)
def test_every_part_says_how_it_stands(part: str, empty: str, full: str) -> None:
    assert part_state(EMPTY, part, ONE_MODEL) == empty
    assert part_state(FULL, part, ONE_MODEL) == full


def test_filters_of_one_kind_say_how_they_combine() -> None:
    def state(count: int, logic: str) -> str:
        return part_state({"model_filters": {"conditions": [IS_NULL] * count, "logic": logic}}, "Filters", ONE_MODEL)

    assert state(1, "A") == "1 filter"
    assert state(2, "") == "2 filters, all must hold"
    assert state(3, "A OR B OR C") == "3 filters, A OR B OR C"
    assert state(40, " OR ".join(["A"] * 40)).endswith("… (196 characters)")


def test_one_identity_is_told_whole_in_both_shapes() -> None:
    words = "email (E-mail) equals Email (E-mail address)"
    assert part_state({"identity": BY_EMAIL}, "Identity", ONE_MODEL) == words
    assert part_state({"identities": {"mappings": [BY_EMAIL]}}, "Identity", ONE_MODEL) == words


def test_a_schedule_is_told_in_the_zone_that_is_asked_for() -> None:
    doc = {"schedule": {"frequency": "daily", "hour": "6", "minute": "0"}}
    assert part_state(doc, "Schedule", ONE_MODEL) == "Every day at 06:00 UTC"
    zoned = "Every day at 07:00 Europe/Berlin (06:00 UTC)"
    assert part_state(doc, "Schedule", ONE_MODEL, zone="Europe/Berlin", now=NOW) == zoned
    assert dict(show_lines(doc, ONE_MODEL, zone="Europe/Berlin", now=NOW))["Schedule"] == (
        zoned,
        "Stored as: frequency daily, hour 6, minute 0",
    )


TOLD = {
    "Mappings": ("email (E-mail) → Email (E-mail address); encrypted",),
    "Filters": (
        "On the models, A: email (E-mail) is empty",
        "On the models, B: email (E-mail) is empty",
        "On the models, how it combines: A OR B",
        "On the target, A: Email (E-mail address) is true",
    ),
    "Overrides": ("When email (E-mail) is empty: email (E-mail) becomes “none”",),
    "Fixed values": ("Name: always “x”",),
    "Identity": (
        "email (E-mail) equals Email (E-mail address)",
        "email (E-mail) equals Email (E-mail address)",
        "How they work together: and (all of them must match)",
    ),
    "Target": (
        "contacts (Contact) in HubSpot (production)",
        "Connection: c",
        "Object: contacts (Contact)",
        "Setting format: “csv”",
        "Later: 1",
    ),
    "Schedule": (
        "After 1 sync and 1 bulk sync, only when they succeeded",
        "Stored as: frequency runafter",
        "After sync s2",
        "After bulk sync b1",
        "run_after_success_only: yes",
    ),
    "Name and mode": ("Name: Leads", "Mode: append (adds records at the end)"),
    "Policies": ("p1",),
    "Encryption": (
        "1 mapping encrypted; a full write needs the passphrase",
        "Polytomic never tells the passphrase. Who runs syncbot can have it kept, encrypted.",
    ),
    "Organization": ("o1",),
    "Other settings": ('later: {"a": null}',),
}
"""`FULL` in words, but for the run options."""


def test_a_run_option_that_the_configuration_leaves_out_is_told_as_off() -> None:
    assert set(dict(show_lines(FULL, ONE_MODEL))["Run options"]) >= {
        "Active: yes",
        "Sync all records: yes",
        "Only enrich updates: no",
        "Skip initial backfill: no",
    }


def test_the_whole_configuration_is_told_part_by_part() -> None:
    told = dict(show_lines(FULL, ONE_MODEL))
    assert list(told.pop("Run options")[:1]) == ["Active: yes"]
    assert told == TOLD


def test_an_empty_part_has_one_line_and_what_does_not_concern_it_is_left_out() -> None:
    told = dict(show_lines(EMPTY, NOTHING_KNOWN))
    assert list(told) == [str(part) for part in PARTS if part is not Part.ENCRYPTION]
    assert {len(lines) for part, lines in told.items() if part not in ("Run options", "Name and mode", "Schedule")} == {
        1
    }


def test_the_model_is_named_where_the_sync_reads_several() -> None:
    fields = [{"source": source("email"), "target": "Email"}, {"source": source("plan", PLANS), "target": "Plan"}]
    told = dict(show_lines({"fields": fields}, ONE_MODEL))["Mappings"]
    assert told == ("Users.email (E-mail) → Email (E-mail address)", f"{PLANS}.plan → Plan")


def test_fixed_values_that_the_classic_shape_merges_into_the_mappings_are_told_apart() -> None:
    doc = {"fields": [{"source": source("email"), "target": "Email"}, {"target": "Name", "override_value": "x"}]}
    assert part_state(doc, "Mappings", ONE_MODEL) == "1 mapping"
    assert part_state(doc, "Fixed values", ONE_MODEL) == "1 fixed value"
