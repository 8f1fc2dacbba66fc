from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from syncbot.errors import Misconfigured, SecretMissing
from syncbot.store import keys
from syncbot.store.passphrases import Passphrases
from tests.store.contracts import SecretsContract
from tests.store.worlds import SECRET_KEY, OverFakes, OverRedis, RedisWorld


class TestFakeSecrets(OverFakes, SecretsContract):
    pass


class TestPassphrases(OverRedis, SecretsContract):
    async def test_the_plain_text_is_nowhere_in_redis(self, world: RedisWorld) -> None:
        await world.secrets.put("sync-1", "open sesame")
        with world.raw() as raw:
            everything = {key: raw.get(key) for key in raw.scan_iter()}
        assert list(everything) == [keys.passphrase("sync-1").encode()]
        assert b"sesame" not in b"".join([*everything.keys(), *everything.values()])

    async def test_after_a_new_key_is_put_in_front_the_old_passphrase_opens(self, world: RedisWorld) -> None:
        await world.secrets.put("sync-1", "open sesame")
        rotated = Passphrases(world.connection, secret_keys=[Fernet.generate_key().decode(), SECRET_KEY])
        assert await rotated.passphrase("sync-1") == "open sesame"

    async def test_a_passphrase_that_no_key_opens_is_named_and_not_none(self, world: RedisWorld) -> None:
        await world.secrets.put("sync-1", "open sesame")
        other = Passphrases(world.connection, secret_keys=[Fernet.generate_key().decode()])
        with pytest.raises(SecretMissing, match="SYNCBOT_SECRET_KEY"):
            await other.passphrase("sync-1")

    async def test_the_passphrase_of_one_sync_does_not_pass_for_anothers(self, world: RedisWorld) -> None:
        await world.secrets.put("sync-1", "open sesame")
        with world.raw() as raw:
            raw.copy(keys.passphrase("sync-1"), keys.passphrase("sync-2"))
        with pytest.raises(SecretMissing):
            await world.secrets.passphrase("sync-2")

    @pytest.mark.parametrize("bad", [["not-a-key"], [SECRET_KEY, "also-none"], [""], ["ä"]])
    def test_a_key_that_is_none_is_refused_without_repeating_it(self, world: RedisWorld, bad: list[str]) -> None:
        with pytest.raises(Misconfigured, match="SYNCBOT_SECRET_KEY") as caught:
            Passphrases(world.connection, secret_keys=bad)
        assert not any(key and key in caught.value.sentences for key in bad)
