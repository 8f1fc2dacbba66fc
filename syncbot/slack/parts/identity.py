"""The part *Identity*: by which fields a record of the model finds its record in the target."""

from __future__ import annotations

from syncbot.slack.parts.field_picks import source_answer, source_in, source_question, target_question
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, list_of, text_of
from syncbot.slack.parts.item_part import Button, Group, ItemForm, ItemPart, ItemRow, Spot, item_at, listed, steps_of
from syncbot.slack.parts.writing import NEW, TICKS, TICKS_LABEL, create_pick
from syncbot.slack.scene import Scene
from syncbot.sync.document import JsonObject, shape_of
from syncbot.sync.fields import Part
from syncbot.sync.identities import (
    add_identity,
    change_identity,
    move_identity,
    put_back_identity,
    remove_identity,
    set_identity_strategy,
)
from syncbot.sync.identity_view import (
    IdentityMapping,
    identity_functions,
    identity_mappings,
    identity_strategy,
    may_have_several,
)
from syncbot.sync.identity_words import TOGETHER, identity, strategy_words
from syncbot.sync.naming import naming
from syncbot.sync.vocabulary import STRATEGIES, identity_words

SOURCE = "source"
TARGET = "target"
FUNCTION = "function"
STRATEGY = "strategy"

STRATEGY_ITEM = "strategy"
"""The item id of the form that says how several work together."""

TITLE = "Identity"
ADD_IDENTITY = "Add identity"
EDIT_STRATEGY = "Edit how they work together"
SOURCE_LABEL = "Source field"
TARGET_LABEL = "Target field"
MATCH_LABEL = "Match"
STRATEGY_LABEL = "How they work together"
ONE_ONLY = "This sync can have one identity only. To use another pair of fields, edit it."
TYPE_KEPT = "Polytomic's own id of the field's type is kept as long as the target field stays."


def groups(scene: Scene) -> tuple[Group, ...]:
    """All of them in one group, in the order in which they are tried."""
    doc = scene.session.draft
    now, had = identity_mappings(doc), identity_mappings(scene.base)
    names = naming(scene.known, doc)
    rows = []
    for each, there, kind in listed(had, now):
        steps = steps_of(each.place, len(now)) if there else ()
        words = identity(each.raw, names)
        rows.append(ItemRow(each.item_id, words, words, kind, steps=steps))
    several = may_have_several(doc, scene.known, shape=shape_of(scene.session.base))
    lines = [TOGETHER.format(strategy=strategy_words(identity_strategy(doc)))] if len(now) > 1 else []
    buttons = [Button(ADD_IDENTITY)] if several or not now else []
    buttons += [Button(EDIT_STRATEGY, STRATEGY_ITEM)] if len(now) > 1 else []
    if now and not several:
        lines.append(ONE_ONLY)
    return (Group(tuple(rows), lines=tuple(lines), buttons=tuple(buttons)),)


def _answers(scene: Scene, spot: Spot) -> Answers:
    if spot.item_id == STRATEGY_ITEM:
        return {STRATEGY: identity_strategy(scene.session.draft)}
    was = _identity(scene.session.draft, spot)
    if was is None:
        return {SOURCE: "", TARGET: "", FUNCTION: "Equality", TICKS: []}
    return {
        SOURCE: source_answer(was.source),
        TARGET: was.target,
        FUNCTION: was.function,
        TICKS: [NEW] if was.new_field else [],
    }


def _questions(scene: Scene, spot: Spot, given: Answers) -> tuple[Question, ...]:
    if spot.item_id == STRATEGY_ITEM:
        present = text_of(given, STRATEGY)
        picks = tuple(Pick(each, strategy_words(each)) for each in dict.fromkeys((*STRATEGIES, present)))
        return (Question(STRATEGY, STRATEGY_LABEL, Kind.ONE, picks),)
    created, target = NEW in list_of(given, TICKS), text_of(given, TARGET)
    functions = identity_functions(scene.known, target, present=text_of(given, FUNCTION))
    picks = tuple(Pick(each, identity_words(each).strip(",")) for each in functions)
    only = "" if created else "supports_identity"
    ticks = _create(scene, ticked=created)
    return (
        source_question(scene, SOURCE, SOURCE_LABEL, answer=text_of(given, SOURCE)),
        Question(FUNCTION, MATCH_LABEL, Kind.ONE, picks),
        target_question(scene, TARGET, TARGET_LABEL, only=only, redraws=True, created=created, answer=target),
        *([Question(TICKS, TICKS_LABEL, Kind.TICKS, ticks, optional=True, redraws=True)] if ticks else []),
    )


def _create(scene: Scene, *, ticked: bool) -> tuple[Pick, ...]:
    """Where the target says nothing of fields for identities, what it says of fields counts."""
    target = scene.known.target
    if target and target.supports_identity_field_creation is False and not ticked:
        return ()
    may = bool(target and target.supports_identity_field_creation)
    return create_pick(scene, ticked=ticked or may)


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    doc = scene.session.draft
    if spot.item_id == STRATEGY_ITEM:
        strategy = text_of(given, STRATEGY)
        return doc if strategy == identity_strategy(doc) else set_identity_strategy(doc, strategy)
    was, new = _answers(scene, spot), NEW in list_of(given, TICKS)
    ticked = new if new != (NEW in list_of(was, TICKS)) else None

    def moved(name: str) -> str | None:
        return text_of(given, name) if text_of(given, name) != text_of(was, name) else None

    source = source_in(moved(SOURCE) or "")
    if spot.item_id:
        return change_identity(
            doc,
            spot.item_id,
            source=source,
            target=moved(TARGET),
            function=moved(FUNCTION),
            new_field=ticked,
            known=scene.known,
        )
    return add_identity(
        doc,
        source=source,
        target=text_of(given, TARGET),
        function=text_of(given, FUNCTION),
        new_field=ticked,
        known=scene.known,
        shape=shape_of(scene.session.base),
    )


def _identity(doc: JsonObject, spot: Spot) -> IdentityMapping | None:
    """The identity at a spot; None for a new one. Raises InvalidInput when it is gone."""
    return item_at(identity_mappings(doc), spot, "identity")


def _notes(scene: Scene, spot: Spot, _given: Answers) -> tuple[str, ...]:
    was = None if spot.item_id == STRATEGY_ITEM else _identity(scene.session.draft, spot)
    return (TYPE_KEPT,) if was and was.remote_field_type_id else ()


def _moved(scene: Scene, spot: Spot, step: int) -> JsonObject:
    found = _identity(scene.session.draft, spot)
    return move_identity(scene.session.draft, spot.item_id, to=(found.place if found else 0) + step)


PART = ItemPart(
    part=Part.IDENTITY,
    groups=groups,
    form=ItemForm(TITLE, _answers, _questions, _taken, notes=_notes),
    removed=lambda scene, spot: remove_identity(scene.session.draft, spot.item_id),
    put_back=lambda scene, spot: put_back_identity(scene.session.draft, scene.base, spot.item_id),
    moved=_moved,
)
