"""The two shapes of a sync."""

from __future__ import annotations

import copy
from typing import Any, Literal

import pytest

from syncbot.sandbox.polytomic.documents import ZERO_UUID
from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, CONTACTS, LEADS
from syncbot.sandbox.polytomic.syncs import DEFAULT_PASSPHRASE
from syncbot.sandbox.polytomic.world import identifier
from tests.sandbox.polytomic_client import CLASSIC, GROUPED, serving

_SOURCE = {"model_id": identifier("any model"), "field": "email"}
CLASSIC_BODY: dict[str, Any] = {
    "id": identifier("any sync"),
    "name": "Classic from elsewhere",
    "organization_id": identifier("another organization"),
    "active": True,
    "mode": "updateOrCreate",
    "fields": [
        {"source": _SOURCE, "target": "Email", "x_unknown": [None, 1.0]},
        {"source": {"model_id": ZERO_UUID, "field": ""}, "target": "Status", "override_value": "active"},
        {"source": {**_SOURCE, "field": "name"}, "target": "Name", "encryption_enabled": True},
    ],
    "filters": [
        {
            "field": _SOURCE,
            "field_id": identifier("any field"),
            "field_type": "Model",
            "function": "Equality",
            "label": "A",
            "value": None,
            "x_unknown": 12345678901234567890,
        },
    ],
    "filter_logic": "A",
    "identity": {"source": _SOURCE, "target": "Email", "function": "Equality", "remote_field_type_id": None},
    "overrides": None,
    "policies": [identifier("any policy")],
    "schedule": {"frequency": "daily", "hour": "6", "minute": "0", "day_of_week": None},
    "target": {"connection_id": identifier("any connection"), "object": "Lead", "configuration": {"a": None}},
    "sync_all_records": False,
    "only_enrich_updates": False,
    "skip_initial_backfill": False,
    "model_ids": [_SOURCE["model_id"]],
    "updated_at": "2026-10-02T08:11:57.000431Z",
    "x_top": {"kept": None},
}


async def test_the_header_chooses_the_shape_and_the_reply_repeats_it() -> None:
    async with serving() as at:
        path = f"/api/syncs/{at.polytomic.id_of(LEADS)}"
        grouped = await at.ask("GET", path)
        at.version = CLASSIC
        classic = await at.ask("GET", path)
    assert grouped.headers["X-Polytomic-Version"] == GROUPED
    assert classic.headers["X-Polytomic-Version"] == CLASSIC
    one, other = grouped.json()["data"], classic.json()["data"]
    assert one["filter_logic"] == one["model_filters"]["logic"] == other["filter_logic"]
    assert {"model_filters", "target_filters", "identities", "override_fields"}.isdisjoint(other)
    assert other["identity"] == one["identities"]["mappings"][0]


async def test_classic_merges_fixed_values_into_fields_with_an_all_zero_model() -> None:
    async with serving(version=CLASSIC) as at:
        classic = await at.sync(at.polytomic.id_of(LEADS))
    assert classic["fields"][-1] == {
        "source": {"model_id": ZERO_UUID, "field": ""},
        "target": "LeadSource",
        "override_value": "Web",
    }


async def test_a_lagging_sync_is_classic_under_the_newest_header() -> None:
    async with serving() as at:
        lagging = await at.sync(at.polytomic.id_of(COMPANIES))
        at.polytomic.serve_classic(at.polytomic.id_of(LEADS))
        switched = await at.sync(at.polytomic.id_of(LEADS))
    assert "identities" not in lagging
    assert lagging["fields"][-1]["source"]["model_id"] == ZERO_UUID
    assert "model_filters" not in switched


@pytest.mark.parametrize(("version_body", "has_groups"), [("classic", False), ("grouped", True)])
async def test_the_whole_server_can_lag_or_not(
    version_body: Literal["classic", "grouped"],
    has_groups: bool,
) -> None:
    async with serving(version_body=version_body) as at:
        bodies = [await at.sync(at.polytomic.id_of(name)) for name in (LEADS, COMPANIES)]
    assert ["identities" in body for body in bodies] == [has_groups, has_groups]


