"""The verbs that answer in a message to the caller alone: help, list, show."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from syncbot.changes.noticing import read_sync
from syncbot.changes.permission import look
from syncbot.changes.ports import Roles
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.runs import read_runs
from syncbot.errors import RemoteFault
from syncbot.slack import help as help_text
from syncbot.slack import listing, run_words, showing
from syncbot.slack.answering import decided, tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call, Payload
from syncbot.slack.command import Command
from syncbot.slack.drafts import list_drafts
from syncbot.slack.exporting import export
from syncbot.slack.grammar import parse
from syncbot.slack.locating import LIST_WAIT_SECONDS
from syncbot.slack.running import ask_to_run, ask_to_stop
from syncbot.slack.statuses import tell_status
from syncbot.slack.sync_list import list_syncs
from syncbot.slack.text import escape
from syncbot.slack.verbs import Verb

LET_IN = (
    "You cannot look at or change syncs here yet. {who} can let you in: "
    "ask one of them to add you to syncbot's settings."
)
LAST_RUN = "Last run: {result}"
IN_PROGRESS = "Run in progress: {result}"


async def help_with(bot: Bot, call: Call, command: Command) -> None:
    """`help`: for everybody; those who may do nothing are told who can let them in."""
    roles: Roles = await bot.people.roles(call.user_id)
    let_in = LET_IN.format(who=await bot.people.who_may("approve"))
    note = "" if roles.editor or roles.approver else escape(let_in, 600)
    about = next((verb for verb in Verb if verb.value == command.text.strip().lower()), None)
    await tell(bot, call, help_text.message(bot.home.command, about=about, note=note))


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
        status = read_runs(await bot.desk.polytomic.get_status(sync_id))
    except RemoteFault:
        return ""
    if status.current is not None:
        return IN_PROGRESS.format(result=run_words.result(status.current))
    return LAST_RUN.format(result=run_words.result(status.last)) if status.last else ""


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


class OnSync(Protocol):
    """A verb that takes a sync and answers in a message."""

    async def __call__(self, bot: Bot, call: Call, command: Command, *, replace: bool = False) -> None:
        """Answer; `replace` puts the answer in place of the message that was pressed in."""


LOCATED: dict[Verb, OnSync] = {
    Verb.SHOW: show_sync,
    Verb.STATUS: tell_status,
    Verb.RUN: ask_to_run,
    Verb.CANCEL: ask_to_stop,
    Verb.EXPORT: export,
}
ANSWERS: dict[Verb, Callable[[Bot, Call, Command], Awaitable[None]]] = {
    Verb.HELP: help_with,
    Verb.LIST: list_syncs,
    Verb.DRAFTS: list_drafts,
    **LOCATED,
}
