"""How long opening and clicking take at 10, 100, 1,000 and 5,000 mappings.

Run with `python -m tests.scenarios.sizes`. The bot is a process of its own; everything is on this machine, so the
figures compare sizes and say nothing of a network. Three times of each act: the whole until Slack has what comes of it,
and what of that the bot took, without the time for which the stand-ins of Slack and Polytomic kept it waiting. On a
machine that has other things to do, only the third is worth comparing: the processor's time of the bot's process.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import astuple, dataclass
from functools import partial

import httpx

from syncbot.sandbox.slack import Person
from tests import ending
from tests.bench.site import Process, Site, built_site, server
from tests.scenarios.large import makes_large
from tests.scenarios.town import Town

SIZES = (10, 100, 1000, 5000)
ROUNDS = 20
WARM = 2
OPEN = "open"
CLICKS = ("part", "find", "item", "options", "done", "back")
ACTS = (OPEN, *CLICKS)
OPEN_AT_MOST, CLICK_AT_MOST = 3.0, 1.5
"""The budgets: so many times what 10 mappings take, for 1,000."""

KINDS: Mapping[str, Callable[[Taken], float]] = {
    "whole, ms": lambda taken: taken.whole,
    "the bot, ms": lambda taken: taken.bot,
    "its processor, ms": lambda taken: taken.busy,
}

_SHOWN = ("views.open", "views.update", "views.push")
_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one act.

    Attributes:
        whole: From the click until Slack has what comes of it.
        bot: What of that the bot and its Redis took.
        busy: The processor's time of the bot alone, which does not depend on what else the machine does.
    """

    whole: float
    bot: float
    busy: float


@dataclass(frozen=True, slots=True)
class Size:
    """The figures of one size, medians.

    Attributes:
        bare: What opening cannot do without: reading the sync and its status, by a bare client. In milliseconds.
    """

    mappings: int
    acts: Mapping[str, Taken]
    bare: float


class Bench:
    """One person in the editor of one sync, each act timed."""

    def __init__(self, site: Site, process: Process, person: Person, sync_id: str) -> None:
        self._site, self._process, self._person, self._sync_id = site, process, person, sync_id
        self.found: dict[str, list[Taken]] = {act: [] for act in ACTS}

    async def round(self, turn: int) -> None:
        """Each act once; the draft is as the sync is, before and after."""
        person, field = self._person, f"s000{4 + turn % 2}_"
        await self._timed(OPEN, partial(person.command, f"/sync edit {self._sync_id}"), "[Edit Filters]")
        await self._timed("part", partial(person.press, "Edit Mappings"), "Add several")
        await self._timed("find", partial(person.enter, "Find", "T0003"), "matches “T0003”")
        screen = await person.see("T0003__c")
        edit = next(each for each in screen.buttons if each.startswith("Edit") and "T0003__c" in each)
        await self._timed("item", partial(person.press, edit), "[Cancel] [Done]")
        await self._timed("options", partial(person.options, "Source field", typed=field), shown=False)
        option = (await person.options("Source field", typed=field))[0]
        await person.choose("Source field", option, typed=field)
        await self._timed("done", person.submit, "Changed in this draft")
        await self._timed("back", partial(person.press, "Back to the overview"), "[Edit Filters]")
        await person.close()
        await person.command(f"/sync edit {self._sync_id}")
        await person.see("[Start over]")
        await person.press("Start over")
        await person.see("[Edit Filters]")
        await person.close()

    async def bare(self, rounds: int) -> float:
        """The median milliseconds of reading the sync and its status by a bare client."""
        site, took = self._site, []
        headers = {"Authorization": f"Bearer {site.polytomic.api_key}", "X-Polytomic-Version": "2025-09-18"}
        async with httpx.AsyncClient(base_url=site.polytomic.url, headers=headers) as client:
            for _ in range(WARM + rounds):
                began = time.perf_counter()
                for path in (f"/api/syncs/{self._sync_id}", f"/api/syncs/{self._sync_id}/status"):
                    (await client.get(path)).raise_for_status().json()
                took.append((time.perf_counter() - began) * 1000)
        return statistics.median(took[WARM:])

    async def _timed(self, act: str, work: Callable[[], Awaitable[object]], *words: str, shown: bool = True) -> None:
        slack, polytomic = self._site.slack, self._site.polytomic
        before, asked, busy = len(slack.calls), len(polytomic.calls), self._process.busy_ms
        began, clock = time.perf_counter(), slack.clock.now()
        await work()
        whole = time.perf_counter() - began
        waited = 0.0
        if shown:
            await slack.workspace.watch.until(lambda: self._is_shown(act, before), deadline_seconds=_SECONDS)
            calls = [call for call in slack.calls[before:] if call.method in _SHOWN]
            whole = calls[-1].at - clock
            waited = sum(call.seconds for call in slack.calls[before:])
        waited += sum(call.seconds or 0.0 for call in polytomic.calls[asked:])
        await self._person.see(*words)
        self.found[act].append(Taken(whole * 1000, (whole - waited) * 1000, self._process.busy_ms - busy))

    def _is_shown(self, act: str, before: int) -> bool:
        methods = [call.method for call in self._site.slack.calls[before:] if call.method in _SHOWN]
        return methods == ["views.open", "views.update"] if act == OPEN else len(methods) == 1