@pytest.mark.parametrize("name", [LEADS, COMPANIES])
@pytest.mark.parametrize("version", [GROUPED, CLASSIC])
async def test_a_sync_written_in_one_shape_is_the_same_in_the_other(name: str, version: str) -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(name)
        before = {shape: at.polytomic.sync(sync_id, shape) for shape in (GROUPED, CLASSIC)}
        at.version = version
        await at.written(sync_id, await at.sync(sync_id))
        after = {shape: at.polytomic.sync(sync_id, shape) for shape in (GROUPED, CLASSIC)}
    for shape in (GROUPED, CLASSIC):
        moved = {key for key in before[shape] | after[shape] if before[shape].get(key) != after[shape].get(key)}
        assert moved == {"updated_at", "updated_by"}


@pytest.mark.parametrize("key", ["model_filters", "target_filters", "identities"])
async def test_a_classic_server_does_not_know_the_grouped_keys(key: str) -> None:
    async with serving(version=CLASSIC) as at:
        sync_id = at.polytomic.id_of(LEADS)
        value: dict[str, list[object]] = {"mappings": []} if key == "identities" else {"conditions": []}
        error = await at.refused(sync_id, await at.sync(sync_id) | {key: value}, 400)
    assert error["metadata"]["field"] == key


async def test_a_classic_write_of_a_sync_with_several_identities_is_refused() -> None:
    async with serving(version=CLASSIC) as at:
        sync_id = at.polytomic.id_of(CONTACTS)
        error = await at.refused(sync_id, await at.sync(sync_id), 422)
    assert error["key"] == "identities_required"


async def test_field_id_wins_over_field_in_a_classic_filter() -> None:
    async with serving(version=CLASSIC) as at:
        sync_id = at.polytomic.id_of(LEADS)
        body = await at.sync(sync_id)
        edited = copy.deepcopy(body)
        edited["filters"][1]["field"]["field"] = "country"
        same = await at.written(sync_id, edited)
        del edited["filters"][1]["field_id"]
        moved = await at.written(sync_id, edited)
        edited["filters"][1]["field_id"] = identifier("no such field")
        error = await at.refused(sync_id, edited, 422)
    assert same["filters"] == body["filters"]
    assert moved["filters"][1]["field"]["field"] == "country"
    assert error["message"] == "unknown model field id"


async def test_fixed_values_may_be_sent_apart_or_merged_in_classic() -> None:
    async with serving(version=CLASSIC) as at:
        sync_id = at.polytomic.id_of(LEADS)
        body = await at.sync(sync_id)
        apart = {key: body[key] for key in body if key != "fields"}
        apart["fields"] = body["fields"][:-1]
        apart["override_fields"] = [{"target": "LeadSource", "override_value": "Web"}]
        merged = await at.written(sync_id, body)
        split = await at.written(sync_id, apart)
    assert merged["fields"] == split["fields"] == body["fields"]


async def test_a_loaded_classic_document_is_served_as_it_came_and_can_be_written_back() -> None:
    async with serving(seed=False) as at:
        (sync_id,) = at.polytomic.load_documents([{"data": CLASSIC_BODY}])
        loaded = await at.sync(sync_id)
        body = loaded | {"encryption_passphrase": DEFAULT_PASSPHRASE}
        after = await at.written(sync_id, body)
        assert at.polytomic.passphrase(sync_id) == DEFAULT_PASSPHRASE
    fixed = CLASSIC_BODY["fields"][1]
    mappings = [entry for entry in CLASSIC_BODY["fields"] if entry != fixed]
    assert loaded == CLASSIC_BODY | {"fields": [*mappings, fixed]}
    assert {key for key in loaded if loaded[key] != after[key]} == {"updated_at"}
    assert at.polytomic.violations == []


