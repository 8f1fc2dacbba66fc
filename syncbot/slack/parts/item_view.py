"""The form of one item in a pushed view, and what stands beside the draft while it is filled in."""

from __future__ import annotations

from dataclasses import replace

from syncbot.changes.model import Session
from syncbot.errors import InvalidInput, Moved
from syncbot.slack import blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Block, Json
from syncbot.slack.parts.form import ANSWER, Answers, Given, Question, drawn, read, stamp, text_of
from syncbot.slack.parts.item_part import ItemForm, Spot, spot_of
from syncbot.slack.scene import Scene
from syncbot.slack.text import escape

VIEW = "item"

SUBMIT = "Done"
CLOSE = "Cancel"
INTO_DRAFT = "*Done* takes it into the draft. Nothing is written to Polytomic before the review."
DRAWN_BEFORE = "These inputs were drawn before the draft or another choice in them changed."
NOT_TAKEN = "What stands in them was not taken into the draft."
CLOSE_AND_OPEN = "Close this view and open it again."
FAULT_PREFIX = "Not taken: {text}"

_KEPT = "form"
_BLOCK = "item"
_LINE_LENGTH = 450
_LINES = 4
_REMEMBERED = 8


def view(form: ItemForm, scene: Scene, spot: Spot, fault: InvalidInput | None = None) -> Json:
    """The form over the list; `fault` is what was wrong with the last choice."""
    wrong = [blocks.section(f"*{escape(FAULT_PREFIX.format(text=fault.sentences), _LINE_LENGTH)}*")] if fault else []
    modal = blocks.Modal(VIEW, form.title, meta=scene.session.session_id, submit=SUBMIT, close=CLOSE)
    return blocks.view(modal, [*wrong, *inputs(form, scene, spot), blocks.context(INTO_DRAFT)])


def inputs(form: ItemForm, scene: Scene, spot: Spot) -> list[Block]:
    """What a form says, and its inputs."""
    given = rendered(form, scene, spot)
    lines = [escape(line, _LINE_LENGTH) for line in form.notes(scene, spot, given)]
    asked = drawn(form.questions(scene, spot, given), given, lambda name: block_id(scene, spot, name, given))
    return [*(blocks.context(*lines[at : at + _LINES]) for at in range(0, len(lines), _LINES)), *asked]


def block_id(scene: Scene, spot: Spot, name: str, given: Answers) -> str:
    """Carries which item it is, what it was drawn with and at which revision of the draft."""
    return scene.block_id(_BLOCK, spot.value, name, stamp(given, name))


def rendered(form: ItemForm, scene: Scene, spot: Spot) -> Answers:
    """The answers that a view is drawn with: those given since it was opened, else the draft's."""
    return next(iter(_remembered(scene, spot)), None) or form.answers(scene, spot)


def _remembered(scene: Scene, spot: Spot) -> list[Answers]:
    """The answers that views of this form were drawn with since it was opened, the newest first."""
    found = scene.session.screen.get(_KEPT)
    if not isinstance(found, dict) or (found.get("spot"), found.get("revision")) != (
        spot.value,
        scene.session.revision,
    ):
        return []
    return list(found["answers"])


def kept(scene: Scene, spot: Spot, given: Answers) -> Session:
    """The session that remembers what is answered beside its draft.

    What was answered before is remembered for a while too: a person may choose again before the view is drawn anew.
    """
    answers = [dict(given), *_remembered(scene, spot)][:_REMEMBERED]
    now = {"spot": spot.value, "revision": scene.session.revision, "answers": answers}
    return replace(scene.session, screen={**scene.session.screen, _KEPT: now})


def forgotten(session: Session) -> Session:
    """The session without what was answered beside its draft."""
    return replace(session, screen={key: value for key, value in session.screen.items() if key != _KEPT})


def answered_text(session: Session, name: str) -> str:
    """One answer that is remembered beside the draft, whatever form it is of; empty when there is none."""
    remembered = session.screen.get(_KEPT)
    mine = isinstance(remembered, dict) and remembered.get("revision") == session.revision
    return text_of(remembered["answers"][0], name) if mine and isinstance(remembered, dict) else ""


def spot_in(values: Values) -> tuple[Spot, int]:
    """Which item a view's inputs are about, and the draft's revision when they were drawn.

    Raises:
        Moved: The view has no such inputs.
    """
    found = next(iter(_form_blocks(values)), None)
    if found is None:
        raise _drawn_before()
    *ids, _, _, revision = found.removeprefix(f"{_BLOCK}:").split(":")
    return spot_of(":".join(ids)), int(revision.removeprefix("r"))


def has_form(values: Values) -> bool:
    """Whether a view has inputs of a form."""
    return bool(_form_blocks(values))


def _form_blocks(values: Values) -> list[str]:
    ours = (found for found, actions in values.items() if any(each.startswith(f"{ANSWER}:") for each in actions))
    return [found for found in ours if found.startswith(f"{_BLOCK}:")]


def given_in(form: ItemForm, scene: Scene, values: Values, *, told: str = "") -> Given:
    """What a view's inputs hold, over what is remembered by now where they were drawn before that.

    `told` is the action id of the input whose change is being told, if any.

    Raises:
        Moved: They were drawn from another revision of the draft, or so long ago that nothing is remembered of it.
    """
    spot, revision = spot_in(values)
    if revision != scene.session.revision:
        raise _drawn_before()
    drawn_with = [*_remembered(scene, spot), form.answers(scene, spot)]
    was = _drawn_with(values, drawn_with)
    asked = {each.name: each for answers in reversed(drawn_with) for each in form.questions(scene, spot, answers)}
    given = read(values, asked.values(), was, told=told)
    moved = {name: answer for name, answer in given.answers.items() if answer != was.get(name)}
    return replace(given, answers={**drawn_with[0], **moved})


def _drawn_with(values: Values, drawn_with: list[Answers]) -> Answers:
    """The answers that each input was drawn with. Raises Moved when nothing is remembered of one."""
    found = dict(drawn_with[0])
    for block in _form_blocks(values):
        *_, name, mark, _ = block.split(":")
        was = next((each for each in drawn_with if stamp(each, name) == mark), None)
        if was is None:
            raise _drawn_before()
        if name in was:
            found[name] = was[name]
    return found


def is_newest(form: ItemForm, scene: Scene, values: Values) -> bool:
    """Whether a view's inputs are those that are shown by now, so that something can be said at them."""
    spot, _ = spot_in(values)
    given = rendered(form, scene, spot)
    shown = {block_id(scene, spot, each.name, given) for each in form.questions(scene, spot, given)}
    return shown == set(_form_blocks(values))


def question_in(form: ItemForm, scene: Scene, values: Values, action_id: str) -> Question | None:
    """The question of an input."""
    spot, _ = spot_in(values)
    asked = form.questions(scene, spot, rendered(form, scene, spot))
    return next((each for each in asked if each.action_id == action_id), None)


def _drawn_before() -> Moved:
    return Moved(DRAWN_BEFORE, not_done=NOT_TAKEN, next_step=CLOSE_AND_OPEN)
