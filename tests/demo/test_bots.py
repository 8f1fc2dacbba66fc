"""The bot of the demo as a process of its own."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator, Mapping

import aiohttp
import pytest

from syncbot.demo.bots import COMMAND, BotProcess
from syncbot.demo.town import built
from syncbot.errors import OurFault
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, AUDIENCE_PASSPHRASE


@pytest.fixture
def bot() -> Iterator[BotProcess]:
    with BotProcess() as bot:
        yield bot


async def test_a_restart_kills_it_and_starts_another_one_at_the_same_address(bot: BotProcess, redis_url: str) -> None:
    async with built(redis_url, bot) as town, aiohttp.ClientSession() as session:
        url, first = bot.url, bot.pid
        await asyncio.gather(bot.restart(), bot.restart())
        assert (bot.url, bot.starts) == (url, 3)
        assert bot.pid != first
        async with session.get(f"{url}/readyz") as answer:
            assert answer.status == 200
        await town.anna.command("/sync list")
        await town.anna.see("1 to 8 of 8")


async def test_the_encrypted_sync_can_be_changed_since_its_passphrase_is_kept(bot: BotProcess, redis_url: str) -> None:
    async with built(redis_url, bot) as town:
        await town.anna.command(f'/sync map "{AUDIENCE}" mobile -> phone')
        await town.anna.see("Review")
        await town.anna.submit()
        await town.anna.see("Outcome", f"Applied: {AUDIENCE}")
        assert town.polytomic.passphrase(town.polytomic.id_of(AUDIENCE)) == AUDIENCE_PASSPHRASE


async def test_one_that_cannot_start_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with BotProcess() as bot, pytest.raises(OurFault, match="The bot of the demo did not start"):
        await bot.start({"REDIS_URL": "here"}, {})
    assert "SLACK_BOT_TOKEN is not set" in capfd.readouterr().err


class Noted:
    """No bot: notes what it was to start with."""

    url = "http://127.0.0.1:9"
    starts = 0

    def __init__(self) -> None:
        self.variables: Mapping[str, str] = {}
        self.passphrases: Mapping[str, str] = {}

    async def start(self, variables: Mapping[str, str], passphrases: Mapping[str, str]) -> None:
        self.variables, self.passphrases = variables, passphrases

    async def restart(self) -> None:
        """Nothing runs."""

    async def stop(self) -> None:
        """Nothing runs."""


async def test_it_ends_when_whoever_started_it_is_gone(redis_url: str) -> None:
    noted = Noted()
    async with built(redis_url, noted):
        given = json.dumps({"port": 0, "variables": dict(noted.variables), "passphrases": dict(noted.passphrases)})
        process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{given}\n".encode())
        assert (await process.stdout.readline()).startswith(b"http://127.0.0.1:")
        process.stdin.close()
        assert await process.wait() == 0


async def test_one_that_is_not_needed_after_all_ends() -> None:
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=DEVNULL)
    assert await process.wait() == 0
