"""Requests of every kind, recorded from what people do in front of a real syncbot, to be sent again and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import cycle, islice

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person, payloads
from tests.bench.load import Request
from tests.bench.site import Site

HELP, CLICK, OPTIONS, DONE, CONFIRM = "command", "click", "options", "Done", "confirm"
AT_ONCE = 8
"""So many people get ready at a time: more would only wait for one another."""

_NOWHERE = "http://127.0.0.1:9"
"""Where nothing listens: a request that goes there is kept by the stand-in, and nobody has acted on it."""


@asynccontextmanager
async def _held_back(site: Site) -> AsyncIterator[None]:
    """What is sent meanwhile reaches nobody."""
    urls, site.slack.bot_urls = site.slack.bot_urls, [_NOWHERE]
    try:
        yield
    finally:
        site.slack.bot_urls = urls


async def recorded(site: Site, kind: str, act: Callable[[], Awaitable[object]]) -> Request:
    """The request that this act would send, unsent."""
    async with _held_back(site):
        await act()
    last = site.slack.deliveries.last
    assert last is not None
    return Request.recorded(kind, last.body)


def helps(site: Site, people: Sequence[Person], count: int) -> list[Request]:
    """So many of `/sync help`, by one person after the other, each with a response URL of its own."""
    general = site.slack.channels.find("general")
    return [
        Request(HELP, payloads.command(site.slack.workspace, one.user, general, "/sync help"))
        for one in islice(cycle(people), count)
    ]


async def in_editor(site: Site, people: Sequence[Person]) -> tuple[list[Request], list[Request], list[Request]]:
    """Of each person who edits: a click on *Edit Mappings*, the options of *Source field*, and *Done* on a mapping."""
    await _together(people, _at_mapping)
    options = [await recorded(site, OPTIONS, partial(one.options, "Source field", typed="e")) for one in people]
    done = [await recorded(site, DONE, one.submit) for one in people]
    for one in people:
        await one.close()
        await one.see("Add mapping")
    clicks = [await recorded(site, CLICK, partial(one.press, "Back to the overview")) for one in people]
    return clicks, options, done


async def confirms(site: Site, people: Sequence[Person]) -> list[Request]:
    """*Apply* on a review, of each person."""
    await _together(people, _at_review)
    return [await recorded(site, CONFIRM, one.submit) for one in people]


async def _together(people: Sequence[Person], act: Callable[[Person], Awaitable[None]]) -> None:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one_of_them(person: Person) -> None:
        async with turn:
            await act(person)

    await asyncio.gather(*(one_of_them(person) for person in people))


async def _at_mapping(person: Person) -> None:
    await person.command(f'/sync edit "{LEADS}" mappings')
    await person.see("Edit sync", "Add mapping")
    await person.press("Add mapping")
    await person.see("Source field", "Done")
    await person.choose("Source field", (await person.options("Source field", typed="country"))[0], typed="country")
    await person.choose("Target field", (await person.options("Target field", typed="Region"))[0], typed="Region")


async def _at_review(person: Person) -> None:
    await person.command(f'/sync set "{LEADS}" name="{LEADS} by {person.user.name}"')
    await person.see("Review changes", "Nothing else changes")
