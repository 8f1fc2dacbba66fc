"""The part *Fixed values*: target fields that get one value for every record."""

from __future__ import annotations

from syncbot.slack.parts.field_picks import target_question
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, list_of, text_of
from syncbot.slack.parts.item_part import Button, Group, ItemForm, ItemPart, ItemRow, Spot, item_at
from syncbot.slack.parts.writing import NEW, TICKS, TICKS_LABEL, WRITE, create_pick, write_questions
from syncbot.slack.scene import Scene
from syncbot.sync.difference import Kind as Change
from syncbot.sync.document import JsonObject, same
from syncbot.sync.entry_returns import side_by_side
from syncbot.sync.entry_words import entry_line
from syncbot.sync.fields import Part
from syncbot.sync.fixed_values import (
    FixedValue,
    add_fixed_value,
    change_fixed_value,
    fixed_values,
    put_back_fixed_value,
    remove_fixed_value,
)
from syncbot.sync.known import PickValue
from syncbot.sync.naming import naming

TARGET = "target"
VALUE = "value"

TITLE = "Fixed value"
ADD_FIXED = "Add fixed value"
TARGET_LABEL = "Target field"
VALUE_LABEL = "Fixed value"
VALUE_HINT = "Written to this field of every record, as text. It cannot be empty: Polytomic refuses that."
HAS_SOURCE = "An entry with a source field is a mapping by now; its value is kept as it is."


def groups(scene: Scene) -> tuple[Group, ...]:
    """All of them in one group, the removed ones where they were."""
    now, had = fixed_values(scene.session.draft), fixed_values(scene.base)
    rows = [
        _row(scene, None if at is None else now[at], None if was is None else had[was])
        for at, was in side_by_side([each.raw for each in had], [each.raw for each in now])
    ]
    return (Group(tuple(rows), buttons=(Button(ADD_FIXED),)),)


def _row(scene: Scene, now: FixedValue | None, had: FixedValue | None) -> ItemRow:
    shown = now or had
    if shown is None:
        msg = "a row is of the draft or of the sync"
        raise ValueError(msg)
    kind = Change.ADDED if had is None else Change.REMOVED if now is None else None
    if now and had and not same(now.raw, had.raw):
        kind = Change.CHANGED
    names = naming(scene.known, scene.session.draft)
    return ItemRow(shown.item_id, entry_line(shown.raw, names), names.target(shown.target), kind)


def _answers(scene: Scene, spot: Spot) -> Answers:
    was = _fixed(scene.session.draft, spot)
    if was is None:
        return {TARGET: "", VALUE: "", WRITE: "", TICKS: []}
    return {TARGET: was.target, VALUE: was.value, WRITE: was.write, TICKS: [NEW] if was.new else []}


def _questions(scene: Scene, spot: Spot, given: Answers) -> tuple[Question, ...]:
    was, created = _fixed(scene.session.draft, spot), NEW in list_of(given, TICKS)
    target = text_of(given, TARGET)
    ticks = create_pick(scene, ticked=created)
    return (
        target_question(scene, TARGET, TARGET_LABEL, only="createable", redraws=True, created=created, answer=target),
        _value_question(scene, target, text_of(given, VALUE)),
        *write_questions(scene, was.write if was else ""),
        *([Question(TICKS, TICKS_LABEL, Kind.TICKS, ticks, optional=True, redraws=True)] if ticks else []),
    )


def _value_question(scene: Scene, target: str, value: str) -> Question:
    """Of the values that the field may hold, where that is a fixed set."""
    known = scene.known.target_field(target)
    if known and known.values:
        picks = (*([PickValue(value, value)] if value else []), *known.values)
        named = {each.value: Pick(each.value, each.label or each.value) for each in picks}
        return Question(VALUE, VALUE_LABEL, Kind.FIND, tuple(named.values()), hint=VALUE_HINT, resolve=str)
    return Question(VALUE, VALUE_LABEL, Kind.LINES if "\n" in value else Kind.LINE, hint=VALUE_HINT)


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    doc, was, now = scene.session.draft, _answers(scene, spot), given

    def moved(name: str) -> str | None:
        return text_of(now, name) if text_of(now, name) != text_of(was, name) else None

    new = NEW in list_of(now, TICKS)
    ticked = new if new != (NEW in list_of(was, TICKS)) else None
    if spot.item_id:
        return change_fixed_value(
            doc, spot.item_id, target=moved(TARGET), value=moved(VALUE), new=ticked, write=moved(WRITE)
        )
    return add_fixed_value(
        doc, target=text_of(now, TARGET), value=text_of(now, VALUE), new=ticked, write=text_of(now, WRITE) or None
    )


def _fixed(doc: JsonObject, spot: Spot) -> FixedValue | None:
    """The fixed value at a spot; None for a new one. Raises InvalidInput when it is gone."""
    return item_at(fixed_values(doc), spot, "fixed value")


def _notes(scene: Scene, spot: Spot, _given: Answers) -> tuple[str, ...]:
    was = _fixed(scene.session.draft, spot)
    return (HAS_SOURCE,) if was and was.source else ()


PART = ItemPart(
    part=Part.FIXED_VALUES,
    groups=groups,
    form=ItemForm(TITLE, _answers, _questions, _taken, notes=_notes),
    removed=lambda scene, spot: remove_fixed_value(scene.session.draft, spot.item_id),
    put_back=lambda scene, spot: put_back_fixed_value(scene.session.draft, scene.base, spot.item_id),
)
