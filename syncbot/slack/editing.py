"""The listeners of the editor. What the inputs of a view hold goes into the draft before the view is drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from syncbot.changes.model import Session
from syncbot.changes.open import open_session
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.rejoin import rejoin
from syncbot.errors import Gone, StoreUnavailable
from syncbot.slack import controls, interim, reviewing, waiting
from syncbot.slack import review as review_view
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call, Payload
from syncbot.slack.drawing import draw
from syncbot.slack.guard import Handler
from syncbot.slack.inputs import revision_of
from syncbot.slack.linking import linked
from syncbot.slack.parts import answering, run_options, unfinished
from syncbot.slack.parts.item_part import spot_of
from syncbot.slack.scene import Place, at_place, entered, left, place_of, unsaid
from syncbot.slack.taking import finished_session, own_session
from syncbot.sync.edits import mappings
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import difference

DRAWN_AT_MOST = 3


async def open_editor(
    bot: Bot, actor: str, sync_id: str, view_id: str, *, part: Part | None, item_id: str = ""
) -> None:
    """Show the editor in a view: on the actor's own draft after asking, else on the sync as it is now.

    Args:
        bot: The bot.
        actor: Who edits.
        sync_id: Of the sync.
        view_id: Of the view.
        part: Where to begin; None for the overview.
        item_id: The mapping to begin at, found as *Find* would.
    """
    own = await bot.desk.sessions.own_draft(actor, sync_id)
    if own is not None:
        shape = shape_in(bot.desk, own.base)
        known = await known_of(bot.desk, own.draft, own.base, wait_seconds=0)
        items = difference(own.base, own.draft, shape=shape, known=known or NOTHING_KNOWN)
        lines = (*(item.line for item in items), *unfinished.lines(own))
        if lines:
            own = at_place(own, _begin(own, part, item_id))
            await bot.desk.sessions.show(own)
            name = str(own.base.get("name") or own.sync_id)
            there = interim.draft_there(own.session_id, name, lines, own.based_at)
            await bot.screens.update(view_id, linked(there, bot.home.sync_url(own.sync_id)))
            return
    opened = await open_session(bot.desk, actor, sync_id)
    await show_editor(bot, opened, view_id, _begin(opened, part, item_id))


def _begin(session: Session, part: Part | None, item_id: str) -> Place:
    mapping = next((one for one in mappings(session.draft) if one.item_id == item_id), None) if item_id else None
    return Place(part=part, find=mapping.target if mapping else "")


async def show_editor(bot: Bot, session: Session, view_id: str, place: Place) -> None:
    """Draw the editor at a place, and remember the place, and since when it is open there."""
    session = entered(at_place(session, place), view_id, await bot.desk.clock.now())
    await bot.desk.sessions.show(session)
    await show_newest(bot, session, view_id, await draw(bot, session))


async def show_newest(bot: Bot, session: Session, view_id: str, view: Payload) -> None:
    """Show a root view; where the person went on meanwhile, what they went on to.

    Slack may take an update late, as after a rate limit, and it would stand over a newer one. A hash of the view would
    let Slack refuse it, and the newer one as well where that comes second. Where the store cannot say, it stays.
    """
    with suppress(Gone, StoreUnavailable):
        for _ in range(DRAWN_AT_MOST):
            if not await bot.screens.update(view_id, view):
                return
            newest = await bot.desk.sessions.get(session.session_id, session.owner)
            if newest.screen.get("window") != view_id or _stands(newest) == _stands(session):
                return
            session, view = newest, await draw(bot, newest)


def _stands(session: Session) -> tuple[int, Mapping[str, object]]:
    """What a root view is drawn from."""
    return session.revision, session.screen


def _moving(where: Callable[[Call, Place], Place]) -> Handler:
    """A handler that draws the editor at another place."""

    async def handler(bot: Bot, call: Call) -> Answer:
        session = await own_session(bot, call)
        place = where(call, place_of(session))
        return Answer(then=partial(show_editor, bot, session, call.shown.view_id, place))

    return handler


open_part = _moving(lambda call, _: Place(part=controls.part(call.value)))
back = _moving(lambda _, __: Place())
find = _moving(lambda call, place: replace(place, find=call.value.strip(), page=0))
turn = _moving(lambda call, place: replace(place, page=controls.number(call.value)))


async def option_ticked(bot: Bot, call: Call) -> Answer:
    """A run option was ticked or unticked: remembered beside the draft, which stays as it is."""
    await require(bot.desk, call.user_id, Role.EDIT)
    session = await bot.desk.sessions.get(call.shown.meta, call.user_id)
    if revision_of(call.shown.values) == session.revision:
        await bot.desk.sessions.show(run_options.told(call.shown.values, session))
    return Answer()


async def drop(bot: Bot, call: Call) -> Answer:
    """*Drop it*: what a part holds that is not finished goes, and the part is shown as the draft has it."""
    await require(bot.desk, call.user_id, Role.EDIT)
    spot = spot_of(call.value)
    session = unsaid(await bot.desk.sessions.get(call.shown.meta, call.user_id))
    session = unfinished.finished(answering.forgotten(session, spot), spot)
    return Answer(then=partial(show_editor, bot, session, call.shown.view_id, place_of(session)))


async def carry_on(bot: Bot, call: Call) -> Answer:
    """*Continue* with the own draft."""
    await require(bot.desk, call.user_id, Role.EDIT)
    view_id = call.shown.view_id

    async def then() -> None:
        session = await rejoin(bot.desk, call.value, call.user_id)
        await show_editor(bot, session, view_id, place_of(session))

    return Answer(then=then)


async def start_over(bot: Bot, call: Call) -> Answer:
    """*Start over*: the own draft is discarded, the sync opened as it is now."""
    await require(bot.desk, call.user_id, Role.EDIT)
    session = await bot.desk.sessions.get(call.value, call.user_id)
    view_id = call.shown.view_id

    async def then() -> None:
        await bot.desk.sessions.discard(session.session_id, call.user_id)
        opened = await open_session(bot.desk, call.user_id, session.sync_id)
        await show_editor(bot, opened, view_id, place_of(session))

    return Answer(then=then)


async def to_review(bot: Bot, call: Call) -> Answer:
    """*Review changes*: the inputs go into the draft, the review comes above the editor."""
    session = await finished_session(bot, call)
    name = reviewing.pushed_name()
    return Answer(
        ack={
            "response_action": "push",
            "view": waiting.reading_view(review_view.TITLE, external_id=name, meta=session.session_id),
        },
        then=partial(reviewing.show_pushed, bot, session, name),
    )


async def closed(bot: Bot, call: Call) -> Answer:
    """The editor was closed: its draft stays, and `edit` offers to go on with it; others see that it is not open."""
    with suppress(Gone):
        session = await bot.desk.sessions.get(call.shown.meta, call.user_id)
        await bot.desk.sessions.show(left(session, call.shown.view_id))
    return Answer()
