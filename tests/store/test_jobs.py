from __future__ import annotations

from tests.store.changes_contract import JobsContract
from tests.store.worlds import OverFakes, OverRedis


class TestRedisJobs(OverRedis, JobsContract):
    pass


class TestFakeJobs(OverFakes, JobsContract):
    pass
