"""A place to look at; and commands set up the log as a process does: here each gives it back as it was."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from syncbot.manifest import manifest
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.redis import RedisServer
from syncbot.sandbox.slack import SlackStandIn
from tests.commands.places import Place


@pytest.fixture(autouse=True)
def _the_log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
async def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        server = stack.enter_context(RedisServer.start(tmp_path, append_only=True))
        slack = await stack.enter_async_context(SlackStandIn.serve())
        slack.install(manifest())
        polytomic = await stack.enter_async_context(PolytomicStandIn.serve())
        yield Place(slack, polytomic, server, capsys)
