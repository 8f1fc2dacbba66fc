"""From confirm to applied, over the bare GET, PUT and GET; what is asked of Polytomic and Redis; and the whole edit."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families
from redis.asyncio import Redis

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.sync.document import Shape, configuration
from tests.bench.figures import Figure, median
from tests.bench.site import ROOT, Process, Site, built_site, server

ROUNDS = 40
WARM = 5
SCRIPT_ROUNDS = 5
IDLE_SECONDS = 2.0
ADDED_BUDGET_MS = 25.0
CALLS_BUDGET = 4


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: milliseconds from the command to the review, and from the confirm until Slack is told *Applied*."""

    reviewed: float
    applied: float


async def figures() -> list[Figure]:
    """One person renames one sync again and again."""
    async with built_site() as site, server(site) as process:
        site.slack.bot_urls = [process.url]
        sync_id = site.polytomic.id_of(LEADS)
        (person,) = site.editors(1)
        for turn in range(WARM):
            await edit(person, sync_id, f"warm {turn}")
        bare = [await bare_edit(site, sync_id, f"bare {turn}") for turn in range(ROUNDS)]
        edits, asked = await _counted(site, process, person, sync_id)
        beside = {
            "a script with the SDK": await _scripted(site, sync_id, "sdk"),
            "a script with httpx": await _scripted(site, sync_id, "keys"),
            **({"curl, twice": await _curled(site, sync_id)} if shutil.which("curl") else {}),
        }
    return [_applied(edits, bare), *asked, *_whole(edits, beside)]


async def _counted(site: Site, process: Process, person: Person, sync_id: str) -> tuple[list[Edit], list[Figure]]:
    """The edits, and what each asked of Polytomic and Redis."""
    async with Redis.from_url(site.redis.url) as redis:
        idle = await _asked_of_redis(site, process, redis)
        await asyncio.sleep(IDLE_SECONDS)
        begun = await _asked_of_redis(site, process, redis)
        asked, began = len(site.polytomic.calls), time.perf_counter()
        edits = [await edit(person, sync_id, f"name {turn}") for turn in range(ROUNDS)]
        idle_times = (time.perf_counter() - began) / IDLE_SECONDS
        ended = await _asked_of_redis(site, process, redis)
    calls, commands = (
        (end - begin - (begin - before) * idle_times) / ROUNDS
        for end, begin, before in zip(ended, begun, idle, strict=True)
    )
    paths = [call.path for call in site.polytomic.calls[asked:]]
    own = paths.count(f"/api/syncs/{sync_id}")
    return edits, [
        Figure(
            "calls to /api/syncs/{id} per edit",
            own / ROUNDS,
            "",
            3,
            "GET, PUT, GET",
            CALLS_BUDGET,
            f"at most {CALLS_BUDGET}",
        ),
        Figure("other calls to Polytomic per edit", (len(paths) - own) / ROUNDS, "", 0, "GET, PUT, GET"),
        Figure("calls of Redis per edit", calls, "", 0, "GET, PUT, GET"),
        Figure("Redis commands per edit, those of its scripts counted one by one", commands, "", 0, "GET, PUT, GET"),
    ]


async def _asked_of_redis(site: Site, process: Process, redis: Redis) -> tuple[float, float]:
    """How often the server has asked Redis so far, and how many commands Redis has carried out."""
    async with site.session.get(f"{process.url}/metrics") as answer:
        told = text_string_to_metric_families(await answer.text())
    samples = (sample for family in told for sample in family.samples)
    calls = sum(sample.value for sample in samples if sample.name == "syncbot_redis_call_seconds_count")
    return calls, int((await redis.info("stats"))["total_commands_processed"])


def _applied(edits: Sequence[Edit], bare: Sequence[float]) -> Figure:
    floor, what = median(bare), "confirm → Slack is told *Applied*, p50"
    limit = f"at most the bare calls + {ADDED_BUDGET_MS:g}"
    taken = median([edit.applied for edit in edits])
    return Figure(what, taken, "ms", floor, "bare GET, PUT, GET", floor + ADDED_BUDGET_MS, limit)


def _whole(edits: Sequence[Edit], beside: dict[str, float]) -> list[Figure]:
    whole = median([edit.reviewed + edit.applied for edit in edits])
    what = "the whole edit: command → review, confirm → applied, p50"
    return [Figure(what, whole, "ms", milliseconds, name) for name, milliseconds in beside.items()]


async def edit(person: Person, sync_id: str, name: str) -> Edit:
    """One edit, from the command to what the person is told."""
    began = time.perf_counter()
    await person.command(f'/sync set {sync_id} name="{name}"')
    await person.see("Review changes", "Nothing else changes")
    reviewed = time.perf_counter()
    await person.submit()
    await person.see("Outcome", "Applied")
    applied = time.perf_counter()
    await person.close()
    return Edit((reviewed - began) * 1000, (applied - reviewed) * 1000)


def _headers(site: Site) -> dict[str, str]:
    return {"Authorization": f"Bearer {site.polytomic.api_key}", "X-Polytomic-Version": "2025-09-18"}


async def bare_edit(site: Site, sync_id: str, name: str) -> float:
    """The milliseconds of the three calls that no safe edit can do without, on one warm connection."""
    path = f"/api/syncs/{sync_id}"
    async with httpx.AsyncClient(base_url=site.polytomic.url, headers=_headers(site)) as client:
        doc = (await client.get(path)).raise_for_status().json()["data"]
        body = {**configuration(doc, Shape.GROUPED), "name": name}
        began = time.perf_counter()
        (await client.get(path)).json()
        (await client.put(path, json=body)).raise_for_status().json()
        (await client.get(path)).json()
        return (time.perf_counter() - began) * 1000


async def _scripted(site: Site, sync_id: str, kind: str) -> float:
    """The script of `tests.bench.scripts`, from its start to its end."""
    command = (sys.executable, "-m", "tests.bench.scripts", kind, site.polytomic.url, site.polytomic.api_key, sync_id)
    return median([await _run(*command, f"{kind} {turn}") for turn in range(SCRIPT_ROUNDS)])


async def _curled(site: Site, sync_id: str) -> float:
    """Twice curl: the GET, and the PUT of what somebody has edited meanwhile."""
    body = {**configuration(site.polytomic.sync(sync_id), Shape.GROUPED), "name": "by curl"}
    headers = [part for name, value in _headers(site).items() for part in ("-H", f"{name}: {value}")]
    curl = ("curl", "-sS", "-f", "-o", "/dev/null", *headers, f"{site.polytomic.url}/api/syncs/{sync_id}")
    put = (*curl, "-X", "PUT", "-H", "Content-Type: application/json", "-d", json.dumps(body))
    return median([await _run(*curl) + await _run(*put) for _ in range(SCRIPT_ROUNDS)])


async def _run(*command: str) -> float:
    """The milliseconds of a process."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    assert await process.wait() == 0, command
    return (time.perf_counter() - began) * 1000
