"""Real Redis processes on ports of loopback: primaries with replicas, Sentinels, TLS, users with passwords."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import redis
from redis.backoff import ConstantBackoff, NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from syncbot.sandbox.launching import bound
from syncbot.sandbox.redis import find_binary

NAME: Final = "mymaster"
DOWN_MS: Final = 1_000
"""After how long without an answer a Sentinel takes a primary for dead, where a test kills it."""
NEVER_MS: Final = 60_000
"""The same where none does, so that a busy machine is not taken for a dead one."""
PATIENCE: Final = 750
"""Attempts, each after a fiftieth of a second."""

T = TypeVar("T")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def insist(ask: Callable[[], T | None]) -> T:
    """What `ask` gives once it gives something; until then it may raise what redis-py raises."""

    def once() -> T:
        if (found := ask()) is None:
            raise redis.ConnectionError
        return found

    return Retry(ConstantBackoff(0.02), PATIENCE, (RedisError, OSError)).call_with_retry(once, lambda _: None)


class Node:
    """One redis-server process.

    Args:
        directory: Its own; the configuration and what it keeps is there.
        settings: Lines of its configuration beside port, address and directory.
        sentinel: Whether it is a Sentinel.
    """

    def __init__(self, directory: Path, *settings: str, sentinel: bool = False) -> None:
        self.directory = directory
        self.port = free_port()
        self._file = directory / f"{self.port}.conf"
        lines = [f"port {self.port}", "bind 127.0.0.1", f"dir {directory}", 'save ""', *settings]
        self._file.write_text("\n".join(lines))
        self._sentinel = sentinel
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What a client connects to."""
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it."""
        command = [str(find_binary()), str(self._file), *(["--sentinel"] if self._sentinel else [])]
        self._process = subprocess.Popen(bound(*command), stdout=subprocess.DEVNULL)

    def restart(self, *settings: str) -> None:
        """Kill it and start it again with more settings; it answers only once it has read what it kept."""
        self.end()
        with self._file.open("a") as file:
            file.writelines(f"\n{line}" for line in settings)
        self.start()

    def answers_or_ended(self) -> bool:
        """Wait until it answers, or has ended by itself: False."""

        def look() -> bool | None:
            assert self._process
            if self._process.poll() is not None:
                return False
            with self.client() as client, suppress(redis.AuthenticationError):
                client.ping()
            return True

        return insist(look)

    def client(self, **options: object) -> redis.Redis:
        """A client of it."""
        once = Retry(NoBackoff(), 0)
        return redis.Redis(port=self.port, decode_responses=True, retry=once, **options)  # type: ignore[arg-type] # as given

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process: SIGSTOP, SIGCONT, SIGKILL."""
        assert self._process
        os.kill(self._process.pid, number)

    def end(self) -> None:
        """End it, also when it hangs."""
        if self._process:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGCONT)
                self._process.kill()
            self._process.wait()


@contextmanager
def running(*settings: str, sentinel: bool = False, awaited: bool = True) -> Iterator[Node]:
    """A server while the block runs; with `awaited` it answers at the block's begin."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="syncbot-")))
        node = Node(directory, *settings, sentinel=sentinel)
        stack.callback(node.end)
        node.start()
        if awaited:
            assert node.answers_or_ended(), "it does not start with these settings"
        yield node


@dataclass(frozen=True, slots=True)
class Group:
    """A primary, its replica, and a Sentinel that knows both."""

    primary: Node
    replica: Node
    sentinel: Node

    @property
    def setting(self) -> str:
        """SYNCBOT_REDIS_SENTINEL."""
        return f"{NAME}@127.0.0.1:{self.sentinel.port}"

    def primary_port(self) -> int:
        """Whom the Sentinel takes for the primary."""
        with self.sentinel.client() as client:
            return int(client.sentinel_get_master_addr_by_name(NAME)[1])

    def hand_over(self) -> None:
        """Let the replica take the primary's place while both are well."""
        self.begin_hand_over()
        self.wait_for_the_other()

    def begin_hand_over(self) -> None:
        """The same, without waiting for any of it."""
        with self.sentinel.client() as client:
            insist(lambda: client.sentinel_failover(NAME) or None)

    def wait_until_copied(self, key: str) -> None:
        """Wait until the replica has the key."""
        with self.replica.client() as client:
            insist(lambda: client.exists(key) or None)

    def wait_for_a_second(self) -> None:
        """Wait until the replica is a primary too; the Sentinel still names the former."""
        with self.replica.client() as client:
            insist(lambda: (client.role()[0] == "master") or None)

    def wait_for_the_other(self) -> None:
        """Wait until the Sentinel names the former replica, and it takes writes."""
        insist(lambda: (self.primary_port() == self.replica.port) or None)
        with self.replica.client() as client:
            insist(lambda: (client.role()[0] == "master") or None)


def watching(port: int, down_ms: int = NEVER_MS) -> tuple[str, ...]:
    """The configuration of a Sentinel that watches the primary there."""
    return (
        f"sentinel monitor {NAME} 127.0.0.1 {port} 1",
        f"sentinel down-after-milliseconds {NAME} {down_ms}",
        f"sentinel failover-timeout {NAME} 3000",
    )


@contextmanager
def group(*settings: str, down_ms: int = NEVER_MS, stubborn: bool = False, more: int = 0) -> Iterator[Group]:
    """A group while the block runs.

    Args:
        settings: Lines of both servers' configurations.
        down_ms: After how long without an answer the primary is taken for dead.
        stubborn: Whether the primary refuses to become a replica, as one that the Sentinel has not told yet.
        more: How many replicas there are beside the one, which is preferred to them.
    """
    with ExitStack() as stack:
        refuses = ['rename-command SLAVEOF ""'] if stubborn else []
        primary = stack.enter_context(running("repl-diskless-sync-delay 0", *settings, *refuses))
        follows = f"replicaof 127.0.0.1 {primary.port}"
        copying = ("repl-diskless-sync-delay 0", follows, *settings)
        replica = stack.enter_context(running("replica-priority 1", *copying))
        for _ in range(more):
            stack.enter_context(running(*copying))
        with primary.client() as client:  # what is written after a first copy flows only once that was confirmed
            insist(lambda: (client.incr("a write") and client.wait(1 + more, 100) > more) or None)
        sentinel = stack.enter_context(running(*watching(primary.port, down_ms), sentinel=True))
        with sentinel.client() as client:
            insist(lambda: sum(not one["is_disconnected"] for one in client.sentinel_slaves(NAME)) > more or None)
        yield Group(primary, replica, sentinel)
