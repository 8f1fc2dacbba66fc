"""`python -m tests.rolling`: each replica in turn, both ways; exits 1 when anything was lost or doubled."""

from __future__ import annotations

import argparse
import sys

from tests import ending
from tests.compatibility.combinations import TRANSPORTS
from tests.rolling.restarting import Restarted, restarted
from tests.saying import say

HEADINGS = ("", "clicks", "unanswered", "wanted", "again", "lost", "doubled", "slowest ack", "slowest stop", "restarts")
ROW = "{:<8}{:>8}{:>12}{:>8}{:>7}{:>6}{:>9}{:>13}{:>14}{:>10}"


def main() -> int:
    """Print a row for each transport."""
    parser = argparse.ArgumentParser(prog="python -m tests.rolling", description=__doc__)
    parser.add_argument("--per-second", type=float, default=20.0, help="people who do something a second (20)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each of the two replicas is restarted (3)")
    parser.add_argument("--transport", choices=TRANSPORTS, help="only that one")
    given = parser.parse_args()
    say(ROW.format(*HEADINGS))
    well = True
    for transport in [given.transport] if given.transport else TRANSPORTS:
        found = ending.run(restarted(transport, per_second=given.per_second, rounds=given.rounds))
        say(_row(transport, found))
        well = well and not (found.tally.lost or found.tally.doubled or found.violations)
        for broken in found.violations:
            say(f"! {broken}")
    return 0 if well else 1


def _row(transport: str, found: Restarted) -> str:
    tally = found.tally
    counts = (tally.clicks, tally.unanswered, tally.wanted, tally.again, tally.lost, tally.doubled)
    times = (f"{tally.slowest_ms:.0f} ms", f"{found.slowest_end_seconds:.1f} s")
    return ROW.format(transport, *counts, *times, found.restarts)


if __name__ == "__main__":
    sys.exit(main())
