"""A command of `python -m tests.…` leaves nothing running, however it ends."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from syncbot.demo.ending import TERMINATED
from tests.chaos.waiting import until

ROOT = Path(__file__).parents[1]
SERVERS = 3
"""A Redis and two of syncbot."""
END_MILLISECONDS = 20_000


async def _has_servers(pid: int) -> bool:
    return len(_children(pid)) == SERVERS


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text(encoding="ascii").split()]


def _has_ended(process: int) -> bool:
    """Wait for the end of a process that is not ours."""
    waiting = select.poll()
    waiting.register(process, select.POLLIN)
    return bool(waiting.poll(END_MILLISECONDS))


@pytest.mark.parametrize(("by", "code"), [(signal.SIGTERM, TERMINATED), (signal.SIGKILL, -signal.SIGKILL)])
async def test_no_server_outlives_the_command_that_started_it(by: signal.Signals, code: int, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "tests.scenarios.lost_updates")
    with (tmp_path / "said").open("wb") as said:
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=said, stderr=said)
    assert await until(partial(_has_servers, process.pid))
    servers = [os.pidfd_open(pid) for pid in _children(process.pid)]
    process.send_signal(by)
    assert await process.wait() == code
    ended = [_has_ended(server) for server in servers]
    for server in servers:
        os.close(server)
    assert ended == [True] * SERVERS
    assert set((tmp_path / "said").read_text().splitlines()) <= {"the parent is gone"}  # of one that was just starting
