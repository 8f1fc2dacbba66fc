from __future__ import annotations

from tests.store.contracts import HistoryContract
from tests.store.worlds import OverFakes, OverRedis


class TestRedisHistory(OverRedis, HistoryContract):
    pass


class TestFakeHistory(OverFakes, HistoryContract):
    pass
