"""Slack in trouble: it limits, refuses, fails, loses its answers or hangs, while a change goes through."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from syncbot.sandbox.slack.faults import Fault
from syncbot.slack.announce import GONE_FOR_GOOD
from syncbot.slack.screens import CLOSED_VIEW
from tests.chaos.judging import judged
from tests.chaos.kills import clicked, prepared
from tests.chaos.site import Site
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import LIKE, Direct, Way

CODES: Final = (
    Fault.RATE_LIMITED,
    Fault.SERVER_ERROR,
    Fault.LOST_ANSWER,
    Fault.HASH_CONFLICT,
    Fault.NOT_FOUND,
    Fault.EXPIRED_TRIGGER,
    "channel_not_found",
)
METHODS: Final = ("views.*", "chat.*")
TIMES: Final = 2
"""How many calls of a method go wrong, one after the other."""
SURE: Final = GONE_FOR_GOOD | CLOSED_VIEW
"""What Slack answers about a place that is not there: there nothing is told, and need not be."""


async def at_the_click(site: Site, way: Way, *, method: str, code: str) -> Found:
    """What is shown after the click meets the trouble."""
    sync = await prepared(site, way)
    site.slack.faults.plan(method, code, times=TIMES)
    await clicked(site, sync, way)
    return await judged(site, sync, way, everywhere=code not in SURE)


async def at_the_opening(site: Site, code: str) -> Found:
    """The command cannot open its window: the person is told, and doing it again works."""
    way, sync = Direct(), site.new_sync(LIKE)
    await site.rest()
    site.slack.faults.plan("views.open", code)
    heard = len(site.anna.ephemerals())
    await site.anna.command(f"/sync map {sync.sync_id} region -> Phone")

    async def told() -> bool:
        return len(site.anna.ephemerals()) > heard

    was_told = await until(told)
    await site.rest()
    await way.prepare(site, sync)
    await clicked(site, sync, way)
    found = await judged(site, sync, way)
    return found if was_told else Found(lost=1, what=f"{sync.name}: nobody was told that no window opened ({code})")


async def hanging(site: Site, way: Way) -> Found:
    """Slack hangs on the first message of an outcome for longer than anybody waits for it."""
    sync = await prepared(site, way)
    site.slack.faults.plan("chat.postMessage", Fault.HANG)
    await clicked(site, sync, way)
    return await judged(site, sync, way)


async def sweep(site: Site, way: Way, *, runs: int = 1) -> AsyncIterator[Found]:
    """Every trouble after the click."""
    for code in CODES * runs:
        for method in METHODS:
            yield await at_the_click(site, way, method=method, code=code)


async def openings(site: Site, *, runs: int = 1) -> AsyncIterator[Found]:
    """Every trouble at the opening of a window, and a hanging answer."""
    for code in (*CODES, Fault.HANG) * runs:
        yield await at_the_opening(site, code)
    for _ in range(runs):
        yield await hanging(site, Direct())
