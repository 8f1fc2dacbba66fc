"""The part *Name and mode*."""

from __future__ import annotations

from dataclasses import dataclass

from syncbot.errors import InvalidInput
from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Choice, Json
from syncbot.slack.scene import Scene, part_view, token
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import MODES as DOCUMENTED
from syncbot.sync.edits import set_value
from syncbot.sync.fields import Part
from syncbot.sync.known import Known
from syncbot.sync.vocabulary import MODES, coded

PART = Part.NAME_AND_MODE

NAME = "name"
MODE = "mode"

NAME_LABEL = "Name"
MODE_LABEL = "Mode"
NO_NAME = "The sync needs a name."
NO_NAME_NEXT = "Write one."
NOT_CHECKED = "Which modes the target allows is not known yet; Polytomic checks it when it is written."


@dataclass(frozen=True, slots=True)
class Answers:
    """What the inputs hold."""

    name: str
    mode: str


def answers_of(doc: JsonObject) -> Answers:
    """The draft as inputs."""
    return Answers(str(doc.get("name") or ""), str(doc.get("mode") or ""))


def view(scene: Scene) -> Json:
    """The part in the root view."""
    shown = answers_of(scene.session.draft)
    name = Asked(NAME_LABEL, NAME, scene.block_id("settings", NAME))
    mode = Asked(MODE_LABEL, MODE, scene.block_id("settings", MODE))
    choices = [Choice(_value(each), coded(each, MODES)) for each in _allowed(scene.known, shown.mode)]
    return part_view(
        scene,
        PART,
        [
            blocks.text_input(name, shown.name),
            blocks.select(mode, choices, _value(shown.mode)),
            *([] if scene.known.target else [blocks.context(NOT_CHECKED)]),
        ],
    )


def read(values: Values, doc: JsonObject, known: Known) -> Answers:
    """What the inputs hold; untouched ones hold what the draft has."""
    was = answers_of(doc)
    mode = answers.chosen(values, MODE, _value(was.mode))
    return Answers(
        name=answers.typed(values, NAME, was.name),
        mode=next((each for each in _allowed(known, was.mode) if _value(each) == mode), was.mode),
    )


def with_answers(doc: JsonObject, given: Answers, known: Known) -> JsonObject:
    """The draft with what was answered; what is the same stays as it is.

    Raises:
        InvalidInput: An empty name; `field` is `name`.
    """
    was = answers_of(doc)
    if not given.name.strip():
        raise InvalidInput(NO_NAME, next_step=NO_NAME_NEXT, field=NAME)
    if given.name != was.name:
        doc = set_value(doc, NAME, given.name, known)
    return set_value(doc, MODE, given.mode, known) if given.mode != was.mode else doc


def _allowed(known: Known, present: str) -> tuple[str, ...]:
    """The modes of the target, or all that are documented when it is not known; the present one always."""
    modes = tuple(each.mode for each in known.target.modes) if known.target else ()
    return tuple(dict.fromkeys(each for each in (*(modes or DOCUMENTED), present) if each))


def _value(mode: str) -> str:
    """The option's value: a documented mode by its name, any other as a hash."""
    return mode if mode in DOCUMENTED else token("mode", mode)
