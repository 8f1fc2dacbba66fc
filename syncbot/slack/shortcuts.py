"""Where a slash command cannot be typed: the shortcuts, the card that they open, and a pasted link to a sync."""

from __future__ import annotations

from functools import partial
from typing import Any

from syncbot.changes.permission import look
from syncbot.errors import NotPermitted, SlackFault
from syncbot.slack import card, listing, waiting
from syncbot.slack.announce import GONE_FOR_GOOD
from syncbot.slack.answering import Reader, every_sync, reader, row_of
from syncbot.slack.asking import HINT
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call
from syncbot.slack.card import Card
from syncbot.slack.command import Command
from syncbot.slack.commands import fill
from syncbot.slack.guard import Handler
from syncbot.slack.looking import last_run
from syncbot.slack.stage import on_stage, open_stage
from syncbot.slack.statuses import status_message
from syncbot.slack.verbs import Verb
from syncbot.sync.document import JsonObject

EDIT_A_SYNC = "edit_a_sync"
EDIT_THIS_SYNC = "edit_this_sync"
POSTED = "conversations_history"
"""Where a link stands that was posted; the other place is a message that is still being written."""


async def edit_a_sync(bot: Bot, call: Call) -> Answer:
    """*Edit a sync*: the menu that searches."""
    await look(bot.desk, call.user_id)

    async def then() -> None:
        await bot.screens.open(call.trigger_id, listing.find_view(Verb.EDIT))

    return Answer(then=then)


async def edit_this_sync(bot: Bot, call: Call) -> Answer:
    """*Edit this sync*: the sync that a message links to or names; the menu where it names none."""
    await look(bot.desk, call.user_id)
    text = text_of(call.message)

    async def show(view_id: str, _retry_id: str) -> None:
        found = card.named_in(text, await every_sync(bot))
        if found:
            by = await reader(bot, call.user_id)
            cards = [await card_of(bot, sync, by) for sync in found[: card.AT_MOST]]
            await bot.screens.update(view_id, card.view(cards))
            return
        note = f"{card.NONE_FOUND} {card.NONE_NEXT}"
        await bot.screens.update(view_id, listing.find_view(Verb.EDIT, note=note))

    return Answer(then=partial(open_stage, bot, call, "list", show))


async def found_at_home(bot: Bot, call: Call) -> Answer:
    """A sync chosen in the home's menu."""
    await look(bot.desk, call.user_id)
    sync_id = call.value
    if sync_id == HINT:
        return NOTHING

    async def show(view_id: str, _retry_id: str) -> None:
        found = await card_of(bot, await _item(bot, sync_id), await reader(bot, call.user_id))
        await bot.screens.update(view_id, card.view([found]))

    return Answer(then=partial(open_stage, bot, call, f"{Verb.EDIT} {sync_id}", show))


async def pasted(bot: Bot, call: Call) -> Answer:
    """A link to a sync was posted: its state, for the person who posted it alone, if they may look."""
    event = call.event
    if event.get("source", POSTED) != POSTED:
        return NOTHING
    ids = card.ids_in(str(link.get("url") or "") for link in event.get("links") or ())
    if not ids or not await bot.seen.first(call.operation_id):
        return NOTHING
    place = {"channel": str(event.get("channel") or ""), "thread_ts": str(event.get("thread_ts") or "")}
    return Answer(then=partial(_answer_link, bot, call.user_id, place, ids))


async def _answer_link(bot: Bot, person: str, place: dict[str, str], ids: list[str]) -> None:
    try:
        await look(bot.desk, person)
    except NotPermitted:
        return
    syncs = {str(sync.get("id")): sync for sync in await every_sync(bot)}
    by = await reader(bot, person)
    cards = [await card_of(bot, syncs[sync_id], by) for sync_id in ids[: card.AT_MOST] if sync_id in syncs]
    if not cards:
        return
    try:
        await bot.screens.whisper(place["channel"], person, card.message(cards), thread_ts=place["thread_ts"])
    except SlackFault as fault:
        # A channel that the app is not in: nobody asked it there, so it says nothing.
        if fault.code not in GONE_FOR_GOOD:
            raise


def _going_on(verb: Verb) -> Handler:
    """A button of the card: the same view goes on with the verb."""

    async def handler(bot: Bot, call: Call) -> Answer:
        return await in_view(bot, call, verb, call.value)

    return handler


edit_here = _going_on(Verb.EDIT)


async def switch_here(bot: Bot, call: Call) -> Answer:
    """*Pause* or *Resume* in the card."""
    pauses, sync_id = card.read_switch(call.value)
    return await in_view(bot, call, Verb.PAUSE if pauses else Verb.RESUME, sync_id)


async def status_here(bot: Bot, call: Call) -> Answer:
    """*Status* in the card: a direct message, because its buttons ask first, which a modal cannot."""
    await look(bot.desk, call.user_id)
    view_id, sync_id = call.shown.view_id, call.value

    async def then() -> None:
        await bot.screens.post(call.user_id, await status_message(bot, call.user_id, sync_id))
        found = await card_of(bot, await _item(bot, sync_id), await reader(bot, call.user_id))
        await bot.screens.update(view_id, card.view([found], note=card.STATUS_SENT))

    return Answer(then=then)


async def in_view(bot: Bot, call: Call, verb: Verb, sync_id: str) -> Answer:
    """Go on in the view that was pressed in, with a verb that ends in a modal."""
    view_id = call.shown.view_id
    retry_id = await bot.desk.sessions.remember_text(call.user_id, f"{verb} {sync_id}")
    command = Command(verb, sync=sync_id, certain=True)

    async def work() -> None:
        await bot.screens.update(view_id, waiting.loading_view(retry_id))
        await fill(bot, call.user_id, command, view_id, retry_id)

    return Answer(then=partial(on_stage, bot, view_id, retry_id, work))


async def card_of(bot: Bot, sync: JsonObject, by: Reader) -> Card:
    """A card of an item of the list; one call to Polytomic, for its last run."""
    sync_id = str(sync.get("id") or "")
    return Card(await row_of(bot, sync, by), bot.home.sync_url(sync_id), await last_run(bot, sync_id))


def text_of(message: JsonObject) -> str:
    """All the words of a message, those in its blocks and attachments too."""
    words: list[str] = [str(message.get("text") or "")]
    waiting_for: list[Any] = [message.get("blocks"), message.get("attachments")]
    while waiting_for:
        one = waiting_for.pop()
        if isinstance(one, dict):
            words += [
                value for key, value in one.items() if key in ("text", "url", "fallback") and isinstance(value, str)
            ]
            waiting_for += one.values()
        elif isinstance(one, list):
            waiting_for += one
    return "\n".join(words)


async def _item(bot: Bot, sync_id: str) -> JsonObject:
    return next((sync for sync in await every_sync(bot) if sync.get("id") == sync_id), {"id": sync_id})
