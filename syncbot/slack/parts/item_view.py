"""The form of one item in a pushed view, or of a part in the root view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syncbot.errors import InvalidInput
from syncbot.slack import blocks
from syncbot.slack.answers import Values
from syncbot.slack.asking import OPTION_LENGTH
from syncbot.slack.blocks import Block, Json
from syncbot.slack.parts import unfinished
from syncbot.slack.parts.answering import block_id, form_blocks, rendered, spot_in
from syncbot.slack.parts.form import Answers, Kind, Question, drawn
from syncbot.slack.parts.form_options import chosen_text
from syncbot.slack.parts.item_list import refreshing
from syncbot.slack.parts.item_part import ItemForm, Spot
from syncbot.slack.parts.unfinished import Unfinished
from syncbot.slack.scene import Scene
from syncbot.slack.text import escape, pieces, shorten

VIEW = "item"

SUBMIT = "Done"
CLOSE = "Cancel"
INTO_DRAFT = "*Done* takes it into the draft. Nothing is written to Polytomic before the review."
DROP = "unfinished_drop"
DROP_TEXT = "Drop it"
DROP_LABEL = "Drop what is not finished in {part}"
FAULT_PREFIX = "Not taken: {text}"

_LINE_LENGTH = 450
_PIECE_LENGTH = 1_900
_WHOLE_LENGTH = 3_000
_LINES = 4


def view(form: ItemForm, scene: Scene, spot: Spot, said: str = "") -> Json:
    """The form over the list; `said` is what is said above it, plain text."""
    above = [blocks.section(f"*{escape(said, _LINE_LENGTH)}*")] if said else []
    modal = blocks.Modal(VIEW, form.title, meta=scene.session.session_id, submit=SUBMIT, close=CLOSE)
    again = refreshing(spot.part) if _is_searched(form, scene, spot) else []
    return blocks.view(modal, [*above, *inputs(form, scene, spot), *again, blocks.context(INTO_DRAFT)])


def _is_searched(form: ItemForm, scene: Scene, spot: Spot) -> bool:
    """Whether something is chosen there from what Polytomic says exists."""
    asked = form.questions(scene, spot, rendered(form, scene, spot))
    return any(each.kind in (Kind.FIND, Kind.SEVERAL) for each in asked)


def refusal(fault: InvalidInput) -> str:
    """What is said of a choice that could not be taken."""
    return FAULT_PREFIX.format(text=" ".join(filter(None, (fault.what, fault.next_step))))


def inputs(form: ItemForm, scene: Scene, spot: Spot) -> list[Block]:
    """What a form says, and its inputs."""
    given = rendered(form, scene, spot)
    left = unfinished.at(scene.session, spot)
    held = [_left(left)] if left and left.was == form.answers(scene, spot) else []
    lines = [escape(line, _LINE_LENGTH) for line in form.notes(scene, spot, given)]
    questions = form.questions(scene, spot, given)
    asked = drawn(questions, given, lambda each: block_id(scene, spot, each, given))
    said = (blocks.context(*lines[at : at + _LINES]) for at in range(0, len(lines), _LINES))
    return [*held, *said, *map(blocks.context, _wholes(questions, given)), *asked]


def _wholes(questions: Iterable[Question], given: Answers) -> Iterator[str]:
    """What is chosen, whole, where a menu shows only how it begins; finished mrkdwn."""
    for each in questions:
        text = chosen_text(each, given)
        if len(text) > OPTION_LENGTH:
            yield from pieces(f"{each.label}: {shorten(text, _WHOLE_LENGTH)}", _PIECE_LENGTH)


def _left(left: Unfinished) -> Block:
    drop = blocks.button(DROP_TEXT, DROP, left.spot.value, label=DROP_LABEL.format(part=left.spot.part))
    return blocks.section(f"*{escape(left.line, _LINE_LENGTH)}*", accessory=drop)


def is_newest(form: ItemForm, scene: Scene, values: Values) -> bool:
    """Whether a view's inputs are those that are shown by now, so that something can be said at them."""
    spot = spot_in(values)
    given = rendered(form, scene, spot)
    shown = {block_id(scene, spot, each, given) for each in form.questions(scene, spot, given)}
    return shown == set(form_blocks(values))


def question_in(form: ItemForm, scene: Scene, values: Values, action_id: str) -> Question | None:
    """The question of an input."""
    spot = spot_in(values)
    asked = form.questions(scene, spot, rendered(form, scene, spot))
    return next((each for each in asked if each.action_id == action_id), None)
