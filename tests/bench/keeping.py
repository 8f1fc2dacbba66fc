"""What Redis keeps: the bytes of a draft and of an entry of the history, beside the document that each is about."""

from __future__ import annotations

from redis.asyncio import Redis

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.sync.document import encode
from tests.bench.clicking import opens_editor, renames
from tests.bench.figures import Figure
from tests.bench.site import Site, built_site, server
from tests.scenarios.large import makes_large
from tests.scenarios.town import Town

LARGE = 1000
DRAFTS, ENTRIES = 4, 8
HOUR = 3600


async def figures() -> list[Figure]:
    """Of a sync as people have it, and of a large one."""
    found = []
    async with built_site() as site, server(site) as process:
        site.slack.bot_urls = [process.url]
        large = makes_large(Town(site.slack, site.polytomic, {}), mappings=LARGE)
        for sync_id in (site.polytomic.id_of(LEADS), large):
            found += await _of_sync(site, sync_id)
    return found


async def _of_sync(site: Site, sync_id: str) -> list[Figure]:
    doc = site.polytomic.sync(sync_id)
    size, what = len(encode(doc)), f"of a sync of {len(doc['fields']):,} mappings"
    people = site.editors(DRAFTS)
    async with Redis.from_url(site.redis.url) as redis:
        await _looks(people[0], sync_id)
        begun = await _kept(redis)
        for person in people[1:]:
            await _looks(person, sync_id)
        draft = (await _kept(redis) - begun) / (DRAFTS - 1)
        await renames(people[0], sync_id, "first")
        begun = await _kept(redis)
        for number in range(ENTRIES):
            await renames(people[0], sync_id, f"name {number}")
        entry = (await _kept(redis) - begun) / ENTRIES
    return [
        Figure(f"bytes per draft {what}", draft, "B", size, "its JSON"),
        Figure(f"bytes per edit applied, its history in it, {what}", entry, "B", size, "its JSON"),
    ]


async def _looks(person: Person, sync_id: str) -> None:
    await opens_editor(person, sync_id)
    await person.close()


async def _kept(redis: Redis) -> int:
    """The bytes of all keys and their values, but for caches and what is forgotten within the hour."""
    total = 0
    async for key in redis.scan_iter(match="*", count=1000):
        if b":cache:" not in key and not 0 <= await redis.ttl(key) <= HOUR:
            total += int(await redis.memory_usage(key, samples=0) or 0)
    return total
