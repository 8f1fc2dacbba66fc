from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Literal

import pytest

from syncbot.errors import (
    Forbidden,
    NoAnswer,
    Rejected,
    RemoteFault,
    ServerFault,
    Unauthorized,
    Unreadable,
)
from syncbot.polytomic import catalog
from syncbot.polytomic.client import Patience, PolytomicClient
from syncbot.polytomic.wire import Access
from syncbot.sandbox.polytomic import keys
from syncbot.sandbox.polytomic.replies import ErrorShape
from syncbot.sandbox.polytomic.server import PolytomicStandIn
from syncbot.sync.document import JsonObject, Shape, body_of, configuration
from tests.polytomic.requests import REFUSALS

VERSIONS: tuple[Literal["2025-09-18", "2024-02-08"], ...] = ("2025-09-18", "2024-02-08")
QUICK = Patience(read_seconds=10.0, write_seconds=10.0, first_wait_seconds=0.001, longest_wait_seconds=0.002)


@contextlib.asynccontextmanager
async def connected(
    polytomic: PolytomicStandIn, *, version: str = VERSIONS[0], key: str = "", patience: Patience = QUICK
) -> AsyncIterator[PolytomicClient]:
    access = Access.by_key(polytomic.url, key or polytomic.api_key, version=version)
    async with PolytomicClient(access, patience=patience) as client:
        yield client


def a_sync(polytomic: PolytomicStandIn) -> str:
    """The id of a sync whose whole can be written without a passphrase."""
    return next(i for i, sync in polytomic.syncs.stored.items() if sync.passphrase is None and not sync.lags)


def body_from(raw: JsonObject, version: str) -> JsonObject:
    shape = Shape.GROUPED if version == VERSIONS[0] else Shape.CLASSIC
    return body_of(configuration(raw, shape), None)


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_sync_is_read_written_and_comes_back(polytomic: PolytomicStandIn, version: str) -> None:
    sync_id = a_sync(polytomic)
    async with connected(polytomic, version=version) as client:
        raw = await client.get_sync(sync_id)
        body = {**body_from(raw, version), "name": "Renamed"}
        answered = await client.put_sync(sync_id, body, key="change-00000001")
        assert answered["name"] == "Renamed"
        assert await client.get_sync(sync_id) == answered
    assert len(polytomic.calls_of("PUT")) == 1


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_whole_list_is_read_in_the_form_of_either_version(polytomic: PolytomicStandIn, version: str) -> None:
    original = polytomic.sync(a_sync(polytomic))
    for number in range(60):
        polytomic.put_sync_doc({**original, "id": f"00000000-0000-4000-8000-{number:012}", "name": f"Copy {number}"})
    async with connected(polytomic, version=version) as client:
        found = await client.list_syncs()
    assert {item["id"] for item in found} == set(polytomic.syncs.stored)
    assert len(found) == len(polytomic.syncs.stored)
    assert len(polytomic.calls_of("GET", "/api/syncs")) == (2 if version == VERSIONS[0] else 1)


@pytest.mark.parametrize("key", [keys.DEPLOYMENT_KEY, keys.PARTNER_KEY])
async def test_an_organizations_key_is_accepted_with_its_organization(polytomic: PolytomicStandIn, key: str) -> None:
    access = Access.by_organization(polytomic.url, polytomic.organization_id, key, version=VERSIONS[0])
    async with PolytomicClient(access, patience=QUICK) as client:
        me = await client.get_me()
        assert (await client.get_sync(a_sync(polytomic)))["organization_id"] == polytomic.organization_id
    assert me["is_user"] is False


async def test_a_key_that_may_only_read_is_told_so_at_the_write(polytomic: PolytomicStandIn) -> None:
    sync_id = a_sync(polytomic)
    async with connected(polytomic, key=keys.RESTRICTED_KEY) as client:
        body = body_from(await client.get_sync(sync_id), VERSIONS[0])
        with pytest.raises(Forbidden, match="does not let syncbot's API key write the sync"):
            await client.put_sync(sync_id, body, key="change-00000001")


async def test_a_toggle_changes_active_and_nothing_else(polytomic: PolytomicStandIn) -> None:
    sync_id = a_sync(polytomic)
    async with connected(polytomic) as client:
        before = await client.get_sync(sync_id)
        await client.activate_sync(sync_id, active=not before["active"], key="change-00000001")
        after = await client.get_sync(sync_id)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed - {"updated_at", "updated_by"} == {"active"}


async def test_what_may_be_chosen_can_be_read(polytomic: PolytomicStandIn) -> None:
    async with connected(polytomic) as client:
        frequencies = [option.frequency for option in catalog.schedule_options_of(await client.list_schedules())]
        assert {"manual", "daily", "runafter", "dbtcloud"} <= set(frequencies)
        assert catalog.policies_of(await client.list_policies())
        connections = catalog.connections_of(await client.list_connections())
        raw = await client.get_sync(a_sync(polytomic))
        connection_id = raw["target"]["connection_id"]
        assert connection_id in {connection.connection_id for connection in connections}
        objects = catalog.target_objects_of(await client.list_target_objects(connection_id))
        assert raw["target"]["object"] in {each.object_id for each in objects}


