"""PUT is a full replacement, strictly."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, LEADS, SUPPORT_USERS
from syncbot.sandbox.polytomic.world import identifier
from tests.sandbox.polytomic_client import CLASSIC, Client, serving

_REQUIRED = ("fields", "mode", "name", "schedule", "target")
_LEAD_SOURCE = {"model_id": identifier("model", "Leads"), "field": "phone"}


async def leads(at: Client) -> tuple[str, dict[str, Any]]:
    sync_id = at.polytomic.id_of(LEADS)
    return sync_id, await at.sync(sync_id)


async def test_what_is_omitted_is_cleared() -> None:
    async with serving() as at:
        sync_id, before = await leads(at)
        assert before["active"]
        assert before["policies"]
        kept = {key: before[key] for key in (*_REQUIRED, "identities")}
        after = await at.written(sync_id, kept)
    assert {key: after[key] for key in kept} == kept
    assert not after["active"]
    assert (after["policies"], after["overrides"], after["override_fields"]) == ([], [], [])
    assert {"model_filters", "filters", "filter_logic"}.isdisjoint(after)


async def test_a_get_put_back_changes_only_who_and_when() -> None:
    async with serving() as at:
        sync_id, before = await leads(at)
        after = await at.written(sync_id, before)
        again = await at.written(sync_id, before)
        assert at.polytomic.sync(sync_id) == again
    assert {key for key in before if before[key] != after.get(key)} == {"updated_at", "updated_by"}
    assert after["updated_by"]["name"] == "syncbot"
    assert before["updated_at"] < after["updated_at"] < again["updated_at"]
    assert len(again["updated_at"]) == len("2026-11-24T06:00:00.000001Z")


@pytest.mark.parametrize("key", _REQUIRED)
async def test_each_of_the_required_five_is_required(key: str) -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        del body[key]
        error = await at.refused(sync_id, body, 400)
    assert (error["status"], error["key"], error["metadata"]["field"]) == (400, "missing_field", key)


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"name": " "}, 422, "name"),
        ({"name": None}, 400, "name"),
        ({"mode": "enrich"}, 400, "mode"),
        ({"mode": "append"}, 422, "append"),
        ({"active": "yes"}, 400, "active"),
        ({"schedule": {"frequency": "daily", "hour": 6}}, 400, "schedule.hour"),
        ({"schedule": {"frequency": "daily", "hour": "25"}}, 422, "25"),
        ({"schedule": {"frequency": "daily", "hour": "\u0666"}}, 422, "\u0666"),
        ({"schedule": {"frequency": "weekly", "day_of_week": "8", "hour": "6"}}, 422, "8"),
        ({"schedule": {"frequency": "weekly", "day_of_week": "mo", "hour": "6"}}, 422, "mo"),
        ({"schedule": {"frequency": "custom", "hour": "24"}}, 422, "schedule"),
        ({"schedule": {"frequency": "custom", "hour": "6, 7"}}, 422, "schedule"),
        ({"schedule": {"frequency": "builder", "minute": "\uff16"}}, 422, "schedule"),
        ({"schedule": {"frequency": "runafter"}}, 422, "schedule.run_after"),
        ({"schedule": {"frequency": "dbtcloud", "job_id": 4}}, 422, "schedule.connection_id"),
        ({"policies": [identifier("policy", "none")]}, 422, identifier("policy", "none")),
        ({"organization_id": identifier("organization", "other")}, 403, "organization_id"),
        ({"fields": []}, 422, "fields"),
        ({"identities": None}, 400, "identities"),
        ({"identities": {"mappings": []}, "identity": None}, 400, "identity"),
        ({"target": {"connection_id": identifier("connection", "none")}}, 422, identifier("connection", "none")),
        ({"target": {"connection_id": identifier("connection", "HubSpot"), "object": "deals"}}, 422, "deals"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_named(change: dict[str, Any], status: int, field: str) -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        error = await at.refused(sync_id, body | change, status)
    assert error["metadata"]["field"] == field
    assert set(error) == {"message", "status", "key", "metadata"}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"source": _LEAD_SOURCE, "target": "Fax"}, "Fax"),
        ({"source": _LEAD_SOURCE, "target": "Id"}, "Id"),
        ({"source": _LEAD_SOURCE, "target": "Phone", "encryption_enabled": True}, "Phone"),
        ({"source": _LEAD_SOURCE | {"field": "fax"}, "target": "Phone"}, "fax"),
        (
            {"source": _LEAD_SOURCE | {"model_id": identifier("model", "x")}, "target": "Phone"},
            identifier("model", "x"),
        ),
        ({"target": "Phone"}, "Phone"),
        ({"target": "Phone", "override_value": ""}, "Phone"),
    ],
)
async def test_a_mapping_may_only_name_what_is_there_and_can_be_written(entry: dict[str, Any], field: str) -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        error = await at.refused(sync_id, body | {"fields": [entry]}, 422)
    assert error["metadata"]["field"] == field


async def test_a_target_may_create_no_fields() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(AUDIENCE)
        body = await at.sync(sync_id)
        new = {"source": body["fields"][0]["source"], "target": "nickname", "new": True}
        error = await at.refused(sync_id, body | {"fields": [*body["fields"], new]}, 422)
    assert error["key"] == "field_creation_unsupported"


async def test_a_mode_may_require_an_identity() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        error = await at.refused(sync_id, body | {"identities": {"mappings": []}, "identity": body["identity"]}, 422)
        bare = {key: body[key] for key in body if key not in ("identity", "identities")}
        required = await at.refused(sync_id, bare, 422)
    assert (error["key"], required["key"]) == ("identities_conflict", "identity_required")


async def test_a_deleted_model_field_is_refused_and_named() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        at.polytomic.world.remove_model_field(identifier("model", "Leads"), "phone")
        error = await at.refused(sync_id, body, 422)
    assert error["metadata"] == {"field": "phone", "path": "fields[4].source"}


async def test_a_new_target_may_be_named() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        target = {"connection_id": body["target"]["connection_id"], "object": "__pt_new_target", "new_name": "Leads 2"}
        after = await at.written(sync_id, body | {"target": target})
    assert after["target"] == {**target, "configuration": {}}


async def test_logic_without_conditions_is_refused() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        bare = {key: body[key] for key in body if key not in ("filters", "filter_logic")}
        error = await at.refused(sync_id, bare | {"model_filters": {"logic": "A"}}, 422)
        after = await at.written(sync_id, bare | {"model_filters": {"conditions": []}})
    assert error["key"] == "invalid_filter_logic"
    assert (after["model_filters"], after["filters"]) == ({"conditions": []}, [])


async def test_an_unknown_target_field_is_fine_when_it_is_to_be_created() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        fields = [*body["fields"], {"source": _LEAD_SOURCE, "target": "Fax__c", "new": True}]
        after = await at.written(sync_id, body | {"fields": fields})
    assert after["fields"] == fields


async def test_an_empty_fixed_value_is_an_unknown_model_field_id() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        fixed = [{"target": "LeadSource", "override_value": ""}]
        error = await at.refused(sync_id, body | {"override_fields": fixed}, 422)
    assert error["message"] == "unknown model field id"


async def test_a_fixed_value_without_a_source_is_stored_as_an_override_field() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        with_source = {"source": _LEAD_SOURCE, "target": "Phone", "override_value": "none"}
        fields = [*body["fields"][:2], with_source, {"target": "Country", "override_value": "GB"}]
        after = await at.written(sync_id, body | {"fields": fields, "override_fields": []})
    assert after["fields"] == fields[:3]
    assert after["override_fields"] == [fields[3]]


async def test_an_override_field_with_a_source_becomes_a_mapping() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        mapping = {"source": _LEAD_SOURCE, "target": "Phone"}
        after = await at.written(sync_id, body | {"fields": body["fields"][:1], "override_fields": [mapping]})
    assert after["fields"] == [body["fields"][0], mapping]
    assert after["override_fields"] == []


async def test_unknown_keys_are_kept_at_every_level_and_gone_when_omitted() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        known = copy.deepcopy(body)
        body["x_new"] = {"deep": [1.0, None, 12345678901234567890]}
        body["fields"][0]["x_field"] = None
        body["fields"][0]["source"]["x_source"] = "s"
        body["schedule"]["x_schedule"] = False
        body["target"]["configuration"] = {"none": None, "ten": 10.0}
        after = await at.written(sync_id, body)
        text = (await at.ask("GET", f"/api/syncs/{sync_id}")).text
        plain = await at.written(sync_id, known)
    assert {key for key in body if body[key] != after[key]} == {"updated_at", "updated_by"}
    assert '"deep": [1.0, null, 12345678901234567890]' in text
    assert '"ten": 10.0' in text
    assert "x_new" not in plain


async def test_a_problem_refuses_the_whole_until_it_is_mended_but_not_the_toggle() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(SUPPORT_USERS)
        body = await at.sync(sync_id)
        assert body["problems"][0]["severity"] == "error"
        error = await at.refused(sync_id, body, 422)
        start = await at.ask("POST", f"/api/syncs/{sync_id}/executions")
        toggle = await at.ask("POST", f"/api/syncs/{sync_id}/activate", json={"active": False})
        body["fields"][4]["target"] = "tags"
        after = await at.written(sync_id, body)
    assert error["metadata"] == {"field": "user_fields.plan_tier", "path": "fields[4].target"}
    assert start.status_code == 400
    assert toggle.json() == {"data": {"id": sync_id, "active": False}}
    assert "problems" not in after


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"name": NaN}', b"\xff"])
async def test_a_body_that_is_no_json_object_is_refused(content: bytes) -> None:
    async with serving() as at:
        path = f"/api/syncs/{at.polytomic.id_of(LEADS)}"
        answer = await at.ask("PUT", path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert at.polytomic.violations == []


async def test_a_body_that_does_not_say_that_it_is_json_is_refused_and_noted() -> None:
    async with serving() as at:
        answer = await at.ask("PUT", f"/api/syncs/{at.polytomic.id_of(LEADS)}", content=b"{}")
    assert answer.status_code == 400
    assert "application/json" in at.polytomic.violations[0]


@pytest.mark.parametrize("version", [CLASSIC, "2025-09-18"])
async def test_a_sync_that_is_not_there_is_404(version: str) -> None:
    async with serving(version=version) as at:
        sync_id, body = await leads(at)
        answer = await at.put(identifier("sync", "none"), body)
    assert answer.status_code == 404
    assert answer.json()["key"] == "not_found"
    assert sync_id
