"""The part *Filters*: conditions on the records of the model and on those in the target, and how they combine."""

from __future__ import annotations

from dataclasses import replace

from syncbot.slack.parts import filter_logic
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
from syncbot.slack.parts.field_picks import model_field, source_answer, source_in, source_question, target_question
from syncbot.slack.parts.form import Answers, Question, text_of
from syncbot.slack.parts.item_part import Button, Group, ItemForm, ItemPart, ItemRow, Spot, item_at, listed, steps_of
from syncbot.slack.scene import Scene
from syncbot.sync.condition_words import condition
from syncbot.sync.conditions import SourceField, field_meant
from syncbot.sync.document import JsonObject, shape_of
from syncbot.sync.fields import Part
from syncbot.sync.filter_lists import Side
from syncbot.sync.filter_returns import put_back_filter
from syncbot.sync.filters import (
    EMPTY_VALUES,
    RECORDS_STAY,
    Filter,
    add_filter,
    change_filter,
    filters,
    move_filter,
    remove_filter,
)
from syncbot.sync.naming import naming

TITLE = "Filter"
ADD_FILTER = "Add filter"
EDIT_LOGIC = "Edit logic"
IN_TARGET = "Records in {target}"
NOT_ON_TARGET = "With the mode {mode}, {target} takes no filters on its records."


def groups(scene: Scene) -> tuple[Group, ...]:
    """The model's conditions, then the target's."""
    return tuple(_group(scene, side) for side in Side)


def _group(scene: Scene, side: Side) -> Group:
    rows = _rows(scene, side)
    present = len(filters(scene.session.draft, side))
    allowed = side is Side.MODEL or bool(rows) or _takes_target_filters(scene)
    lines = [] if allowed else [_not_on_target(scene)]
    if present > 1:
        lines.append(filter_logic.logic_line(scene, side))
    buttons = [Button(ADD_FILTER)] if allowed else []
    if present > 1:
        buttons.append(Button(EDIT_LOGIC, filter_logic.LOGIC_ITEM))
    heading = side.value if side is Side.MODEL else IN_TARGET.format(target=scene.known.target_name)
    return Group(rows, side.name, heading, tuple(lines), tuple(buttons))


def _rows(scene: Scene, side: Side) -> tuple[ItemRow, ...]:
    now, had = filters(scene.session.draft, side), filters(scene.base, side)
    names = naming(scene.known, scene.session.draft)
    rows = []
    for each, there, kind in listed(had, now):
        words = condition(each.raw, names)
        rows.append(
            ItemRow(
                each.item_id,
                f"{each.label}: {words}" if there else words,
                words,
                kind,
                steps=steps_of(each.place, len(now)) if there else (),
            )
        )
    return tuple(rows)


def _answers(scene: Scene, spot: Spot) -> Answers:
    if spot.item_id == filter_logic.LOGIC_ITEM:
        return filter_logic.answers(scene, _side(spot))
    was = _filter(scene.session.draft, spot)
    more = {} if was else filter_logic.combine_answers(scene, _side(spot))
    field = _field_answer(scene, was)
    return {FIELD: field, **comparison_answers(was.comparison if was else None, _subject(scene, spot, field)), **more}


