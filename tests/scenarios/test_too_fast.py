"""A person, or what acts in their name, that is faster than people are: told so kindly, nothing accepted is lost."""

from __future__ import annotations

import redis.asyncio

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.store import keys
from tests.scenarios.acts import asked, asks_to_pause, reviews, writes
from tests.scenarios.town import Town, built_town

PER_MINUTE = 3
TOLD = f"You are faster than syncbot lets one person be, which is {PER_MINUTE} requests in a minute."
NOTHING_LOST = "This one did nothing; all that was accepted before goes on."


async def rushes(person: Person) -> None:
    """Type until told to slow down."""
    for _ in range(PER_MINUTE + 1):
        await person.command("/sync help")
    await person.see(TOLD, NOTHING_LOST, "Go on in ")


async def rests(town: Town, person: Person) -> None:
    """Do nothing for a minute."""
    async with redis.asyncio.Redis.from_url(town.environment["REDIS_URL"]) as client:
        await client.delete(keys.turnstile(person.user_id))


async def test_who_is_too_fast_is_told_when_to_go_on_over_all_replicas_and_nobody_else_is(redis_url: str) -> None:
    async with built_town(redis_url, replicas=2, SYNCBOT_REQUESTS_PER_MINUTE=str(PER_MINUTE)) as town:
        await rushes(town.anna)
        calls = len(town.polytomic.calls)
        await town.anna.command("/sync list")
        await town.anna.see(TOLD)
        assert len(town.polytomic.calls) == calls
        await town.cleo.command("/sync list")
        await town.cleo.see(LEADS)
        await rests(town, town.anna)
        await town.anna.command("/sync list")
        await town.anna.see(LEADS)


async def test_a_review_that_is_open_is_applied_however_fast_its_person_was(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_REQUESTS_PER_MINUTE=str(PER_MINUTE)) as town:
        await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
        await rushes(town.anna)
        await town.anna.submit()
        await town.anna.see("Outcome", f"Applied: {LEADS}")
        assert writes(town) == ["PUT"]


async def test_an_approval_that_comes_too_fast_is_not_dropped_in_silence(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_REQUESTS_PER_MINUTE=str(PER_MINUTE)) as town:
        await asks_to_pause(town)
        await rushes(town.ben)
        await town.ben.press("Approve")
        await town.ben.see(TOLD, NOTHING_LOST)
        assert "Approve" in (await asked(town)).buttons[0]
        assert writes(town) == []
        await rests(town, town.ben)
        await town.ben.press("Approve")
        await town.anna.see("Applied", "Approved by @Ben Okafor.")
        assert writes(town) == ["PUT"]
