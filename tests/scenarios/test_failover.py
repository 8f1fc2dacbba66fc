"""Redis changes places with its replica under people: nothing confirmed is lost, nothing is written twice."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.store import keys
from syncbot.store.refusals import LATER
from tests.scenarios.acts import asks_to_pause, landed, request, reviews, writes
from tests.scenarios.town import Town, built_town
from tests.store.servers import DOWN_MS, Group, group, insist

ONTO_PHONE = f'/sync map "{LEADS}" region -> Phone'
ACK_SECONDS = 2.0
ELECTED_SECONDS = 15.0
"""Room for an election on a machine that is busy."""


@pytest.fixture
def servers() -> Iterator[Group]:
    with group("appendonly yes", "appendfsync always", down_ms=DOWN_MS) as made:
        yield made


@asynccontextmanager
async def town_on(servers: Group) -> AsyncIterator[Town]:
    """A town whose bot finds its Redis through Sentinel."""
    async with built_town("redis://", SYNCBOT_REDIS_SENTINEL=servers.setting) as town:
        yield town


async def test_the_primary_dies_between_the_write_and_its_outcome(servers: Group) -> None:
    async with town_on(servers) as town:
        await reviews(town.anna, ONTO_PHONE)
        held = town.polytomic.faults.hold("PUT", after_commit=True)
        await town.anna.submit()
        await held.landed()
        servers.primary.signal(signal.SIGKILL)
        held.release()
        await town.anna.see("Outcome", f"Applied: {LEADS}", deadline_seconds=ELECTED_SECONDS)
        assert landed(town) == 1
        assert servers.primary_port() == servers.replica.port


async def test_the_primary_is_dead_when_somebody_applies(servers: Group) -> None:
    async with town_on(servers) as town:
        await reviews(town.anna, ONTO_PHONE)
        servers.primary.signal(signal.SIGKILL)
        await town.anna.submit()
        await town.anna.see("Review changes", "Redis, where syncbot keeps its work,", "Try again in a minute")
        assert town.slack.acks[-1].seconds < ACK_SECONDS
        assert writes(town) == []
        await asyncio.to_thread(servers.wait_for_the_other)
        await town.anna.submit()
        await town.anna.see("Outcome", f"Applied: {LEADS}")
        assert landed(town) == 1


async def approves(town: Town) -> None:
    """Press until it is taken, as people do who are asked to press again."""

    def refused() -> bool:
        return any(LATER in screen.text for screen in town.ben.ephemerals()[heard:])

    def decided() -> bool:
        return "please decide" not in request(town)

    while not decided():
        heard = len(town.ben.ephemerals())
        await town.ben.press("Approve")
        await town.slack.workspace.watch.until(lambda: refused() or decided(), deadline_seconds=ELECTED_SECONDS)
        assert refused() or decided(), town.ben.on_screen()


@pytest.mark.parametrize("moment", [Group.wait_for_a_second, Group.wait_for_the_other], ids=["unnamed", "named"])
async def test_what_is_approved_while_the_work_is_handed_over_is_written_once(
    servers: Group, moment: Callable[[Group], None]
) -> None:
    async with town_on(servers) as town:
        await asks_to_pause(town)
        await asyncio.to_thread(servers.begin_hand_over)
        await asyncio.to_thread(moment, servers)
        await approves(town)
        await town.anna.see("Applied", "Approved by @Ben Okafor.", deadline_seconds=ELECTED_SECONDS)
        await asyncio.to_thread(servers.wait_for_the_other)
        await quiet(servers)
        assert writes(town) == ["PUT"]
        assert all(ack.seconds < ACK_SECONDS for ack in town.slack.acks)


async def quiet(servers: Group) -> None:
    """Wait until the new primary has no job left."""
    with servers.replica.client() as client:
        await asyncio.to_thread(insist, lambda: client.xlen(keys.JOBS) == 0 or None)