async def test_what_a_sync_refers_to_can_be_read(polytomic: PolytomicStandIn) -> None:
    async with connected(polytomic) as client:
        raw = await client.get_sync(a_sync(polytomic))
        connection_id, object_id = raw["target"]["connection_id"], raw["target"]["object"]
        names = catalog.names_of(await client.list_connections())
        target = catalog.target_of(
            await client.get_target_fields(connection_id, object_id),
            object_id=object_id,
            connection_name=names[connection_id],
        )
        models = [catalog.model_of(item) for item in await client.list_models()]
        single = catalog.model_of(await client.get_model(raw["fields"][0]["source"]["model_id"]))
        objects = await client.list_target_objects(connection_id)
        assert (await client.get_me())["organization_id"] == polytomic.organization_id
        assert await client.list_policies()
        assert set(await client.get_status(raw["id"])) >= {"last_execution", "next_execution_time"}
    assert single in models
    assert raw["fields"][0]["source"]["field"] in {field.name for field in single.fields}
    assert {mapping["target"] for mapping in raw["fields"]} <= {field.field_id for field in target.fields}
    assert object_id in {item["id"] for item in objects}
    assert raw["mode"] in {mode.mode for mode in target.modes}


@pytest.mark.parametrize(
    ("status", "kind"),
    [*REFUSALS, (500, ServerFault), (503, ServerFault)],
)
@pytest.mark.parametrize("shape", list(ErrorShape))
async def test_every_refusal_is_its_error_in_every_shape_and_leaves_the_sync(
    polytomic: PolytomicStandIn, status: int, kind: type[RemoteFault], shape: ErrorShape
) -> None:
    sync_id = a_sync(polytomic)
    async with connected(polytomic) as client:
        before = await client.get_sync(sync_id)
        polytomic.faults.answer(status, "PUT", shape=shape, message="These are our words")
        with pytest.raises(kind) as caught:
            await client.put_sync(sync_id, body_from(before, VERSIONS[0]), key="change-00000001")
        assert await client.get_sync(sync_id) == before
    assert caught.value.message == "These are our words"
    assert len(polytomic.calls_of("PUT")) == 1


@pytest.mark.parametrize("shape", [ErrorShape.API, ErrorShape.REST])
async def test_a_field_that_a_refusal_names_is_named(polytomic: PolytomicStandIn, shape: ErrorShape) -> None:
    polytomic.faults.answer(422, "PUT", names="schedule.hour", shape=shape)
    async with connected(polytomic) as client:
        with pytest.raises(Rejected) as caught:
            await client.put_sync(a_sync(polytomic), {}, key="change-00000001")
    assert caught.value.field == "schedule.hour"


async def test_a_value_that_is_refused_by_its_own_check_is_named(polytomic: PolytomicStandIn) -> None:
    sync_id = a_sync(polytomic)
    async with connected(polytomic) as client:
        body = body_from(await client.get_sync(sync_id), VERSIONS[0])
        with pytest.raises(Rejected) as caught:
            await client.put_sync(sync_id, {**body, "mode": "upsert"}, key="change-00000001")
    assert caught.value.field == "mode"
    assert caught.value.what == "Polytomic did not accept the value of mode."


@pytest.mark.parametrize("key", ["not-the-key", keys.LEGACY_KEY])
@pytest.mark.parametrize("version", VERSIONS)
async def test_a_wrong_key_is_told_and_not_repeated(polytomic: PolytomicStandIn, key: str, version: str) -> None:
    async with connected(polytomic, key=key, version=version) as client:
        with pytest.raises(Unauthorized) as caught:
            await client.get_me()
    assert caught.value.message
    assert key not in caught.value.message


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        (lambda faults: faults.drop("PUT", after_commit=True), NoAnswer),
        (lambda faults: faults.drop("PUT"), NoAnswer),
        (lambda faults: faults.truncate("PUT"), Unreadable),
        (lambda faults: faults.cut("PUT"), NoAnswer),
        (lambda faults: faults.garble("PUT"), Unreadable),
        (lambda faults: faults.answer(500, "PUT", after_commit=True), ServerFault),
    ],
)
async def test_a_write_whose_end_is_not_known_says_so_and_is_not_repeated(
    polytomic: PolytomicStandIn, order: Callable[[object], None], kind: type[RemoteFault]
) -> None:
    sync_id = a_sync(polytomic)
    async with connected(polytomic) as client:
        body = body_from(await client.get_sync(sync_id), VERSIONS[0])
        order(polytomic.faults)
        with pytest.raises(kind) as caught:
            await client.put_sync(sync_id, body, key="change-00000001")
    assert caught.value.not_done == "Whether the change was written is not known."
    assert len(polytomic.calls_of("PUT")) == 1


async def test_a_read_survives_faults_that_pass(polytomic: PolytomicStandIn) -> None:
    sync_id = a_sync(polytomic)
    polytomic.faults.drop("GET")
    polytomic.faults.answer(429, "GET", retry_after=0)
    polytomic.faults.truncate("GET")
    async with connected(polytomic) as client:
        assert await client.get_sync(sync_id) == polytomic.sync(sync_id)
    assert len(polytomic.calls_of("GET")) == 4


async def test_the_passphrase_that_is_sent_is_in_no_error(polytomic: PolytomicStandIn) -> None:
    polytomic.faults.answer(422, "PUT", message="bad passphrase: open sesame")
    async with connected(polytomic) as client:
        with pytest.raises(Rejected) as caught:
            await client.put_sync(a_sync(polytomic), {"encryption_passphrase": "open sesame"}, key="change-00000001")
    assert "sesame" not in json.dumps([caught.value.sentences, caught.value.message, repr(caught.value)])


async def test_a_run_in_progress_is_asked_to_stop(polytomic: PolytomicStandIn) -> None:
    sync_id = a_sync(polytomic)
    polytomic.executions.begin(sync_id)
    async with connected(polytomic) as client:
        await client.cancel_sync(sync_id)
    assert [call.status for call in polytomic.calls_of("POST", "*/cancel")] == [200]