async def measured(sizes: Sequence[int] = SIZES, *, rounds: int = ROUNDS) -> list[Size]:
    """The medians of each size, of a site of its own; they take turns, so that what else the machine does hits all."""
    async with AsyncExitStack() as stack:
        benches = [await _bench(stack, mappings) for mappings in sizes]
        for turn in range(WARM + rounds):
            for bench in benches:
                await bench.round(turn)
        return [
            Size(mappings, {act: _median(taken[WARM:]) for act, taken in bench.found.items()}, await bench.bare(rounds))
            for mappings, bench in zip(sizes, benches, strict=True)
        ]


async def _bench(stack: AsyncExitStack, mappings: int) -> Bench:
    site = await stack.enter_async_context(built_site())
    process = await stack.enter_async_context(server(site))
    site.slack.bot_urls = [process.url]
    sync_id = makes_large(Town(site.slack, site.polytomic, {}), mappings=mappings)
    (person,) = site.editors(1)
    return Bench(site, process, person, sync_id)


def _median(taken: Sequence[Taken]) -> Taken:
    return Taken(*(statistics.median(times) for times in zip(*map(astuple, taken), strict=True)))


def ratios(small: Size, large: Size) -> dict[str, Taken]:
    """How many times as long each act takes in the large one."""
    return {
        act: Taken(*(long / short for long, short in zip(astuple(large.acts[act]), astuple(taken), strict=True)))
        for act, taken in small.acts.items()
    }


def table(sizes: Sequence[Size]) -> str:
    """The figures, a line for each size: the three times, then how they compare with the first size."""
    head = "".join(f"{act:>9}" for act in ACTS)
    lines = []
    for title, of in KINDS.items():
        lines.append(f"{title:<17}{head}")
        lines += [f"{size.mappings:>7} mappings " + _row([of(each) for each in _acts(size)]) for size in sizes]
        for size in sizes[1:]:
            found = ratios(sizes[0], size)
            lines.append(f"{size.mappings:>7}, times   " + _row([of(found[act]) for act in ACTS]))
    bare = ", ".join(f"{size.bare:.1f} ms of {size.mappings}" for size in sizes)
    lines.append(f"bare GETs of the sync and its status, in {OPEN} as well: {bare}")
    lines.append(f"budget at 1,000: {OPEN} {OPEN_AT_MOST:g} times, a click {CLICK_AT_MOST:g} times")
    return "\n".join(lines)


def _acts(size: Size) -> list[Taken]:
    return [size.acts[act] for act in ACTS]


def _row(values: Sequence[float]) -> str:
    return "".join(f"{value:>9.1f}" for value in values)


async def main() -> None:
    """Measure every size and print the figures."""
    sys.stdout.write(table(await measured()) + "\n")


if __name__ == "__main__":
    ending.run(main())
