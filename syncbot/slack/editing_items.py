"""The listeners of parts that are forms or lists of items: one set for all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from syncbot.changes.edit import Edit, edit
from syncbot.changes.model import Session
from syncbot.errors import InvalidInput
from syncbot.slack import items_table
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.drawing import draw, draw_new, form_scene
from syncbot.slack.editing import show_editor, show_newest
from syncbot.slack.parts import answering, item_view
from syncbot.slack.parts.form import Answers, Given, Kind, Question
from syncbot.slack.parts.form_options import options
from syncbot.slack.parts.item_part import Spot, spot_of
from syncbot.slack.scene import ROOT, Scene, place_of, saying, unsaid
from syncbot.slack.taking import own_session, stored_session

OPTIONS_WAIT_SECONDS = 1.0
ONLY_TELLS = "That line only tells something; it is not a choice."
CHOOSE = "Choose another line, or write what you mean and take the last one."


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in the inputs of a form.

    Attributes:
        session: It remembers the answers beside its draft, and is not stored yet.
        spot: Whose form it is.
        fault: Why an answer could not be taken.
        redrawn: Whether the form is to be drawn anew with them.
    """

    session: Session
    spot: Spot
    fault: InvalidInput | None
    redrawn: bool


async def open_item(bot: Bot, call: Call) -> Answer:
    """*Edit* and *Add …*: the item's form over the list."""
    spot = spot_of(call.value)
    session = answering.forgotten(await own_session(bot, call))
    scene = await form_scene(bot, session, spot.part)
    view = item_view.view(items_table.form_of(spot), scene, spot)

    async def then() -> None:
        await bot.desk.sessions.show(session)
        await bot.screens.push(call.trigger_id, view)

    return Answer(then=then)


async def answered(bot: Bot, call: Call) -> Answer:
    """A choice on which other inputs depend: the form is drawn anew with what stands in it; the draft stays.

    What is chosen one after the other in a list is only remembered, so that the list stays open.
    """
    kept = await keep_answers(bot, call, told=call.action_id)
    said = item_view.refusal(kept.fault) if kept.fault else ""
    is_root = call.shown.callback_id == ROOT
    session = saying(kept.session, said) if is_root and said else unsaid(kept.session)
    await bot.desk.sessions.show(session)  # before the answer, so that a Done that follows at once finds it
    if not kept.redrawn:
        return Answer()
    if is_root:
        return Answer(then=partial(show_editor, bot, session, call.shown.view_id, place_of(session)))
    return Answer(then=partial(show_form, bot, session, call.shown.view_id, kept.spot, said=said))


async def keep_answers(bot: Bot, call: Call, *, told: str = "") -> Kept:
    """What stands in the inputs of a form, remembered beside the draft; nothing is stored yet.

    Args:
        bot: The bot.
        call: From a view with a form.
        told: The action id of the input whose change is being told, if any.
    """
    session = await stored_session(bot, call)
    spot = answering.spot_in(call.shown.values)
    form = items_table.form_of(spot)
    scene, given = await _given(bot, session, call, told=told)
    was, fault = answering.rendered(form, scene, spot), None
    questions = form.questions(scene, spot, given.answers)
    try:
        now = await _resolved(bot, call, given, questions)
    except InvalidInput as wrong:
        now, fault = given.answers, wrong
    redrawn = fault is not None or not any(_is_list(each, told) for each in questions)
    settled = form.settled(scene, spot, was, now)
    return Kept(answering.kept(form, scene, spot, settled, redrawn=redrawn), spot, fault, redrawn=redrawn)


async def show_form(bot: Bot, session: Session, view_id: str, spot: Spot, *, said: str) -> None:
    """Draw the form of an item anew in its view, saying something above it."""
    scene = await form_scene(bot, session, spot.part, wait_seconds=OPTIONS_WAIT_SECONDS)
    await bot.screens.update(view_id, item_view.view(items_table.form_of(spot), scene, spot, said))


def _is_list(question: Question, action_id: str) -> bool:
    return question.action_id == action_id and question.kind is Kind.SEVERAL


async def _given(bot: Bot, session: Session, call: Call, *, told: str = "") -> tuple[Scene, Given]:
    """What the inputs hold, and what it was read with; where a choice is not known, Polytomic is asked once more."""
    spot = answering.spot_in(call.shown.values)
    form = items_table.form_of(spot)
    scene = await form_scene(bot, session, spot.part)
    given = answering.given_in(form, scene, call.shown.values, told=told)
    if not given.strange:
        return scene, given
    scene = await form_scene(bot, session, spot.part, wait_seconds=OPTIONS_WAIT_SECONDS)
    return scene, answering.given_in(form, scene, call.shown.values, told=told)


