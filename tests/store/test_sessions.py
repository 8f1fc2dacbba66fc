from __future__ import annotations

from tests.store.contracts import SessionsContract
from tests.store.worlds import OverFakes, OverRedis


class TestRedisSessions(OverRedis, SessionsContract):
    pass


class TestFakeSessions(OverFakes, SessionsContract):
    pass
