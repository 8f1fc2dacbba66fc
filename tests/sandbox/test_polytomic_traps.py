"""The traps of a PUT: mirrors, labels by position, identities, what is never returned."""

from __future__ import annotations

import copy

import pytest

from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, AUDIENCE_PASSPHRASE, CONTACTS
from syncbot.sandbox.polytomic.world import identifier
from tests.sandbox.polytomic_client import serving
from tests.sandbox.test_polytomic_put import leads


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
        sync_id, body = await leads(at)
        identity = {**body["identity"], "function": "OneOf"}
        del body["identities"]
        after = await at.written(sync_id, body | {"identity": identity})
    assert after["identities"] == {"mappings": [identity], "strategy": "priority"}


async def test_identity_and_identities_that_disagree_are_refused() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        body["identity"] = {**body["identity"], "function": "OneOf"}
        error = await at.refused(sync_id, body, 422)
    assert error["key"] == "identities_conflict"


async def test_grouped_filters_with_stale_mirrors_are_refused() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        edited = copy.deepcopy(body)
        edited["model_filters"]["conditions"][0]["value"] = 80
        error = await at.refused(sync_id, edited, 422)
        assert error["key"] == "filters_conflict"
        after = await at.written(sync_id, {key: edited[key] for key in edited if "filter" not in key[:7]})
    assert after["filters"][0]["value"] == 80


@pytest.mark.parametrize("keeps_grouped", [True, False])
async def test_an_edit_of_the_mirrors_alone_is_ignored(keeps_grouped: bool) -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        edited = copy.deepcopy(body)
        edited["filters"][0]["value"] = 80
        if not keeps_grouped:
            del edited["model_filters"]
        after = await at.written(sync_id, edited)
    assert (after["model_filters"], after["filters"]) == (body["model_filters"], body["filters"])


async def test_labels_come_back_by_position_with_the_logic() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
        first, _, third = body["model_filters"]["conditions"]
        body["model_filters"] = {"conditions": [{**third, "label": "x"}, {**first, "label": "y"}], "logic": "y or x"}
        after = await at.written(sync_id, {key: body[key] for key in body if key not in ("filters", "filter_logic")})
    assert [entry["label"] for entry in after["model_filters"]["conditions"]] == ["A", "B"]
    assert (after["model_filters"]["logic"], after["filter_logic"]) == ("B or A", "B or A")


async def test_removing_a_condition_without_its_logic_is_refused() -> None:
    async with serving() as at:
        sync_id, body = await leads(at)
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
        sync_id, body = await leads(at)
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
        assert at.polytomic.violations == []
        contacts = {
            "target": {**stale, "object": "contacts"},
            "fields": [{"source": body["fields"][0]["source"], "target": "firstname"}],
            "identity": {**body["identity"], "target": "email"},
        }
        moved = await at.written(sync_id, body | contacts)
    assert kept["target"]["search_values"] == {"targetObject": "companies"}
    assert moved["target"]["search_values"] == {"targetObject": "contacts"}
    assert at.polytomic.violations == [f"PUT /api/syncs/{sync_id} sent the search values of another object"]