async def test_filters_of_the_target_and_fields_known_by_uuid_alone_survive_both_shapes() -> None:
    by_id = {"field_id": identifier("nameless"), "function": "IsNull", "label": "A"}
    of_target = {
        "field_id": "Email",
        "field_type": "Target",
        "function": "Equality",
        "value_field": _SOURCE,
        "label": "A",
    }
    body = CLASSIC_BODY | {"filters": [by_id, of_target], "target": CLASSIC_BODY["target"] | {"filter_logic": "A"}}
    async with serving(seed=False, version=CLASSIC) as at:
        sync_id = at.polytomic.put_sync_doc(body)
        loaded = await at.sync(sync_id)
        at.polytomic.serve_classic(sync_id, classic=False)
        grouped = at.polytomic.sync(sync_id, GROUPED)
        at.version = GROUPED
        await at.written(sync_id, grouped | {"encryption_passphrase": "x"})
        assert at.polytomic.sync(sync_id, CLASSIC)["filters"] == loaded["filters"]
        assert list(at.polytomic.world.models) == [_SOURCE["model_id"]]
    assert loaded["filters"][0]["field"]["model_id"] == _SOURCE["model_id"]
    assert loaded["filters"][1] == of_target
    assert grouped["target_filters"]["conditions"] == [
        {"field": "Email", "function": "Equality", "label": "A", "value_source": _SOURCE}
    ]
    assert "filter_logic" not in at.polytomic.syncs.grouped(at.polytomic.syncs.get(sync_id))["target"]


async def test_a_loaded_document_may_have_what_is_unusual() -> None:
    schedule = {"frequency": "dbtcloud", "connection_id": identifier("dbt"), "job_id": 7}
    bare = {
        "name": "Unusual",
        "mode": "enrich",
        "fields": [],
        "schedule": schedule,
        "target": {"connection_id": identifier("bucket"), "object": "files"},
    }
    async with serving(seed=False) as at:
        sync_id = at.polytomic.put_sync_doc(bare)
        loaded = await at.sync(sync_id)
        after = await at.written(sync_id, loaded | {"mode": "append"})
        connections = await at.data("/api/connections")
    assert {connection["id"] for connection in connections} == {identifier("dbt"), identifier("bucket")}
    assert (after["mode"], after["fields"]) == ("append", [])


async def test_a_loaded_document_brings_its_models_target_and_policies() -> None:
    async with serving(seed=False) as at:
        at.polytomic.put_sync_doc(CLASSIC_BODY)
        model = await at.data(f"/api/models/{_SOURCE['model_id']}")
        target = CLASSIC_BODY["target"]
        path = f"/api/connections/{target['connection_id']}/modelsync/target/fields"
        fields = await at.data(path, target="Lead")
        policies = await at.data("/api/permissions/policies")
    assert {"email", "name"} <= {field["name"] for field in model["fields"]}
    assert {"Email", "Status", "Name", "spare_phone"} <= {field["id"] for field in fields["fields"]}
    assert [policy["id"] for policy in policies] == CLASSIC_BODY["policies"]


async def test_an_outsider_edits_as_a_person_does() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        before = await at.sync(sync_id)

        def add(document: dict[str, Any]) -> None:
            document["name"] = "Renamed"
            document["fields"].append({"source": before["fields"][0]["source"], "target": "Fax__c"})

        shown = at.polytomic.outsider_edits(sync_id, add)
        after = await at.sync(sync_id)
        again = await at.written(sync_id, after)
        by_another = at.polytomic.outsider_edits(sync_id, lambda document: document | {"active": False}, by="Jo")
    assert shown == after
    assert (after["name"], after["fields"][-1]["target"]) == ("Renamed", "Fax__c")
    assert (after["updated_by"]["name"], by_another["updated_by"]["name"]) == ("Priya Shah", "Jo")
    assert before["updated_at"] < after["updated_at"] < again["updated_at"] < by_another["updated_at"]
    assert not by_another["active"]
