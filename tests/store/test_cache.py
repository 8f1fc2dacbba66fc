from __future__ import annotations

from tests.store.contracts import CacheContract
from tests.store.worlds import OverFakes, OverRedis


class TestRedisCache(OverRedis, CacheContract):
    pass


class TestFakeCache(OverFakes, CacheContract):
    pass
