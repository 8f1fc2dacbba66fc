"""`python -m tests.bench`: prints every figure beside its floor and budget; `--json FILE` keeps them.

Everything runs on this machine over loopback, in some six minutes; `--only promises` counts what may never happen, for
tens of minutes. Exits 1 when a budget is not met.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from tests import ending
from tests.bench import acks, applying, keeping, losing, opening, primary, promises, starting, throughput, workspace
from tests.bench.figures import Figure, table

Section = Callable[[], Awaitable[Sequence[Figure]]]

SECTIONS: Mapping[str, Section] = {
    "losing": losing.figures,
    "applying": applying.figures,
    "opening": opening.figures,
    "workspace": workspace.figures,
    "acks": acks.figures,
    "throughput": throughput.figures,
    "starting": starting.figures,
    "keeping": keeping.figures,
    "primary": primary.figures,
    "promises": promises.figures,
}
ASKED_FOR = ("promises",)
"""The sections that run only when they are named."""


def main() -> int:
    """Run the sections that are asked for, else all but those of `ASKED_FOR`."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    usual = [name for name in SECTIONS if name not in ASKED_FOR]
    parser.add_argument(
        "--only", nargs="+", choices=SECTIONS, default=usual, metavar="SECTION", help=", ".join(SECTIONS)
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    given = parser.parse_args()
    kept: dict[str, Sequence[Figure]] = {}
    for name in given.only:
        began = time.monotonic()
        kept[name] = ending.run(_figures(name))
        sys.stdout.write(table(f"{name} ({time.monotonic() - began:.0f} s)", kept[name]) + "\n")
        sys.stdout.flush()
    if given.json:
        accounts = {name: [figure.account() for figure in figures] for name, figures in kept.items()}
        given.json.write_text(json.dumps(accounts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    missed = [figure for figures in kept.values() for figure in figures if figure.met is False]
    sys.stdout.write(f"{len(missed)} budgets not met\n" if missed else "Every budget is met.\n")
    return 1 if missed else 0


async def _figures(name: str) -> Sequence[Figure]:
    return await SECTIONS[name]()


if __name__ == "__main__":
    sys.exit(main())
