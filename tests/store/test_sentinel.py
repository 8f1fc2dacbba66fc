from __future__ import annotations

import socket
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from syncbot.sandbox.redis import find_binary
from syncbot.store.connection import Connection
from syncbot.store.sessions import RedisSessions
from tests.store.values import a_session

if TYPE_CHECKING:
    from collections.abc import Iterator


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(directory: Path, name: str, *settings: str) -> Iterator[int]:
    """A redis-server on a port of loopback with the settings as its file; the port."""
    port = free_port()
    file = directory / f"{name}.conf"
    file.write_text("\n".join([f"port {port}", "bind 127.0.0.1", f"dir {directory}", 'save ""', *settings]))
    command = [str(find_binary()), str(file), *(["--sentinel"] if name == "sentinel" else [])]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 -- the binary that the tests run on
    try:
        with redis.Redis(port=port, retry=Retry(ConstantBackoff(0.02), 250)) as client:
            client.ping()
        yield port
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def sentinel_port() -> Iterator[int]:
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="syncbot-")))
        master = stack.enter_context(running(directory, "master"))
        monitor = f"sentinel monitor mymaster 127.0.0.1 {master} 1"
        yield stack.enter_context(running(directory, "sentinel", monitor))


async def test_the_master_is_found_through_sentinel(sentinel_port: int) -> None:
    dead = free_port()
    connection = Connection("redis://", sentinel=f"mymaster@127.0.0.1:{dead},127.0.0.1:{sentinel_port}")
    sessions = RedisSessions(connection)
    await sessions.create(a_session())
    assert await sessions.get("s1", "U1") == a_session()
    await connection.aclose()
