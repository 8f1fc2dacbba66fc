from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncbot.store.cache import RedisCache
from tests.store.contracts import CacheContract
from tests.store.worlds import OverFakes, OverRedis

if TYPE_CHECKING:
    import pytest

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


async def kept_in(cache: RedisCache) -> Any:
    """The value of `models`, or None."""
    found = await cache.get("models")
    return None if found is None else found[0]


class TestBeingSure(OverRedis):
    async def test_what_redis_said_a_moment_ago_is_not_asked_again_until_this_process_puts_another(
        self, world: RedisWorld
    ) -> None:
        cache = RedisCache(world.connection, sure_seconds=60)
        await cache.put("models", ["old"], ttl_seconds=100)
        assert await kept_in(cache) == ["old"]
        with world.raw() as raw:
            raw.flushall()
        assert await kept_in(cache) == ["old"]
        assert await kept_in(world.cache) is None
        await cache.put("models", ["new"], ttl_seconds=100)
        assert await kept_in(cache) == ["new"]

    async def test_what_another_process_puts_is_heard_of_when_that_moment_is_over(
        self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = [0.0]
        monkeypatch.setattr("syncbot.store.cache.monotonic", lambda: now[0])
        cache = RedisCache(world.connection, sure_seconds=2)
        await cache.put("models", ["old"], ttl_seconds=100)
        first = await cache.get("models")
        await world.cache.put("models", ["new"], ttl_seconds=100)
        now[0] = 1.5
        second = await cache.get("models")
        assert first
        assert second == (first[0], first[1] + 1.5)
        now[0] = 2.0
        assert await kept_in(cache) == ["new"]

    async def test_of_what_is_too_old_nobody_is_sure(self, world: RedisWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        now = [0.0]
        monkeypatch.setattr("syncbot.store.cache.monotonic", lambda: now[0])
        cache = RedisCache(world.connection, sure_seconds=60)
        await cache.put("models", ["old"], ttl_seconds=10)
        assert await kept_in(cache) == ["old"]
        now[0] = 10.0
        assert await kept_in(cache) is None
