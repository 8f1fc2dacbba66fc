from __future__ import annotations

from tests.store.contracts import SecretsContract
from tests.store.worlds import OverFakes, OverRedis


class TestRedisSecrets(OverRedis, SecretsContract):
    pass


class TestFakeSecrets(OverFakes, SecretsContract):
    pass