def _questions(scene: Scene, spot: Spot, given: Answers) -> tuple[Question, ...]:
    side = _side(spot)
    if spot.item_id == filter_logic.LOGIC_ITEM:
        return filter_logic.questions(given)
    was = _filter(scene.session.draft, spot)
    field = text_of(given, FIELD)
    if side is Side.MODEL:
        asked = source_question(scene, FIELD, FIELD_LABEL, redraws=True, answer=field)
    else:
        asked = target_question(scene, FIELD, FIELD_LABEL, only="filterable", redraws=True, answer=field)
    rest = comparison_questions(scene, given, _subject(scene, spot, field), was.comparison if was else None)
    combine = () if was or not filters(scene.session.draft, side) else filter_logic.combine_questions(given)
    return (asked, *rest, *combine)


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    doc, side = scene.session.draft, _side(spot)
    if spot.item_id == filter_logic.LOGIC_ITEM:
        return filter_logic.taken(scene, side, given)
    was, field = _filter(doc, spot), text_of(given, FIELD)
    comparison = comparison_in(given, _subject(scene, spot, field), was.comparison if was else None)
    source: SourceField | None = None
    target: str | None = None
    if field and field != _field_answer(scene, was):
        source, target = (source_in(field), None) if side is Side.MODEL else (None, field)
    if was:
        return change_filter(doc, side, spot.item_id, comparison=comparison, source=source, target=target)
    combine, logic = filter_logic.combine_in(given)
    shape = shape_of(scene.session.base)
    return add_filter(
        doc,
        side,
        comparison=comparison or NO_COMPARISON,
        source=source,
        target=target,
        combine=combine,
        logic=logic,
        shape=shape,
    )


def _settled(scene: Scene, spot: Spot, was: Answers, now: Answers) -> Answers:
    if spot.item_id == filter_logic.LOGIC_ITEM:
        return now
    draft = _filter(scene.session.draft, spot)
    now = settled_comparison(was, now, _subject(scene, spot, text_of(now, FIELD)), draft.comparison if draft else None)
    return filter_logic.settled(scene, _side(spot), was, now)


def _notes(scene: Scene, spot: Spot, given: Answers) -> tuple[str, ...]:
    if spot.item_id == filter_logic.LOGIC_ITEM:
        return filter_logic.notes(scene, _side(spot), given)
    return filter_logic.combine_notes(scene, _side(spot), given, new=not spot.item_id)


def _side(spot: Spot) -> Side:
    return Side[spot.group]


def _filter(doc: JsonObject, spot: Spot) -> Filter | None:
    """The condition at a spot; None for a new one. Raises InvalidInput when it is gone."""
    return item_at(filters(doc, _side(spot)), spot, "filter")


def _field_answer(scene: Scene, was: Filter | None) -> str:
    if was is None:
        return ""
    if was.side is Side.TARGET:
        return was.target
    return source_answer(field_meant(was.source, was.field_id, scene.known))


def _subject(scene: Scene, spot: Spot, field: str) -> Subject:
    if _side(spot) is Side.MODEL:
        known = model_field(scene, source_in(field))
        return Subject(type=known.type, example=known.example) if known else Subject()
    target, found = scene.known.target, scene.known.target_field(field)
    may = target is None or target.supports_filter_value_fields is not False
    subject = Subject(may_have_source=may)
    if found is None:
        return subject
    return replace(subject, offered=found.filter_functions, type=found.type, values=found.values)


def _takes_target_filters(scene: Scene) -> bool:
    """Whether the mode takes filters on the target; True where it is not known."""
    target = scene.known.about(scene.session.draft.get("target")).target
    if target is None:
        return True
    mode = next((each for each in target.modes if each.mode == scene.session.draft.get("mode")), None)
    return target.supports_target_filters is not False and (mode is None or mode.supports_target_filters)


def _not_on_target(scene: Scene) -> str:
    return NOT_ON_TARGET.format(mode=scene.session.draft.get("mode"), target=scene.known.target_name)


PART = ItemPart(
    part=Part.FILTERS,
    groups=groups,
    form=ItemForm(TITLE, _answers, _questions, _taken, _settled, _notes),
    removed=lambda scene, spot: remove_filter(scene.session.draft, _side(spot), spot.item_id),
    put_back=lambda scene, spot: put_back_filter(scene.session.draft, scene.base, _side(spot), spot.item_id),
    moved=lambda scene, spot, step: move_filter(
        scene.session.draft, _side(spot), spot.item_id, to=_place(scene, spot) + step
    ),
    notes=lambda _scene: (RECORDS_STAY, EMPTY_VALUES),
)


def _place(scene: Scene, spot: Spot) -> int:
    found = _filter(scene.session.draft, spot)
    return found.place if found else 0
