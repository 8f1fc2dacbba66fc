"""Injected faults, and idempotency keys under them."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from syncbot.sandbox.polytomic import ErrorShape
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.sandbox.polytomic_client import Client, serving

KEY = "key-0001"
LOST = (httpx.RemoteProtocolError, httpx.ReadError)


async def edit(at: Client) -> tuple[str, dict[str, Any]]:
    """A sync and the body that renames it."""
    sync_id = at.polytomic.id_of(LEADS)
    return sync_id, await at.sync(sync_id) | {"name": "Renamed"}


def name(at: Client, sync_id: str) -> str:
    return str(at.polytomic.sync(sync_id)["name"])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 500, 502, 503])
async def test_an_error_before_the_commit_leaves_the_sync_alone(status: int) -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.answer(status, "PUT", "/api/syncs/*")
        answer = await at.put(sync_id, body)
        assert name(at, sync_id) == LEADS
        assert (await at.put(sync_id, body)).status_code == 200
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["X-Polytomic-Version"] == at.version


async def test_an_error_can_name_a_field_and_ask_to_wait() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.answer(422, "PUT", names="fields[0].target", key="bad", message="No.")
        at.polytomic.faults.answer(429, "PUT", retry_after=7, shape=ErrorShape.REST)
        named, limited = await at.put(sync_id, body), await at.put(sync_id, body)
    metadata = {"field": "fields[0].target", "path": "fields[0].target"}
    assert named.json() == {"message": "No.", "status": 422, "key": "bad", "metadata": metadata}
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "7")
    assert limited.json()["code"] == 429


async def test_a_500_after_the_commit_has_written() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.answer(500, "PUT", after_commit=True)
        answer = await at.put(sync_id, body)
        assert name(at, sync_id) == "Renamed"
    assert answer.status_code == 500


@pytest.mark.parametrize("after_commit", [False, True])
async def test_a_connection_can_drop_on_either_side_of_the_commit(after_commit: bool) -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.drop("PUT", after_commit=after_commit)
        with pytest.raises(LOST):
            await at.put(sync_id, body)
        assert (name(at, sync_id) == "Renamed") == after_commit
    call = at.polytomic.calls[-1]
    assert call.status is None
    assert (call.after is not None) == after_commit


async def test_half_of_the_json_or_no_json_may_come_after_the_commit() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.truncate("PUT")
        at.polytomic.faults.garble("PUT", status=502)
        half, page = await at.put(sync_id, body), await at.put(sync_id, body)
        assert name(at, sync_id) == "Renamed"
    assert (half.status_code, page.status_code) == (200, 502)
    for answer in (half, page):
        with pytest.raises(ValueError, match=r"Expecting|Unterminated|delimiter"):
            answer.json()


async def test_the_body_can_be_cut_off() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.cut("PUT")
        with pytest.raises(LOST):
            await at.put(sync_id, body)
        assert name(at, sync_id) == "Renamed"


async def test_faults_wait_for_the_calls_they_are_meant_for() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.answer(503, "GET", "/api/syncs/*/status", times=2)
        at.polytomic.faults.delay("PUT", seconds=0.01)
        statuses = [(await at.put(sync_id, body)).status_code]
        path = f"/api/syncs/{sync_id}/status"
        statuses += [(await at.ask("GET", path)).status_code for _ in range(3)]
        at.polytomic.faults.answer(503)
        at.polytomic.faults.clear()
        statuses.append((await at.ask("GET", path)).status_code)
    assert statuses == [200, 503, 503, 200, 200]


async def test_a_hanging_call_carries_nothing_out() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        hung = at.polytomic.faults.hang("PUT")
        with pytest.raises(httpx.ReadTimeout):
            await at.put(sync_id, body, KEY, patience=0.05)
        await hung.reached()
        assert name(at, sync_id) == LEADS
        assert (await at.put(sync_id, body, KEY)).status_code == 200


async def test_a_held_call_goes_on_when_released() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        held = at.polytomic.faults.hold("PUT")
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(at.put(sync_id, body, KEY))
            await at.polytomic.reached("PUT")
            await held.reached()
            assert name(at, sync_id) == LEADS
            same_key = await at.put(sync_id, body, KEY)
            at.polytomic.release()
        assert name(at, sync_id) == "Renamed"
    assert (same_key.status_code, same_key.json()["key"]) == (409, "idempotency_key_in_flight")
    assert writing.result().status_code == 200


async def test_an_answer_can_be_held_after_the_commit() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        held = at.polytomic.faults.hold("PUT", after_commit=True)
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(at.put(sync_id, body))
            await held.landed()
            assert name(at, sync_id) == "Renamed"
            assert not writing.done()
            held.release()
    assert writing.result().status_code == 200


async def test_waiting_for_a_call_that_does_not_come_says_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syncbot.sandbox.polytomic.arrivals.DEADLINE_SECONDS", 0.01)
    async with serving() as at:
        await at.data("/api/me")
        await at.polytomic.reached("GET")
        with pytest.raises(AssertionError, match="no GET"):
            await at.polytomic.reached("GET")
