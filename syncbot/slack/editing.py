"""The listeners of the editor. What the inputs of a view hold goes into the draft before the view is drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from syncbot.changes.edit import edit
from syncbot.changes.model import Session
from syncbot.changes.open import open_session
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.rejoin import rejoin
from syncbot.errors import Gone, Moved
from syncbot.slack import controls, interim, reviewing, waiting
from syncbot.slack import review as review_view
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.drawing import draw, scene_of
from syncbot.slack.guard import Handler
from syncbot.slack.inputs import holds_inputs, revision_of, with_inputs, zone_in
from syncbot.slack.linking import linked
from syncbot.slack.parts import run_options
from syncbot.slack.scene import Place, at_place, entered, left, place_of
from syncbot.slack.upcoming import on_clock
from syncbot.sync.edits import mappings
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import difference

OTHER_WINDOW = "This draft was changed in another window."
NOT_TAKEN = "What stands in this window was not taken into it."
PRESS_BACK = "Press Back, then open the part again."


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
        if items:
            own = at_place(own, _begin(own, part, item_id))
            await bot.desk.sessions.show(own)
            name = str(own.base.get("name") or own.sync_id)
            lines = tuple(item.line for item in items)
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
    await bot.screens.update(view_id, await draw(bot, session))


async def own_session(bot: Bot, call: Call, *, strict: bool = False) -> Session:
    """The session of the view, with the inputs of the view taken into its draft.

    Inputs that were drawn from an earlier revision are left out, since they would take back what another window did.

    Args:
        bot: The bot.
        call: From the root view.
        strict: Raise Moved instead of leaving them out.

    Raises:
        NotPermitted, Gone: The person may not edit, or the draft is another's or gone.
        InvalidInput: An input does not hold what it should.
        Moved: The draft moved since the inputs were drawn.
    """
    await require(bot.desk, call.user_id, Role.EDIT)
    session = await bot.desk.sessions.get(call.shown.meta, call.user_id)
    drawn_at = revision_of(call.shown.values)
    if drawn_at is None or not holds_inputs(call.shown.values):
        return session
    if drawn_at != session.revision:
        if strict:
            raise Moved(OTHER_WINDOW, not_done=NOT_TAKEN, next_step=PRESS_BACK)
        return session
    return await _with_inputs(bot, call, session)


async def _with_inputs(bot: Bot, call: Call, session: Session) -> Session:
    scene = await scene_of(bot, session, wait_seconds=0)
    draft = with_inputs(call.shown.values, scene)
    if draft is session.draft:
        return session
    edited = await edit(
        bot.desk,
        session,
        lambda _: draft,
        expected_revision=session.revision,
        operation_id=f"{call.operation_id}:inputs",
    )
    zone = zone_in(call.shown.values, scene)
    if zone:
        edited = on_clock(edited, zone)
        await bot.desk.sessions.show(edited)
    return edited


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
    session = await own_session(bot, call, strict=True)
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
