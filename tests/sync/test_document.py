from __future__ import annotations

import json
from operator import is_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import (
    ABSENT,
    NOWHERE,
    READ_ONLY,
    JsonObject,
    Shape,
    body_of,
    configuration,
    decode,
    encode,
    needs_passphrase,
    same,
    shape_for,
    shape_of,
)
from tests.sync.documents import Generated, documents, json_values
from tests.sync.samples_of_syncs import NAMES, sample, shape

SOURCE = {"model_id": "m1", "field": "email"}
REQUIRED: JsonObject = {"name": "n", "mode": "update", "fields": [], "schedule": {}, "target": {}}


@pytest.mark.parametrize("text", ["[]", "1", '{"a": NaN}', '{"a": Infinity}', '{"a": -1e999}', "{", "", b"\xff"])
def test_text_that_is_no_json_object_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expecting|decode"):
        decode(text)


@pytest.mark.parametrize(
    "text",
    ['{"n":123456789012345678901234567890}', '{"n":10.0}', '{"n":10}', '{"n":"10"}', '{"n":true}', '{"n":1e-07}'],
)
def test_numbers_keep_their_type_and_all_their_digits(text: str) -> None:
    assert encode(decode(text)) == text


@given(st.dictionaries(st.text(max_size=3), json_values(), max_size=3))
def test_whatever_is_written_reads_as_it_was(doc: JsonObject) -> None:
    assert same(decode(encode(doc)), doc)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, None),
        ({"override_fields": [], "overrides": []}, None),
        ({"identities": {"mappings": []}, "identity": {"target": "Email"}}, Shape.GROUPED),
        ({"model_filters": {}}, Shape.GROUPED),
        ({"target_filters": None, "filters": []}, Shape.GROUPED),
        ({"filters": []}, Shape.CLASSIC),
        ({"filter_logic": "A"}, Shape.CLASSIC),
        ({"identity": None}, Shape.CLASSIC),
        ({"identities": None, "identity": {"target": "Email"}}, Shape.CLASSIC),
        ({"fields": [{"target": "a", "override_value": "x"}]}, Shape.CLASSIC),
        ({"fields": [{"target": "a", "override_value": "x", "source": {"model_id": NOWHERE}}]}, Shape.CLASSIC),
        ({"fields": [{"target": "a", "override_value": "x", "source": SOURCE}]}, None),
        ({"fields": None}, None),
    ],
)
def test_the_shape_is_read_from_the_keys(raw: JsonObject, expected: Shape | None) -> None:
    assert shape_of(raw) is expected


@pytest.mark.parametrize(
    ("seen_before", "version", "expected"),
    [
        (None, "2025-09-18", Shape.GROUPED),
        (None, "2024-02-08", Shape.CLASSIC),
        (Shape.CLASSIC, "2025-09-18", Shape.CLASSIC),
        (Shape.GROUPED, "2024-02-08", Shape.GROUPED),
    ],
)
def test_without_telling_keys_the_shape_is_what_was_seen_before_else_what_the_version_promises(
    seen_before: Shape | None, version: str, expected: Shape
) -> None:
    assert shape_for({}, seen_before=seen_before, version=version) is expected


@given(documents())
@settings(max_examples=40)
def test_the_configuration_of_a_configuration_is_itself(generated: Generated) -> None:
    config = configuration(generated.raw, generated.shape)
    assert encode(configuration(config, generated.shape)) == encode(config)


@given(documents())
@settings(max_examples=40)
def test_a_configuration_never_shows_another_shape_than_its_sync(generated: Generated) -> None:
    shapes = {shape_of(generated.raw), shape_of(configuration(generated.raw, generated.shape))} - {None}
    assert len(shapes) <= 1


@given(documents())
@settings(max_examples=40)
def test_reading_a_sync_leaves_it_untouched(generated: Generated) -> None:
    before = json.dumps(generated.raw)
    configuration(generated.raw, generated.shape)
    assert json.dumps(generated.raw) == before


@given(documents())
def test_what_is_as_it_should_be_is_the_very_same_object_in_the_configuration(generated: Generated) -> None:
    canonical = decode(encode(configuration(generated.raw, generated.shape)))
    again = configuration(canonical, generated.shape)
    assert same(again, canonical)
    assert all(map(is_, again["fields"] or (), canonical["fields"] or ()))
    assert [key for key in again if again[key] is not canonical[key]] in ([], ["target"])


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_becomes_a_body_without_read_only_keys_and_secrets(name: str) -> None:
    body = body_of(configuration(sample(name), shape(name)), None)
    assert not body.keys() & (READ_ONLY | {"encryption_passphrase"})
    assert next(iter(body)) in sample(name)


def test_mirrors_are_left_out_beside_what_they_mirror() -> None:
    config = configuration(sample("24"), Shape.GROUPED)
    assert not config.keys() & {"identity", "filters", "filter_logic"}
    assert "filter_logic" not in config["target"]
    assert config["identities"]["strategy"] == "and"


def test_an_empty_mirror_is_left_out_and_a_full_one_stays_where_nothing_else_holds_it() -> None:
    raw = {"identities": {"mappings": []}, "filters": [{"function": "IsNull"}], "filter_logic": ""}
    assert configuration(raw, Shape.GROUPED) == {"identities": {"mappings": []}, "filters": [{"function": "IsNull"}]}


