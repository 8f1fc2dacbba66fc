"""Every secret, looked for everywhere that anybody can look: logs, metrics, Redis, Slack, answers, tracebacks."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import redis

from syncbot.bootstrap import connect_store, open_passphrases
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, AUDIENCE_PASSPHRASE, CONTACTS, LEADS
from syncbot.sandbox.redis import RedisServer
from tests.chaos.bots import ROOT, Bot
from tests.scenarios.acts import asked, reviews
from tests.scenarios.posting import anybody
from tests.scenarios.test_secrets import kept
from tests.scenarios.town import Town, built_town, settings
from tests.store.servers import free_port

REDIS_PASSWORD: Final = "correct-redis-battery"
CONTENT: Final = (AUDIENCE, CONTACTS, LEADS, "mobile", "phone", "the audit", "Salesforce", "cannot decrypt", "bad key")
"""Names, fields, reasons and Polytomic's own words of that day: the log has ids alone."""
LOADED: Final = "raise RuntimeError(os.environ['POLYTOMIC_API_KEY'], os.environ['SYNCBOT_SECRET_KEY'])"


@dataclass(frozen=True, slots=True)
class Place:
    """A town in which a real process serves, on a Redis with a password; and what the process has logged."""

    town: Town
    redis: RedisServer
    bot: Bot

    @property
    def secrets(self) -> list[bytes]:
        """Every one."""
        return [secret.encode() for secret in (*self.town.secrets, AUDIENCE_PASSPHRASE, REDIS_PASSWORD)]

    def found_in(self, *texts: bytes) -> list[bytes]:
        """The secrets that stand in one of these texts."""
        return [secret for secret in self.secrets if any(secret in text for text in texts)]


@asynccontextmanager
async def place(directory: Path, log_format: str) -> AsyncIterator[Place]:
    """One whose process logs all that it can."""
    with RedisServer.start(directory) as server:
        with redis.Redis.from_url(server.url) as client:
            client.config_set("requirepass", REDIS_PASSWORD)
        url = server.url.replace("unix://", f"unix://:{REDIS_PASSWORD}@")
        async with built_town(url, replicas=0) as town:
            given = {
                **town.environment,
                "PORT": str(free_port()),
                "SYNCBOT_LOG_LEVEL": "debug",
                "SYNCBOT_LOG_FORMAT": log_format,
            }
            connection = connect_store(settings(town.environment))
            await open_passphrases(settings(town.environment), connection).put(
                town.polytomic.id_of(AUDIENCE), AUDIENCE_PASSPHRASE
            )
            await connection.aclose()
            log = directory / "bot.log"
            async with Bot.direct("serve", environment=given, log=log) as bot:
                town.slack.bot_urls = [f"{bot.url}/slack/events"]
                yield Place(town, server, bot)


async def day(town: Town) -> None:
    """Edits of an encrypted sync and of another, an approval, refusals that repeat secrets, and faults."""
    anna, key = town.anna, town.polytomic.api_key
    await reviews(anna, f'/sync map "{AUDIENCE}" mobile -> phone')
    await anna.submit()
    await anna.see("Outcome", f": {AUDIENCE}")
    await anna.close()
    town.polytomic.faults.answer(422, "PUT", message=f"cannot decrypt with {AUDIENCE_PASSPHRASE}, key {key}")
    await reviews(anna, f'/sync unmap "{AUDIENCE}" phone')
    await anna.submit()
    await anna.see("Not applied")
    await anna.close()
    town.polytomic.faults.answer(500, "GET", "/api/syncs/*", message=f"bad key {key}", times=4)
    await anna.command(f'/sync edit "{LEADS}"')
    await anna.see("Not done")
    await anna.close()
    await reviews(anna, f'/sync pause "{CONTACTS}" because of the audit')
    await anna.submit()
    await anna.see("Waiting for approval")
    await anna.close()
    await asked(town)
    await town.ben.press("Approve")
    await anna.see("Applied")
    for line in (f'/sync show "{AUDIENCE}"', f'/sync history "{AUDIENCE}"', "/sync list failed", "/sync drafts"):
        await anna.command(line)
        await anna.see("")


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_no_secret_is_found_anywhere(tmp_path: Path, log_format: str) -> None:
    async with place(tmp_path, log_format) as here:
        await day(here.town)
        async with anybody() as client:
            answers = [
                await client.get(f"{here.bot.url}/{path}") for path in ("metrics", "readyz", "healthz", "nowhere")
            ]
        assert b"syncbot" in answers[0].content
        assert here.found_in(*(answer.content for answer in answers)) == []
        stored = await kept(here.town.environment["REDIS_URL"])
        with redis.Redis.from_url(here.town.environment["REDIS_URL"]) as client_:
            client_.save()
        here.redis.kill()
        await here.town.anna.command(f'/sync show "{LEADS}"')
        await here.town.anna.see("Redis, where syncbot keeps its work,")
        assert any(AUDIENCE.encode() in value for value in stored)
        assert here.found_in(*stored, (tmp_path / "dump.rdb").read_bytes()) == []
        assert (
            here.found_in(repr(here.town.slack.calls).encode(), repr(here.town.slack.acks).encode())
            == [here.town.slack.bot_token.encode()]
            or here.town.leaks() == []
        )
        here.bot.kill()
        logged = here.bot.said.encode()
        assert b"debug" in logged.lower()
        assert here.found_in(logged) == []
        assert [content for content in CONTENT if content in here.bot.said] == []


async def test_a_crash_shows_no_secret(tmp_path: Path) -> None:
    async with place(tmp_path, "text") as here:
        code = (
            "import os, sys; from syncbot import __main__ as it, bootstrap\n"
            f"def composed(_): {LOADED}\n"
            "bootstrap.composed = composed\n"
            "sys.exit(it.main(['serve']))"
        )
        given = {**here.town.environment, "PORT": "0", "PATH": os.environ.get("PATH", "")}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, env=given, cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        _, said = await process.communicate()
        assert process.returncode == 1
        assert b"RuntimeError" in said
        assert here.found_in(said) == []
