"""The short version of `python -m tests.rolling`: each of two replicas is restarted once."""

from __future__ import annotations

import pytest

from tests.rolling.replicas import Looks
from tests.rolling.restarting import restarted

QUICK = Looks(every_seconds=0.1, falls=2)


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_rolling_restart_under_load_loses_and_doubles_nothing(transport: str) -> None:
    found = await restarted(transport, per_second=8.0, looks=QUICK)
    assert (found.tally.lost, found.tally.doubled, found.violations) == (0, 0, ())
    assert found.tally.clicks > found.restarts == 2
    if transport == "http":
        assert found.tally.unanswered == 0
