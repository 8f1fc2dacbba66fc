"""The town of the demo: both stand-ins, the real bot on a real server between them, and the people."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from syncbot.demo.bots import PROXIES, Bot
from syncbot.manifest import manifest_for
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, AUDIENCE_PASSPHRASE
from syncbot.sandbox.slack import Person, SlackStandIn

EDITORS = ("anna",)
APPROVERS = ("anna", "ben")
APPROVALS = "approvals"
LOG = "sync-log"


@dataclass(frozen=True, slots=True)
class Town:
    """What the acts play in."""

    slack: SlackStandIn
    polytomic: PolytomicStandIn
    bot: Bot

    @property
    def anna(self) -> Person:
        """An editor, who may approve what others ask for."""
        return self.slack.person("anna")

    @property
    def ben(self) -> Person:
        """An approver."""
        return self.slack.person("ben")


@asynccontextmanager
async def built(redis_url: str, bot: Bot) -> AsyncIterator[Town]:
    """A town while the block runs, on ports of loopback that are free, with secrets of its own."""
    with _without_proxies():
        async with SlackStandIn.serve() as slack, PolytomicStandIn.serve() as polytomic:
            slack.install(manifest_for(polytomic_host=urlsplit(polytomic.url).hostname or ""))
            try:
                passphrases = {polytomic.id_of(AUDIENCE): AUDIENCE_PASSPHRASE}
                await bot.start(_variables(slack, polytomic, redis_url), passphrases)
                slack.bot_urls = [f"{bot.url}/slack/events"]
                yield Town(slack, polytomic, bot)
            finally:
                await bot.stop()


def _variables(slack: SlackStandIn, polytomic: PolytomicStandIn, redis_url: str) -> dict[str, str]:
    """The bot's settings; nothing of the environment's is among them."""

    def ids(names: tuple[str, ...]) -> str:
        return ",".join(slack.people.named(name).user_id for name in names)

    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SYNCBOT_SLACK_API_URL": slack.api_url,
        "POLYTOMIC_API_KEY": polytomic.api_key,
        "POLYTOMIC_DEPLOYMENT_URL": polytomic.url,
        "REDIS_URL": redis_url,
        "SYNCBOT_SECRET_KEY": Fernet.generate_key().decode(),
        "SYNCBOT_EDITORS": ids(EDITORS),
        "SYNCBOT_APPROVERS": ids(APPROVERS),
        "SYNCBOT_APPROVAL_CHANNEL": slack.channels.find(APPROVALS).channel_id,
        "SYNCBOT_LOG_CHANNEL": slack.channels.find(LOG).channel_id,
        "SYNCBOT_APPROVAL_REQUIRED": "active",
    }


@contextmanager
def _without_proxies() -> Iterator[None]:
    """Without the environment's proxies: everything here is on this machine, which no proxy can reach."""
    taken = {name: os.environ.pop(name) for name in list(os.environ) if name.lower() in PROXIES}
    try:
        yield
    finally:
        os.environ.update(taken)
