from __future__ import annotations

import asyncio
import logging

import pytest

from syncbot.changes.outage import Outage
from syncbot.errors import StoreUnavailable

AWAY = StoreUnavailable("Redis is away.")


@pytest.fixture
def outage(caplog: pytest.LogCaptureFixture) -> Outage:
    caplog.set_level(logging.INFO)
    return Outage(logging.getLogger("outage"), failing="Nothing is taken", well="All is taken again")


async def test_what_goes_on_failing_is_told_once_a_minute_and_its_end_once(
    outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(130):
        outage.met(AWAY)
        await asyncio.sleep(1)
    outage.over()
    outage.over()
    assert caplog.messages == [*["Nothing is taken: Redis is away."] * 3, "All is taken again"]


async def test_another_reason_is_told_at_once_and_one_that_nobody_expected_with_where_it_came_from(
    outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    outage.met(AWAY)
    outage.met(ValueError("something else"))
    first, second = caplog.records
    assert (first.exc_info, second.exc_info and second.exc_info[0]) == (None, ValueError)


async def test_nothing_is_told_of_what_goes_well(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    outage.over()
    assert caplog.messages == []
