"""PUT is a full replacement, strictly."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, AUDIENCE_PASSPHRASE, CONTACTS, LEADS, SUPPORT_USERS
from syncbot.sandbox.polytomic.world import identifier
from tests.sandbox.polytomic_client import CLASSIC, Client, serving

_REQUIRED = ("fields", "mode", "name", "schedule", "target")
_LEAD_SOURCE = {"model_id": identifier("model", "Leads"), "field": "phone"}


async def _leads(at: Client) -> tuple[str, dict[str, Any]]:
    sync_id = at.polytomic.id_of(LEADS)
    return sync_id, await at.sync(sync_id)


async def test_what_is_omitted_is_cleared() -> None:
    async with serving() as at:
        sync_id, before = await _leads(at)
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
        sync_id, before = await _leads(at)
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
        sync_id, body = await _leads(at)
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
        sync_id, body = await _leads(at)
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
        sync_id, body = await _leads(at)
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
        sync_id, body = await _leads(at)
        error = await at.refused(sync_id, body | {"identities": {"mappings": []}, "identity": body["identity"]}, 422)
        bare = {key: body[key] for key in body if key not in ("identity", "identities")}
        required = await at.refused(sync_id, bare, 422)
    assert (error["key"], required["key"]) == ("identities_conflict", "identity_required")


async def test_a_deleted_model_field_is_refused_and_named() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        at.polytomic.world.remove_model_field(identifier("model", "Leads"), "phone")
        error = await at.refused(sync_id, body, 422)
    assert error["metadata"] == {"field": "phone", "path": "fields[4].source"}


async def test_a_new_target_may_be_named() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        target = {"connection_id": body["target"]["connection_id"], "object": "__pt_new_target", "new_name": "Leads 2"}
        after = await at.written(sync_id, body | {"target": target})
    assert after["target"] == {**target, "configuration": {}}


async def test_logic_without_conditions_is_refused() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        bare = {key: body[key] for key in body if key not in ("filters", "filter_logic")}
        error = await at.refused(sync_id, bare | {"model_filters": {"logic": "A"}}, 422)
        after = await at.written(sync_id, bare | {"model_filters": {"conditions": []}})
    assert error["key"] == "invalid_filter_logic"
    assert (after["model_filters"], after["filters"]) == ({"conditions": []}, [])


async def test_an_unknown_target_field_is_fine_when_it_is_to_be_created() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        fields = [*body["fields"], {"source": _LEAD_SOURCE, "target": "Fax__c", "new": True}]
        after = await at.written(sync_id, body | {"fields": fields})
    assert after["fields"] == fields


async def test_an_empty_fixed_value_is_an_unknown_model_field_id() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        fixed = [{"target": "LeadSource", "override_value": ""}]
        error = await at.refused(sync_id, body | {"override_fields": fixed}, 422)
    assert error["message"] == "unknown model field id"


async def test_a_fixed_value_without_a_source_is_stored_as_an_override_field() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        with_source = {"source": _LEAD_SOURCE, "target": "Phone", "override_value": "none"}
        fields = [*body["fields"][:2], with_source, {"target": "Country", "override_value": "GB"}]
        after = await at.written(sync_id, body | {"fields": fields, "override_fields": []})
    assert after["fields"] == fields[:3]
    assert after["override_fields"] == [fields[3]]


async def test_an_override_field_with_a_source_becomes_a_mapping() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        mapping = {"source": _LEAD_SOURCE, "target": "Phone"}
        after = await at.written(sync_id, body | {"fields": body["fields"][:1], "override_fields": [mapping]})
    assert after["fields"] == [body["fields"][0], mapping]
    assert after["override_fields"] == []


async def test_identities_may_not_be_left_out_when_there_are_several() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(CONTACTS)
        body = await at.sync(sync_id)
        assert body["identity"] == body["identities"]["mappings"][0]
        del body["identities"]
        error = await at.refused(sync_id, body, 422)
    assert error["metadata"]["field"] == "identities"


async def test_several_identities_need_a_strategy() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(CONTACTS)
        body = await at.sync(sync_id)
        del body["identities"]["strategy"]
        error = await at.refused(sync_id, body, 422)
    assert error["metadata"]["field"] == "identities.strategy"


async def test_identity_alone_is_the_one_mapping() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        identity = {**body["identity"], "function": "OneOf"}
        del body["identities"]
        after = await at.written(sync_id, body | {"identity": identity})
    assert after["identities"] == {"mappings": [identity], "strategy": "priority"}


async def test_identity_and_identities_that_disagree_are_refused() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        body["identity"] = {**body["identity"], "function": "OneOf"}
        error = await at.refused(sync_id, body, 422)
    assert error["key"] == "identities_conflict"


async def test_grouped_filters_with_stale_mirrors_are_refused() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        edited = copy.deepcopy(body)
        edited["model_filters"]["conditions"][0]["value"] = 80
        error = await at.refused(sync_id, edited, 422)
        assert error["key"] == "filters_conflict"
        after = await at.written(sync_id, {key: edited[key] for key in edited if "filter" not in key[:7]})
    assert after["filters"][0]["value"] == 80


@pytest.mark.parametrize("keeps_grouped", [True, False])
async def test_an_edit_of_the_mirrors_alone_is_ignored(keeps_grouped: bool) -> None:  # noqa: FBT001 -- parametrized
    async with serving() as at:
        sync_id, body = await _leads(at)
        edited = copy.deepcopy(body)
        edited["filters"][0]["value"] = 80
        if not keeps_grouped:
            del edited["model_filters"]
        after = await at.written(sync_id, edited)
    assert (after["model_filters"], after["filters"]) == (body["model_filters"], body["filters"])


async def test_labels_come_back_by_position_with_the_logic() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        first, _, third = body["model_filters"]["conditions"]
        body["model_filters"] = {"conditions": [{**third, "label": "x"}, {**first, "label": "y"}], "logic": "y or x"}
        after = await at.written(sync_id, {key: body[key] for key in body if key not in ("filters", "filter_logic")})
    assert [entry["label"] for entry in after["model_filters"]["conditions"]] == ["A", "B"]
    assert (after["model_filters"]["logic"], after["filter_logic"]) == ("B or A", "B or A")


async def test_removing_a_condition_without_its_logic_is_refused() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        body["model_filters"]["conditions"].pop()
        body = {key: body[key] for key in body if key not in ("filters", "filter_logic")}
        error = await at.refused(sync_id, body, 422)
    assert error["key"] == "invalid_filter_logic"


async def test_target_filters_need_a_mode_that_supports_them() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(CONTACTS)
        body = await at.sync(sync_id)
        error = await at.refused(sync_id, body | {"mode": "updateOrCreate"}, 422)
        after = await at.written(sync_id, body)
    assert error["key"] == "target_filters_unsupported"
    assert after["target"]["filter_logic"] == after["target_filters"]["logic"]
    assert after["filters"] == [
        {"field_id": "Region__c", "field_type": "Target", "function": "IsNotNull", "label": "A"}
    ]


async def test_field_id_wins_over_field_in_an_override() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(CONTACTS)
        body = await at.sync(sync_id)
        stale = body["overrides"][0]
        edited = {**stale, "field": {**stale["field"], "field": "region"}}
        unknown = {**stale, "field_id": identifier("no such field")}
        after = await at.written(sync_id, body | {"overrides": [edited]})
        error = await at.refused(sync_id, body | {"overrides": [unknown]}, 422)
        without_id = {key: edited[key] for key in edited if key != "field_id"}
        moved = await at.written(sync_id, body | {"overrides": [without_id]})
    assert after["overrides"] == [stale]
    assert error["message"] == "unknown model field id"
    assert moved["overrides"][0]["field"]["field"] == "region"
    assert moved["overrides"][0]["field_id"] != stale["field_id"]


async def test_the_passphrase_is_kept_by_what_is_sent_and_never_shown() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(AUDIENCE)
        body = await at.sync(sync_id)
        assert "encryption_passphrase" not in body
        assert at.polytomic.passphrase(sync_id) == AUDIENCE_PASSPHRASE
        after = await at.written(sync_id, body | {"encryption_passphrase": "another one"})
        assert "encryption_passphrase" not in after
        assert at.polytomic.passphrase(sync_id) == "another one"
        assert at.polytomic.violations == []
        await at.written(sync_id, body)
        assert at.polytomic.passphrase(sync_id) is None
        assert len(at.polytomic.violations) == 1
    assert "cleared the passphrase" in at.polytomic.violations[0]


async def test_target_create_is_never_returned_and_no_part_of_an_edit() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
        body["target"]["create"] = {"name": "Leads 2"}
        after = await at.written(sync_id, body)
    assert "create" not in after["target"]
    assert "target.create" in at.polytomic.violations[0]


async def test_search_values_follow_the_object() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of("Companies to HubSpot")
        body = await at.sync(sync_id)
        stale = {**body["target"], "search_values": {"targetObject": "nonsense"}}
        kept = await at.written(sync_id, body | {"target": stale})
        contacts = {
            "target": {**stale, "object": "contacts"},
            "fields": [{"source": body["fields"][0]["source"], "target": "firstname"}],
            "identity": {**body["identity"], "target": "email"},
        }
        moved = await at.written(sync_id, body | contacts)
    assert kept["target"]["search_values"] == {"targetObject": "companies"}
    assert moved["target"]["search_values"] == {"targetObject": "contacts"}


async def test_unknown_keys_are_kept_at_every_level_and_gone_when_omitted() -> None:
    async with serving() as at:
        sync_id, body = await _leads(at)
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
        sync_id, body = await _leads(at)
        answer = await at.put(identifier("sync", "none"), body)
    assert answer.status_code == 404
    assert answer.json()["key"] == "not_found"
    assert sync_id
