"""How long Slack waits for an acknowledgement: by kind and by how many are in flight, beside two floors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import cycle, islice

from tests.bench import recording
from tests.bench.figures import Figure, median, percentile
from tests.bench.load import Load, Request, in_turn
from tests.bench.recording import CLICK, CONFIRM, DONE, HELP, OPTIONS
from tests.bench.site import Process, Site, built_site, server

IN_FLIGHT = (1, 50, 200)
REPEATED = {1: 210, 50: 1000, 200: 2000}
"""How many requests that may be repeated are sent, by how many are in flight."""
UNIQUE = {1: 110, 50: 100, 200: 200}
"""How many that are each of a person of its own, since they are good for once."""

ASGI, BOLT, SYNCBOT = "raw ASGI", "bare Bolt", "syncbot"
WARM = 30
FIRST = 10
"""How many at the beginning of each kind are not counted where one is in flight: they warm all servers alike."""
BARE = ("-m", "tests.bench.bare")
BARE_PLUS_MS = 1.0
CONFIRM_PLUS_MS = 2.0

PACE = 50.0
PACED_SECONDS = 20
MIX = {CLICK: 10, OPTIONS: 5, HELP: 3, DONE: 2}
"""So many of each in twenty: what a person in the editor sends."""
PACED = int(PACE * PACED_SECONDS)
PACED_DONE = PACED * MIX[DONE] // sum(MIX.values())
"""Those are good for once, too."""
P99_BUDGET_MS = 50.0

Kinds = Mapping[str, Sequence[Request]]


async def figures() -> list[Figure]:
    """The acknowledgements of a warm server."""
    confirms = sum(UNIQUE.values())
    people = confirms + PACED_DONE
    async with built_site() as site, AsyncExitStack() as stack:
        servers = {
            ASGI: await stack.enter_async_context(server(site, *BARE, "asgi", "PORT")),
            BOLT: await stack.enter_async_context(server(site, *BARE, "bolt", "PORT")),
            SYNCBOT: await stack.enter_async_context(server(site)),
        }
        site.slack.bot_urls = [servers[SYNCBOT].url]
        everybody = site.editors(people + confirms)
        editors, confirming = everybody[:people], everybody[people:]
        clicks, options, done = await recording.in_editor(site, editors)
        kinds: Kinds = {
            HELP: recording.helps(site, editors, sum(REPEATED.values())),
            CLICK: clicks,
            OPTIONS: options,
            DONE: done,
            CONFIRM: await recording.confirms(site, confirming),
        }
        return [*await _at_once(site, servers, kinds), *await _paced(site, servers, kinds)]


async def _at_once(site: Site, servers: Mapping[str, Process], kinds: Kinds) -> list[Figure]:
    found = []
    for name in (HELP, CLICK, OPTIONS):
        source = cycle(kinds[name])
        for in_flight in IN_FLIGHT:
            requests = [one.another() for one in islice(source, REPEATED[in_flight])]
            found += await _beside(site, servers, requests, in_flight)
    for name in (DONE, CONFIRM):
        left = iter(kinds[name])
        for in_flight in IN_FLIGHT:
            found += await _beside(site, servers, list(islice(left, UNIQUE[in_flight])), in_flight)
    return found


async def _beside(
    site: Site, servers: Mapping[str, Process], requests: Sequence[Request], in_flight: int
) -> list[Figure]:
    """The same requests to each server."""
    await site.quiet()
    took = await (_alone(site, servers, requests) if in_flight == 1 else _together(site, servers, requests, in_flight))
    kind, bare = requests[0].kind, median(took[BOLT])
    plus = CONFIRM_PLUS_MS if kind == CONFIRM else BARE_PLUS_MS
    budget = bare + plus if in_flight == 1 else None
    what = f"{kind}, {in_flight} in flight"
    return [
        Figure(f"{what}, p50", median(took[SYNCBOT]), "ms", bare, BOLT, budget, f"at most bare + {plus:g}"),
        Figure(f"{what}, p99", percentile(took[SYNCBOT], 99), "ms", percentile(took[BOLT], 99), BOLT),
        Figure(f"{what}, p50 of the rawest floor", bare, "ms", median(took[ASGI]), ASGI),
    ]


async def _alone(site: Site, servers: Mapping[str, Process], requests: Sequence[Request]) -> dict[str, list[float]]:
    """One at a time, the servers in turn: each idles for as long as the others before it is asked again."""
    loads = [Load(site.session, [process.url]) for process in servers.values()]
    took = await in_turn(loads, requests, site.over)
    return {name: times[FIRST:] for name, times in zip(servers, took, strict=True)}


async def _together(
    site: Site, servers: Mapping[str, Process], requests: Sequence[Request], in_flight: int
) -> dict[str, list[float]]:
    """So many at a time, one server after the other, the floors first."""
    took = {}
    for name, process in servers.items():
        load = Load(site.session, [process.url])
        if name != SYNCBOT:
            await load.rolling(requests[:WARM], in_flight)
        await site.quiet()
        took[name] = await load.rolling(requests, in_flight)
    return took


async def _paced(site: Site, servers: Mapping[str, Process], kinds: Kinds) -> list[Figure]:
    """The stated mix at a steady pace, one process."""
    sources = {name: cycle(kinds[name][-PACED_DONE:]) for name in MIX}
    names = [name for name, count in MIX.items() for _ in range(count)]
    took = {}
    for name in (BOLT, SYNCBOT):
        requests = [next(sources[kind]).another() for kind in islice(cycle(names), PACED)]
        await site.quiet()
        took[name] = await Load(site.session, [servers[name].url]).paced(requests, PACE)
    under = f"under {P99_BUDGET_MS:g}"
    mix = ", ".join(f"{count} {name}" for name, count in MIX.items())
    what = f"{PACE:g} requests/s ({mix} of {sum(MIX.values())}), p99"
    return [
        Figure(what, percentile(took[SYNCBOT], 99), "ms", percentile(took[BOLT], 99), BOLT, P99_BUDGET_MS, under),
        Figure("the same, p50", median(took[SYNCBOT]), "ms", median(took[BOLT]), BOLT),
    ]
