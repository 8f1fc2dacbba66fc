from __future__ import annotations

from tests.store.changes_contract import CreationContract, MovesContract, ViewsContract
from tests.store.worlds import OverFakes, OverRedis


class TestRedisChanges(OverRedis, CreationContract, MovesContract, ViewsContract):
    pass


class TestFakeChanges(OverFakes, CreationContract, MovesContract, ViewsContract):
    pass
