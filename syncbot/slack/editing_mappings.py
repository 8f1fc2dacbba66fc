"""The listeners of the part *Mappings*: items are pushed over the list, *Done* takes them into the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from syncbot.changes.edit import Edit, edit
from syncbot.changes.model import Session
from syncbot.changes.reading import known_of
from syncbot.errors import SyncbotError
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.drawing import draw_new, scene_of
from syncbot.slack.editing import show_newest
from syncbot.slack.editing_items import open_item
from syncbot.slack.parts import mapping_lines
from syncbot.slack.parts.item_part import Spot
from syncbot.slack.reviewing import after_ack
from syncbot.slack.taking import own_session, stored_session
from syncbot.sync import edits
from syncbot.sync.fields import Part
from syncbot.sync.known import Known

OPTIONS_WAIT_SECONDS = 1.0


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
    session = await stored_session(bot, call)
    return await _edited(bot, call, session, lambda draft: edits.remove_mapping(draft, call.value))


async def put_back(bot: Bot, call: Call) -> Answer:
    """*Put back*: the mapping is as the sync has it."""
    session = await stored_session(bot, call)
    return await _edited(bot, call, session, lambda draft: edits.put_back_mapping(draft, session.base, call.value))


async def fill(bot: Bot, call: Call) -> Answer:
    """*Fill in …*: a mapping for each field of the target that a field of the models is called like."""
    session = await stored_session(bot, call)
    known = await _known(bot, session)
    return await _edited(bot, call, session, lambda draft: edits.fill_in(draft, edits.matching_pairs(draft, known)))


async def _edited(bot: Bot, call: Call, session: Session, change: Edit) -> Answer:
    """Store what a button of the list does, once however often it is pressed before the list is drawn anew."""
    pressed = replace(call, operation_id=call.press_id)
    return await _taken(bot, pressed, session, change, revision=session.revision)


async def done_several(bot: Bot, call: Call) -> Answer:
    """*Done* on *Add several*: all lines into the draft, or none. A file is read after the answer."""
    session = await stored_session(bot, call)
    file = mapping_lines.read_file(call.shown.values)
    if file is not None:
        waiting = {"response_action": "update", "view": mapping_lines.reading(session.session_id)}
        return Answer(ack=waiting, then=partial(after_ack, partial(_take_file, bot, call, file)))
    change = _lines(mapping_lines.read(call.shown.values), await _known(bot, session))
    return await _taken(bot, call, session, change, revision=mapping_lines.revision(call.shown.values))


def _lines(text: str, known: Known) -> Edit:
    return lambda draft: edits.read_mapping_lines(text, draft, known)


async def _take_file(bot: Bot, call: Call, file: Mapping[str, Any]) -> None:
    """The lines of a file into the draft; what is wrong with it is said where it can be chosen again.

    The list beneath is drawn first, so that nothing of it follows once the person has been told and goes on.
    """
    name = str(file.get("name") or "")
    session = await stored_session(bot, call)
    try:
        content = await bot.screens.download(str(file.get("url_private_download") or file.get("url_private") or ""))
        change = _lines(mapping_lines.text_of(content, name), await _known(bot, session))
        answer = await _taken(bot, call, session, change, revision=mapping_lines.revision(call.shown.values))
    except SyncbotError as fault:
        scene = await scene_of(bot, session, wait_seconds=0)
        await bot.screens.update(call.shown.view_id, mapping_lines.view(scene, fault))
        return
    if answer.then:
        await answer.then()
    changed = change(session.draft) is not session.draft
    await bot.screens.update(call.shown.view_id, mapping_lines.taken(session.session_id, name, changed=changed))


async def _taken(bot: Bot, call: Call, session: Session, change: Edit, *, revision: int) -> Answer:
    """Store the edit; a pushed view closes, the list is drawn anew."""
    edited = await edit(
        bot.desk,
        session,
        change,
        expected_revision=revision,
        operation_id=call.operation_id,
    )

    async def then() -> None:
        there, view = await draw_new(bot, session, edited)
        await show_newest(bot, there, call.shown.root_view_id, view)

    return Answer(then=then)
