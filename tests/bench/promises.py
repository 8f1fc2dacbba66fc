"""What may never happen, counted: edits lost, syncs damaged, effects doubled. It takes long, so it is asked for."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from syncbot.sandbox.redis import RedisServer
from tests.bench.figures import Figure
from tests.chaos.__main__ import run
from tests.chaos.cases import CASES
from tests.scenarios.double_approvals import count_doubles
from tests.scenarios.lost_updates import counted
from tests.sync.lossless import count_differences

EDITS = 10_000
SYNCS = 5_000
APPROVALS = 1_000
STRUCK = ("killed at each crossing", "delivered five times")
"""In the names of the cases of `tests.chaos` that are counted here."""
NONE = "none"


async def figures() -> list[Figure]:
    """Everything at full count; the floor of the edits is what as many scripts lose that read, edit and write."""
    return [await _lost(), await _different(), await _doubled(), *await _killed()]


async def _lost() -> Figure:
    rounds = await counted(EDITS)
    lost = sum(one.syncbot.lost + one.syncbot.spoiled for one in rounds)
    by_scripts = sum(one.scripts.lost for one in rounds)
    what = f"edits that were acknowledged and are not there, of {EDITS:,} by 2 to 20 editors over 2 processes"
    return Figure(what, lost, "", by_scripts, "as many scripts", 0, NONE)


async def _different() -> Figure:
    seen, found = await asyncio.to_thread(count_differences, SYNCS)
    what = f"syncs with an unexplained difference, of {seen:,} generated ones read, edited and written"
    return Figure(what, len(found), "", budget=0, budget_is=NONE)


async def _doubled() -> Figure:
    with tempfile.TemporaryDirectory(prefix="syncbot-") as folder, RedisServer.start(Path(folder)) as server:
        tally = await count_doubles(server.url, APPROVALS)
    what = f"requests decided or written twice, of {tally.requests:,} approved twice at once over 2 processes"
    return Figure(what, len(tally.faults), "", budget=0, budget_is=NONE)


async def _killed() -> list[Figure]:
    """`kill -9` at every step of every kind of change, and every click delivered five times."""
    cases = [case for case in CASES if any(words in case.name for words in STRUCK)]
    tallies = await run(cases, runs=1, at_once=2, logs=None)
    found = [one for tally in tallies for one in tally.found]
    of = f"{len(found):,} changes killed at each step or delivered five times"
    return [
        Figure(f"effects beyond the first, of {of}", sum(one.doubled for one in found), "", budget=0, budget_is=NONE),
        Figure(f"changes lost, of {of}", sum(one.lost for one in found), "", budget=0, budget_is=NONE),
        Figure(f"effects without a yes, of {of}", sum(one.unapproved for one in found), "", budget=0, budget_is=NONE),
    ]
