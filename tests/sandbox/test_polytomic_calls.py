"""Versions, keys, lists, runs and choices."""

from __future__ import annotations

import base64

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

SALESFORCE = identifier("connection", "Salesforce (production)")


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
async def test_me_says_whose_key_it_is(authorization: str, kind: str, has_id: bool) -> None:
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
    assert (items[1]["target_object"], items[1]["target_connection_id"]) == ("Lead", SALESFORCE)


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
