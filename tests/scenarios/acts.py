"""What people do in several scenarios, and what was written of it."""

from __future__ import annotations

from typing import Any

import redis.asyncio

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.sandbox.slack.screen import Screen
from syncbot.store import keys
from tests.scenarios.town import Town

REASON = "the leads are doubled"
PAUSED_LINE = "Run options: changed Active: yes → no, which pauses the sync"


async def reviews(person: Person, line: str) -> Screen:
    """Type a command that leads to a review, and see it."""
    await person.command(line)
    return await person.see("Review changes", "Nothing else changes")


async def answer_to(town: Town, person: Person, line: str) -> Screen:
    """Type a command that is answered in a message to the caller alone; that message, and none that stood before."""
    before = {screen.ts for screen in person.ephemerals()}
    await person.command(line)

    def new() -> list[Screen]:
        return [screen for screen in person.ephemerals() if screen.ts not in before]

    assert await town.slack.workspace.watch.until(lambda: bool(new()), deadline_seconds=5), person.on_screen()
    return new()[-1]


async def asks_to_pause(town: Town, name: str = LEADS, *, person: Person | None = None) -> Screen:
    """Request a pause, and see the request as the approvers do."""
    asking = person or town.anna
    await reviews(asking, f'/sync pause "{name}" because {REASON}')
    await asking.submit()
    await asking.see("Waiting for approval")
    await asking.close()
    return await asked(town)


async def asks_to_resume(town: Town, name: str = LEADS) -> Screen:
    """The same with a sync that is paused."""
    town.polytomic.outsider_edits(town.polytomic.id_of(name), lambda doc: {**doc, "active": False}, by="Ines Duarte")
    await reviews(town.anna, f'/sync resume "{name}" because all is mended')
    await town.anna.submit()
    await town.anna.see("Waiting for approval")
    await town.anna.close()
    return await asked(town)


def request(town: Town) -> Screen:
    """The newest approval request."""
    return [message for message in town.ben.messages("approvals") if not message.thread_ts][-1]


async def asked(town: Town) -> Screen:
    """The newest approval request, once it stands there to be decided."""

    def is_open() -> bool:
        return bool(town.ben.messages("approvals")) and "please decide" in request(town)

    await town.slack.workspace.watch.until(is_open, deadline_seconds=5)
    assert is_open(), town.ben.on_screen()
    return request(town)


def thread(town: Town) -> list[str]:
    """What the threads under the requests say."""
    return [message.text for message in town.ben.messages("approvals") if message.thread_ts]


def log(town: Town) -> list[str]:
    """The lines of the log channel, as a notification shows them."""
    return [message.fallback for message in town.ben.messages("sync-log")]


def writes(town: Town) -> list[str]:
    """Every call that may change a sync, in order: `PUT`, `activate`, `cancel`."""
    return [_called(call.method, call.path) for call in town.polytomic.calls if call.method != "GET"]


def landed(town: Town) -> int:
    """How many calls changed a sync."""
    return sum(call.before is not None and call.before != call.after for call in town.polytomic.calls)


def without(doc: dict[str, Any], *keys_: str) -> dict[str, Any]:
    """A sync without what every write moves, and without the keys named."""
    return {key: value for key, value in doc.items() if key not in ("updated_at", "updated_by", *keys_)}


async def passes(redis_url: str, seconds: float) -> None:
    """Let time pass in the store."""
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.set(keys.CLOCK_OFFSET, str(seconds))


async def forgets_everything(redis_url: str) -> None:
    """Let Redis be as one without persistence that was started anew."""
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.flushall()


def _called(method: str, path: str) -> str:
    return method if method == "PUT" else path.rsplit("/", 1)[-1]
