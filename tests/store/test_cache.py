from __future__ import annotations

from typing import TYPE_CHECKING

from syncbot.store.cache import RedisCache
from tests.store.contracts import CacheContract
from tests.store.worlds import OverFakes, OverRedis

if TYPE_CHECKING:
    from tests.store.worlds import RedisWorld


class TestRedisCache(OverRedis, CacheContract):
    async def test_a_value_is_the_same_object_until_another_process_puts_one(self, world: RedisWorld) -> None:
        await world.cache.put("models", ["old"], ttl_seconds=100)
        first, second = [await world.cache.get("models") for _ in range(2)]
        assert first
        assert second
        assert first[0] is second[0]
        await RedisCache(world.connection).put("models", ["old"], ttl_seconds=100)
        third = await world.cache.get("models")
        assert third
        assert third[0] == first[0]
        assert third[0] is not first[0]


class TestFakeCache(OverFakes, CacheContract):
    pass
