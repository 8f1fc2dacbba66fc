"""From the command `syncbot demo` until a browser shows the workspace, with whatever else runs on this machine."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser

from syncbot.demo.workspace import READY
from tests.bench.figures import Figure, median
from tests.bench.site import ROOT
from tests.browser.chromium import launched
from tests.browser.desk import Desk

STARTS = 5
BUDGET_SECONDS = 3.0
KEPT = ("PATH", "HOME", "LANG")

_DEMO = (sys.executable, "-m", "syncbot", "demo", "--no-browser", "--port", "0")
_ADDRESS = READY.partition("{")[0]
_FOLDER = (sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(ROOT))
_PORT = " port "
A_FOLDER = "a folder by Python's http.server"


async def figures() -> list[Figure]:
    """Starts on a warm disk, compiled as an installation leaves it; the browser runs already."""
    with tempfile.TemporaryDirectory(prefix="syncbot-") as compiled:
        variables = {name: os.environ[name] for name in KEPT if name in os.environ}
        variables["PYTHONPYCACHEPREFIX"] = compiled
        async with launched() as browser:
            await _opened(browser, variables)
            took = [await _opened(browser, variables) for _ in range(STARTS)]
            floor = median([await _floor(browser, variables) for _ in range(STARTS)])
    load = f"`syncbot demo` → the page shows the workspace (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    return [
        Figure(load, median(took), "s", floor, A_FOLDER, BUDGET_SECONDS, f"under {BUDGET_SECONDS:g}"),
        Figure("the slowest of them", max(took), "s", floor, A_FOLDER),
    ]


async def _opened(browser: Browser, variables: dict[str, str]) -> float:
    tab = await browser.new_page()
    began = time.perf_counter()
    async with _serving(_DEMO, variables, _ADDRESS) as address:
        await tab.goto(address)
        await Desk(tab).composer.wait_for()
        took = time.perf_counter() - began
        await tab.close()
    return took


async def _floor(browser: Browser, variables: dict[str, str]) -> float:
    """The seconds until a browser shows what Python's own server gives of a folder."""
    tab = await browser.new_page()
    began = time.perf_counter()
    async with _serving(_FOLDER, variables, _PORT) as port:
        await tab.goto(f"http://127.0.0.1:{port.split()[0]}/")
        took = time.perf_counter() - began
        await tab.close()
    return took


@asynccontextmanager
async def _serving(command: Sequence[str], variables: dict[str, str], before: str) -> AsyncIterator[str]:
    """A server while the block runs; gives what it prints after `before` when it serves."""
    process = await asyncio.create_subprocess_exec(
        *command, env=variables, cwd=Path(ROOT), stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout is None:
            raise AssertionError
        line = (await process.stdout.readline()).decode().strip()
        yield line.partition(before)[2]
        process.terminate()
        await process.stdout.read()
    finally:
        await process.wait()
