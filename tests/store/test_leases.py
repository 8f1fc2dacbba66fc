from __future__ import annotations

from tests.store.contracts import LeasesContract
from tests.store.worlds import OverFakes, OverRedis


class TestRedisLeases(OverRedis, LeasesContract):
    pass


class TestFakeLeases(OverFakes, LeasesContract):
    pass
