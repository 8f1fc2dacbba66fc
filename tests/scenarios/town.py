"""Everything real but the two stand-ins: the bot on a real server, a real Redis, Slack and Polytomic over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml
from cryptography.fernet import Fernet

from syncbot.bootstrap import Syncbot, Tuning, composed
from syncbot.changes.desk import Timings
from syncbot.changes.watch import Pace
from syncbot.manifest import manifest_for
from syncbot.polytomic.client import Patience
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE_PASSPHRASE
from syncbot.sandbox.slack import Person, SlackStandIn
from syncbot.server.serving import running
from syncbot.settings import Settings, read_settings
from tests.compatibility import trial

MANIFEST: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "app_manifest.yml").read_text())

SHORT = Tuning(
    timings=replace(Timings(), reread=0.1, keep=0.2, lease_wait=0.05, take=0.05, retry=0.1, patience=5.0),
    patience=replace(Patience(), read_seconds=3.0, write_seconds=2.0, first_wait_seconds=0.02),
    pace=Pace(first=0.1, later=0.2, alerts=0.2, hold=3.0, tick=0.05),
    reclaim_seconds=1.0,
    lease_seconds=4.0,
)
"""Deadlines that a test can wait for; their order is that of the real ones."""


_SECRET: Final = ("TOKEN", "SECRET", "_KEY")
"""What the names of variables end in whose values nobody may read."""


@dataclass(frozen=True, slots=True)
class Town:
    """The two stand-ins and what people there do.

    Attributes:
        environment: The settings of the bot, as variables.
        replicas: The running bots, in the order of their addresses.
    """

    slack: SlackStandIn
    polytomic: PolytomicStandIn
    environment: dict[str, str]
    replicas: tuple[Syncbot, ...] = ()

    @property
    def anna(self) -> Person:
        """An editor."""
        return self.slack.person("anna")

    @property
    def ben(self) -> Person:
        """An approver."""
        return self.slack.person("ben")

    @property
    def cleo(self) -> Person:
        """An editor and approver."""
        return self.slack.person("cleo")

    @property
    def gus(self) -> Person:
        """A guest."""
        return self.slack.person("gus")

    @property
    def mallory(self) -> Person:
        """A full member without a role."""
        return self.slack.person("mallory")

    def puts(self, sync_id: str) -> int:
        """How many writes of a whole sync arrived."""
        return sum(call.method == "PUT" and call.path.endswith(sync_id) for call in self.polytomic.calls)

    @property
    def secrets(self) -> list[str]:
        """What no screen, message or log may show."""
        named = (value for name, value in self.environment.items() if name.endswith(_SECRET))
        return [*named, AUDIENCE_PASSPHRASE]

    def leaks(self) -> list[str]:
        """Every secret that Slack was told, in a call or in the answer to a request."""
        told = [repr(call.args) for call in self.slack.calls] + [ack.body for ack in self.slack.acks]
        return [secret for secret in self.secrets if any(secret in text for text in told)]

    def check(self) -> None:
        """No rule of Slack was broken, no secret told, and Polytomic saw nothing that no client should do."""
        assert self.leaks() == []
        assert self.slack.violations == []
        assert self.polytomic.violations == []


def environment(slack: SlackStandIn, polytomic: PolytomicStandIn, redis_url: str, **more: str) -> dict[str, str]:
    """The bot's settings in this town; `more` adds or replaces variables."""
    people, in_socket_mode = slack.people, slack.workspace.app.socket_mode
    entrance = (
        {"SLACK_APP_TOKEN": slack.app_token} if in_socket_mode else {"SLACK_SIGNING_SECRET": slack.signing_secret}
    )
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        **entrance,
        "SYNCBOT_SLACK_API_URL": slack.api_url,
        "POLYTOMIC_API_KEY": polytomic.api_key,
        "POLYTOMIC_DEPLOYMENT_URL": polytomic.url,
        "POLYTOMIC_API_VERSION": trial.api_version(),
        "REDIS_URL": redis_url,
        "SYNCBOT_SECRET_KEY": Fernet.generate_key().decode(),
        "SYNCBOT_EDITORS": ",".join(people.named(name).user_id for name in ("anna", "cleo")),
        "SYNCBOT_APPROVERS": ",".join(people.named(name).user_id for name in ("ben", "cleo")),
        "SYNCBOT_APPROVAL_CHANNEL": "C0APPROVALS",
        "SYNCBOT_LOG_CHANNEL": "C0SYNCLOG",
        "SYNCBOT_APPROVAL_REQUIRED": "active",
        "SYNCBOT_REQUESTS_PER_MINUTE": "0",
        **more,
    }


def settings(variables: dict[str, str]) -> Settings:
    """The settings that these variables make."""
    return read_settings(variables)


@asynccontextmanager
async def built_town(
    redis_url: str,
    *,
    replicas: int = 1,
    tuning: Tuning = SHORT,
    seed: bool = True,
    transport: str = "",
    **variables: str,
) -> AsyncIterator[Town]:
    """A town with running bots; at its end no rule may have been broken.

    `transport` is `http` or `socket`; when it is empty, the trial's.
    """
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackStandIn.serve())
        slack.install(manifest_for(socket=True) if (transport or trial.transport()) == "socket" else MANIFEST)
        polytomic = await stack.enter_async_context(PolytomicStandIn.serve(seed=seed))
        given = environment(slack, polytomic, redis_url, **variables)
        bots = []
        for _ in range(replicas):
            bot = await stack.enter_async_context(composed(settings(given), tuning=tuning))
            url = await stack.enter_async_context(running(bot.web(with_worker=True)))
            slack.bot_urls = [*slack.bot_urls, f"{url}/slack/events"]  # of no use in Socket Mode but to those who look
            bots.append(bot)
        town = Town(slack, polytomic, given, tuple(bots))
        yield town
        town.check()
