"""Redis is gone at a step: the person is told, nothing is written, and nothing is lost once it is back."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.redis import RedisServer
from tests.scenarios.acts import asks_to_pause, forgets_everything, landed, reviews, writes
from tests.scenarios.town import Town, built_town

GONE = "Redis, where syncbot keeps its work,"
NEXT = "Try again in a minute"
ONTO_PHONE = f'/sync map "{LEADS}" region -> Phone'


ACK_SECONDS = 2.0
"""Within which every press is answered, whatever Redis does."""


@dataclass(frozen=True, slots=True)
class Shaky:
    """A town on a Redis of its own, which can go: killed, or hung so that it takes requests and answers none."""

    town: Town
    redis: RedisServer
    hangs: bool

    def goes(self) -> None:
        """Nothing is answered from now on."""
        if self.hangs:
            os.kill(self.redis.pid, signal.SIGSTOP)
        else:
            self.redis.kill()

    def is_back(self) -> None:
        """It answers again; one that hung does first what it was asked meanwhile."""
        if self.hangs:
            os.kill(self.redis.pid, signal.SIGCONT)
        else:
            self.redis.restart()


@pytest.fixture(params=["killed", "hung"])
async def shaky(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Shaky]:
    with RedisServer.start(tmp_path, append_only=True) as server:
        async with built_town(server.url) as town:
            try:
                yield Shaky(town, server, hangs=request.param == "hung")
            finally:
                with suppress(ProcessLookupError):
                    os.kill(server.pid, signal.SIGCONT)
            assert [ack for ack in town.slack.acks if ack.seconds > ACK_SECONDS] == []


@pytest.mark.parametrize("line", [f'/sync edit "{LEADS}"', f'/sync pause "{LEADS}"', f'/sync show "{LEADS}"'])
async def test_at_a_command(shaky: Shaky, line: str) -> None:
    anna = shaky.town.anna
    shaky.goes()
    await anna.command(line)
    told = await anna.see(GONE, NEXT)
    assert told.kind == "ephemeral"
    assert anna.modal is None
    shaky.is_back()
    await anna.command(line)
    await anna.see(LEADS)
    assert writes(shaky.town) == []


async def test_the_entrance_says_that_it_is_not_ready(shaky: Shaky) -> None:
    ready = shaky.town.slack.bot_urls[0].replace("/slack/events", "/readyz")
    async with httpx.AsyncClient() as client:
        assert (await client.get(ready)).status_code == 200
        shaky.goes()
        answer = await client.get(ready)
        assert answer.status_code == 503
        assert answer.json()["redis"].startswith(GONE)
        shaky.is_back()
        assert (await client.get(ready)).status_code == 200


async def test_at_a_click_in_the_editor(shaky: Shaky) -> None:
    anna = shaky.town.anna
    await opens_mappings(shaky.town)
    shaky.goes()
    await anna.press("Remove Phone")
    await anna.see("Not done", GONE, NEXT)
    shaky.is_back()
    await anna.press("Back")
    await anna.see("Add mapping")
    await anna.press("Remove Phone")
    await anna.see("In this draft", "removed phone (Phone) → Phone")
    assert writes(shaky.town) == []


async def test_at_done(shaky: Shaky) -> None:
    anna = shaky.town.anna
    await opens_mappings(shaky.town)
    await anna.press("Remove Title")
    await anna.see("Put back")
    await anna.press("Edit Phone")
    await anna.see("Source field")
    await anna.choose("Source field", "region", typed="reg")
    shaky.goes()
    await anna.submit()
    told = await anna.see(GONE, NEXT)
    assert told.inputs["Source field"] == "region (Region)"
    shaky.is_back()
    await anna.submit()
    await anna.see("In this draft", "changed Phone: source phone (Phone) → region", "removed job_title (Job title)")
    assert writes(shaky.town) == []


async def test_at_an_options_request(shaky: Shaky) -> None:
    anna = shaky.town.anna
    await opens_mappings(shaky.town)
    await anna.press("Edit Phone")
    await anna.see("Source field")
    shaky.goes()
    assert await anna.options("Source field", typed="reg") == ["No result"]
    shaky.is_back()
    assert "region (Region)" in await anna.options("Source field", typed="reg")


async def test_at_review(shaky: Shaky) -> None:
    anna = shaky.town.anna
    await opens_mappings(shaky.town)
    await anna.press("Remove Phone")
    await anna.see("Put back")
    shaky.goes()
    await anna.submit()
    await anna.see(GONE, NEXT)
    shaky.is_back()
    await anna.submit()
    await anna.see("Review changes", "removed phone (Phone) → Phone")


async def test_at_apply(shaky: Shaky) -> None:
    anna = shaky.town.anna
    await reviews(anna, ONTO_PHONE)
    await anna.fill("Reason", "they moved")
    shaky.goes()
    await anna.submit()
    told = await anna.see("Review changes", GONE, NEXT)
    assert told.inputs["Reason"] == "they moved"
    assert writes(shaky.town) == []
    shaky.is_back()
    await anna.submit()
    await anna.see("Outcome", f"Applied: {LEADS}")
    assert landed(shaky.town) == 1


async def test_at_approve(shaky: Shaky) -> None:
    town = shaky.town
    await asks_to_pause(town)
    shaky.goes()
    await town.ben.press("Approve")
    await town.ben.see(GONE, NEXT)
    assert writes(town) == []
    shaky.is_back()
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by @Ben Okafor.")
    assert writes(town) == ["PUT"]


async def test_between_the_write_and_its_outcome(shaky: Shaky) -> None:
    town = shaky.town
    await reviews(town.anna, ONTO_PHONE)
    held = town.polytomic.faults.hold("PUT", after_commit=True)
    await town.anna.submit()
    await held.landed()
    shaky.goes()
    held.release()
    await town.polytomic.reached("GET", f"/api/syncs/{town.polytomic.id_of(LEADS)}")
    shaky.is_back()
    await town.anna.see("Outcome", f"Applied: {LEADS}")
    assert landed(town) == 1


async def test_a_draft_and_a_request_outlive_a_killed_redis(shaky: Shaky) -> None:
    town = shaky.town
    await opens_mappings(town)
    await town.anna.press("Remove Phone")
    await town.anna.see("Put back")
    await town.anna.close()
    await asks_to_pause(town, person=town.cleo)
    shaky.goes()
    shaky.is_back()
    await town.ben.press("Approve")
    await town.cleo.see("Applied", "Approved by @Ben Okafor.")
    await town.anna.command(f'/sync edit "{LEADS}"')
    await town.anna.see("You have a draft of this sync", "removed phone (Phone) → Phone")


async def test_a_request_that_an_emptied_redis_has_lost_is_a_no(town: Town, redis_url: str) -> None:
    await asks_to_pause(town)
    await forgets_everything(redis_url)
    await town.ben.press("Approve")
    await town.ben.see("This request is no longer kept, so the answer is no.", "Nothing was written.", "make it again")
    assert writes(town) == []


async def opens_mappings(town: Town) -> None:
    """Anna opens the editor at the mappings."""
    await town.anna.command(f'/sync edit "{LEADS}" mappings')
    await town.anna.see("Add mapping")
