from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from syncbot.store.operations import Operations
from tests.store.worlds import OverRedis

if TYPE_CHECKING:
    from tests.store.worlds import RedisWorld


class TestOperations(OverRedis):
    @pytest.fixture
    def operations(self, world: RedisWorld) -> Operations:
        return Operations(world.connection)

    async def test_an_event_is_the_first_once(self, operations: Operations) -> None:
        seen = await asyncio.gather(*(operations.first("Ev1") for _ in range(5)))
        assert seen.count(True) == 1
        assert await operations.first("Ev2")

    async def test_an_event_is_remembered_for_at_least_ten_minutes(
        self, operations: Operations, world: RedisWorld
    ) -> None:
        await operations.first("Ev1")
        world.pass_time(600)
        assert not await operations.first("Ev1")
        world.pass_time(24 * 3600)
        assert await operations.first("Ev1")

    async def test_a_forgotten_event_may_be_the_first_again(self, operations: Operations) -> None:
        await operations.first("Ev1")
        await operations.forget("Ev1")
        assert await operations.first("Ev1")
