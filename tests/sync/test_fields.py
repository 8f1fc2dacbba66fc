from __future__ import annotations

import pytest

from syncbot.sync.document import ABSENT, configuration
from syncbot.sync.fields import EVERYTHING, MODELS, PARTS, ROWS, Effect, Part, row, rows_named, rows_of, unknown_rows
from tests.sync.samples_of_syncs import NAMES, sample, shape

UPDATE_SYNC = {
    "fields",
    "filters",
    "filter_logic",
    "model_filters",
    "target_filters",
    "overrides",
    "override_fields",
    "identity",
    "identities",
    "target",
    "schedule",
    "active",
    "sync_all_records",
    "only_enrich_updates",
    "skip_initial_backfill",
    "name",
    "mode",
    "policies",
    "encryption_passphrase",
    "organization_id",
}


def test_the_table_covers_every_field_of_update_sync() -> None:
    assert {path[0] for entry in ROWS for path in entry.paths} >= UPDATE_SYNC


def test_rows_stand_in_the_order_of_the_parts_and_every_part_has_one() -> None:
    order = [PARTS.index(entry.part) for entry in ROWS]
    assert order == sorted(order)
    assert {entry.part for entry in ROWS} == set(PARTS)
    assert Part.OTHER not in PARTS


def test_only_active_schedule_and_policies_take_effect_now() -> None:
    assert {entry.key for entry in ROWS if entry.effect is Effect.NOW} == {"active", "schedule", "policies"}


def test_what_a_yes_rests_on_is_in_the_table() -> None:
    keys = {entry.key for entry in ROWS} | {MODELS, EVERYTHING}
    assert all(set(entry.depends_on) <= keys for entry in ROWS)
    for key in ("fields", "identities", "identity", "model_filters", "target_filters", "filters", "overrides"):
        assert {"target", "mode", MODELS} <= set(row(key).depends_on)
    assert row("name").depends_on == ("name",)


@pytest.mark.parametrize("name", NAMES)
def test_putting_a_row_s_own_value_back_changes_nothing(name: str) -> None:
    doc = configuration(sample(name), shape(name))
    for entry in ROWS:
        assert entry.with_value(doc, entry.value(doc)) == doc


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_is_taken_out_is_absent_and_leaves_the_others(name: str) -> None:
    doc = configuration(sample(name), shape(name))
    for entry in ROWS:
        without = entry.with_value(doc, ABSENT)
        assert entry.value(without) is ABSENT
        others = [other for other in (*ROWS, *unknown_rows(doc)) if other.key != entry.key]
        assert all(other.value(without) == other.value(doc) for other in others)


def test_classic_filters_are_one_value_with_both_logics() -> None:
    value = row("filters").value(sample("21"))
    assert value == {
        "filters": sample("21")["filters"],
        "filter_logic": "A OR B",
        "target.filter_logic": "A",
    }
    assert row("filter_logic") is row("filters")


def test_target_and_schedule_leave_unknown_keys_to_rows_of_their_own() -> None:
    doc = sample("22")
    keys = [entry.key for entry in unknown_rows(doc)]
    assert keys == ["future", "dotted.key", "", "target.future", "schedule.future"]
    target = row("target").value(doc)
    assert isinstance(target, dict)
    assert set(target) == {"connection_id", "object", "search_values"}
    changed = row("schedule").with_value(doc, {"frequency": "manual"})
    assert changed["schedule"] == {"frequency": "manual", "future": {"jitter": None}}
    assert row("target").with_value({"target": "?"}, {"object": "x"}) == {"target": {"object": "x"}}


def test_taking_a_value_out_of_a_place_that_is_not_there_changes_nothing() -> None:
    doc = {"filters": [1], "target": "?"}
    assert row("filters").with_value(doc, ABSENT) == {"target": "?"}
    assert row("target.configuration").with_value(doc, ABSENT) == doc


def test_an_unknown_row_reads_a_key_with_a_dot_in_it() -> None:
    found = {entry.key: entry.value(sample("22")) for entry in unknown_rows(sample("22"))}
    assert found["dotted.key"] is None
    assert row("target.future").paths == (("target", "future"),)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("active", ["active"]),
        ("Name and mode", ["name", "mode"]),
        ("run_options", [entry.key for entry in ROWS if entry.part is Part.RUN_OPTIONS]),
        ("MAPPINGS", ["fields"]),
        ("filter_logic", ["filters"]),
        (" schedule ", ["schedule"]),
        ("target", ["target", "target.configuration"]),
        ("nonsense", []),
    ],
)
def test_rows_are_found_by_part_key_or_covered_key(name: str, keys: list[str]) -> None:
    assert [entry.key for entry in rows_named(name)] == keys


def test_the_rows_of_a_part_are_those_of_the_table() -> None:
    assert [entry.key for entry in rows_of(Part.NAME_AND_MODE)] == ["name", "mode"]


@pytest.mark.parametrize(
    ("key", "a", "b"),
    [
        ("policies", None, []),
        ("policies", ABSENT, []),
        ("policies", ["a", "b"], ["b", "a"]),
        ("only_enrich_updates", ABSENT, False),
        ("model_filters", {"conditions": [], "logic": ""}, ABSENT),
        ("model_filters", {"conditions": [{"function": "x", "label": "A"}]}, {"conditions": [{"function": "x"}]}),
        ("identities", {"mappings": []}, None),
        ("schedule", {"frequency": "manual", "hour": None}, {"frequency": "manual"}),
        ("target.configuration", {}, ABSENT),
    ],
)
def test_values_that_mean_the_same_to_polytomic_are_equal(key: str, a: object, b: object) -> None:
    assert row(key).equal(a, b)
    assert row(key).equal(b, a)


@pytest.mark.parametrize(
    ("key", "a", "b"),
    [
        ("active", ABSENT, False),
        ("name", "", ABSENT),
        ("only_enrich_updates", True, ABSENT),
        ("schedule", {"hour": "3"}, {"hour": 3}),
        ("policies", ["a"], ["a", "b"]),
        ("policies", [1], [1.0]),
        ("filters", "?", ABSENT),
        ("model_filters", {"conditions": ["?"]}, {"conditions": ["!"]}),
    ],
)
def test_values_that_mean_something_else_are_not(key: str, a: object, b: object) -> None:
    assert not row(key).equal(a, b)
