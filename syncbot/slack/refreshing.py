"""*Refresh*: what Polytomic says exists is read again, whatever the cache has; what stands in the inputs stays."""

from __future__ import annotations

from functools import partial

from syncbot.changes.model import Session
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.choosable import offers_in
from syncbot.slack.drawing import chosen_connection
from syncbot.slack.editing import show_editor
from syncbot.slack.editing_items import keep_answers, show_form
from syncbot.slack.parts.item_part import Spot
from syncbot.slack.scene import ROOT, place_of, saying
from syncbot.slack.taking import own_session
from syncbot.sync.fields import Part
from syncbot.sync.sources import models_of
from syncbot.sync.target_edits import target_place

WAIT_SECONDS = 10.0
READ_AGAIN = "Read again just now: what Polytomic has can be chosen."
NOT_READ = "Polytomic did not answer in time, so what can be chosen is as it was before."


async def refresh(bot: Bot, call: Call) -> Answer:
    """*Refresh* in a part, where its inputs go into the draft as with every button, or in the form of an item."""
    if call.shown.callback_id == ROOT:
        session = await own_session(bot, call)
        return Answer(then=partial(_in_root, bot, session, call.shown.view_id))
    kept = await keep_answers(bot, call)
    await bot.desk.sessions.show(kept.session)  # before the answer, so that a Done that follows at once finds it
    return Answer(then=partial(_in_form, bot, kept.session, call.shown.view_id, kept.spot))


async def _in_root(bot: Bot, session: Session, view_id: str) -> None:
    place = place_of(session)
    said = await _read_again(bot, session, place.part) if place.part else ""
    await show_editor(bot, saying(session, said), view_id, place)


async def _in_form(bot: Bot, session: Session, view_id: str, spot: Spot) -> None:
    await show_form(bot, session, view_id, spot, said=await _read_again(bot, session, spot.part))


async def _read_again(bot: Bot, session: Session, part: Part) -> str:
    """Read what the part chooses from, and say whether that was done."""
    place, connection_id = target_place(session.draft), chosen_connection(session)
    object_id = place.object_id if connection_id == place.connection_id else ""
    offers = offers_in(part, models_of(session.base), connection_id, object_id)
    return READ_AGAIN if await bot.desk.choices.refresh(*offers, wait_seconds=WAIT_SECONDS) else NOT_READ
