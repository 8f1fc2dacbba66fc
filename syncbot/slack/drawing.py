"""Gathers what the editor's views are drawn from, and draws them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from syncbot.changes.model import Session
from syncbot.changes.reading import known_of, shape_in
from syncbot.errors import RemoteFault
from syncbot.slack import editor, items_table
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Payload
from syncbot.slack.choosable import CHOOSING, Choosable, choosable_in
from syncbot.slack.parts.answering import answered_text
from syncbot.slack.parts.target import CONNECTION
from syncbot.slack.scene import Presence, Scene, at_place, place_of, presence
from syncbot.sync.difference import difference
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.rows import at

KNOWN_WAIT_SECONDS = 1.0
STATUS_WAIT_SECONDS = 1.0
PEOPLE_AT_MOST = 10


async def scene_of(bot: Bot, session: Session, *, wait_seconds: float = KNOWN_WAIT_SECONDS) -> Scene:
    """The scene at the session's place. Polytomic is asked for the run's status at the overview only."""
    place = place_of(session)
    known, zone, now, status, others, choosable = await asyncio.gather(
        known_of(bot.desk, session.draft, session.base, wait_seconds=wait_seconds),
        bot.people.zone(session.owner),
        bot.desk.clock.now(),
        _status(bot, session.sync_id, asked=place.part is None),
        _others(bot, session),
        _choosable(bot, session, place.part, wait_seconds),
    )
    kept = place.part is Part.ENCRYPTION and await bot.desk.secrets.passphrase(session.sync_id) is not None
    return Scene.of(
        session,
        known,
        datetime.fromtimestamp(now, UTC),
        changed=difference(session.base, session.draft, shape=shape_in(bot.desk, session.base), known=known),
        zone=zone,
        status=status,
        others=others,
        url=bot.home.sync_url(session.sync_id),
        passphrase_kept=kept,
        choosable=choosable,
    )


async def _others(bot: Bot, session: Session) -> tuple[Presence, ...]:
    """Who else is at the sync; those who closed it without a change are not."""
    people = await bot.desk.sessions.others(session.sync_id, session.owner)
    asked = (bot.desk.sessions.own_draft(one, session.sync_id) for one in people[:PEOPLE_AT_MOST])
    drafts = [draft for draft in await asyncio.gather(*asked) if draft is not None]
    found = ((presence(draft), draft.revision) for draft in drafts)
    return tuple(one for one, revision in found if one.since or revision)


async def form_scene(bot: Bot, session: Session, part: Part, *, wait_seconds: float = 0) -> Scene:
    """What a form of a part is drawn from and read with: nothing of what the draft changes, no status, nobody else.

    An acknowledgement waits for it. The zone and the time of a request are at hand mostly, and cost less one after the
    other than as tasks of their own.
    """
    zone, now = await bot.people.zone(session.owner), await bot.desk.clock.now()
    known = known_of(bot.desk, session.draft, session.base, wait_seconds=wait_seconds)
    scene = Scene.of(session, NOTHING_KNOWN, datetime.fromtimestamp(now, UTC), zone=zone)
    if part not in CHOOSING:
        return replace(scene, known=await known)
    found, choosable = await asyncio.gather(known, _choosable(bot, session, part, wait_seconds))
    return replace(scene, known=found, choosable=choosable)


async def _choosable(bot: Bot, session: Session, part: Part | None, wait_seconds: float) -> Choosable:
    return await choosable_in(part, bot.desk.choices, chosen_connection(session), wait_seconds=wait_seconds)


def chosen_connection(session: Session) -> str:
    """The connection whose objects can be chosen: the one that is chosen in the form, else the draft's."""
    return answered_text(session, CONNECTION) or str(at(session.draft, ("target", "connection_id")) or "")


async def _status(bot: Bot, sync_id: str, *, asked: bool) -> JsonObject | None:
    if not asked:
        return None
    try:
        async with asyncio.timeout(STATUS_WAIT_SECONDS):
            return await bot.desk.polytomic.get_status(sync_id)
    except (RemoteFault, TimeoutError):
        return None


async def draw_new(bot: Bot, had: Session, edited: Session) -> tuple[Session, Payload]:
    """The root view on the page where the first thing stands that only `edited` has, and the session that is there."""
    scene = await scene_of(bot, edited)
    place = items_table.place_of_new(replace(scene, session=had), scene)
    session = at_place(edited, place)
    if session.screen != edited.screen:  # what is stored needlessly may come behind a review that was made meanwhile
        await bot.desk.sessions.show(session)
    return session, editor.view(replace(scene, session=session, place=place))


async def draw(bot: Bot, session: Session) -> Payload:
    """The editor's root view at the session's place."""
    return editor.view(await scene_of(bot, session))
