"""The listeners of the history: opened, paged, one entry looked at, an entry taken back."""

from __future__ import annotations

from functools import partial

from syncbot.changes.history import history
from syncbot.changes.permission import look
from syncbot.changes.undo import last_written
from syncbot.changes.undo import undo as take_back
from syncbot.slack import history_view, reviewing
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.linking import linked
from syncbot.slack.locating import Located
from syncbot.slack.stage import on_stage, open_stage
from syncbot.slack.verbs import Verb
from syncbot.sync.fields import Part


async def open_history(bot: Bot, actor: str, found: Located, view_id: str) -> None:
    """`history`: the newest page."""
    await _show(bot, actor, found.command.sync, found.command.part, view_id)


async def open_undo(bot: Bot, actor: str, found: Located, view_id: str) -> None:
    """`undo`: the last change that was written through syncbot, taken back, to review."""
    last = await last_written(bot.desk, found.command.sync)
    await _to_review(bot, actor, last.change_id, view_id)


async def turn(bot: Bot, call: Call) -> Answer:
    """*Newer* and *Older*."""
    number, part, sync_id = history_view.read_turn(call.value)
    return Answer(then=partial(_show, bot, call.user_id, sync_id, part, call.shown.view_id, number=number))


async def details(bot: Bot, call: Call) -> Answer:
    """*Details* of an entry, above the list or, from a message, alone."""
    await look(bot.desk, call.user_id)
    entry = await bot.desk.history.entry(call.value)
    view = linked(history_view.details_view(entry), bot.home.sync_url(entry.sync_id))
    show = bot.screens.open if call.view is None else bot.screens.push

    async def then() -> None:
        await show(call.trigger_id, view)

    return Answer(then=then)


async def turn_details(bot: Bot, call: Call) -> Answer:
    """*Previous* and *Next* in an entry."""
    await look(bot.desk, call.user_id)
    page, change_id = history_view.read_details_turn(call.value)
    entry = await bot.desk.history.entry(change_id)
    view = linked(history_view.details_view(entry, page=page), bot.home.sync_url(entry.sync_id))

    async def then() -> None:
        await bot.screens.update(call.shown.view_id, view)

    return Answer(then=then)


async def undo(bot: Bot, call: Call) -> Answer:
    """*Undo* and *Put back*: the review of the inverse, in place of the view or, from a message, in a new one."""
    entry = await bot.desk.history.entry(call.value)
    line = f"{Verb.HISTORY} {entry.sync_id}"

    async def fill(view_id: str, _retry_id: str = "") -> None:
        await _to_review(bot, call.user_id, entry.change_id, view_id)

    if call.view is None:
        return Answer(then=partial(open_stage, bot, call, line, fill))
    view_id = call.view.view_id
    retry_id = await bot.desk.sessions.remember_text(call.user_id, line)
    return Answer(then=partial(on_stage, bot, view_id, retry_id, partial(fill, view_id)))


async def _to_review(bot: Bot, actor: str, change_id: str, view_id: str) -> None:
    session = await take_back(bot.desk, change_id, actor)
    await reviewing.show_root(bot, session, view_id)


async def _show(bot: Bot, actor: str, sync_id: str, part: Part | None, view_id: str, *, number: int = 0) -> None:  # noqa: PLR0917 -- what a page is named by, and where it goes
    page = await history(bot.desk, sync_id, actor, part=part, number=number)
    await bot.screens.update(view_id, linked(history_view.view(page), bot.home.sync_url(sync_id)))
