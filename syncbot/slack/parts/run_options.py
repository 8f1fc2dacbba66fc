"""The part *Run options*: what can be switched on and off, and values without a part of their own.

An input that nobody touched may arrive as empty once its view was updated, which is how unticking the last box arrives
too. So every tick is told at once and remembered beside the draft; an empty list that comes later stands for that.
"""

from __future__ import annotations

from dataclasses import replace

from syncbot.changes.model import Session
from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Block, Choice, Json
from syncbot.slack.scene import Scene, part_view
from syncbot.sync.document import ABSENT, JsonObject
from syncbot.sync.edits import set_value
from syncbot.sync.fields import Input, Part, Row, rows_of
from syncbot.sync.known import Known

PART = Part.RUN_OPTIONS

OPTIONS = "run_options"
VALUE = "run_option"
"""An input for a value; what follows the colon is the key of its row."""
LABEL = "Run options"
_TOLD = "run_options"


def view(scene: Scene) -> Json:
    """The part in the root view."""
    asked = Asked(LABEL, OPTIONS, scene.block_id("settings", OPTIONS), optional=True, dispatch=True)
    choices = [Choice(row.key, row.label, row.hint) for row in _switches()]
    boxes = blocks.checkboxes(asked, choices, answers_of(scene.session.draft))
    return part_view(scene, PART, [boxes, *(_value_input(scene, row) for row in _values())])


def _value_input(scene: Scene, row: Row) -> Block:
    asked = Asked(row.label, _action_id(row), scene.block_id("settings", row.key), hint=row.hint, optional=True)
    return blocks.text_input(asked, _shown(row, scene.session.draft))


def _switches() -> tuple[Row, ...]:
    return tuple(row for row in rows_of(PART) if row.input is Input.SWITCH)


def _values() -> tuple[Row, ...]:
    return tuple(row for row in rows_of(PART) if row.input is not Input.SWITCH)


def _action_id(row: Row) -> str:
    return f"{VALUE}:{row.key}"


def _shown(row: Row, doc: JsonObject) -> str:
    value = row.value(doc)
    return "" if value is ABSENT or value is None else str(value)


def answers_of(doc: JsonObject) -> frozenset[str]:
    """The keys of the options that are on."""
    return frozenset(row.key for row in _switches() if row.value(doc) is True)


def read(values: Values, session: Session) -> frozenset[str]:
    """The ticked options; those last told, else those of the draft, when they were not touched."""
    return answers.ticked(values, OPTIONS, frozenset()) or _told(session)


def told(values: Values, session: Session) -> Session:
    """The session that remembers what a tick left ticked."""
    ticked = sorted(answers.ticked(values, OPTIONS, _told(session)))
    return replace(session, screen={**session.screen, _TOLD: [session.revision, ticked]})


def _told(session: Session) -> frozenset[str]:
    """What was ticked since the draft was stored, else what the draft has."""
    kept = session.screen.get(_TOLD)
    if isinstance(kept, list) and kept[:1] == [session.revision]:
        return frozenset(map(str, kept[1]))
    return answers_of(session.draft)


def with_answers(values: Values, session: Session, known: Known) -> JsonObject:
    """The draft with what was ticked and typed; what is the same stays as it is.

    Raises:
        InvalidInput: What was typed is not of the row's kind; `field` is its key.
    """
    doc, on = session.draft, read(values, session)
    for key in sorted(on ^ answers_of(doc)):
        doc = set_value(doc, key, "yes" if key in on else "no", known)
    for row in _values():
        shown = _shown(row, doc)
        text = answers.typed(values, _action_id(row), shown)
        doc = doc if text == shown else set_value(doc, row.key, text, known)
    return doc
