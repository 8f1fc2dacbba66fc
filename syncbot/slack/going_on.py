"""Buttons that lead from one place to another: from help and lists into a modal, from an outcome back to work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from syncbot.changes.find import Match, Several, find_among
from syncbot.changes.permission import look
from syncbot.changes.reopen import reopen
from syncbot.slack import controls, listing, outcome_window, reviewing, waiting
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.command import Command
from syncbot.slack.commands import act, fill
from syncbot.slack.editing import show_editor
from syncbot.slack.guard import Handler
from syncbot.slack.named_field import part_of
from syncbot.slack.problems import FormErrors
from syncbot.slack.review import read_fix
from syncbot.slack.scene import Place
from syncbot.slack.stage import on_stage, open_stage
from syncbot.slack.verbs import Verb

PICK_ONE = "Pick a sync from the list."
OPTIONS_WAIT_SECONDS = 1.0


def _line(verb: Verb) -> Handler:
    """A button beside a listed sync that does what the verb would."""

    async def handler(bot: Bot, call: Call) -> Answer:
        return await act(bot, call, f"{verb} {call.value}")

    return handler


edit_listed = _line(Verb.EDIT)
pause_listed = _line(Verb.PAUSE)
resume_listed = _line(Verb.RESUME)


def _finding(verb: Verb) -> Handler:
    """A button that asks for a sync first, in a menu that searches."""

    async def handler(bot: Bot, call: Call) -> Answer:
        await look(bot.desk, call.user_id)

        async def then() -> None:
            await bot.screens.open(call.trigger_id, listing.find_view(verb))

        return Answer(then=then)

    return handler


find_sync = _finding(Verb.EDIT)
pause_one = _finding(Verb.PAUSE)


async def sync_options(bot: Bot, call: Call) -> Answer:
    """Choices of the menu of *Find a sync*."""
    await look(bot.desk, call.user_id)
    syncs = await bot.desk.choices.syncs(wait_seconds=OPTIONS_WAIT_SECONDS)
    if syncs is None:
        return Answer(ack=listing.sync_options(None, total=0))
    found = [sync for sync in syncs if sync.get("id")]
    if call.text.strip():
        match = find_among(call.text, found)
        matches = match.matches if isinstance(match, Several) else (match,) if isinstance(match, Match) else ()
        ids = {one.sync_id for one in matches}
        found = [sync for sync in found if sync["id"] in ids]
    rows = sorted(map(listing.listed, found), key=lambda row: row.name.casefold())
    return Answer(ack=listing.sync_options(rows, total=len(found)))


async def found_sync(bot: Bot, call: Call) -> Answer:
    """*Open*: the same view goes on with the sync that was picked."""
    view = call.shown
    sync_id = listing.read_found(view.values)
    if not sync_id:
        raise FormErrors({listing.FIND_BLOCK: PICK_ONE})
    command = Command(controls.verb(view.meta), sync=sync_id, certain=True)
    retry_id = await bot.desk.sessions.remember_text(call.user_id, f"{command.verb} {sync_id}")
    work = partial(fill, bot, call.user_id, command, view.view_id, retry_id)
    return Answer(
        ack={"response_action": "update", "view": waiting.loading_view(retry_id)},
        then=partial(on_stage, bot, view.view_id, retry_id, partial(reviewing.after_ack, work)),
    )


async def mend(bot: Bot, call: Call) -> Answer:
    """*Edit PART* in a review with something to mend: the editor at that part, in the root view or this one."""
    session_id, part = read_fix(call.value)
    session = await bot.desk.sessions.get(session_id, call.user_id)
    return Answer(then=partial(show_editor, bot, session, call.shown.view_id, Place(part=part)))


async def review_again(bot: Bot, call: Call) -> Answer:
    """*Review again*: the same edits on what is there now."""
    change_id = call.value

    async def show(view_id: str, _retry_id: str) -> None:
        session = await reopen(bot.desk, change_id, call.user_id)
        await reviewing.show_again(bot, session, view_id)

    return await _with_change(bot, call, show)


async def edit_again(bot: Bot, call: Call) -> Answer:
    """*Edit again*: the editor on the same edits, at the part that an error named."""
    change_id = call.value

    async def show(view_id: str, _retry_id: str) -> None:
        session = await reopen(bot.desk, change_id, call.user_id)
        change = await bot.desk.changes.get(change_id)
        part = part_of(change.outcome.field if change.outcome else None)
        await show_editor(bot, session, view_id, Place(part=part))

    return await _with_change(bot, call, show)


async def _with_change(bot: Bot, call: Call, show: Callable[[str, str], Awaitable[None]]) -> Answer:
    """In the modal that shows the outcome, or in a new one where the button stands in a message."""
    change = await bot.desk.changes.get(call.value)
    line = f"{Verb.EDIT} {change.sync_id}"
    if call.view is None:
        return Answer(then=partial(open_stage, bot, call, line, show))
    view_id = call.view.view_id
    await outcome_window.leave(bot, change.change_id, view_id)
    retry_id = await bot.desk.sessions.remember_text(call.user_id, line)
    return Answer(then=partial(on_stage, bot, view_id, retry_id, partial(show, view_id, retry_id)))
