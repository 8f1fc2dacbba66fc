"""How many acknowledgements, clicks and edits a second one and two processes take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from tests.bench import recording
from tests.bench.acks import BARE, BOLT, SYNCBOT
from tests.bench.applying import bare_edit
from tests.bench.clicking import clicks, opens_editor, renames
from tests.bench.figures import Figure
from tests.bench.load import Load
from tests.bench.site import Process, Site, built_site, server

PROCESSES = (1, 2)
REQUESTS = 2000
IN_FLIGHT = 32
EDITORS = 16
CLICKS = 12
EDITS = 4
TWO_VIEWS = "a Bolt app that shows one of two views"


async def figures() -> list[Figure]:
    """As fast as they are answered; the people and both stand-ins share the machine with the servers."""
    found = []
    for count in PROCESSES:
        async with built_site() as site, AsyncExitStack() as stack:
            bare = [await stack.enter_async_context(server(site, *BARE, "bolt", "PORT")) for _ in range(count)]
            screens = [await stack.enter_async_context(server(site, *BARE, "screens", "PORT")) for _ in range(count)]
            ours = [await stack.enter_async_context(server(site)) for _ in range(count)]
            of = f"{count} process" if count == 1 else f"{count} processes"
            floor, taken = await _acked(site, bare), await _acked(site, ours)
            what = f"`/sync help` acknowledged a second, {IN_FLIGHT} in flight, {SYNCBOT}, {of}"
            found += [Figure(what, taken, "", floor, BOLT), *await _done(site, ours, screens, of)]
    return found


async def _acked(site: Site, processes: Sequence[Process]) -> float:
    requests = recording.helps(site, site.editors(EDITORS), REQUESTS)
    began = time.perf_counter()
    await Load(site.session, [process.url for process in processes]).rolling(requests, IN_FLIGHT)
    return REQUESTS / (time.perf_counter() - began)


async def _done(site: Site, processes: Sequence[Process], screens: Sequence[Process], of: str) -> list[Figure]:
    """Clicks and edits, and what one costs: the people take more of the machine than the servers do."""
    people = site.editors(EDITORS)
    syncs = [_own_sync(site, person) for person in people]
    bare_clicked, bare_click_ms = await _clicked(site, screens, people, syncs)
    clicked, click_ms = await _clicked(site, processes, people, syncs)
    bare_edited = await _written_a_second(site, syncs)
    begun, began = _cpu_ms(processes), time.perf_counter()
    await asyncio.gather(*(_edits(person, sync_id) for person, sync_id in zip(people, syncs, strict=True)))
    count = EDITS * len(people)
    edited, edit_ms = count / (time.perf_counter() - began), (_cpu_ms(processes) - begun) / count
    return [
        Figure(f"clicks with their screens a second, {EDITORS} editors, {of}", clicked, "", bare_clicked, TWO_VIEWS),
        Figure(f"processor of {of} per click", click_ms, "ms", bare_click_ms, TWO_VIEWS),
        Figure(f"whole edits a second, {EDITORS} editors, {of}", edited, "", bare_edited, "bare GET, PUT, GET"),
        Figure(f"processor of {of} per whole edit", edit_ms, "ms", 2 * bare_click_ms, f"two clicks of {TWO_VIEWS}"),
    ]


async def _clicked(
    site: Site, processes: Sequence[Process], people: Sequence[Person], syncs: Sequence[str]
) -> tuple[float, float]:
    """Clicks a second of all people at once, and the processor's milliseconds that the servers take for one."""
    site.slack.bot_urls = [process.url for process in processes]
    for person, sync_id in zip(people, syncs, strict=True):
        await opens_editor(person, sync_id)
    begun = _cpu_ms(processes)
    a_second = await clicks(people, CLICKS)
    each_ms = (_cpu_ms(processes) - begun) / (2 * CLICKS * len(people))
    for person in people:
        await person.close()
    return a_second, each_ms


async def _written_a_second(site: Site, syncs: Sequence[str]) -> float:
    """How many renames a second scripts make, one for each sync at once, of the calls that none can do without."""

    async def renamed(sync_id: str) -> None:
        for turn in range(EDITS):
            await bare_edit(site, sync_id, f"bare {turn}")

    began = time.perf_counter()
    await asyncio.gather(*(renamed(sync_id) for sync_id in syncs))
    return EDITS * len(syncs) / (time.perf_counter() - began)


def _cpu_ms(processes: Sequence[Process]) -> float:
    return sum(process.cpu_ms for process in processes)


def _own_sync(site: Site, person: Person) -> str:
    doc = site.polytomic.sync_named(LEADS)
    sync_id = f"00000000-0000-4000-8000-{int(person.user_id[-4:]):012}"
    return site.polytomic.put_sync_doc({**doc, "id": sync_id, "name": f"Of {person.user.name}"})


async def _edits(person: Person, sync_id: str) -> None:
    for turn in range(EDITS):
        await renames(person, sync_id, f"{person.user.name} {turn}")
