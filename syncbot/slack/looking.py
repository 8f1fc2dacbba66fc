"""The verbs that answer in a message to the caller alone: help, list, show."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

from syncbot.changes.find import Match, Several, find_among
from syncbot.changes.permission import look
from syncbot.changes.ports import Roles
from syncbot.changes.reading import known_of, read_sync, shape_in
from syncbot.changes.status import read_status
from syncbot.errors import RemoteFault
from syncbot.slack import help as help_text
from syncbot.slack import listing, showing
from syncbot.slack.answering import decided, every_sync, row_of, tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call, Payload
from syncbot.slack.command import Command
from syncbot.slack.grammar import parse
from syncbot.slack.locating import LIST_WAIT_SECONDS
from syncbot.slack.running import ask_to_run, ask_to_stop
from syncbot.slack.statuses import tell_status
from syncbot.slack.text import epoch, escape, moment
from syncbot.slack.verbs import Verb
from syncbot.sync.document import JsonObject

LET_IN = (
    "You cannot look at or change syncs here yet. {who} can let you in: "
    "ask one of them to add you to syncbot's settings."
)
FAILED_SECONDS = 48 * 3600
STATUSES_AT_MOST = 200
STATUSES_AT_ONCE = 8
LAST_RUN = "Last run {status} {moment}"


async def help_with(bot: Bot, call: Call, command: Command) -> None:
    """`help`: for everybody; those who may do nothing are told who can let them in."""
    roles: Roles = await bot.people.roles(call.user_id)
    note = "" if roles.editor or roles.approver else escape(LET_IN.format(who=bot.people.who_may("approve")), 600)
    about = next((verb for verb in Verb if verb.value == command.text.strip().lower()), None)
    await tell(bot, call, help_text.message(bot.home.command, about=about, note=note))


async def list_syncs(bot: Bot, call: Call, command: Command, *, page: int = 0, replace: bool = False) -> None:
    """`list`: all, those that match a text, or those that failed lately."""
    await look(bot.desk, call.user_id)
    syncs = await every_sync(bot)
    runs: dict[str, str] = {}
    if command.failed:
        runs = await _failed(bot, syncs)
        syncs = [sync for sync in syncs if sync.get("id") in runs]
    elif command.text:
        syncs = _matching(command.text, syncs)
    shown = syncs[page * listing.ROWS_AT_MOST : (page + 1) * listing.ROWS_AT_MOST]
    about = await bot.desk.sessions.remember_text(call.user_id, "failed" if command.failed else command.text)
    rows = await asyncio.gather(*(row_of(bot, sync, runs.get(str(sync.get("id")), "")) for sync in shown))
    made = listing.Page(rows=rows, number=page, total=len(syncs), about=about, failed=command.failed)
    await tell(bot, call, listing.message(made, command=bot.home.command, text=command.text), replace=replace)


def _matching(text: str, syncs: Sequence[JsonObject]) -> list[JsonObject]:
    found = find_among(text, syncs)
    matches: tuple[Match, ...] = ()
    if isinstance(found, Match):
        matches = (found,)
    elif isinstance(found, Several):
        matches = found.matches
    ids = {match.sync_id for match in matches}
    return [sync for sync in syncs if sync.get("id") in ids]


async def _failed(bot: Bot, syncs: Sequence[JsonObject]) -> dict[str, str]:
    """Of the syncs changed last, those whose last run failed in the last 48 hours, with the run in words."""
    now = await bot.desk.clock.now()
    limit = asyncio.Semaphore(STATUSES_AT_ONCE)

    async def look_at(sync_id: str) -> tuple[str, str]:
        async with limit:
            try:
                status = await bot.desk.polytomic.get_status(sync_id)
            except RemoteFault:
                return sync_id, ""
        last = status.get("last_execution") or {}
        ended = epoch(str(last.get("completed_at") or last.get("created_at") or ""))
        if last.get("status") != "failed" or ended is None or now - ended > FAILED_SECONDS:
            return sync_id, ""
        return sync_id, LAST_RUN.format(status="failed", moment=moment(ended))

    found = await asyncio.gather(*(look_at(str(sync["id"])) for sync in syncs[:STATUSES_AT_MOST] if sync.get("id")))
    return {sync_id: words for sync_id, words in found if words}


async def show_sync(bot: Bot, call: Call, command: Command, *, page: int = 0, replace: bool = False) -> None:
    """`show`: the whole configuration in words."""
    await look(bot.desk, call.user_id)
    found = await decided(bot, call, command, replace=replace)
    if found is not None:
        await tell(bot, call, await _shown(bot, call.user_id, found.command.sync, page), replace=replace)


async def _shown(bot: Bot, actor: str, sync_id: str, page: int) -> Payload:
    doc = await read_sync(bot.desk, sync_id)
    known = await known_of(bot.desk, doc, wait_seconds=LIST_WAIT_SECONDS)
    pending = await bot.desk.changes.of_sync(sync_id)
    latest = await bot.desk.history.entries(sync_id, limit=1)
    shown = showing.Shown(
        doc=doc,
        known=known,
        shape=shape_in(bot.desk, doc),
        run=await last_run(bot, sync_id),
        pending=pending,
        latest=latest[0] if latest else None,
        zone=await bot.people.zone(actor),
        now=await bot.desk.clock.now(),
        url=bot.home.sync_url(sync_id),
    )
    return showing.message(shown, page=page)


async def last_run(bot: Bot, sync_id: str) -> str:
    """How the last run went, in words; empty when Polytomic does not say."""
    try:
        status = await bot.desk.polytomic.get_status(sync_id)
    except RemoteFault:
        return ""
    run = status.get("current_execution") or status.get("last_execution") or {}
    at = epoch(str(run.get("completed_at") or run.get("started_at") or run.get("created_at") or ""))
    if not run.get("status") or at is None:
        return ""
    words = "in progress since" if read_status(status).running else str(run["status"])
    return LAST_RUN.format(status=words, moment=moment(at))


async def turn_list(bot: Bot, call: Call) -> Answer:
    """*Previous* and *Next* of a list."""
    page, about = listing.read_turn(call.value)
    text = await bot.desk.sessions.recall_text(call.user_id, about)
    command = parse(f"list {text}")
    return Answer(then=partial(list_syncs, bot, call, command, page=page, replace=True))


async def turn_show(bot: Bot, call: Call) -> Answer:
    """*Previous* and *Next* of `show`."""
    page, sync_id = showing.read_turn(call.value)
    command = Command(Verb.SHOW, sync=sync_id, certain=True)
    return Answer(then=partial(show_sync, bot, call, command, page=page, replace=True))


async def show_one(bot: Bot, call: Call) -> Answer:
    """*Show* in a list."""
    return Answer(then=partial(show_sync, bot, call, Command(Verb.SHOW, sync=call.value, certain=True)))


async def choose(bot: Bot, call: Call) -> Answer:
    """*Choose* under *Which one?*: the line goes on with that sync."""
    about, sync_id = listing.read_choice(call.value)
    verb = parse(await bot.desk.sessions.recall_text(call.user_id, about)).verb
    command = Command(verb, sync=sync_id, certain=True)
    return Answer(then=partial(LOCATED[verb], bot, call, command, replace=True))


class Located(Protocol):
    """A verb that takes a sync and answers in a message."""

    async def __call__(self, bot: Bot, call: Call, command: Command, *, replace: bool = False) -> None:
        """Answer; `replace` puts the answer in place of the message that was pressed in."""


LOCATED: dict[Verb, Located] = {
    Verb.SHOW: show_sync,
    Verb.STATUS: tell_status,
    Verb.RUN: ask_to_run,
    Verb.CANCEL: ask_to_stop,
}
ANSWERS: dict[Verb, Callable[[Bot, Call, Command], Awaitable[None]]] = {
    Verb.HELP: help_with,
    Verb.LIST: list_syncs,
    **LOCATED,
}
