"""What the inputs of the editor's root view hold goes into the draft, whatever button was pressed there."""

from __future__ import annotations

from syncbot.changes.edit import edit
from syncbot.changes.model import Session
from syncbot.changes.permission import Role, require
from syncbot.errors import InvalidInput, Moved
from syncbot.slack import inputs, items_table
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Call
from syncbot.slack.drawing import form_scene
from syncbot.slack.parts import unfinished
from syncbot.slack.scene import Scene, saying, says, unsaid
from syncbot.slack.upcoming import on_clock

OTHER_WINDOW = "This draft was changed in another window."
NOT_TAKEN = "What stands in this window was not taken into it."
PRESS_BACK = "Press Back, then open the part again."
LEFT_OUT = (
    "{part} was changed in another window meanwhile, so what stood in its inputs here was not taken into the draft."
)
UNFINISHED = "{part} is not finished: {missing}"
NOTHING_WRITTEN = "Nothing was written."
FINISH_IT = "Open {part} and finish it there, or drop what stands there."


async def stored_session(bot: Bot, call: Call) -> Session:
    """The session of the view as it is stored. Raises NotPermitted or Gone: as `own_session`."""
    await require(bot.desk, call.user_id, Role.EDIT)
    return await bot.desk.sessions.get(call.shown.meta, call.user_id)


async def own_session(bot: Bot, call: Call, *, strict: bool = False) -> Session:
    """The session of the view, with the inputs of the view taken into its draft.

    What the draft cannot take is kept beside it as unfinished. What another window changed meanwhile stays as that made
    it, and it is said that the inputs were left out.

    Args:
        bot: The bot.
        call: From the root view.
        strict: Raise both instead.

    Raises:
        NotPermitted, Gone: The person may not edit, or the draft is another's or gone.
        InvalidInput: An input does not hold what it should.
        Moved: The draft moved since the inputs were drawn.
    """
    session = await stored_session(bot, call)
    if says(session):
        session = unsaid(session)
        await bot.desk.sessions.show(session)
    if not inputs.holds_inputs(call.shown.values):
        return session
    scene = await form_scene(bot, session, inputs.part_in(call.shown.values))
    try:
        return await _taken(bot, call, scene)
    except InvalidInput as fault:
        if strict:
            raise
        session = inputs.left_unfinished(call.shown.values, scene, fault)
    except Moved as moved:
        if strict:
            raise Moved(OTHER_WINDOW, not_done=NOT_TAKEN, next_step=PRESS_BACK) from moved
        session = saying(session, LEFT_OUT.format(part=inputs.part_in(call.shown.values)))
    await bot.desk.sessions.show(session)
    return session


async def _taken(bot: Bot, call: Call, scene: Scene) -> Session:
    draft = inputs.with_inputs(call.shown.values, scene)
    session = inputs.taken(call.shown.values, scene.session)
    if draft is not session.draft:
        zone = inputs.zone_in(call.shown.values, scene)
        return await edit(
            bot.desk,
            on_clock(session, zone) if zone else session,
            lambda _: draft,
            expected_revision=session.revision,
            operation_id=f"{call.operation_id}:inputs",
        )
    if session is not scene.session:
        await bot.desk.sessions.show(session)
    return session


async def finished_session(bot: Bot, call: Call) -> Session:
    """The session for its review: as `own_session`, strict, and nothing in any part may be unfinished.

    Raises:
        NotPermitted, Gone, Moved: As there.
        InvalidInput: As there, or a part is not finished.
    """
    session = await own_session(bot, call, strict=True)
    left = unfinished.every(session)
    if not left:
        return session
    first = next(iter(items_table.held(await form_scene(bot, session, left[0].spot.part))), None)
    if first is None:
        return session
    part = first.spot.part
    what = UNFINISHED.format(part=part, missing=first.missing)
    raise InvalidInput(what, not_done=NOTHING_WRITTEN, next_step=FINISH_IT.format(part=part), field=part)
