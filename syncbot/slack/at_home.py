"""Draws the app's home for a person: when they open it, and after what they do."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial

from syncbot.changes.failures import FAILED, INCOMPLETE, newest_failures
from syncbot.changes.model import Change
from syncbot.changes.permission import look
from syncbot.changes.ports import Announcer
from syncbot.errors import NotPermitted, SyncbotError
from syncbot.slack import home_view
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call
from syncbot.slack.drafts import drafts_of
from syncbot.slack.guard import Handler

log = logging.getLogger(__name__)

OPENED_SECONDS = 7 * 24 * 3600
RECENT_SECONDS = 7 * 24 * 3600
HOME_TAB = "home"


async def opened(bot: Bot, call: Call) -> Answer:
    """The home was opened."""
    if call.event.get("tab", HOME_TAB) != HOME_TAB:
        return NOTHING
    return Answer(then=partial(_opened, bot, call.user_id))


async def _opened(bot: Bot, person: str) -> None:
    await bot.kept.put(_key(person), True, ttl_seconds=OPENED_SECONDS)  # noqa: FBT003 -- a JSON value
    await publish(bot, person)


async def refresh(bot: Bot, person: str) -> None:
    """Bring the home up to date, if the person has one; what goes wrong there is logged, since nobody waits for it."""
    try:
        if person and await bot.kept.get(_key(person)) is not None:
            await publish(bot, person)
    except SyncbotError as error:
        log.info("The home of %s was not brought up to date: %s", person, error.what)


def after(handler: Handler) -> Handler:
    """The handler, and the home brought up to date after what it does."""

    async def handling(bot: Bot, call: Call) -> Answer:
        answer = await handler(bot, call)

        async def then() -> None:
            if answer.then is not None:
                await answer.then()
            await refresh(bot, call.user_id)

        return replace(answer, then=then)

    return handling


async def publish(bot: Bot, person: str) -> None:
    """Draw it anew. Polytomic is asked once for each section about runs, and once for names that are not known."""
    try:
        await look(bot.desk, person)
    except NotPermitted:
        who = await bot.people.who_may("approve")
        await bot.screens.publish(person, home_view.closed_view(who))
        return
    requests = await bot.desk.changes.undecided()
    shown = home_view.HomeTab(
        drafts=await drafts_of(bot, person),
        requests=[change for change in requests if change.actor == person],
        waiting=await _waiting(bot, person, requests),
        failing=await newest_failures(bot.desk, bot.runs, bot.kept, FAILED),
        incomplete=await newest_failures(bot.desk, bot.runs, bot.kept, INCOMPLETE),
        names=await bot.desk.choices.sync_names(wait_seconds=1.0) or {},
        recent=await _recent(bot),
        now=await bot.desk.clock.now(),
        url_of=bot.home.sync_url,
        command=bot.home.command,
    )
    await bot.screens.publish(person, home_view.view(shown))


async def _waiting(bot: Bot, person: str, requests: tuple[Change, ...]) -> list[Change]:
    """Requests that this person may decide and has not."""
    if not (await bot.people.roles(person)).approver:
        return []
    own = bot.desk.policy.self_approval
    return [
        change
        for change in requests
        if (own or change.actor != person) and all(one.approver != person for one in change.decisions)
    ]


async def _recent(bot: Bot) -> list[Change]:
    since = await bot.desk.clock.now() - RECENT_SECONDS
    ids = await bot.desk.history.written_since(since)
    found = [entry for one in ids[: home_view.AT_MOST] for entry in await bot.desk.history.entries(one, limit=1)]
    return sorted(found, key=lambda change: change.ended_at or change.created_at, reverse=True)


def _key(person: str) -> str:
    return f"home:{person}"


@dataclass(frozen=True, slots=True)
class WithHomes:
    """An announcer that also brings the homes of those up to date who acted on the change."""

    announcer: Announcer
    bot: Bot

    async def announce(self, change: Change) -> None:
        """As the announcer, then the homes."""
        await self.announcer.announce(change)
        for person in {change.actor, *(one.approver for one in change.decisions)}:
            await refresh(self.bot, person)

    async def tell_moved(self, seen: Change, pending: tuple[Change, ...]) -> None:
        """As the announcer."""
        await self.announcer.tell_moved(seen, pending)
