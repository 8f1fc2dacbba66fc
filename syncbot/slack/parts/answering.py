"""What stands in the inputs of a form, and what is remembered of them beside the draft while it is filled in.

Each input's block id carries a mark of the answer that it was drawn with. So it is known what a person changed whatever
else happened to the draft meanwhile; and an input whose mark fits nothing that is known was drawn from a draft that was
different there, so that nothing is taken from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from syncbot.changes.model import Session
from syncbot.errors import InvalidInput, Moved
from syncbot.slack.answers import Values
from syncbot.slack.parts import unfinished
from syncbot.slack.parts.form import ANSWER, Answers, Given, Question, read, stamp, text_of
from syncbot.slack.parts.item_part import ItemForm, Spot, spot_of
from syncbot.slack.scene import Scene

DRAWN_BEFORE = "These inputs were drawn before the draft or another choice in them changed."
NOT_TAKEN = "What stands in them was not taken into the draft."
CLOSE_AND_OPEN = "Close this view and open it again."
STRANGE = "What that choice means is not known at the moment: Polytomic did not answer."
CHOOSE_AGAIN = "Choose it again."

_KEPT = "form"
_BLOCK = "item"
_AS = "-"
_REMEMBERED = 8


def rendered(form: ItemForm, scene: Scene, spot: Spot) -> Answers:
    """The answers that a view is drawn with: given since it was opened, left there before, or the draft's."""
    return _possible(form, scene, spot)[0]


def _possible(form: ItemForm, scene: Scene, spot: Spot) -> list[Answers]:
    """The answers that inputs of this form may have been drawn with, the newest first. Raises InvalidInput."""
    was = form.answers(scene, spot)
    left = unfinished.at(scene.session, spot)
    return [*_remembered(scene, spot, was), *([left.given] if left and left.was == was else []), was]


def _remembered(scene: Scene, spot: Spot, was: Answers) -> list[Answers]:
    """What was answered since the form was opened, as long as the draft's own answers are those of then."""
    found = _found(scene.session)
    if (found.get("spot"), found.get("was")) != (spot.value, was):
        return []
    return [*([found["told"]] if "told" in found else []), *found["answers"]]


def _found(session: Session) -> Mapping[str, Any]:
    found = session.screen.get(_KEPT)
    return found if isinstance(found, Mapping) else {}


def kept(form: ItemForm, scene: Scene, spot: Spot, given: Answers, *, redrawn: bool = True) -> Session:
    """The session that remembers what is answered beside its draft.

    What was answered before is remembered for a while too: a person may choose again before the view is drawn anew.

    Args:
        form: Of the spot.
        scene: What the view was drawn from.
        spot: Of the form.
        given: The answers by now.
        redrawn: Whether the inputs are drawn anew with them.
    """
    was = form.answers(scene, spot)
    before = _remembered(scene, spot, was)
    drawn = list(_found(scene.session)["answers"]) if before else []
    answers = {"answers": [dict(given), *before][:_REMEMBERED]} if redrawn else {"told": dict(given), "answers": drawn}
    now = {"spot": spot.value, "was": dict(was), **answers}
    return replace(scene.session, screen={**scene.session.screen, _KEPT: now})


def forgotten(session: Session, spot: Spot | None = None) -> Session:
    """The session without what was answered beside its draft, at one spot or wherever that was."""
    if spot is not None and _found(session).get("spot") != spot.value:
        return session
    return replace(session, screen={key: value for key, value in session.screen.items() if key != _KEPT})


def answered_text(session: Session, name: str) -> str:
    """One answer that is remembered beside the draft, whatever form it is of; empty when there is none."""
    found = _found(session)
    newest = [found["told"]] if "told" in found else list(found.get("answers", ()))[:1]
    left = [each.given for each in unfinished.every(session)]
    return next((text for given in (*newest, *left) if (text := text_of(given, name))), "")


def block_id(scene: Scene, spot: Spot, question: Question, given: Answers) -> str:
    """Carries which item it is, what it was drawn with, as what kind of input, and at which revision of the draft."""
    mark = f"{stamp(given, question.name)}{_AS}{question.kind}"
    return scene.block_id(_BLOCK, spot.value, question.name, mark)


def spot_in(values: Values) -> Spot:
    """Which item a view's inputs are about.

    Raises:
        Moved: The view has no such inputs.
    """
    found = next(iter(form_blocks(values)), None)
    if found is None:
        raise _drawn_before()
    *ids, _, _, _ = found.removeprefix(f"{_BLOCK}:").split(":")
    return spot_of(":".join(ids))


def has_form(values: Values) -> bool:
    """Whether a view has inputs of a form."""
    return bool(form_blocks(values))


def form_blocks(values: Values) -> list[str]:
    """The ids of the blocks that are inputs of a form."""
    ours = (found for found, actions in values.items() if any(each.startswith(f"{ANSWER}:") for each in actions))
    return [found for found in ours if found.startswith(f"{_BLOCK}:")]


def given_in(form: ItemForm, scene: Scene, values: Values, *, told: str = "") -> Given:
    """What a view's inputs hold, over what is remembered by now where they were drawn before that.

    `told` is the action id of the input whose change is being told, if any.

    Raises:
        InvalidInput: The draft has no such item any more.
        Moved: An input was drawn from a draft that was different there, or so long ago that nothing is remembered.
    """
    spot = spot_in(values)
    possible = _possible(form, scene, spot)
    was = _drawn_with(values, possible)
    given = read(values, _asked(form, scene, values, possible), was, told=told)
    moved = {name: answer for name, answer in given.answers.items() if answer != was.get(name)}
    name = told.removeprefix(f"{ANSWER}:")
    listed = {name: given.answers[name]} if isinstance(given.answers.get(name), list) else {}
    return replace(given, answers={**possible[0], **moved, **listed})


def _asked(form: ItemForm, scene: Scene, values: Values, possible: list[Answers]) -> Iterable[Question]:
    """The questions of the inputs, by the newest answers with which each is asked; older ones mostly ask no other."""
    shown = {block.split(":")[-3] for block in form_blocks(values)}
    asked: dict[str, Question] = {}
    for answers in possible:
        if shown <= asked.keys():
            break
        asked = {each.name: each for each in form.questions(scene, spot_in(values), answers)} | asked
    return asked.values()


def _drawn_with(values: Values, possible: list[Answers]) -> Answers:
    """The answers that each input was drawn with. Raises Moved when nothing is remembered of one."""
    found = dict(possible[0])
    for block in form_blocks(values):
        *_, name, mark, _ = block.split(":")
        was = next((each for each in possible if stamp(each, name) == mark.partition(_AS)[0]), None)
        if was is None:
            raise _drawn_before()
        if name in was:
            found[name] = was[name]
    return found


def not_known(given: Given) -> InvalidInput:
    """What is said of a choice that cannot be understood any more; at the first such input."""
    return InvalidInput(STRANGE, not_done=NOT_TAKEN, next_step=CHOOSE_AGAIN, field=given.strange[0])


def _drawn_before() -> Moved:
    return Moved(DRAWN_BEFORE, not_done=NOT_TAKEN, next_step=CLOSE_AND_OPEN)
