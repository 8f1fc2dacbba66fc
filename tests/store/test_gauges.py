"""What `GET /metrics` tells of all processes together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from syncbot.changes.states import State
from syncbot.errors import StoreUnavailable
from syncbot.observe.metrics import Kept
from syncbot.store import keys
from syncbot.store.connection import Connection
from syncbot.store.gauges import RedisGauges
from syncbot.store.sessions import RedisSessions
from tests.store.changes_contract import created
from tests.store.values import a_change, a_session
from tests.store.worlds import OverRedis, RedisWorld


def counts(kept: Kept) -> dict[str, Any]:
    return {
        "waiting": kept.jobs_waiting,
        "taken": kept.jobs_taken,
        "pending": kept.pending_approvals,
        "drafts": kept.drafts,
    }


class TestGauges(OverRedis):
    async def test_an_empty_store_has_nothing_to_tell(self, world: RedisWorld) -> None:
        kept = await RedisGauges(world.connection).read()
        assert kept == Kept(0, 0, 0.0, 0, 0)

    async def test_jobs_are_waiting_until_they_are_taken_and_gone_when_they_are_done(self, world: RedisWorld) -> None:
        gauges = RedisGauges(world.connection)
        await created(world, a_change(state=State.AWAITING_APPROVAL, expires_at=9e9))
        assert counts(await gauges.read()) == {"waiting": 1, "taken": 0, "pending": 1, "drafts": 0}
        (job,) = await world.jobs.take("w", wait_seconds=1)
        assert counts(await gauges.read()) == {"waiting": 0, "taken": 1, "pending": 1, "drafts": 0}
        assert (await gauges.read()).oldest_job_seconds >= 0
        await world.jobs.done(job)
        assert counts(await gauges.read()) == {"waiting": 0, "taken": 0, "pending": 1, "drafts": 0}

    async def test_the_age_is_that_of_the_oldest_job(self, world: RedisWorld) -> None:
        with world.raw() as raw:
            seconds, _ = raw.time()
            raw.xadd(keys.JOBS, {"kind": "apply", "change": "c1"}, id=f"{(seconds - 40) * 1000}-0")
            raw.xadd(keys.JOBS, {"kind": "apply", "change": "c2"})
        kept = await RedisGauges(world.connection).read()
        assert 39 <= kept.oldest_job_seconds < 60
        assert kept.jobs_waiting == 2

    async def test_a_draft_counts_until_it_is_discarded_confirmed_replaced_or_over(self, world: RedisWorld) -> None:
        gauges, first = RedisGauges(world.connection), a_session()
        await world.sessions.create(first)
        await world.sessions.create(replace(first, session_id="another", sync_id="s2"))
        await world.sessions.create(replace(first, session_id="direct", direct=True))
        assert (await gauges.read()).drafts == 2
        await world.sessions.create(replace(first, session_id="again"))
        assert (await gauges.read()).drafts == 2
        await world.sessions.discard("again", first.owner)
        assert (await gauges.read()).drafts == 1
        await world.changes.create(
            a_change(), operation_id="o1", session=replace(first, session_id="another", sync_id="s2")
        )
        assert (await gauges.read()).drafts == 0

    async def test_a_draft_whose_life_is_over_is_not_counted(self, world: RedisWorld) -> None:
        await world.sessions.create(a_session())
        with world.raw() as raw:
            seconds, _ = raw.time()
            raw.zadd(keys.DRAFTS, dict.fromkeys(raw.zrange(keys.DRAFTS, 0, -1), seconds - 1))
        assert (await RedisGauges(world.connection).read()).drafts == 0
        await RedisSessions(world.connection).create(replace(a_session(), session_id="next", sync_id="s2"))
        with world.raw() as raw:
            assert raw.zcard(keys.DRAFTS) == 1

    async def test_a_touch_keeps_a_draft_counted(self, world: RedisWorld) -> None:
        session = a_session()
        await world.sessions.create(session)
        with world.raw() as raw:
            raw.delete(keys.DRAFTS)
        await world.sessions.get(session.session_id, session.owner)
        assert (await RedisGauges(world.connection).read()).drafts == 1


async def test_a_redis_that_is_gone_is_said_as_everywhere() -> None:
    connection = Connection("redis://127.0.0.1:1", deadline_seconds=0.3)
    with pytest.raises(StoreUnavailable):
        await RedisGauges(connection).read()
    await connection.aclose()
