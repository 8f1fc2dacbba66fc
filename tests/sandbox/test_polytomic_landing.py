"""Writes of the stand-in that land late, are lost, or are repeated under their key."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.sandbox.polytomic_client import serving
from tests.sandbox.test_polytomic_faults import KEY, LOST, edit, name

_OTHER_KEY = "key-0002"


async def test_a_write_stuck_on_its_way_lands_when_released() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        late = at.polytomic.faults.late("PUT")
        with pytest.raises(LOST):
            await at.put(sync_id, body, KEY)
        assert name(at, sync_id) == LEADS
        late.release()
        await late.landed()
        assert name(at, sync_id) == "Renamed"
    assert at.polytomic.calls[-1].after is not None


async def test_a_late_write_can_be_answered_with_an_error_and_land_by_itself() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        late = at.polytomic.faults.late("PUT", status=500, seconds=0.01)
        answer = await at.put(sync_id, body)
        await late.landed()
        assert name(at, sync_id) == "Renamed"
    assert answer.status_code == 500


async def test_landing_after_a_repetition_with_the_same_key_changes_nothing() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        late = at.polytomic.faults.late("PUT")
        with pytest.raises(LOST):
            await at.put(sync_id, body, KEY)
        assert (await at.put(sync_id, body, KEY)).status_code == 200
        by_another = at.polytomic.outsider_edits(sync_id, lambda document: document | {"name": "Theirs"})
        late.release()
        await late.landed()
        assert await at.sync(sync_id) == by_another
    assert at.polytomic.violations == []


async def test_the_key_of_a_write_stuck_inside_is_in_flight() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        late = at.polytomic.faults.late("PUT", seen=True)
        with pytest.raises(LOST):
            await at.put(sync_id, body, KEY)
        in_flight = await at.put(sync_id, body, KEY)
        late.release()
        await late.landed()
        replayed = await at.put(sync_id, body, KEY)
    assert (in_flight.status_code, replayed.status_code) == (409, 200)
    assert at.polytomic.calls[-1].replayed


async def test_repeating_a_write_with_another_key_while_it_may_still_land_is_noted() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        late = at.polytomic.faults.late("PUT")
        with pytest.raises(LOST):
            await at.put(sync_id, body, KEY)
        await at.put(sync_id, body, _OTHER_KEY)
        late.release()
        await late.landed()
        after_landing = await at.put(sync_id, body, "key-0003")
    assert after_landing.status_code == 200
    assert len(at.polytomic.violations) == 1
    assert "another key" in at.polytomic.violations[0]


async def test_what_has_not_landed_at_the_end_is_lost() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.late("PUT")
        with pytest.raises(LOST):
            await at.put(sync_id, body)
    assert name(at, sync_id) == LEADS


async def test_the_first_outcome_of_a_key_is_repeated_even_an_error() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.answer(500, "PUT")
        first, again = await at.put(sync_id, body, KEY), await at.put(sync_id, body, KEY)
        assert name(at, sync_id) == LEADS
        fresh = await at.put(sync_id, body, _OTHER_KEY)
        theirs = at.polytomic.outsider_edits(sync_id, lambda document: document | {"name": "Theirs"})
        repeated = await at.put(sync_id, body, _OTHER_KEY)
        assert await at.sync(sync_id) == theirs
    assert (first.status_code, again.status_code, again.json()) == (500, 500, first.json())
    assert repeated.json() == fresh.json()
    assert [call.replayed for call in at.polytomic.calls_of("PUT")] == [False, True, False, True]


async def test_a_refusal_is_repeated_for_its_key_too() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        refused = await at.put(sync_id, body | {"name": ""}, KEY)
        repeated = await at.put(sync_id, body, KEY)
    assert (refused.status_code, repeated.status_code) == (422, 422)
    assert "used again for another request" in at.polytomic.violations[0]


async def test_a_dropped_answer_is_found_by_its_key() -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        at.polytomic.faults.drop("PUT", after_commit=True)
        with pytest.raises(LOST):
            await at.put(sync_id, body, KEY)
        written = at.polytomic.sync(sync_id)
        answer = await at.put(sync_id, body, KEY)
        assert at.polytomic.sync(sync_id) == written
    assert answer.json()["data"] == written


@pytest.mark.parametrize("key", ["short", "x" * 256, "with space", "with/slash"])
async def test_a_key_of_the_wrong_form_is_refused(key: str) -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        answer = await at.put(sync_id, body, key)
    assert (answer.status_code, answer.json()["key"]) == (400, "invalid_idempotency_key")


@pytest.mark.parametrize("key", ["x" * 8, "x" * 255, "A-z_0123"])
async def test_a_key_of_the_right_form_is_taken(key: str) -> None:
    async with serving() as at:
        sync_id, body = await edit(at)
        assert (await at.put(sync_id, body, key)).status_code == 200
