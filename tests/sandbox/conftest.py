"""A Slack of its own, with a scripted app behind it, for each test that asks for them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from syncbot.sandbox.slack import Person, SlackStandIn
from tests.sandbox.scripted_bot import ScriptedBot, served


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    async with SlackStandIn.serve() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(slack: SlackStandIn) -> AsyncIterator[ScriptedBot]:
    scripted = ScriptedBot(AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[]))
    async with served(scripted) as url:
        slack.bot_urls = [url]
        yield scripted


@pytest.fixture
def anna(slack: SlackStandIn) -> Person:
    return slack.person("anna")
