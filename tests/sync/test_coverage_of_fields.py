"""Every property of Update Sync, at every depth, is editable or listed with a reason; every value of an enum too."""

from __future__ import annotations

from typing import Final

import pytest

from syncbot.sync import edits
from syncbot.sync.document import JsonObject, Shape, configuration, same
from syncbot.sync.fields import ROWS
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.not_editable import NOT_CHOOSABLE, NOT_EDITABLE
from syncbot.sync.schedule_edits import KEPT_REPEATS
from tests.sync.every_property import CLASSIC, EDITS, GROUPED, NOW, ONE, PROPERTIES, found_at

BESIDE: Final = (
    *("name", "target.configuration", "overrides[].function", "overrides[].override", "identity.function"),
    *("identities.mappings[].function", "model_filters.conditions[].value", "target_filters.conditions[].value"),
    *("filters[].value", "override_fields[].override_value", "schedule.run_after.sync_ids[]"),
)
"""Edits of what stands beside the properties that are not editable."""


def with_kept(doc: JsonObject) -> JsonObject:
    """The sync with a value for every property that is not editable."""
    run_after = {"sync_ids": ["s0"], "bulk_sync_ids": ["b"]}
    doc = {
        **doc,
        "organization_id": "o",
        "encryption_passphrase": "********",
        "override_fields": [{"target": "F", "override_value": "v", "source": ONE.raw, "encryption_enabled": True}],
        "schedule": {"frequency": "runafter", "run_after": run_after},
        "target": {**doc["target"], "create": {"name": "n"}},
    }
    if "identity" in doc:
        return {**doc, "identity": {**doc["identity"], "remote_field_type_id": "t"}}
    first, *others = doc["identities"]["mappings"]
    mappings = [{**first, "remote_field_type_id": "t"}, *others]
    return {**doc, "identities": {**doc["identities"], "mappings": mappings}}


def base_for(path: str) -> JsonObject:
    classic = path.startswith(("filters[]", "identity.", "filter_logic", "target.filter_logic"))
    return CLASSIC if classic else GROUPED


def test_every_property_is_editable_or_listed_with_the_reason_and_none_is_both() -> None:
    assert set(PROPERTIES) == set(EDITS) | set(NOT_EDITABLE)
    assert not set(EDITS) & set(NOT_EDITABLE)
    assert all(reason.endswith(".") for reason in NOT_EDITABLE.values())


@pytest.mark.parametrize("path", sorted(EDITS))
def test_an_edit_changes_the_property_and_no_other_row(path: str) -> None:
    doc = base_for(path)
    edit, value = EDITS[path]
    after = edit(doc, value)
    assert not same(found_at(after, path), found_at(doc, path))
    assert same(configuration(after, Shape.CLASSIC if doc is CLASSIC else Shape.GROUPED), after)
    touched = [entry.key for entry in ROWS if not same(entry.value(doc), entry.value(after))]
    assert len(touched) == 1


@pytest.mark.parametrize("path", sorted(NOT_EDITABLE))
def test_what_is_not_editable_is_kept_when_all_that_stands_beside_it_is_edited(path: str) -> None:
    doc = with_kept(base_for(path))
    after = doc
    for beside in BESIDE:
        if found_at(doc, beside):
            edit, value = EDITS[beside]
            after = edit(after, value)
    assert found_at(doc, path)
    assert same(found_at(after, path), found_at(doc, path))
    assert path not in edits.SETTABLE


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (path, value)
        for path, values in PROPERTIES.items()
        for value in values
        if value not in NOT_CHOOSABLE.get(path, {})
    ],
)
def test_every_value_of_an_enum_can_be_chosen_and_is_read_back(path: str, value: str) -> None:
    doc = base_for(path)
    assert value in found_at(EDITS[path][0](doc, value), path)


def test_the_values_that_cannot_be_chosen_are_listed_and_kept() -> None:
    assert {path: set(values) for path, values in NOT_CHOOSABLE.items()} == {"schedule.frequency": set(KEPT_REPEATS)}
    for path, values in NOT_CHOOSABLE.items():
        assert set(values) <= set(PROPERTIES[path])
    multi = {**GROUPED, "schedule": {"frequency": "multi", "later": 1}}
    shown = edits.read_schedule(multi["schedule"], "UTC", now=NOW)
    assert edits.schedule_of(shown, multi["schedule"], now=NOW) is multi["schedule"]


IN_ONE_LINE: Final = {
    **dict.fromkeys(("active", "schedule.run_after_success_only"), ("no", False)),
    **dict.fromkeys(("sync_all_records", "only_enrich_updates", "skip_initial_backfill"), ("yes", True)),
    **dict.fromkeys(("name", "target.connection_id", "target.object", "target.new_name"), ("other", "other")),
    **dict.fromkeys(("schedule.minute", "schedule.hour", "schedule.day_of_month", "schedule.month"), ("7", "7")),
    **dict.fromkeys(("filter_logic", "target.filter_logic"), ("A", "A")),
    **dict.fromkeys(("model_filters.logic", "target_filters.logic"), ("A", "A")),
    "mode": ("create", "create"),
    "identities.strategy": ("and", "and"),
    "schedule.frequency": ("Daily", "daily"),
    "schedule.day_of_week": ("1-5", "1-5"),
    "schedule.connection_id": ("c9", "c9"),
    "schedule.job_id": ("12", 12),
    "target.configuration.k": ("2", 2),
}
"""By the key of `/sync set`: what is written, and the value that comes of it."""
OF_ONE_IDENTITY: Final = {path for path in PROPERTIES if path.startswith("identity.")}
"""They are one item, whose sides fit together: edited in the editor, where the choices are."""


def test_every_scalar_outside_a_list_can_be_set_in_one_line() -> None:
    scalars = {path for path in PROPERTIES if "[]" not in path} - set(NOT_EDITABLE) - OF_ONE_IDENTITY
    assert scalars - {"target.configuration"} <= set(edits.SETTABLE)
    assert set(IN_ONE_LINE) == {*(scalars - {"target.configuration"}), "target.configuration.k"}


@pytest.mark.parametrize("key", sorted(IN_ONE_LINE))
def test_one_line_sets_the_scalar_and_no_other_row(key: str) -> None:
    doc, (text, expected) = base_for(key), IN_ONE_LINE[key]
    after = edits.set_value(doc, key, text, NOTHING_KNOWN)
    [value] = found_at(after, key)
    assert same(value, expected)
    assert len([entry.key for entry in ROWS if not same(entry.value(doc), entry.value(after))]) == 1
