"""The part *Overrides*: where a condition holds, another value is sent instead."""

from __future__ import annotations

from syncbot.slack.parts.any_value import any_answers, any_in, any_questions, settled_any
from syncbot.slack.parts.comparing import (
    FIELD,
    FIELD_LABEL,
    NO_COMPARISON,
    Subject,
    comparison_answers,
    comparison_in,
    comparison_questions,
    settled_comparison,
)
from syncbot.slack.parts.field_picks import model_field, source_answer, source_in, source_question
from syncbot.slack.parts.form import Answers, Question, text_of
from syncbot.slack.parts.item_part import Button, Group, ItemForm, ItemPart, ItemRow, Spot, item_at, listed, steps_of
from syncbot.slack.scene import Scene
from syncbot.sync.condition_words import condition
from syncbot.sync.condition_words import override as override_words
from syncbot.sync.conditions import field_meant
from syncbot.sync.document import ABSENT, JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.naming import naming
from syncbot.sync.overrides import (
    Override,
    add_override,
    change_override,
    move_override,
    overrides,
    put_back_override,
    remove_override,
)

REPLACE = "override"

TITLE = "Override"
ADD_OVERRIDE = "Add override"
REPLACE_LABEL = "Replace with"
WHAT_IT_DOES = (
    "Where the condition holds, the field is sent with the other value. The records of the model stay as they are."
)


def groups(scene: Scene) -> tuple[Group, ...]:
    """All of them in one group."""
    now, had = overrides(scene.session.draft), overrides(scene.base)
    names = naming(scene.known, scene.session.draft)
    rows = []
    for each, there, kind in listed(had, now):
        steps = steps_of(each.place, len(now)) if there else ()
        words, name = override_words(each.raw, names), condition(each.raw, names)
        rows.append(ItemRow(each.item_id, words, name, kind, steps=steps))
    return (Group(tuple(rows), buttons=(Button(ADD_OVERRIDE),)),)


def _answers(scene: Scene, spot: Spot) -> Answers:
    was = _override(scene.session.draft, spot)
    field = _field_answer(scene, was)
    compared_with = comparison_answers(was.comparison if was else None, _subject(scene, field))
    return {FIELD: field, **compared_with, **any_answers(was.override if was else ABSENT, REPLACE)}


def _questions(scene: Scene, spot: Spot, given: Answers) -> tuple[Question, ...]:
    was, field = _override(scene.session.draft, spot), text_of(given, FIELD)
    return (
        source_question(scene, FIELD, FIELD_LABEL, redraws=True, answer=field),
        *comparison_questions(scene, given, _subject(scene, field), was.comparison if was else None),
        *any_questions(given, REPLACE, REPLACE_LABEL),
    )


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    doc = scene.session.draft
    was, field = _override(doc, spot), text_of(given, FIELD)
    comparison = comparison_in(given, _subject(scene, field), was.comparison if was else None)
    source = source_in(field) if field != _field_answer(scene, was) else None
    override = any_in(given, was.override if was else ABSENT, REPLACE)
    if was:
        return change_override(doc, spot.item_id, source=source, comparison=comparison, override=override)
    return add_override(doc, source=source, comparison=comparison or NO_COMPARISON, override=override)


def _settled(scene: Scene, spot: Spot, was: Answers, now: Answers) -> Answers:
    draft = _override(scene.session.draft, spot)
    subject = _subject(scene, text_of(now, FIELD))
    now = settled_comparison(was, now, subject, draft.comparison if draft else None)
    return settled_any(was, now, REPLACE)


def _override(doc: JsonObject, spot: Spot) -> Override | None:
    """The override at a spot; None for a new one. Raises InvalidInput when it is gone."""
    return item_at(overrides(doc), spot, "override")


def _field_answer(scene: Scene, was: Override | None) -> str:
    return source_answer(field_meant(was.source, was.field_id, scene.known)) if was else ""


def _subject(scene: Scene, field: str) -> Subject:
    known = model_field(scene, source_in(field))
    return Subject(type=known.type, example=known.example) if known else Subject()


def _moved(scene: Scene, spot: Spot, step: int) -> JsonObject:
    found = _override(scene.session.draft, spot)
    return move_override(scene.session.draft, spot.item_id, to=(found.place if found else 0) + step)


PART = ItemPart(
    part=Part.OVERRIDES,
    groups=groups,
    form=ItemForm(TITLE, _answers, _questions, _taken, _settled),
    removed=lambda scene, spot: remove_override(scene.session.draft, spot.item_id),
    put_back=lambda scene, spot: put_back_override(scene.session.draft, scene.base, spot.item_id),
    moved=_moved,
    notes=lambda _scene: (WHAT_IT_DOES,),
)
