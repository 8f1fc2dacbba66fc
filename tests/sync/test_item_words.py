from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.difference import Item, Kind
from syncbot.sync.document import ABSENT
from syncbot.sync.fields import row
from syncbot.sync.item_words import item_line
from syncbot.sync.known import NOTHING_KNOWN
from tests.sync.wording import ONE_MODEL, PLANS, TWO_MODELS, source

MAPPING = {"source": source("email"), "target": "Email"}
MAPPED = "email (E-mail) → Email (E-mail address)"
ON_TARGET = "on the target"
COMBINED = "changed how it combines:"
IS_NULL = {"source": source("email"), "function": "IsNull"}
BY_EMAIL = {"source": source("email"), "target": "Email", "function": "Equality"}


def item(row_key: str, old: Any, new: Any, key: str = "") -> Item:
    entry = row(row_key)
    return Item(
        row=row_key,
        part=entry.part,
        key=key or row_key,
        kind=Kind.ADDED if old is ABSENT else Kind.REMOVED if new is ABSENT else Kind.CHANGED,
        label=key or entry.label,
        old=old,
        new=new,
        effect=entry.effect,
        line="",
        field_path=row_key,
    )


@pytest.mark.parametrize(
    ("difference", "line"),
    [
        (item("fields", ABSENT, MAPPING, "Email"), "Mappings: added email (E-mail) → Email (E-mail address)"),
        (item("fields", MAPPING, ABSENT, "Email"), "Mappings: removed email (E-mail) → Email (E-mail address)"),
        (
            item("fields", MAPPING, {**MAPPING, "source": source("name"), "encryption_enabled": True}, "Email"),
            "Mappings: changed Email (E-mail address): source email (E-mail) → name, encrypt no → yes",
        ),
        (
            item("fields", [MAPPING, MAPPING], MAPPING, "Email"),
            f"Mappings: changed Email (E-mail address): {MAPPED} and {MAPPED} → {MAPPED}",
        ),
        (
            item("override_fields", ABSENT, {"target": "Name", "override_value": "a"}, "Name"),
            "Fixed values: added Name: always “a”",
        ),
        (
            item(
                "override_fields",
                {"target": "Name", "override_value": "a"},
                {"target": "Name", "override_value": "b"},
                "Name",
            ),
            "Fixed values: changed Name: fixed value “a” → “b”",
        ),
        (
            item("model_filters", ABSENT, {"conditions": [IS_NULL]}),
            "Filters: on the models: added email (E-mail) is empty",
        ),
        (
            item("target_filters", {"conditions": [{"field": "Email", "function": "True"}]}, ABSENT),
            "Filters: on the target: removed Email (E-mail address) is true",
        ),
        (
            item(
                "filters",
                {"filters": [IS_NULL], "target.filter_logic": "x"},
                {"filters": [IS_NULL, {"field_type": "Target", "field_id": "Email", "function": "True"}]},
            ),
            f"Filters: {ON_TARGET}: added Email (E-mail address) is true; {ON_TARGET}: {COMBINED} x → all must hold",
        ),
        (item("filters", ABSENT, {"filters": [IS_NULL]}), "Filters: on the models: added email (E-mail) is empty"),
        (
            item("model_filters", {"conditions": []}, {"conditions": [], "later": 1}),
            'Filters: changed Filters on the models: {"conditions": []} → {"conditions": [], "later": 1}',
        ),
        (
            item("overrides", [], [{**IS_NULL, "override": 1}]),
            "Overrides: added when email (E-mail) is empty: email (E-mail) becomes 1",
        ),
        (item("overrides", ABSENT, None), "Overrides: added Overrides: not set → nothing"),
        (item("identity", ABSENT, BY_EMAIL), "Identity: added email (E-mail) equals Email (E-mail address)"),
        (
            item("identity", BY_EMAIL, {**BY_EMAIL, "source": source("name")}),
            "Identity: changed email (E-mail) equals Email (E-mail address) → name equals Email (E-mail address)",
        ),
        (
            item("identities", {"mappings": [BY_EMAIL]}, ABSENT),
            "Identity: removed email (E-mail) equals Email (E-mail address)",
        ),
        (
            item("target", {"connection_id": "c", "object": "leads"}, {"connection_id": "c", "object": "contacts"}),
            "Target: changed object: leads → contacts (Contact)",
        ),
        (item("target.configuration", "csv", "json", "format"), "Target: changed setting format: “csv” → “json”"),
        (
            item("schedule", {"frequency": "manual"}, {"frequency": "daily", "hour": "6"}),
            "Schedule: changed Only when started by hand → Every day at 06:00 UTC",
        ),
        (item("schedule", ABSENT, {"frequency": "manual"}), "Schedule: added No schedule → Only when started by hand"),
        (
            item("schedule", {"frequency": "daily", "hour": "6"}, {"frequency": "daily", "hour": "06"}),
            "Schedule: changed Hour: “6” → “06”",
        ),
        (
            item(
                "schedule",
                {"frequency": "runafter", "run_after": {"sync_ids": ["s1"], "bulk_sync_ids": ["b"]}},
                {"frequency": "runafter", "run_after": {"sync_ids": ["s2"], "bulk_sync_ids": ["b"]}},
            ),
            "Schedule: changed Run after: s1, b → s2, b",
        ),
        (
            item("schedule", {"frequency": "manual"}, {"frequency": "runafter", "run_after": {"sync_ids": ["s1"]}}),
            "Schedule: changed Only when started by hand → After 1 sync; changed Run after: not set → s1",
        ),
        (
            item("schedule", {"frequency": "runafter", "run_after": {"sync_ids": ["s1"]}}, {"frequency": "manual"}),
            "Schedule: changed After 1 sync → Only when started by hand",
        ),
        (
            item(
                "schedule",
                {"frequency": "hourly", "minute": "0", "month": None},
                {"frequency": "hourly", "minute": "15", "month": "3", "later": {"a": 1}},
            ),
            (
                "Schedule: changed Every hour at :00 → Every hour at :15; changed Month: not set → “3”; "
                'changed later: not set → {"a": 1}'
            ),
        ),
        (
            item(
                "schedule",
                {"frequency": "daily", "hour": "6", "job_id": 7},
                {"frequency": "daily", "hour": "7", "job_id": 8},
            ),
            "Schedule: changed Every day at 06:00 UTC → Every day at 07:00 UTC; changed dbt Cloud job: 7 → 8",
        ),
        (
            item("schedule", {"frequency": "manual"}, {"frequency": "dbtcloud", "connection_id": "c", "job_id": 7}),
            (
                "Schedule: changed Only when started by hand → After dbt Cloud job 7; "
                "changed dbt Cloud connection: not set → c"
            ),
        ),
        (item("active", old=True, new=False), "Run options: changed Active: yes → no, which pauses the sync"),
        (item("active", old=False, new=True), "Run options: changed Active: no → yes, which lets it run again"),
        (item("sync_all_records", ABSENT, new=True), "Run options: added Sync all records: not set → yes"),
        (item("name", "Leads", "Leads 2"), "Name and mode: changed Name: “Leads” → “Leads 2”"),
        (
            item("mode", "create", "update"),
            "Name and mode: changed Mode: create (creates new records only) → update (Update only)",
        ),
        (item("mode", ABSENT, "merge"), "Name and mode: added Mode: not set → merge"),
        (item("policies", ["p", "q"], ["r", "q"]), "Policies: removed p; added r"),
        (item("policies", ABSENT, ["p"]), "Policies: added p"),
        (item("encryption_passphrase", ABSENT, "open sesame"), "Encryption: added Encryption passphrase"),
        (item("later", {"a": 1}, [1]), 'Other settings: changed later: {"a": 1} → 1'),
    ],
)
def test_a_difference_is_one_line_of_plain_words(difference: Item, line: str) -> None:
    assert item_line(difference, ONE_MODEL) == line
    assert item_line(difference, ONE_MODEL) == line


def test_without_knowledge_the_stored_ids_are_told() -> None:
    assert item_line(item("fields", ABSENT, MAPPING, "Email"), NOTHING_KNOWN) == "Mappings: added email → Email"
    assert item_line(item("mode", "create", "update"), NOTHING_KNOWN).endswith("update (updates records that exist)")


def test_the_model_is_named_where_there_are_several() -> None:
    after = {**MAPPING, "source": source("plan", PLANS)}
    line = "Mappings: changed Email (E-mail address): source Users.email (E-mail) → Plans.plan (Plan)"
    assert item_line(item("fields", MAPPING, after, "Email"), TWO_MODELS) == line