async def _resolved(bot: Bot, call: Call, given: Given, questions: tuple[Question, ...]) -> Answers:
    """The answers with typed texts resolved. Raises InvalidInput at the question."""
    if given.hints:
        raise InvalidInput(ONLY_TELLS, next_step=CHOOSE, field=given.hints[0])
    if given.strange:
        raise answering.not_known(given)
    asked = {each.name: each for each in questions}
    found = dict(given.answers)
    for name, text_id in given.texts.items():
        text = await bot.desk.sessions.recall_text(call.user_id, text_id)
        resolve = asked[name].resolve
        try:
            found[name] = resolve(text) if resolve else text
        except InvalidInput as wrong:
            raise InvalidInput(wrong.what, not_done=wrong.not_done, next_step=wrong.next_step, field=name) from wrong
    return found


async def done(bot: Bot, call: Call) -> Answer:
    """*Done*: the item into the draft, back to the list."""
    session = await stored_session(bot, call)
    spot = answering.spot_in(call.shown.values)
    form = items_table.form_of(spot)
    scene, given = await _given(bot, session, call)
    try:
        now = await _resolved(bot, call, given, form.questions(scene, spot, given.answers))
        return await _edited(bot, call, scene, lambda _: form.taken(scene, spot, now), adds=not spot.item_id)
    except InvalidInput as fault:
        if item_view.is_newest(form, scene, call.shown.values):
            raise
        # The view was drawn anew since: its inputs have other ids by now, at which nothing can be said.
        newest = replace(scene, session=answering.kept(form, scene, spot, given.answers))
        await bot.desk.sessions.show(newest.session)
        view = item_view.view(form, newest, spot, item_view.refusal(fault))
        return Answer(ack={"response_action": "update", "view": view})


async def remove(bot: Bot, call: Call) -> Answer:
    """*Remove*: the item goes from the draft and stays visible in the list."""
    return await _changed(bot, call, lambda scene, spot: items_table.of(spot).removed(scene, spot), once=True)


async def put_back(bot: Bot, call: Call) -> Answer:
    """*Put back*: the item is as the sync has it."""
    return await _changed(bot, call, lambda scene, spot: items_table.of(spot).put_back(scene, spot), once=True)


async def up(bot: Bot, call: Call) -> Answer:
    """*Up*: before the item that it follows."""
    return await _changed(bot, call, lambda scene, spot: items_table.moved(scene, spot, -1))


async def down(bot: Bot, call: Call) -> Answer:
    """*Down*: behind the item that follows it."""
    return await _changed(bot, call, lambda scene, spot: items_table.moved(scene, spot, 1))


async def _changed(bot: Bot, call: Call, change: items_table.Change, *, once: bool = False) -> Answer:
    """What the inputs of the list hold goes into the draft first, as with every button there.

    `once` takes a second press of the same button, before the list is drawn anew, for the same press.
    """
    session, spot = await own_session(bot, call), spot_of(call.value)
    scene = await form_scene(bot, session, spot.part)
    acted = replace(call, operation_id=call.press_id) if once else call
    return await _edited(bot, acted, scene, lambda _: change(scene, spot))


async def _edited(bot: Bot, call: Call, scene: Scene, change: Edit, *, adds: bool = False) -> Answer:
    """Store the edit; the list, which is the root view, is drawn anew, where it `adds` at what is new."""
    edited = await edit(
        bot.desk,
        scene.session,
        change,
        expected_revision=scene.session.revision,
        operation_id=call.operation_id,
    )

    async def then() -> None:
        there, view = await draw_new(bot, scene.session, edited) if adds else (edited, await draw(bot, edited))
        await show_newest(bot, there, call.shown.root_view_id, view)

    return Answer(then=then)


async def answer_options(bot: Bot, call: Call) -> Answer:
    """The choices of a menu of a form while somebody types."""
    session = await stored_session(bot, call)
    spot = answering.spot_in(call.shown.values)
    text_id = await bot.desk.sessions.remember_text(call.user_id, call.text) if call.text.strip() else ""
    scene = await form_scene(bot, session, spot.part, wait_seconds=OPTIONS_WAIT_SECONDS)
    question = item_view.question_in(items_table.form_of(spot), scene, call.shown.values, call.action_id)
    return Answer(ack=options(question, call.text, text_id) if question else {"options": []})
