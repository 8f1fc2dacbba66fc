"""From the command `syncbot demo` until a browser shows the workspace, with whatever else runs on this machine."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
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

_COMMAND = (sys.executable, "-m", "syncbot", "demo", "--no-browser", "--port", "0")
_ADDRESS = READY.partition("{")[0]


async def figures() -> list[Figure]:
    """Starts on a warm disk, compiled as an installation leaves it; the browser runs already."""
    with tempfile.TemporaryDirectory(prefix="syncbot-") as compiled:
        variables = {name: os.environ[name] for name in KEPT if name in os.environ}
        variables["PYTHONPYCACHEPREFIX"] = compiled
        async with launched() as browser:
            await _opened(browser, variables)
            took = [await _opened(browser, variables) for _ in range(STARTS)]
    load = f"`syncbot demo` → the page shows the workspace (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    return [
        Figure(load, median(took), "s", None, "", BUDGET_SECONDS, f"under {BUDGET_SECONDS:g}"),
        Figure("the slowest of them", max(took), "s"),
    ]


async def _opened(browser: Browser, variables: dict[str, str]) -> float:
    tab = await browser.new_page()
    began = time.perf_counter()
    async with _demo(variables) as address:
        await tab.goto(address)
        await Desk(tab).composer.wait_for()
        took = time.perf_counter() - began
        await tab.close()
    return took


@asynccontextmanager
async def _demo(variables: dict[str, str]) -> AsyncIterator[str]:
    """The demo while the block runs; gives the address that it prints."""
    process = await asyncio.create_subprocess_exec(
        *_COMMAND, env=variables, cwd=Path(ROOT), stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout is None:
            raise AssertionError
        line = (await process.stdout.readline()).decode().strip()
        yield line.removeprefix(_ADDRESS)
        process.terminate()
        await process.stdout.read()
    finally:
        await process.wait()