def test_a_classic_sync_keeps_both_references_of_an_untouched_filter() -> None:
    config = configuration(sample("21"), Shape.CLASSIC)
    assert config["filters"] == sample("21")["filters"]
    assert {"field", "field_id"} <= config["filters"][0].keys()
    assert config["identity"] == sample("21")["identity"]


def test_a_classic_sync_without_identity_is_written_without_it() -> None:
    assert "identity" not in configuration(sample("20"), Shape.CLASSIC)


def test_fixed_values_among_classic_mappings_are_moved_each_once() -> None:
    config = configuration(sample("20"), Shape.CLASSIC)
    assert [entry["target"] for entry in config["fields"]] == ["Email", "Name"]
    assert config["override_fields"] == [
        {"target": "Status__c", "override_value": "active", "sync_mode": "create", "new": True},
        {"target": "Source_System__c", "override_value": "warehouse"},
    ]


def test_moved_fixed_values_stand_behind_the_mappings_where_the_key_is_new() -> None:
    raw = {"name": "n", "fields": [{"target": "a", "override_value": "x"}], "mode": "update"}
    assert list(configuration(raw, Shape.CLASSIC)) == ["name", "fields", "override_fields", "mode"]


def test_two_fixed_values_for_one_target_are_both_kept_when_they_differ() -> None:
    raw = {
        "fields": [{"target": "a", "override_value": "x"}],
        "override_fields": [{"target": "a", "override_value": "y"}],
    }
    assert [entry["override_value"] for entry in configuration(raw, Shape.CLASSIC)["override_fields"]] == ["y", "x"]


def test_what_is_no_list_where_one_belongs_is_left_as_it_is() -> None:
    raw = {"fields": [{"target": "a", "override_value": "x"}], "override_fields": "?"}
    assert configuration(raw, Shape.CLASSIC) == raw
    strange = {"fields": "?", "target": "?", "identities": "?", "schedule": [1]}
    assert configuration(strange, Shape.GROUPED) == strange


def test_nulls_stay_where_they_are_declared_and_where_they_are_data() -> None:
    config = configuration(sample("23"), Shape.GROUPED)
    assert config["overrides"] is None
    assert config["policies"] is None
    assert config["schedule"] == {
        "frequency": "daily",
        "hour": "6",
        "minute": "0",
        "day_of_week": None,
        "day_of_month": None,
        "month": None,
        "job_id": None,
        "run_after_success_only": None,
    }
    assert config["fields"] == [{"source": sample("23")["fields"][0]["source"], "target": "Email"}]
    assert config["target"] == {"connection_id": "94a0bb16-9472-54d5-b8c7-15a8e560788c", "object": "Contact"}
    assert not config.keys() & {"identities", "model_filters", "sync_all_records"}


def test_unknown_keys_stay_at_every_level_nulls_included() -> None:
    raw, config = sample("22"), configuration(sample("22"), Shape.GROUPED)
    for key in ("future", "dotted.key", "", "fields", "override_fields", "overrides", "schedule", "target"):
        assert encode({"v": config[key]}) == encode({"v": raw[key]})
    assert encode(config["identities"]) == encode(raw["identities"])
    assert encode(config["model_filters"]) == encode(raw["model_filters"])


@pytest.mark.parametrize("key", list(REQUIRED))
def test_a_body_without_a_required_key_is_refused_by_name(key: str) -> None:
    for doc in ({k: v for k, v in REQUIRED.items() if k != key}, {**REQUIRED, key: None}):
        with pytest.raises(InvalidInput) as caught:
            body_of(doc, None)
        assert caught.value.field == key
        assert key in caught.value.what
        assert caught.value.not_done
        assert caught.value.next_step


def test_the_passphrase_is_added_to_the_body_alone() -> None:
    assert body_of(REQUIRED, "secret") == {**REQUIRED, "encryption_passphrase": "secret"}
    assert "encryption_passphrase" not in body_of(REQUIRED, None)
    assert "encryption_passphrase" not in REQUIRED


def test_a_sync_needs_its_passphrase_when_a_mapping_is_encrypted() -> None:
    assert needs_passphrase(sample("07"))
    assert not needs_passphrase(sample("01"))
    assert not needs_passphrase({"fields": [{"encryption_enabled": False}, "?"]})
    assert not needs_passphrase({})


@pytest.mark.parametrize(
    ("a", "b"),
    [(1, 1.0), (1, True), (0, False), ("3", 3), (None, ABSENT), ([], {}), ([1], [1, 1]), ({"a": 1}, {"b": 1})],
)
def test_values_of_different_types_are_not_the_same(a: object, b: object) -> None:
    assert not same(a, b)
    assert not same([a], [b])
    assert not same({"k": a}, {"k": b})


def test_the_order_of_keys_does_not_count_and_that_of_items_does() -> None:
    assert same({"a": 1, "b": [10.0]}, {"b": [10.0], "a": 1})
    assert not same([1, 2], [2, 1])
    assert same(ABSENT, ABSENT)


def test_absent_is_empty_and_says_its_name() -> None:
    assert not ABSENT
    assert repr(ABSENT) == "ABSENT"
