"""What every room's tests share: one real redis-server a worker, flushed for each test."""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis
from hypothesis import HealthCheck, settings

from syncbot.sandbox.redis import RedisServer

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAOS = "tests/chaos"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background begins with Ctrl-C ignored, and so would every process that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes on a busy machine, or the first text of a fresh clone, says nothing of behaviour.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long the short version of the chaos suite took, which has eight minutes."""
    ended = (*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ()))
    chaos = [report.duration for report in ended if report.nodeid.startswith(CHAOS)]
    if chaos:
        terminalreporter.write_line(f"{CHAOS}: {len(chaos)} tests, {sum(chaos):.0f} s if one ran after the other")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A server of this worker's own; a test that kills or restarts it starts another one instead."""
    with tempfile.TemporaryDirectory(prefix="syncbot-") as directory, RedisServer.start(Path(directory)) as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The URL of an empty Redis."""
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
        client.script_flush()
    return redis_server.url
