"""The part *Name and mode*."""

from __future__ import annotations

from syncbot.errors import InvalidInput
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, text_of
from syncbot.slack.parts.item_part import ItemForm, Spot
from syncbot.slack.scene import Scene
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import MODES as DOCUMENTED
from syncbot.sync.edits import set_value
from syncbot.sync.known import Known
from syncbot.sync.mode_change import mode_change
from syncbot.sync.vocabulary import MODES, coded

NAME = "name"
MODE = "mode"

TITLE = "Name and mode"
NAME_LABEL = "Name"
MODE_LABEL = "Mode"
NO_NAME = "The sync needs a name."
NO_NAME_NEXT = "Write one."
NOT_CHECKED = "Which modes the target allows is not known yet; Polytomic checks it when it is written."
WITH_THIS_MODE = "What the chosen mode means for this sync:"
BEFORE_ANOTHER = "What another mode would mean for this sync:"
NOTHING_STOPS = "Nothing that this sync has stops working in the mode {mode}."


def _answers(scene: Scene, _spot: Spot) -> Answers:
    doc = scene.session.draft
    return {NAME: str(doc.get(NAME) or ""), MODE: str(doc.get(MODE) or "")}


def _questions(scene: Scene, _spot: Spot, given: Answers) -> tuple[Question, ...]:
    modes = tuple(Pick(each, coded(each, MODES)) for each in _allowed(scene.known, text_of(given, MODE)))
    return (Question(NAME, NAME_LABEL), Question(MODE, MODE_LABEL, Kind.ONE, modes, redraws=True))


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    """The draft with what was answered; what is the same stays as it is."""
    doc, was = scene.session.draft, _answers(scene, spot)
    name, mode = text_of(given, NAME), text_of(given, MODE)
    if name != was[NAME] and not name.strip():
        raise InvalidInput(NO_NAME, next_step=NO_NAME_NEXT, field=NAME)
    if name != was[NAME]:
        doc = set_value(doc, NAME, name, scene.known)
    return set_value(doc, MODE, mode, scene.known) if mode != was[MODE] else doc


def _notes(scene: Scene, _spot: Spot, given: Answers) -> tuple[str, ...]:
    """What the chosen mode means for the sync as it is; before one is chosen, what each of the others would mean."""
    known = scene.known.about(scene.session.draft.get("target")).target is not None
    was, mode = scene.session.base.get(MODE), text_of(given, MODE)
    if mode == was:
        heading, lines = (
            BEFORE_ANOTHER,
            tuple(line for each in _allowed(scene.known, mode) for line in _lines(scene, each)),
        )
    else:
        heading, lines = WITH_THIS_MODE, _lines(scene, mode) or ((NOTHING_STOPS.format(mode=mode),) if known else ())
    return (*(() if known else (NOT_CHECKED,)), *((heading, *lines) if lines else ()))


def _lines(scene: Scene, mode: str) -> tuple[str, ...]:
    return mode_change(scene.session.draft, scene.known, scene.session.base.get(MODE), mode).lines


def _allowed(known: Known, present: str) -> tuple[str, ...]:
    """The modes of the target, or all that are documented when it is not known; the present one always."""
    modes = tuple(each.mode for each in known.target.modes) if known.target else ()
    return tuple(dict.fromkeys(each for each in (*(modes or DOCUMENTED), present) if each))


ROOT = ItemForm(TITLE, _answers, _questions, _taken, notes=_notes)
