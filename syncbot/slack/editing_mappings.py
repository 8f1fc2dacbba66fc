"""The listeners of the part *Mappings*: items are pushed over the list, *Done* takes them into the draft."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from syncbot.changes.edit import Edit, edit
from syncbot.changes.model import Session
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import known_of
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.drawing import draw, scene_of
from syncbot.slack.editing import own_session
from syncbot.slack.editing_items import open_item
from syncbot.slack.parts import mapping_lines
from syncbot.slack.parts.item_part import Spot
from syncbot.sync import edits
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.known import Known

OPTIONS_WAIT_SECONDS = 1.0


async def _session(bot: Bot, call: Call) -> Session:
    await require(bot.desk, call.user_id, Role.EDIT)
    return await bot.desk.sessions.get(call.shown.meta, call.user_id)


async def _known(bot: Bot, session: Session) -> Known:
    return await known_of(bot.desk, session.draft, session.base, wait_seconds=OPTIONS_WAIT_SECONDS)


async def edit_item(bot: Bot, call: Call) -> Answer:
    """*Edit* and *Add mapping*: the item's form over the list; the button's value is the mapping's id."""
    return await open_item(bot, replace(call, value=Spot(Part.MAPPINGS, item_id=call.value).value))


async def add_several(bot: Bot, call: Call) -> Answer:
    """*Add several*: a view with one large input."""
    session = await own_session(bot, call)
    view = mapping_lines.view(await scene_of(bot, session, wait_seconds=0))

    async def then() -> None:
        await bot.screens.push(call.trigger_id, view)

    return Answer(then=then)


async def remove(bot: Bot, call: Call) -> Answer:
    """*Remove*: the mapping goes from the draft and stays visible in the list."""
    session = await _session(bot, call)
    return await _edited(bot, call, session, lambda draft: edits.remove_mapping(draft, call.value))


async def put_back(bot: Bot, call: Call) -> Answer:
    """*Put back*: the mapping is as the sync has it."""
    session = await _session(bot, call)
    return await _edited(bot, call, session, lambda draft: edits.put_back_mapping(draft, session.base, call.value))


async def fill(bot: Bot, call: Call) -> Answer:
    """*Fill in …*: a mapping for each field of the target that a field of the models is called like."""
    session = await _session(bot, call)
    known = await _known(bot, session)
    return await _edited(bot, call, session, lambda draft: edits.fill_in(draft, edits.matching_pairs(draft, known)))


async def _edited(bot: Bot, call: Call, session: Session, change: Edit) -> Answer:
    return await _taken(bot, call, change, session.revision)


async def done_several(bot: Bot, call: Call) -> Answer:
    """*Done* on *Add several*: all lines into the draft, or none."""
    session = await _session(bot, call)
    known = await _known(bot, session)
    text = mapping_lines.read(call.shown.values)
    revision = mapping_lines.revision(call.shown.values)

    def change(draft: JsonObject) -> JsonObject:
        return edits.read_mapping_lines(text, draft, known)

    return await _taken(bot, call, change, revision)


async def _taken(bot: Bot, call: Call, change: Edit, revision: int) -> Answer:
    """Store the edit; a pushed view closes, the list is drawn anew."""
    edited = await edit(
        bot.desk,
        call.shown.meta,
        call.user_id,
        change,
        expected_revision=revision,
        operation_id=call.operation_id,
    )
    return Answer(then=partial(_redraw, bot, edited, call.shown.root_view_id))


async def _redraw(bot: Bot, session: Session, view_id: str) -> None:
    await bot.screens.update(view_id, await draw(bot, session))
