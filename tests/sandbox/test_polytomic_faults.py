"""Injected faults, and idempotency keys under them."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from syncbot.sandbox.polytomic import ErrorShape
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.sandbox.polytomic_client import Client, serving

_KEY = "key-0001"
_OTHER_KEY = "key-0002"
_LOST = (httpx.RemoteProtocolError, httpx.ReadError)


async def _edit(at: Client) -> tuple[str, dict[str, Any]]:
    """A sync and the body that renames it."""
    sync_id = at.polytomic.id_of(LEADS)
    return sync_id, await at.sync(sync_id) | {"name": "Renamed"}


def _name(at: Client, sync_id: str) -> str:
    return str(at.polytomic.sync(sync_id)["name"])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 500, 502, 503])
async def test_an_error_before_the_commit_leaves_the_sync_alone(status: int) -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.answer(status, "PUT", "/api/syncs/*")
        answer = await at.put(sync_id, body)
        assert _name(at, sync_id) == LEADS
        assert (await at.put(sync_id, body)).status_code == 200
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["X-Polytomic-Version"] == at.version


async def test_an_error_can_name_a_field_and_ask_to_wait() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.answer(422, "PUT", names="fields[0].target", key="bad", message="No.")
        at.polytomic.faults.answer(429, "PUT", retry_after=7, shape=ErrorShape.REST)
        named, limited = await at.put(sync_id, body), await at.put(sync_id, body)
    metadata = {"field": "fields[0].target", "path": "fields[0].target"}
    assert named.json() == {"message": "No.", "status": 422, "key": "bad", "metadata": metadata}
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "7")
    assert limited.json()["code"] == 429


async def test_a_500_after_the_commit_has_written() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.answer(500, "PUT", after_commit=True)
        answer = await at.put(sync_id, body)
        assert _name(at, sync_id) == "Renamed"
    assert answer.status_code == 500


@pytest.mark.parametrize("after_commit", [False, True])
async def test_a_connection_can_drop_on_either_side_of_the_commit(after_commit: bool) -> None:  # noqa: FBT001 -- parametrized
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.drop("PUT", after_commit=after_commit)
        with pytest.raises(_LOST):
            await at.put(sync_id, body)
        assert (_name(at, sync_id) == "Renamed") == after_commit
    call = at.polytomic.calls[-1]
    assert call.status is None
    assert (call.after is not None) == after_commit


async def test_half_of_the_json_or_no_json_may_come_after_the_commit() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.truncate("PUT")
        at.polytomic.faults.garble("PUT", status=502)
        half, page = await at.put(sync_id, body), await at.put(sync_id, body)
        assert _name(at, sync_id) == "Renamed"
    assert (half.status_code, page.status_code) == (200, 502)
    for answer in (half, page):
        with pytest.raises(ValueError, match=r"Expecting|Unterminated|delimiter"):
            answer.json()


async def test_the_body_can_be_cut_off() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.cut("PUT")
        with pytest.raises(_LOST):
            await at.put(sync_id, body)
        assert _name(at, sync_id) == "Renamed"


async def test_faults_wait_for_the_calls_they_are_meant_for() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
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
        sync_id, body = await _edit(at)
        hung = at.polytomic.faults.hang("PUT")
        with pytest.raises(httpx.ReadTimeout):
            await at.put(sync_id, body, _KEY, patience=0.05)
        await hung.reached()
        assert _name(at, sync_id) == LEADS
        assert (await at.put(sync_id, body, _KEY)).status_code == 200


async def test_a_held_call_goes_on_when_released() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        held = at.polytomic.faults.hold("PUT")
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(at.put(sync_id, body, _KEY))
            await at.polytomic.reached("PUT")
            await held.reached()
            assert _name(at, sync_id) == LEADS
            same_key = await at.put(sync_id, body, _KEY)
            at.polytomic.release()
        assert _name(at, sync_id) == "Renamed"
    assert (same_key.status_code, same_key.json()["key"]) == (409, "idempotency_key_in_flight")
    assert writing.result().status_code == 200


async def test_an_answer_can_be_held_after_the_commit() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        held = at.polytomic.faults.hold("PUT", after_commit=True)
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(at.put(sync_id, body))
            await held.landed()
            assert _name(at, sync_id) == "Renamed"
            assert not writing.done()
            held.release()
    assert writing.result().status_code == 200


async def test_a_write_stuck_on_its_way_lands_when_released() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        late = at.polytomic.faults.late("PUT")
        with pytest.raises(_LOST):
            await at.put(sync_id, body, _KEY)
        assert _name(at, sync_id) == LEADS
        late.release()
        await late.landed()
        assert _name(at, sync_id) == "Renamed"
    assert at.polytomic.calls[-1].after is not None


async def test_a_late_write_can_be_answered_with_an_error_and_land_by_itself() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        late = at.polytomic.faults.late("PUT", status=500, seconds=0.01)
        answer = await at.put(sync_id, body)
        await late.landed()
        assert _name(at, sync_id) == "Renamed"
    assert answer.status_code == 500


async def test_landing_after_a_repetition_with_the_same_key_changes_nothing() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        late = at.polytomic.faults.late("PUT")
        with pytest.raises(_LOST):
            await at.put(sync_id, body, _KEY)
        assert (await at.put(sync_id, body, _KEY)).status_code == 200
        by_another = at.polytomic.outsider_edits(sync_id, lambda document: document | {"name": "Theirs"})
        late.release()
        await late.landed()
        assert await at.sync(sync_id) == by_another
    assert at.polytomic.violations == []


async def test_the_key_of_a_write_stuck_inside_is_in_flight() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        late = at.polytomic.faults.late("PUT", seen=True)
        with pytest.raises(_LOST):
            await at.put(sync_id, body, _KEY)
        in_flight = await at.put(sync_id, body, _KEY)
        late.release()
        await late.landed()
        replayed = await at.put(sync_id, body, _KEY)
    assert (in_flight.status_code, replayed.status_code) == (409, 200)
    assert at.polytomic.calls[-1].replayed


async def test_repeating_a_write_with_another_key_while_it_may_still_land_is_noted() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        late = at.polytomic.faults.late("PUT")
        with pytest.raises(_LOST):
            await at.put(sync_id, body, _KEY)
        await at.put(sync_id, body, _OTHER_KEY)
        late.release()
        await late.landed()
        after_landing = await at.put(sync_id, body, "key-0003")
    assert after_landing.status_code == 200
    assert len(at.polytomic.violations) == 1
    assert "another key" in at.polytomic.violations[0]


async def test_what_has_not_landed_at_the_end_is_lost() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.late("PUT")
        with pytest.raises(_LOST):
            await at.put(sync_id, body)
    assert _name(at, sync_id) == LEADS


async def test_the_first_outcome_of_a_key_is_repeated_even_an_error() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.answer(500, "PUT")
        first, again = await at.put(sync_id, body, _KEY), await at.put(sync_id, body, _KEY)
        assert _name(at, sync_id) == LEADS
        fresh = await at.put(sync_id, body, _OTHER_KEY)
        theirs = at.polytomic.outsider_edits(sync_id, lambda document: document | {"name": "Theirs"})
        repeated = await at.put(sync_id, body, _OTHER_KEY)
        assert await at.sync(sync_id) == theirs
    assert (first.status_code, again.status_code, again.json()) == (500, 500, first.json())
    assert repeated.json() == fresh.json()
    assert [call.replayed for call in at.polytomic.calls_of("PUT")] == [False, True, False, True]


async def test_a_refusal_is_repeated_for_its_key_too() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        refused = await at.put(sync_id, body | {"name": ""}, _KEY)
        repeated = await at.put(sync_id, body, _KEY)
    assert (refused.status_code, repeated.status_code) == (422, 422)
    assert "used again for another request" in at.polytomic.violations[0]


async def test_a_dropped_answer_is_found_by_its_key() -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        at.polytomic.faults.drop("PUT", after_commit=True)
        with pytest.raises(_LOST):
            await at.put(sync_id, body, _KEY)
        written = at.polytomic.sync(sync_id)
        answer = await at.put(sync_id, body, _KEY)
        assert at.polytomic.sync(sync_id) == written
    assert answer.json()["data"] == written


@pytest.mark.parametrize("key", ["short", "x" * 256, "with space", "with/slash"])
async def test_a_key_of_the_wrong_form_is_refused(key: str) -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        answer = await at.put(sync_id, body, key)
    assert (answer.status_code, answer.json()["key"]) == (400, "invalid_idempotency_key")


@pytest.mark.parametrize("key", ["x" * 8, "x" * 255, "A-z_0123"])
async def test_a_key_of_the_right_form_is_taken(key: str) -> None:
    async with serving() as at:
        sync_id, body = await _edit(at)
        assert (await at.put(sync_id, body, key)).status_code == 200


async def test_waiting_for_a_call_that_does_not_come_says_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syncbot.sandbox.polytomic.arrivals.DEADLINE_SECONDS", 0.01)
    async with serving() as at:
        await at.data("/api/me")
        await at.polytomic.reached("GET")
        with pytest.raises(AssertionError, match="no GET"):
            await at.polytomic.reached("GET")
