"""The listeners of the part *Mappings*: items are pushed over the list, *Done* takes them into the draft."""

from __future__ import annotations

from functools import partial

from syncbot.changes.edit import Edit, edit
from syncbot.changes.model import Session
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import known_of
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.drawing import draw, scene_of
from syncbot.slack.editing import own_session
from syncbot.slack.parts import field_choices, mapping_entry, mapping_item, mapping_lines
from syncbot.sync import edits
from syncbot.sync.document import JsonObject
from syncbot.sync.known import Known

OPTIONS_WAIT_SECONDS = 1.0


async def _session(bot: Bot, call: Call) -> Session:
    await require(bot.desk, call.user_id, Role.EDIT)
    return await bot.desk.sessions.get(call.shown.meta, call.user_id)


async def _known(bot: Bot, session: Session, wait_seconds: float = 0) -> Known:
    return await known_of(bot.desk, session.draft, session.base, wait_seconds=wait_seconds)


async def edit_item(bot: Bot, call: Call) -> Answer:
    """*Edit* and *Add mapping*: the item's view over the list."""
    session = await own_session(bot, call)
    view = mapping_item.view(await scene_of(bot, session, wait_seconds=0), call.value)

    async def then() -> None:
        await bot.screens.push(call.trigger_id, view)

    return Answer(then=then)


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


async def _edited(bot: Bot, call: Call, session: Session, change: Edit) -> Answer:
    edited = await edit(
        bot.desk,
        session.session_id,
        call.user_id,
        change,
        expected_revision=session.revision,
        operation_id=call.operation_id,
    )
    return Answer(then=partial(_redraw, bot, edited, call.shown.view_id))


async def _redraw(bot: Bot, session: Session, view_id: str) -> None:
    await bot.screens.update(view_id, await draw(bot, session))


async def done(bot: Bot, call: Call) -> Answer:
    """*Done* on a mapping: into the draft, back to the list."""
    session = await _session(bot, call)
    known = await _known(bot, session)
    item_id, revision = mapping_item.identity(call.shown.values)
    rendered = mapping_entry.entry_of(session.draft, item_id)
    entry = mapping_item.read(call.shown.values, known, rendered)
    texts = {text_id: await bot.desk.sessions.recall_text(call.user_id, text_id) for text_id in entry.text_ids}
    entry = mapping_entry.with_texts(entry, texts, known, session.base)
    return await _taken(bot, call, lambda draft: mapping_entry.with_entry(draft, entry), revision)


async def done_several(bot: Bot, call: Call) -> Answer:
    """*Done* on *Add several*: all lines into the draft, or none."""
    session = await _session(bot, call)
    known = await _known(bot, session, OPTIONS_WAIT_SECONDS)
    text = mapping_lines.read(call.shown.values)
    revision = mapping_lines.revision(call.shown.values)

    def change(draft: JsonObject) -> JsonObject:
        return edits.read_mapping_lines(text, draft, known)

    return await _taken(bot, call, change, revision)


async def _taken(bot: Bot, call: Call, change: Edit, revision: int) -> Answer:
    """Store the edit; the pushed view closes, the list beneath is drawn anew."""
    edited = await edit(
        bot.desk,
        call.shown.meta,
        call.user_id,
        change,
        expected_revision=revision,
        operation_id=call.operation_id,
    )
    return Answer(then=partial(_redraw, bot, edited, call.shown.root_view_id))


async def source_options(bot: Bot, call: Call) -> Answer:
    """Choices of *Source field* while somebody types."""
    session = await _session(bot, call)
    known = await _known(bot, session, OPTIONS_WAIT_SECONDS)
    text_id = await _remembered(bot, call)
    return Answer(ack=field_choices.source_options(known, session.base, call.text, text_id))


async def target_options(bot: Bot, call: Call) -> Answer:
    """Choices of *Target field* while somebody types."""
    session = await _session(bot, call)
    known = await _known(bot, session, OPTIONS_WAIT_SECONDS)
    return Answer(ack=field_choices.target_options(known, session.base, call.text, await _remembered(bot, call)))


async def _remembered(bot: Bot, call: Call) -> str:
    return await bot.desk.sessions.remember_text(call.user_id, call.text) if call.text.strip() else ""
