"""From the start of a process until it is ready, and the memory that it takes."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.bench.acks import BARE, BOLT
from tests.bench.clicking import clicks, opens_editor
from tests.bench.figures import Figure, median
from tests.bench.site import Site, built_site, server
from tests.bench.throughput import TWO_VIEWS

STARTS = 5
EDITORS = 20
CLICKS = 25
READY_BUDGET_MS = 1500.0
MEMORY_BUDGET_MB = 120.0


async def figures() -> list[Figure]:
    """Starts on a warm disk; memory at rest, and after work."""
    async with built_site() as site:
        bare = [await _started(site, *BARE, "bolt", "PORT") for _ in range(STARTS)]
        ours = [await _started(site) for _ in range(STARTS)]
        bare_worked = await _worked(site, *BARE, "screens", "PORT")
        worked = await _worked(site)
    ready, floor = median([ms for ms, _ in ours]), median([ms for ms, _ in bare])
    rest, bare_rest = median([mb for _, mb in ours]), median([mb for _, mb in bare])
    under = f"under {MEMORY_BUDGET_MB:g}"
    work = f"resident memory after {2 * CLICKS * EDITORS} clicks of {EDITORS} editors"
    return [
        Figure("start → ready", ready, "ms", floor, BOLT, READY_BUDGET_MS, f"under {READY_BUDGET_MS:g}"),
        Figure("resident memory at rest", rest, "MB", bare_rest, BOLT, MEMORY_BUDGET_MB, under),
        Figure(work, worked, "MB", bare_worked, TWO_VIEWS, MEMORY_BUDGET_MB, under),
    ]


async def _started(site: Site, *command: str) -> tuple[float, float]:
    async with server(site, *command, straight=True) as process:
        return process.started_ms, process.resident_mb


async def _worked(site: Site, *command: str) -> float:
    """The resident memory in MB of a server that people have clicked in."""
    async with server(site, *command) as process:
        site.slack.bot_urls = [process.url]
        people = site.editors(EDITORS)
        for person in people:
            await opens_editor(person, site.polytomic.id_of(LEADS))
        await clicks(people, CLICKS)
        for person in people:
            await person.close()
        return process.resident_mb
