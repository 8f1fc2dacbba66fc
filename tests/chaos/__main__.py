"""`python -m tests.chaos`: every case, one table, exit code 1 when a number that must be zero is not.

python -m tests.chaos --list
python -m tests.chaos --runs 3 --only "direct: worker"
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests import ending
from tests.chaos.cases import CASES, Case
from tests.chaos.site import built_site
from tests.chaos.tally import Found, Tally, table
from tests.saying import say

ABOUT = "Kill, stop, stall and cut off syncbot's processes, and count what that did."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases that are asked for; the exit code."""
    given = _parser().parse_args(arguments)
    chosen = [case for case in CASES if given.only in case.name]
    if given.list:
        say("\n".join(case.name for case in chosen))
        return 0
    tallies = ending.run(run(chosen, runs=given.runs, at_once=given.at_once, logs=given.logs))
    say(table(tallies))
    return 0 if all(tally.well for tally in tallies) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=ABOUT)
    parser.add_argument("--runs", type=int, default=1, help="how often each point of each case is run (1)")
    parser.add_argument("--only", default="", help="only the cases whose name has this text")
    parser.add_argument("--at-once", type=int, default=2, help="how many cases run at the same time (2)")
    parser.add_argument("--logs", type=Path, help="a directory for the logs of the cases that are not well")
    parser.add_argument("--list", action="store_true", help="only name the cases")
    return parser


async def run(cases: Sequence[Case], *, runs: int, at_once: int, logs: Path | None) -> list[Tally]:
    """Run these cases; what each showed."""
    room = asyncio.Semaphore(at_once)

    async def one(case: Case) -> Tally:
        async with room:
            return await _tallied(case, runs, logs)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(case)) for case in cases]
    return [task.result() for task in tasks]


async def _tallied(case: Case, runs: int, logs: Path | None) -> Tally:
    tally, began = Tally(case.name, keeps=case.keeps), time.monotonic()
    async with built_site(module=case.module, transport=case.transport, **case.variables) as site:
        try:
            async for found in case.runs(site, runs):
                tally.found.append(found)
                if found.what:
                    say(f"! {case.name}: {found.what}")
        except AssertionError as exc:
            tally.found.append(Found(lost=1, what=str(exc)))
            say(f"! {case.name} broke off: {exc}")
        if logs is not None and not tally.well:
            _keep(site.logs(), logs, case)
    say(f"{time.monotonic() - began:6.0f} s  {tally.runs:4} runs  {case.name}")
    return tally


def _keep(said: str, logs: Path, case: Case) -> None:
    logs.mkdir(parents=True, exist_ok=True)
    (logs / f"{re.sub('[^a-zA-Z]+', '-', case.name)}.log").write_text(said)


if __name__ == "__main__":
    sys.exit(main())
