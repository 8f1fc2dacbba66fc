"""`python -m tests.chaos.process serve|worker …`: the commands of syncbot, with deadlines that a test can wait for.

Everything but the deadlines is what `python -m syncbot` does.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from typing import Final
from unittest.mock import patch

from syncbot import bootstrap
from syncbot.__main__ import main as syncbot
from syncbot.bootstrap import Tuning
from syncbot.changes.desk import Timings
from syncbot.changes.watch import Pace
from syncbot.polytomic.client import Patience

SHORT: Final = Tuning(
    timings=replace(
        Timings(),
        margin=1.0,
        patience=4.0,
        reread=0.1,
        keep=0.2,
        lease_wait=0.05,
        take=0.2,
        retry=0.1,
        drain=4.0,
        tell_tries=20,
    ),
    patience=replace(Patience(), read_seconds=2.0, write_seconds=1.0, first_wait_seconds=0.02),
    reclaim_seconds=1.0,
    lease_seconds=3.0,
)
"""Their order is that of the real ones: keep < reclaim, write < margin + write < lease."""
QUICK: Final = replace(
    SHORT,
    timings=replace(SHORT.timings, sweep=0.5),
    pace=Pace(first=0.1, later=0.2, alerts=0.2, hold=2.0, tick=0.1),
    gone_seconds=2.0,
)
"""The same, and what is looked at from time to time is looked at all the time."""
QUICK_NAME: Final = "CHAOS_QUICK"
"""The variable that chooses it."""


def main() -> int:
    """Run one command of syncbot."""
    with patch.object(
        bootstrap, "composed", partial(bootstrap.composed, tuning=QUICK if QUICK_NAME in os.environ else SHORT)
    ):
        return syncbot(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
