"""What the settings say to single parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
import redis.asyncio

from syncbot.bootstrap.parts import DAY_SECONDS, connect_store, open_changes
from syncbot.changes.states import State
from syncbot.store import keys
from syncbot.store.changes import KEPT_SECONDS
from tests.settings.test_environment import settings
from tests.store.values import a_change


@pytest.mark.parametrize(("days", "kept_seconds"), [(2, 2 * DAY_SECONDS), (3650, KEPT_SECONDS)])
async def test_a_change_that_has_ended_is_kept_no_longer_than_its_history(
    redis_url: str, days: int, kept_seconds: int
) -> None:
    given = settings(REDIS_URL=redis_url, SYNCBOT_HISTORY_DAYS=str(days))
    connection = connect_store(given)
    changes = open_changes(given, connection, came_to=lambda _: None)
    queued = await changes.create(a_change(), operation_id="o", session=None)
    await changes.move(queued, replace(queued, state=State.FAILED, ended_at=queued.created_at + 1))
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        assert await client.ttl(keys.change(queued.change_id)) == pytest.approx(kept_seconds, abs=60)
    await connection.aclose()
