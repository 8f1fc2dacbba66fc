"""Steady clicks, and what became of each."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person, SlackStandIn
from syncbot.sandbox.slack.people import User
from syncbot.slack.help import HEADING
from syncbot.slack.waiting import READING
from tests.chaos.waiting import until

CHANGE_EVERY: Final = 5
"""Each so manieth person edits a sync and applies that; the others ask for help."""
EFFECT_SECONDS: Final = 60.0
ANSWER_SECONDS: Final = 15.0
TRY_AGAIN: Final = "Try again"
"""People who read this have an answer, and what they asked for was not done: they do it once more."""
TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the clicks.

    Attributes:
        clicks: How many requests Slack sent.
        unanswered: Of these, how many it got no acknowledgement for.
        wanted: How many effects people wanted: a help text, or a sync changed.
        again: How often people were told that it was not done and to try again, and did.
        lost: Effects that never came, though.
        doubled: Writes beyond the one of each change.
        slowest_ms: The slowest acknowledgement.
    """

    clicks: int
    unanswered: int
    wanted: int
    again: int
    lost: int
    doubled: int
    slowest_ms: float


class Clicks:
    """People who do something `per_second` times a second, whatever becomes of it."""

    def __init__(self, slack: SlackStandIn, polytomic: PolytomicStandIn, *, per_second: float) -> None:
        self._slack = slack
        self._polytomic = polytomic
        self._pause = 1 / per_second
        self._numbers = itertools.count()
        self._acting: set[asyncio.Task[None]] = set()
        self._helped: list[Person] = []
        self._changed: list[str] = []
        self._again = 0

    @asynccontextmanager
    async def steady(self) -> AsyncIterator[None]:
        """Click while the block runs; then wait until each click had time for its effect."""
        clicking = asyncio.create_task(self._click())
        try:
            yield
        finally:
            clicking.cancel()
            await asyncio.gather(clicking, return_exceptions=True)
        await asyncio.gather(*self._acting, return_exceptions=True)
        await until(self._is_done, EFFECT_SECONDS)

    def tally(self) -> Tally:
        """What became of them until now."""
        acks = self._slack.acks
        return Tally(
            clicks=len(acks),
            unanswered=sum(not ack.acked for ack in acks),
            wanted=len(self._helped) + len(self._changed),
            again=self._again,
            lost=sum(not _was_helped(one) for one in self._helped)
            + sum(not self._writes(sync_id) for sync_id in self._changed),
            doubled=sum(max(0, self._writes(sync_id) - 1) for sync_id in self._changed),
            slowest_ms=max((ack.seconds for ack in acks if ack.acked), default=0.0) * 1000,
        )

    async def _click(self) -> None:
        while True:
            number = next(self._numbers)
            act = self._changes(number) if number % CHANGE_EVERY == 0 else self._asks(number)
            task = asyncio.create_task(_quietly(act))
            self._acting.add(task)
            task.add_done_callback(self._acting.discard)
            await asyncio.sleep(self._pause)

    async def _asks(self, number: int) -> None:
        person = self._person(number)
        self._helped.append(person)
        for _ in range(TRIES):
            answers = len(person.ephemerals())
            await person.command("/sync help")
            await self._watched(partial(_has_more, person, answers))
            if _was_helped(person):
                return
            self._again += 1

    async def _changes(self, number: int) -> None:
        """A change from the command to *Apply*: what is lost at any step is never written."""
        person, sync_id = self._person(number), f"00000000-0000-4000-8000-{number:012}"
        like = self._polytomic.sync(self._polytomic.id_of(LEADS))
        self._polytomic.put_sync_doc({**like, "id": sync_id, "name": f"Rolling {number}"})
        self._changed.append(sync_id)
        await person.command(f"/sync map {sync_id} region -> Phone")
        for _ in range(TRIES):
            await self._watched(partial(_is_answered, person))
            if _may_try_again(person):
                self._again += 1
                await person.press(TRY_AGAIN)
                await self._watched(lambda: not _may_try_again(person))
            else:
                await person.submit()
                return

    async def _watched(self, seen: Callable[[], bool]) -> None:
        assert await self._slack.workspace.watch.until(seen, deadline_seconds=ANSWER_SECONDS)

    def _person(self, number: int) -> Person:
        user = User(f"U0ROLL{number:05}", f"roll{number}", f"Roll {number}")
        self._slack.people.add(user)
        self._slack.channels.find("general").members.add(user.user_id)
        return self._slack.person(user.name)

    def _writes(self, sync_id: str) -> int:
        path = f"/api/syncs/{sync_id}"
        return sum((call.method, call.path, call.replayed) == ("PUT", path, False) for call in self._polytomic.calls)

    async def _is_done(self) -> bool:
        now = self.tally()
        return now.lost == 0


async def _quietly(act: Awaitable[None]) -> None:
    """A person who does not see what they wait for gives up; the tally tells."""
    try:
        await act
    except AssertionError:
        return


def _was_helped(person: Person) -> bool:
    return any(HEADING in screen.text for screen in person.ephemerals())


def _has_more(person: Person, answers: int) -> bool:
    return len(person.ephemerals()) > answers


def _is_answered(person: Person) -> bool:
    return person.modal is not None and ("changed Phone" in person.modal or _may_try_again(person))


def _may_try_again(person: Person) -> bool:
    """Not yet while it loads, though the same button is there."""
    modal = person.modal
    return modal is not None and READING not in modal and TRY_AGAIN in modal.buttons
