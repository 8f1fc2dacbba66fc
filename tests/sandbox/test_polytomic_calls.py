"""Versions, keys, lists, runs and choices."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import pytest

from syncbot.sandbox.polytomic import (
    API_KEY,
    DEPLOYMENT_KEY,
    LEGACY_KEY,
    ORGANIZATION_ID,
    PARTNER_KEY,
    RESTRICTED_KEY,
    Asked,
    PolytomicStandIn,
    identifier,
)
from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, AUDIENCE, CONTACTS, CUSTOMERS, LEADS, LEADS_EMEA
from tests.sandbox.polytomic_client import CLASSIC, Client, serving

_HUBSPOT = f"/api/connections/{identifier('connection', 'HubSpot')}"
_SALESFORCE = identifier("connection", "Salesforce (production)")


def _basic(organization: str, key: str) -> str:
    return "Basic " + base64.b64encode(f"{organization}:{key}".encode()).decode()


@pytest.mark.parametrize("version", ["", "2023-04-25", "newest"])
async def test_a_missing_or_unknown_version_is_refused_and_noted(version: str) -> None:
    async with serving(version=version) as at:
        answer = await at.ask("GET", "/api/me")
    assert answer.status_code == 400
    assert answer.json()["metadata"] == {"field": "X-Polytomic-Version"}
    assert len(at.polytomic.violations) == 1


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer wrong",
        "Bearer",
        f"Bearer {DEPLOYMENT_KEY}",
        "Basic !",
        _basic(ORGANIZATION_ID, "wrong"),
        _basic(identifier("other"), DEPLOYMENT_KEY),
    ],
)
async def test_a_wrong_key_is_401_in_the_shape_of_the_version(authorization: str) -> None:
    async with serving() as at:
        newer = await at.ask("GET", "/api/me", headers={"Authorization": authorization})
        at.version = CLASSIC
        older = await at.ask("GET", "/api/me", headers={"Authorization": authorization})
    assert (newer.status_code, older.status_code) == (401, 401)
    assert newer.json() == {"message": "unauthorized", "status": 401, "key": "unauthorized", "metadata": {}}
    assert older.json() == {"status": "Unauthorized", "error": "unauthorized", "code": 401, "context": {}}


async def test_one_wrong_key_gets_the_legacy_shape() -> None:
    async with serving() as at:
        answer = await at.ask("GET", "/api/me", headers={"Authorization": f"Bearer {LEGACY_KEY}"})
    assert (answer.status_code, answer.json()) == (401, {"error": {"message": "invalid or unknown API key"}})


@pytest.mark.parametrize(
    ("authorization", "kind", "has_id"),
    [
        (f"Bearer {API_KEY}", "is_user", True),
        (_basic(ORGANIZATION_ID, API_KEY), "is_user", True),
        (_basic(ORGANIZATION_ID, DEPLOYMENT_KEY), "is_system", False),
        (_basic(ORGANIZATION_ID, PARTNER_KEY), "is_partner", False),
    ],
)
async def test_me_says_whose_key_it_is(authorization: str, kind: str, has_id: bool) -> None:  # noqa: FBT001 -- parametrized
    async with serving() as at:
        me = (await at.ask("GET", "/api/me", headers={"Authorization": authorization})).json()["data"]
        organization = await at.data("/api/organization")
    assert [name for name in me if name.startswith("is_") and me[name]] == [kind]
    assert ("id" in me) == has_id
    assert me["organization_id"] == organization["id"] == ORGANIZATION_ID


async def test_a_restricted_key_reads_and_may_not_write() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        body = await at.sync(sync_id)
        headers = {"Authorization": f"Bearer {RESTRICTED_KEY}"}
        path = f"/api/syncs/{sync_id}"
        reads = await at.ask("GET", path, headers=headers)
        writes = [
            await at.ask("PUT", path, headers=headers, json=body),
            await at.ask("POST", f"{path}/activate", headers=headers, json={"active": False}),
            await at.ask("POST", f"{path}/executions", headers=headers),
        ]
        assert at.polytomic.sync(sync_id) == body
    assert reads.status_code == 200
    assert [answer.status_code for answer in writes] == [403, 403, 403]


async def test_the_list_is_light_and_last_changed_first() -> None:
    async with serving() as at:
        at.polytomic.outsider_edits(at.polytomic.id_of(ACCOUNTS), lambda document: document | {"name": "Attributes"})
        items = await at.data("/api/syncs")
    names = [item["name"] for item in items]
    assert len(names) == 8
    assert names[:3] == ["Attributes", LEADS, LEADS_EMEA]
    assert [item["updated_at"] for item in items] == sorted((item["updated_at"] for item in items), reverse=True)
    assert {"fields", "target", "policies", "model_filters"}.isdisjoint(items[1])
    assert (items[1]["target_object"], items[1]["target_connection_id"]) == ("Lead", _SALESFORCE)


async def test_the_classic_list_has_whole_syncs_and_no_pages() -> None:
    async with serving(version=CLASSIC) as at:
        answer = await at.ask("GET", "/api/syncs", params={"limit": 1})
        whole = await at.sync(at.polytomic.id_of(LEADS))
    assert len(answer.json()["data"]) == 8
    assert whole in answer.json()["data"]
    assert "pagination" not in answer.json()


async def _pages(at: Client, **params: str | int) -> list[list[str]]:
    pages, token = [], ""
    while True:
        query = params | ({"page_token": token} if token else {})
        answer = (await at.ask("GET", "/api/syncs", params=query)).json()
        pages.append([item["id"] for item in answer["data"]])
        token = answer["pagination"].get("next_page_token", "")
        if not token:
            return pages


@pytest.mark.parametrize(
    ("params", "sizes"),
    [({}, [50, 50, 20]), ({"limit": 500}, [50, 50, 20]), ({"limit": 0}, [50, 50, 20]), ({"limit": 40}, [40, 40, 40])],
)
async def test_pages_hold_fifty_at_most_and_every_sync_once(params: dict[str, int], sizes: list[int]) -> None:
    async with serving(seed=False) as at:
        template = PolytomicStandIn()
        document = template.sync(template.id_of(CUSTOMERS))
        for number in range(120):
            at.polytomic.put_sync_doc(document | {"id": identifier("copy", str(number)), "name": f"Copy {number}"})
        pages = await _pages(at, **params)
    assert [len(page) for page in pages] == sizes
    assert len({sync_id for page in pages for sync_id in page}) == 120


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"mode": "snapshot"}, [AUDIENCE]),
        ({"target_connection_id": identifier("connection", "NetSuite")}, [CUSTOMERS]),
        ({"active": "false"}, []),
        ({"active": "true", "mode": "update"}, [CONTACTS, ACCOUNTS]),
    ],
)
async def test_the_list_can_be_narrowed(params: dict[str, str], names: list[str]) -> None:
    async with serving() as at:
        assert [item["name"] for item in await at.data("/api/syncs", **params)] == names


@pytest.mark.parametrize(
    "params", [{"active": "yes"}, {"mode": "enrich"}, {"limit": "many"}, {"page_token": "x"}, {"page_token": "MQ=="}]
)
async def test_a_query_that_makes_no_sense_is_refused(params: dict[str, str]) -> None:
    async with serving() as at:
        answer = await at.ask("GET", "/api/syncs", params=params)
    assert answer.status_code == 400
    assert answer.json()["metadata"]["field"] in params


async def test_activate_changes_one_field_alone() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(AUDIENCE)
        before = await at.sync(sync_id)
        answer = await at.ask("POST", f"/api/syncs/{sync_id}/activate", json={"active": False})
        after = await at.sync(sync_id)
        wrong = await at.ask("POST", f"/api/syncs/{sync_id}/activate", json={"active": "no"})
        assert at.polytomic.passphrase(sync_id)
    assert answer.json() == {"data": {"id": sync_id, "active": False}}
    assert {key for key in before if before[key] != after[key]} == {"active", "updated_at", "updated_by"}
    assert (wrong.status_code, wrong.json()["metadata"]["field"]) == (422, "active")


async def test_a_run_goes_as_far_as_the_test_takes_it() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        path, runs = f"/api/syncs/{sync_id}", at.polytomic.executions
        started = (await at.ask("POST", f"{path}/executions", json={"resync": False})).json()["data"]
        busy = await at.ask("POST", f"{path}/executions")
        statuses = [(await at.data(f"{path}/status"))["current_execution"]["status"]]
        runs.begin(sync_id)
        statuses.append((await at.data(f"{path}/status"))["current_execution"]["status"])
        runs.complete(sync_id, total=3, insert=3)
        status = await at.data(f"{path}/status")
        run = await at.data(f"{path}/executions/{started['id']}")
    assert set(started) == {"id", "status", "created_at"}
    assert (busy.status_code, busy.json()["key"]) == (409, "execution_in_progress")
    assert statuses == ["created", "running"]
    assert "current_execution" not in status
    assert status["last_execution"] == run
    assert (run["status"], run["counts"]["total"], run["counts"]["delete"]) == ("completed", 3, 0)


async def test_a_run_is_cancelled_asynchronously() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        run = at.polytomic.executions.begin(sync_id)
        path = f"/api/syncs/{sync_id}"
        answer = await at.ask("POST", f"{path}/cancel")
        current = (await at.data(f"{path}/status"))["current_execution"]
        at.polytomic.executions.canceled(sync_id)
        last = (await at.data(f"{path}/status"))["last_execution"]
        late = await at.ask("POST", f"{path}/executions/{run['id']}/cancel")
    assert answer.json()["data"]["message"]
    assert (current["status"], last["status"], last["id"]) == ("canceling", "canceled", run["id"])
    assert late.status_code == 400


async def test_one_run_can_be_cancelled_by_its_id() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        run = at.polytomic.executions.begin(sync_id)
        path = f"/api/syncs/{sync_id}/executions"
        answers = [await at.ask("POST", f"{path}/{which}/cancel") for which in (run["id"], identifier("none"))]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert run["status"] == "canceling"


async def test_runs_are_listed_newest_first_and_paged() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(CUSTOMERS)
        for _ in range(50):
            at.polytomic.executions.begin(sync_id)
            at.polytomic.executions.complete(sync_id)
        at.polytomic.executions.begin(sync_id)
        path = f"/api/syncs/{sync_id}/executions"
        first = (await at.ask("GET", path)).json()
        token = first["pagination"]["next_page_token"]
        second = (await at.ask("GET", path, params={"page_token": token})).json()
        oldest = (await at.data(path, ascending="true"))[0]
        done = await at.data(path, only_completed="true")
    assert (len(first["data"]), len(second["data"])) == (50, 4)
    assert (first["data"][0]["status"], done[0]["status"]) == ("running", "completed")
    assert second["data"][-1] == oldest
    assert oldest["errors"]
    assert second["pagination"] == {}


async def test_several_identities_are_started_by_source_identities() -> None:
    async with serving() as at:
        path = f"/api/syncs/{at.polytomic.id_of(CONTACTS)}/executions"
        answer = await at.ask("POST", path, json={"identities": ["a@b.example"]})
    assert (answer.status_code, answer.json()["key"]) == (400, "source_identities_required")


@pytest.mark.parametrize(
    ("schedule", "hour", "minute"),
    [
        ({"frequency": "daily", "hour": "6", "minute": "45"}, 6, 45),
        ({"frequency": "weekly", "day_of_week": "monday", "hour": "9", "minute": "30"}, 9, 30),
        ({"frequency": "custom", "minute": "5", "hour": "7", "day_of_week": "1-5"}, 7, 5),
    ],
)
async def test_the_next_run_is_what_the_schedule_says(schedule: dict[str, Any], hour: int, minute: int) -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        at.polytomic.outsider_edits(sync_id, lambda document: document | {"schedule": schedule})
        following = datetime.fromisoformat((await at.data(f"/api/syncs/{sync_id}/status"))["next_execution_time"])
        at.polytomic.outsider_edits(sync_id, lambda document: document | {"active": False})
        paused = await at.data(f"/api/syncs/{sync_id}/status")
    assert (following.hour, following.minute) == (hour, minute)
    assert following > datetime.now(tz=following.tzinfo)
    assert paused["next_execution_time"] is None


async def test_schedules_describe_their_options() -> None:
    async with serving() as at:
        options = (await at.data("/api/syncs/schedules"))["schedule_options"]
    assert {"manual", "hourly", "daily", "weekly", "custom", "runafter"} <= {option["frequency"] for option in options}


async def test_connections_show_no_secret() -> None:
    async with serving() as at:
        connections = await at.data("/api/connections")
        one = await at.data(f"/api/connections/{connections[0]['id']}")
    assert len(connections) == 7
    assert one == connections[0]
    assert one["configuration"]["password"] == "********"
    assert {connection["status"] for connection in connections} == {"healthy"}


async def test_target_objects_and_their_fields_can_be_read() -> None:
    async with serving() as at:
        answer = (await at.ask("GET", f"/api/connections/{_SALESFORCE}/modelsync/targetobjects")).json()
        lead = await at.data(f"/api/connections/{_SALESFORCE}/modelsync/target/fields", target="Lead", refresh="true")
    assert [target["id"] for target in answer["data"]] == ["Lead", "Contact", "Account"]
    assert answer["target_creation"] == {"supported": False}
    assert {mode["id"] for mode in answer["data"][0]["modes"]} == {mode["mode"] for mode in lead["modes"]}
    fields = {field["id"]: field for field in lead["fields"]}
    assert (fields["Campaign__c"]["name"], fields["LastName"]["required"]) == ("Most Recent Campaign", True)
    assert (fields["Id"]["createable"], fields["Id"]["updateable"], fields["Email"]["supports_identity"]) == (
        *(False, False),
        True,
    )
    assert [value["value"] for value in fields["Rating"]["values"]] == ["Hot", "Warm", "Cold"]


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"target": "contacts"}, 200),
        ({"properties[targetObject]": "contacts"}, 200),
        ({"properties[targetObject]": "deals"}, 404),
        ({"target": "deals"}, 404),
        ({}, 400),
        ({"target": "contacts", "properties[targetObject]": "contacts"}, 400),
    ],
)
async def test_target_fields_take_exactly_one_way_to_name_the_target(params: dict[str, str], status: int) -> None:
    async with serving() as at:
        answer = await at.ask("GET", f"{_HUBSPOT}/modelsync/target/fields", params=params)
    assert answer.status_code == status


async def test_target_creation_values_can_be_asked_for() -> None:
    async with serving() as at:
        params = {"include_target_creation_values": "true"}
        answer = (await at.ask("GET", f"{_HUBSPOT}/modelsync/targetobjects", params=params)).json()
    assert answer["target_creation"] == {"supported": False, "properties": []}


def test_only_a_run_in_progress_can_be_moved_on() -> None:
    polytomic = PolytomicStandIn()
    with pytest.raises(LookupError):
        polytomic.executions.complete(polytomic.id_of(LEADS))
    polytomic.executions.cancel(polytomic.id_of(LEADS))
    assert polytomic.executions.current(polytomic.id_of(LEADS)) is None


async def test_models_have_fields_with_labels_and_examples() -> None:
    async with serving() as at:
        models = await at.data("/api/models")
        leads = await at.data(f"/api/models/{identifier('model', 'Leads')}")
    assert leads in models
    email = leads["fields"][0]
    assert (email["name"], email["label"], email["example"]) == ("email", "E-mail", "ada@lovelace.example")
    assert len({field["id"] for field in leads["fields"]}) == len(leads["fields"])


async def test_policies_can_be_read() -> None:
    async with serving() as at:
        policies = await at.data("/api/permissions/policies")
        one = await at.data(f"/api/permissions/policies/{policies[0]['id']}")
    assert one == policies[0]
    assert one["policy_actions"][0]["action"] == "read"


@pytest.mark.parametrize(
    "path",
    [
        "/api/connections/{}",
        "/api/connections/{}/modelsync/targetobjects",
        "/api/connections/{}/modelsync/target/fields?target=Lead",
        "/api/models/{}",
        "/api/permissions/policies/{}",
        "/api/syncs/{}/status",
        "/api/syncs/{}/executions",
    ],
)
async def test_what_is_not_there_is_404(path: str) -> None:
    async with serving() as at:
        answer = await at.ask("GET", path.format(identifier("none")))
    assert (answer.status_code, answer.json()["key"]) == (404, "not_found")


async def test_events_tell_of_runs_newest_first() -> None:
    async with serving() as at:
        everything = await at.data("/api/events", limit=100)
        some = await at.data("/api/events")
        failed = await at.data("/api/events", type="sync.failed")
        later = await at.data("/api/events", starting_after=failed[1]["created_at"], type="sync.failed")
        earlier = await at.data("/api/events", ending_before=failed[1]["created_at"], type="sync.failed")
        types = await at.data("/api/events_types")
        wrong = [
            await at.ask("GET", "/api/events", params=params) for params in ({"type": "x"}, {"ending_before": "x"})
        ]
    assert (len(some), len(failed)) == (10, 4)
    assert everything[:10] == some
    assert "sync.completed_with_errors" in {event["type"] for event in everything} <= set(types)
    assert (later, earlier) == (failed[:1], failed[2:])
    assert [answer.status_code for answer in wrong] == [422, 422]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("DELETE", "", 405), ("PATCH", "", 405), ("POST", "/trigger", 404)]
)
async def test_a_call_that_does_not_exist_is_noted(method: str, path: str, status: int) -> None:
    async with serving() as at:
        answer = await at.ask(method, f"/api/syncs/{at.polytomic.id_of(LEADS)}{path}")
    assert answer.status_code == status
    assert "is not a call" in at.polytomic.violations[0]


async def test_every_call_is_recorded_with_what_it_changed() -> None:
    async with serving() as at:
        sync_id = at.polytomic.id_of(LEADS)
        body = await at.sync(sync_id)
        await at.put(sync_id, body | {"name": "New name"}, "key-of-this-write")
        await at.refused(sync_id, body | {"name": ""}, 422)
    get, put, refused = at.polytomic.calls
    assert (get.method, get.path, get.status, get.body) == ("GET", f"/api/syncs/{sync_id}", 200, None)
    assert (put.status, put.headers["idempotency-key"], put.body["name"]) == (200, "key-of-this-write", "New name")
    assert put.before is not None
    assert put.after is not None
    assert (put.before["name"], put.after["name"]) == (LEADS, "New name")
    assert (refused.status, refused.before, refused.after) == (422, None, None)
    assert at.polytomic.calls_of("PUT", "/api/syncs/*") == [put, refused]
    assert get.at <= put.at <= refused.at


def test_it_answers_without_http_too() -> None:
    polytomic = PolytomicStandIn()
    headers = {"authorization": f"Bearer {API_KEY}", "x-polytomic-version": CLASSIC}
    reply = polytomic.answer(Asked("GET", "/api/me", {}, headers, b""))
    assert (reply.status, reply.body["data"]["is_user"]) == (200, True)
    assert polytomic.calls[0].status == 200


def test_the_seed_is_what_a_team_has() -> None:
    polytomic = PolytomicStandIn()
    syncs = [polytomic.sync(sync_id) for sync_id in polytomic.syncs.stored]
    assert len(syncs) == 8
    assert max(len(sync["fields"]) for sync in syncs) == 1200
    assert sum(any(entry.get("encryption_enabled") for entry in sync["fields"]) for sync in syncs) == 1
    assert sum("problems" in sync for sync in syncs) == 1
    assert LEADS_EMEA.startswith(LEADS)
    with pytest.raises(LookupError):
        polytomic.id_of("Leads")
