"""How long opening and clicking take at 10, 100, 1,000 and 5,000 mappings.

Run with `python -m tests.scenarios.sizes`. Everything runs on this machine, in one process: the figures compare sizes,
and say nothing of a network.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from syncbot.sandbox.redis import RedisServer
from tests.scenarios.forms import opens_form
from tests.scenarios.large import NAME, makes_large
from tests.scenarios.town import Town, built_town

SIZES = (10, 100, 1000, 5000)
ROUNDS = 5
ACTS = ("open", "part", "find", "item", "done", "back")


async def _timed(found: dict[str, list[float]], act: str, work: Callable[[], Awaitable[object]]) -> None:
    start = time.perf_counter()
    await work()
    found[act].append((time.perf_counter() - start) * 1000)


async def measured(town: Town, size: int) -> dict[str, float]:
    """The median milliseconds of each act, from the click to the screen that shows what comes of it."""
    makes_large(town, mappings=size)
    anna = town.anna
    found: dict[str, list[float]] = {act: [] for act in ACTS}
    for turn in range(ROUNDS + 1):
        await _timed(found, "open", lambda: _opens(town, f"{size} mappings"))
        await _timed(found, "part", lambda: _presses(town, "Edit Mappings", "Add several"))
        await _timed(found, "find", lambda: _finds(town, "T0003"))
        screen = await anna.see("T0003__c")
        name = next(each for each in screen.buttons if each.startswith("Edit") and "T0003__c" in each)
        await _timed(found, "item", partial(opens_form, town, name))
        typed = "s0004_" if turn % 2 else "s0005_"
        await anna.choose("Source field", (await anna.options("Source field", typed=typed))[0], typed=typed)
        await _timed(found, "done", lambda: _done(town))
        await _timed(found, "back", lambda: _presses(town, "Back to the overview", "Edit Filters"))
        await anna.close()
    return {act: statistics.median(times[1:]) for act, times in found.items()}


async def _opens(town: Town, words: str) -> None:
    await town.anna.command(f'/sync edit "{NAME}"')
    await town.anna.see("Edit sync", "[")
    if "[Start over]" in str(town.anna.modal):
        await town.anna.press("Start over")
    await town.anna.see(words)


async def _presses(town: Town, button: str, words: str) -> None:
    await town.anna.press(button)
    await town.anna.see(words)


async def _finds(town: Town, text: str) -> None:
    await town.anna.enter("Find", text)
    await town.anna.see("1 of")


async def _done(town: Town) -> None:
    await town.anna.submit()
    await town.anna.sees_no_more("[Cancel] [Done]")
    await town.anna.see("Changed in this draft")


async def table() -> str:
    """The figures, a line for each size."""
    lines = [f"ms, median of {ROUNDS}" + "".join(f"{act:>10}" for act in ACTS)]
    for size in SIZES:
        with tempfile.TemporaryDirectory() as directory:
            server = RedisServer.start(Path(directory))
            try:
                async with built_town(server.url) as town:
                    found = await measured(town, size)
            finally:
                server.stop()
        lines.append(f"{size:>6} mappings" + "".join(f"{found[act]:>10.1f}" for act in ACTS))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(table()) + "\n")
