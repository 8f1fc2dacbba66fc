"""A replica whose clock is wrong: it says so, writes nothing and is not ready; the others go on."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest

from syncbot.bootstrap import composed
from syncbot.changes.timepiece import Timepiece
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.server.serving import running
from tests.scenarios.acts import reviews, writes
from tests.scenarios.posting import anybody
from tests.scenarios.town import SHORT, Town, settings


@dataclass(slots=True)
class Machine:
    """A machine's clock, which may be wrong."""

    off: float = 0.0

    def now(self) -> float:
        return time.time() + self.off


@asynccontextmanager
async def machine(town: Town) -> AsyncIterator[Machine]:
    """One more replica, on a machine of its own, that takes every request from now on."""
    here = Machine()
    given = settings(town.environment)
    async with (
        composed(given, tuning=SHORT, timepiece=Timepiece(here.now)) as bot,
        running(bot.web(with_worker=True)) as url,
    ):
        town.slack.bot_urls = [f"{url}/slack/events"]
        yield here


async def readiness(town: Town) -> httpx.Response:
    """What the replica says of itself."""
    async with anybody() as client:
        return await client.get(town.slack.bot_urls[0].replace("/slack/events", "/readyz"))


@pytest.mark.parametrize(("off", "side"), [(-400.0, "behind"), (400.0, "ahead of"), (-45.0, "behind")])
async def test_it_says_so_does_nothing_and_is_not_ready_until_it_is_right_again(
    town: Town, off: float, side: str
) -> None:
    anna, others = town.anna, town.slack.bot_urls
    async with machine(town) as here:
        assert (await readiness(town)).status_code == 200
        await reviews(anna, f'/sync unmap "{LEADS}" Phone')
        here.off = off
        wrong = f" s {side} that of Redis."
        answer = await readiness(town)
        assert (answer.status_code, answer.json()["redis"]) == (503, "ok")
        assert wrong in answer.json()["clock"]
        await anna.submit()
        await anna.see(
            "The clock of this replica of syncbot is ",
            wrong,
            "It does nothing until both agree.",
            "another replica may answer",
        )
        await anna.command("/sync list")
        await anna.see(wrong)
        assert writes(town) == []
        town.slack.bot_urls = others
        await anna.submit()
        await anna.see("Applied")
        assert writes(town) == ["PUT"]
        here.off = 0.0


async def test_it_is_ready_again_once_it_is_right(town: Town) -> None:
    async with machine(town) as here:
        here.off = 400.0
        assert (await readiness(town)).status_code == 503
        here.off = 0.0
        assert (await readiness(town)).status_code == 200
        await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
