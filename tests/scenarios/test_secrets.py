"""Passphrases and keys: sent to Polytomic alone, never shown, logged or kept in the open."""

from __future__ import annotations

import io
import zlib

import pytest
import redis.asyncio

from syncbot.bootstrap import connect_store, open_passphrases
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, AUDIENCE_PASSPHRASE, LEADS
from tests.scenarios.acts import REASON, asked, landed, reviews, writes
from tests.scenarios.town import Town, settings

ONTO_PHONE = f'/sync map "{AUDIENCE}" mobile -> phone'


async def keeps_passphrase(town: Town) -> None:
    """The passphrase of the encrypted sync is kept, as the command line keeps it."""
    given = settings(town.environment)
    connection = connect_store(given)
    try:
        await open_passphrases(given, connection).put(town.polytomic.id_of(AUDIENCE), AUDIENCE_PASSPHRASE)
    finally:
        await connection.aclose()


async def kept(redis_url: str) -> list[bytes]:
    """Everything that Redis holds, unpacked where it is packed."""
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.config_set("rdbcompression", "no")
        return [_unpacked(await client.dump(key) or b"") async for key in client.scan_iter()]


def _unpacked(value: bytes) -> bytes:
    start = value.find(b"\x78")
    while start >= 0:
        try:
            return value + zlib.decompressobj().decompress(value[start:])
        except zlib.error:
            start = value.find(b"\x78", start + 1)
    return value


async def test_an_encrypted_sync_is_written_whole_with_the_passphrase_that_is_kept(town: Town, redis_url: str) -> None:
    await keeps_passphrase(town)
    sync_id = town.polytomic.id_of(AUDIENCE)
    await reviews(town.anna, ONTO_PHONE)
    await town.anna.submit()
    await town.anna.see("Outcome", f": {AUDIENCE}")
    assert landed(town) == 1
    assert town.polytomic.passphrase(sync_id) == AUDIENCE_PASSPHRASE
    put = town.polytomic.calls_of("PUT")[0]
    assert put.body["encryption_passphrase"] == AUDIENCE_PASSPHRASE
    values = await kept(redis_url)
    assert any(AUDIENCE.encode() in value for value in values)
    assert not any(AUDIENCE_PASSPHRASE.encode() in value for value in values)


async def test_without_its_passphrase_an_encrypted_sync_is_not_resent_whole(town: Town) -> None:
    review = await reviews(town.anna, ONTO_PHONE)
    assert "This sync has encrypted mappings, and syncbot keeps no passphrase for it." in review
    assert f"for “syncbot passphrase {town.polytomic.id_of(AUDIENCE)}”." in review
    await town.anna.submit()
    await town.anna.see("passphrase", "Nothing was written.")
    assert writes(town) == []


async def test_without_its_passphrase_it_can_still_be_paused_by_the_switch(town: Town) -> None:
    assert "passphrase" not in await reviews(town.anna, f'/sync pause "{AUDIENCE}" because {REASON}')
    await town.anna.submit()
    await asked(town)
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Only the on/off switch was written")
    assert writes(town) == ["activate"]


async def test_an_error_that_repeats_the_passphrase_shows_it_to_nobody(town: Town) -> None:
    await keeps_passphrase(town)
    town.polytomic.faults.answer(422, "PUT", message=f"cannot decrypt with {AUDIENCE_PASSPHRASE}")
    await reviews(town.anna, ONTO_PHONE)
    await town.anna.submit()
    await town.anna.see("Not applied", "Polytomic said: cannot decrypt with [hidden]")


@pytest.mark.parametrize("status", [401, 500])
async def test_an_error_that_repeats_the_key_shows_it_to_nobody(town: Town, logged: io.StringIO, status: int) -> None:
    path = f"/api/syncs/{town.polytomic.id_of(LEADS)}"
    town.polytomic.faults.answer(status, "GET", path, message=f"bad key {town.polytomic.api_key}", times=4)
    await town.anna.command(f'/sync edit "{LEADS}"')
    await town.anna.see("Not done", "The sync was not read.")
    assert town.polytomic.api_key not in town.anna.on_screen()
    assert town.polytomic.api_key not in logged.getvalue()


async def test_a_fault_of_syncbot_s_own_shows_a_reference_and_no_traceback(
    town: Town, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_sync_id: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(town.replicas[0].bot.desk.polytomic, "get_sync", broken)
    await town.anna.command(f'/sync edit "{LEADS}"')
    told = await town.anna.see("Something went wrong on syncbot's side (reference", "Nothing was written to Polytomic")
    assert "Traceback" not in told
    assert "ZeroDivisionError" not in told
    reference = str(told).partition("reference ")[2][:8]
    assert f"unexpected ZeroDivisionError, reference {reference}" in logged.getvalue()
