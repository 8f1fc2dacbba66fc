"""`/sync`: what each verb does. The line is parsed before the acknowledgement, all else follows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from syncbot.changes.edit import edit
from syncbot.changes.model import Session
from syncbot.changes.open import open_session
from syncbot.changes.permission import Role, look, require
from syncbot.changes.reading import known_of
from syncbot.slack import recalling, reviewing, verbs, wishes
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call
from syncbot.slack.command import Command
from syncbot.slack.editing import open_editor
from syncbot.slack.grammar import parse, verb_named
from syncbot.slack.locating import Located, Undecided, locate, named
from syncbot.slack.looking import ANSWERS
from syncbot.slack.running import show_few
from syncbot.slack.stage import on_stage, open_stage
from syncbot.slack.upcoming import on_clock
from syncbot.slack.verbs import Verb, row
from syncbot.slack.waiting import which_view

KNOWN_WAIT_SECONDS = 1.0


async def slash(bot: Bot, call: Call) -> Answer:
    """A line typed after the command."""
    return _begin(bot, call, call.text, parse(call.text))


def _begin(bot: Bot, call: Call, line: str, command: Command) -> Answer:
    verb = row(command.verb)
    if command.verb is Verb.HELP and command.text:
        verb_named(command.text.split()[0])
    if verb.opens:
        named(command)
        return Answer(then=partial(open_stage, bot, call, line, partial(fill, bot, call.user_id, command)))
    return Answer(then=partial(ANSWERS[command.verb], bot, call, command))


async def act(bot: Bot, call: Call, line: str) -> Answer:
    """A button that does what a line would do; needs a trigger of its own."""
    return _begin(bot, call, line, parse(line))


async def fill(bot: Bot, actor: str, command: Command, view_id: str, retry_id: str) -> None:  # noqa: PLR0917 -- the last two come from the stage
    """Fill a modal that stands at *Loading…* with what the line asks for."""
    if row(command.verb).role is verbs.Role.LOOK:
        await look(bot.desk, actor)
    else:
        await require(bot.desk, actor, Role.EDIT)
    found = await locate(bot, command)
    if isinstance(found, Undecided):
        await bot.screens.update(view_id, which_view(found.matches, retry_id))
        return
    await OPENERS[command.verb](bot, actor, found, view_id)


async def try_again(bot: Bot, call: Call) -> Answer:
    """*Try again*: the same line once more, in the same view."""
    return _go_on(bot, call, call.value, "")


async def pick(bot: Bot, call: Call) -> Answer:
    """*This one*: the same line, its sync decided."""
    retry_id, _, sync_id = call.value.partition(":")
    return _go_on(bot, call, retry_id, sync_id)


def _go_on(bot: Bot, call: Call, retry_id: str, sync_id: str) -> Answer:
    view = call.view
    if view is None:
        return NOTHING

    async def work() -> None:
        command = parse(await bot.desk.sessions.recall_text(call.user_id, retry_id))
        if sync_id:
            found = await locate(bot, command)
            command = found.command
            command = replace(command, sync=sync_id, certain=True)
        await fill(bot, call.user_id, command, view.view_id, retry_id)

    return Answer(then=partial(on_stage, bot, view.view_id, retry_id, work))


async def _edit(bot: Bot, actor: str, found: Located, view_id: str) -> None:
    await open_editor(bot, actor, found.command.sync, view_id, part=found.command.part)


async def _to_review(bot: Bot, actor: str, found: Located, view_id: str) -> None:
    """A change of its own: a session that leaves drafts alone, edited as the line says, shown for review."""
    session = await open_session(bot.desk, actor, found.command.sync, direct=True)
    known = await known_of(bot.desk, session.base, wait_seconds=KNOWN_WAIT_SECONDS)
    zone = await bot.people.zone(actor)
    now = await bot.desk.clock.now()
    wish = wishes.WISHES[found.command.verb]
    edited: Session = await edit(
        bot.desk,
        session,
        lambda draft: wish(draft, found.command, wishes.Around(known=known, zone=zone, now=now)),
        expected_revision=session.revision,
        operation_id=f"{session.session_id}:wish",
    )
    if found.command.zone:
        edited = on_clock(edited, found.command.zone)
        await bot.desk.sessions.show(edited)
    await reviewing.show_root(bot, edited, view_id, reason=found.command.reason)


OPENERS: dict[Verb, Callable[[Bot, str, Located, str], Awaitable[None]]] = {
    Verb.EDIT: _edit,
    **dict.fromkeys(wishes.WISHES, _to_review),
    Verb.HISTORY: recalling.open_history,
    Verb.UNDO: recalling.open_undo,
    Verb.RUN: show_few,
}
