from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import redis

from syncbot.demo.borrowed import BORROWED, OWN, TAKEN, a_redis
from syncbot.errors import Misconfigured, OurFault, StoreUnavailable
from syncbot.sandbox import redis as private
from syncbot.store import keys


async def test_a_private_redis_ends_with_its_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    async with a_redis() as store:
        assert store.words == OWN
        directory = Path(store.url.removeprefix("unix://")).parent
        with redis.Redis.from_url(store.url) as client:
            assert client.ping()
    assert not directory.exists()


async def test_without_any_redis_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setattr(private, "find_binary", lambda: None)
    with pytest.raises(OurFault, match="apt-get install redis-server"):
        async with a_redis():
            pytest.fail("it started")


async def test_what_the_tour_stores_in_a_borrowed_redis_is_removed_and_the_rest_stays(
    monkeypatch: pytest.MonkeyPatch, redis_url: str
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    with redis.Redis.from_url(redis_url) as client:
        client.set("mine", "kept")
        async with a_redis() as store:
            assert (store.url, store.words) == (redis_url, BORROWED)
            client.mset({keys.session(f"s{number}"): "x" for number in range(1200)})
        assert client.keys() == [b"mine"]


async def test_a_redis_where_a_syncbot_lives_is_not_touched(monkeypatch: pytest.MonkeyPatch, redis_url: str) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    with redis.Redis.from_url(redis_url) as client:
        client.set(keys.UNDECIDED, "theirs")
        with pytest.raises(OurFault, match=TAKEN):
            async with a_redis():
                pytest.fail("it mixed with them")
        assert client.keys() == [keys.UNDECIDED.encode()]


async def test_two_tours_do_not_share_a_redis(monkeypatch: pytest.MonkeyPatch, redis_url: str) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    async with a_redis():
        with pytest.raises(OurFault, match=TAKEN):
            async with a_redis():
                pytest.fail("it mixed with the first")
        with redis.Redis.from_url(redis_url) as client:
            assert len(client.keys()) == 1


@pytest.mark.parametrize(("url", "error"), [("unix:///nowhere.sock", StoreUnavailable), ("what", Misconfigured)])
async def test_a_redis_that_cannot_be_used_is_an_error(
    monkeypatch: pytest.MonkeyPatch, url: str, error: type[Exception]
) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(error):
        async with a_redis():
            pytest.fail("it went on")


async def test_where_nothing_can_be_written_the_sentence_names_two_ways_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(OurFault) as caught:
        async with a_redis():
            pytest.fail("it started")
    assert "TMPDIR" in caught.value.sentences
    assert "REDIS_URL" in caught.value.sentences
