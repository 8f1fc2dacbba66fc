"""A town for each scenario, and a log in which no secret may stand."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator

import pytest

from syncbot import observe
from syncbot.changes.model import Session
from syncbot.sandbox.polytomic.keys import API_KEY
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE_PASSPHRASE
from syncbot.sandbox.slack.workspace import BOT_TOKEN, SIGNING_SECRET
from syncbot.slack import reviewing
from syncbot.store import records, sessions
from syncbot.store.shared import together
from syncbot.sync.document import same
from tests.scenarios.town import Town, built_town

SETTLE_SECONDS = 0.1
"""On loopback an acknowledgement is read at once."""


@pytest.fixture(autouse=True)
def _quick_to_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "SETTLE_SECONDS", SETTLE_SECONDS)


@pytest.fixture(autouse=True)
def _drafts_are_plain_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored of a session comes back as it is: the process that stored it need not decode it."""

    def fields_that_come_back(session: Session) -> tuple[str, str]:
        document, screen = records.session_fields(session)
        base = json.loads(records.text_of(session.base))
        assert same(together(json.loads(document)["draft"], base), session.draft)
        return document, screen

    monkeypatch.setattr(sessions, "session_fields", fields_that_come_back)


@pytest.fixture(autouse=True)
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged. No secret may stand in it, although the log was told of none."""
    stream = io.StringIO()
    root = logging.getLogger()
    level = root.level
    handler = observe.set_up_logging("debug", "text", stream=stream)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert [one for one in (BOT_TOKEN, SIGNING_SECRET, API_KEY, AUDIENCE_PASSPHRASE) if one in stream.getvalue()] == []


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url) as built:
        yield built
