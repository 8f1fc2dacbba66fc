"""Many editors add mappings to one sync at once, over two replicas, and it is counted what of it is there at the end.

    python -m tests.scenarios.lost_updates --count 10000

2, 5, 10 and 20 editors, each adding mappings of its own, two processes of syncbot on one Redis, and a Polytomic whose
answers take differently long; a fresh sync every 500 edits. Beside it the same edits by scripts that read the sync, add
the mapping, and write the whole back. Exits 1 when an edit that was acknowledged through syncbot is not there.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import time
from asyncio import gather
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests import ending
from tests.bench.site import Site, built_site, server
from tests.saying import say
from tests.scenarios.editors_at_once import APPLIED, LATENCY_SECONDS, Arm, Crowd

EDITORS = (2, 5, 10, 20)
A_SYNC = 500
FORGET_SECONDS = 0.2
HEAD = ("editors", "acknowledged", "lost", "spoiled", "not applied", "done again", "by scripts", "lost", "share")


@dataclass(frozen=True, slots=True)
class Round:
    """What so many editors did to one sync through syncbot, and as many to another by scripts."""

    editors: int
    syncbot: Arm
    scripts: Arm

    @property
    def well(self) -> bool:
        """Whether everything that was acknowledged is there, and nothing else is changed."""
        return self.syncbot.lost == self.syncbot.spoiled == 0


async def counted(count: int) -> list[Round]:
    """So many edits in all, as many by each number of editors."""
    rounds: list[Round] = []
    shares = [count // len(EDITORS) + (at < count % len(EDITORS)) for at in range(len(EDITORS))]
    while any(shares):
        began, now = time.monotonic(), [min(share, A_SYNC) for share in shares]
        rounds += await _at_once(now, chance=random.Random(len(rounds)))
        shares = [share - edits for share, edits in zip(shares, now, strict=True)]
        say(table(rounds))
        say(f"{sum(now)} edits of {len(now)} syncs, {time.monotonic() - began:.0f} s; {sum(shares)} left")
    return rounds


async def _at_once(shares: Sequence[int], *, chance: random.Random) -> list[Round]:
    """Each number of editors on a fresh sync of its own, all at the same time; then the scripts."""
    async with built_site(keeps=True) as site, server(site) as one, server(site) as other:
        site.slack.bot_urls = [one.url, other.url]
        site.polytomic.latency = lambda: chance.uniform(*LATENCY_SECONDS)
        people = iter(site.editors(sum(EDITORS)))
        crowds = [Crowd.on_a_new_sync(site, at, _targets(edits)) for at, edits in enumerate(2 * list(shares), 1)]
        edited, scripted = crowds[: len(shares)], crowds[len(shares) :]
        groups = [[next(people) for _ in range(editors)] for editors in EDITORS]
        async with forgetting(site):
            ours = await gather(*(crowd.by_syncbot(group) for crowd, group in zip(edited, groups, strict=True)))
            theirs = await gather(*(crowd.by_scripts(number) for crowd, number in zip(scripted, EDITORS, strict=True)))
        return [Round(*each) for each in zip(EDITORS, ours, theirs, strict=True)]


@asynccontextmanager
async def forgetting(site: Site) -> AsyncIterator[None]:
    """Let the stand-ins forget from time to time while the block runs."""

    async def forget() -> None:
        while True:
            site.forget()
            await asyncio.sleep(FORGET_SECONDS)

    task = asyncio.create_task(forget())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        site.forget()


def _targets(edits: int) -> list[str]:
    return [f"Added_{number:04}__c" for number in range(edits)]


def table(rounds: Iterable[Round]) -> str:
    """A line for each number of editors, and one for all."""
    found = list(rounds)
    by_number = [[one for one in found if one.editors == editors] for editors in EDITORS]
    rows = [HEAD, *(_row(str(group[0].editors), group) for group in by_number if group), _row("all", found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(name: str, rounds: list[Round]) -> tuple[str, ...]:
    acknowledged = sum(len(one.syncbot.acknowledged) for one in rounds)
    by_script = sum(len(one.scripts.acknowledged) for one in rounds)
    lost_by_script = sum(one.scripts.lost for one in rounds)
    otherwise = sum(one.syncbot.ended.total() - one.syncbot.ended[APPLIED] - one.syncbot.ended[""] for one in rounds)
    again = sum(one.syncbot.again for one in rounds)
    lost, spoiled = sum(one.syncbot.lost for one in rounds), sum(one.syncbot.spoiled for one in rounds)
    counts = (acknowledged, lost, spoiled, otherwise, again, by_script, lost_by_script)
    return (name, *map(str, counts), f"{lost_by_script / max(by_script, 1):.0%}")


def _resident_mb() -> float:
    """The most memory that this process had (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print the figures; 1 when anything that was acknowledged is lost."""
    parser = argparse.ArgumentParser(description="Let many editors edit one sync at once over two replicas.")
    parser.add_argument("--count", type=int, default=10_000, help="how many edits in all (10000)")
    options = parser.parse_args()
    began = time.monotonic()
    rounds = ending.run(counted(options.count))
    say(f"{time.monotonic() - began:.0f} s, at most {_resident_mb():.0f} MB for what stands around syncbot")
    acknowledged = sum(len(one.syncbot.acknowledged) for one in rounds)
    return 0 if all(one.well for one in rounds) and acknowledged >= options.count else 1


if __name__ == "__main__":
    sys.exit(main())
