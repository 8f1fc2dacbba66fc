"""One mapping: *Source field*, *Target field*, *Write*, *Fixed value*, and what is ticked."""

from __future__ import annotations

from syncbot.errors import InvalidInput
from syncbot.slack.parts.field_picks import source_answer, source_in, source_question, target_question
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, list_of, text_of
from syncbot.slack.parts.item_part import ItemForm, Spot
from syncbot.slack.parts.writing import NEW, TICKS, TICKS_LABEL, WRITE, create_pick, write_questions
from syncbot.slack.scene import Scene
from syncbot.sync.conditions import SourceField
from syncbot.sync.document import JsonObject
from syncbot.sync.mapping_view import Mapping, mapping_of
from syncbot.sync.mappings import (
    NOT_THERE,
    NOT_THERE_NEXT,
    NOT_THERE_NOT_DONE,
    add_mapping,
    change_mapping,
    settle_mapping,
)
from syncbot.sync.phrases import value_words

SOURCE = "source"
TARGET = "target"
FIXED = "fixed"

TITLE = "Mapping"
SOURCE_LABEL = "Source field"
TARGET_LABEL = "Target field"
FIXED_LABEL = "Fixed value"
FIXED_HINT = "Written to every record whatever the source says, as text. It cannot be empty: Polytomic refuses that."
HAS_FIXED = "This mapping writes a fixed value, {value}, whatever the source says."
ENCRYPT_PICK = "Encrypt"
ENCRYPT_MORE = "Needs the passphrase of this sync."
FIXED_PICK = "Write a fixed value"
FIXED_MORE = "Instead of what the source says."
NO_SOURCE = "No source field is chosen."
NO_TARGET = "No target field is chosen."
NO_FIXED = "A fixed value cannot be empty."
WRITE_OR_UNTICK = "Write it, or take the tick from Write a fixed value."
NOT_ENCRYPTED = "{target} cannot be encrypted in the target."
UNTICK_ENCRYPT = "Take the tick from Encrypt, or choose another target field."
CHOOSE_ONE = "Choose one."

ENCRYPT, WITH_FIXED = "encrypt", "fixed"


def _answers(scene: Scene, spot: Spot) -> Answers:
    was = _mapping(scene.session.draft, spot)
    if was is None:
        return {SOURCE: "", TARGET: "", WRITE: "", FIXED: "", TICKS: []}
    ticks = ((NEW, was.new), (ENCRYPT, was.encrypt), (WITH_FIXED, was.override_value is not None))
    return {
        SOURCE: source_answer(SourceField(was.model_id, was.field)) if was.field else "",
        TARGET: was.target,
        WRITE: was.write,
        FIXED: was.override_value or "",
        TICKS: [name for name, ticked in ticks if ticked],
    }


def _questions(scene: Scene, spot: Spot, given: Answers) -> tuple[Question, ...]:
    was, ticks, target = _mapping(scene.session.draft, spot), list_of(given, TICKS), text_of(given, TARGET)
    fixed = WITH_FIXED in ticks
    many = Kind.LINES if "\n" in text_of(given, FIXED) else Kind.LINE
    return (
        source_question(scene, SOURCE, SOURCE_LABEL, optional=fixed, answer=text_of(given, SOURCE)),
        target_question(scene, TARGET, TARGET_LABEL, created=NEW in ticks, answer=target),
        *write_questions(scene, was.write if was else ""),
        *([Question(FIXED, FIXED_LABEL, many, hint=FIXED_HINT)] if fixed else []),
        Question(TICKS, TICKS_LABEL, Kind.TICKS, _ticks(scene, given), optional=True, redraws=True),
    )


def _ticks(scene: Scene, given: Answers) -> tuple[Pick, ...]:
    """What the target supports, or is ticked already."""
    ticked, target = list_of(given, TICKS), scene.known.target
    may_encrypt = target is None or target.supports_field_encryption
    encrypt = (Pick(ENCRYPT, ENCRYPT_PICK, ENCRYPT_MORE),) if may_encrypt or ENCRYPT in ticked else ()
    fixed = Pick(WITH_FIXED, FIXED_PICK, FIXED_MORE)
    return (*create_pick(scene, ticked=NEW in ticked), *encrypt, fixed)


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    was, ticks = _answers(scene, spot), list_of(given, TICKS)
    if spot.item_id and given == was:
        return scene.session.draft
    fixed = _fixed(given)
    if not text_of(given, TARGET):
        raise InvalidInput(NO_TARGET, next_step=CHOOSE_ONE, field=TARGET)
    if source_in(text_of(given, SOURCE)) is None and fixed is None:
        raise InvalidInput(NO_SOURCE, next_step=CHOOSE_ONE, field=SOURCE)
    if ENCRYPT in ticks and (ENCRYPT not in list_of(was, TICKS) or given[TARGET] != was[TARGET]):
        _check_encrypts(scene, text_of(given, TARGET))
    try:
        return _changed(scene, spot, given, was) if spot.item_id else _added(scene, given, was)
    except InvalidInput as fault:
        raise InvalidInput(fault.what, not_done=fault.not_done, next_step=fault.next_step, field=TARGET) from fault


def _added(scene: Scene, given: Answers, was: Answers) -> JsonObject:
    source = source_in(text_of(given, SOURCE))
    return add_mapping(
        scene.session.draft,
        model_id=source.model_id if source else "",
        field=source.field if source else "",
        target=text_of(given, TARGET),
        write=text_of(given, WRITE) or None,
        new=_moved(given, was, NEW),
        encrypt=_moved(given, was, ENCRYPT),
        override_value=_fixed(given),
    )


def _changed(scene: Scene, spot: Spot, given: Answers, was: Answers) -> JsonObject:
    """The draft with what is answered otherwise than it was; None leaves a value as it is."""
    source = source_in(text_of(given, SOURCE)) if text_of(given, SOURCE) != was[SOURCE] else None
    fixed, there = _fixed(given), text_of(was, FIXED) if WITH_FIXED in list_of(was, TICKS) else None
    changed = change_mapping(
        scene.session.draft,
        spot.item_id,
        model_id=source.model_id if source else None,
        field=source.field if source else None,
        target=text_of(given, TARGET) if given[TARGET] != was[TARGET] else None,
        write=text_of(given, WRITE) if text_of(given, WRITE) != was[WRITE] else None,
        new=_moved(given, was, NEW),
        encrypt=_moved(given, was, ENCRYPT),
        override_value=(fixed or "") if fixed != there else None,
    )
    return settle_mapping(changed, scene.session.base, spot.item_id)


def _fixed(given: Answers) -> str | None:
    """The fixed value; None where none is to be written. Raises InvalidInput when it is empty."""
    if WITH_FIXED not in list_of(given, TICKS):
        return None
    if not text_of(given, FIXED):
        raise InvalidInput(NO_FIXED, next_step=WRITE_OR_UNTICK, field=FIXED)
    return text_of(given, FIXED)


def _check_encrypts(scene: Scene, target: str) -> None:
    """Refuse to encrypt a field that is known not to take it."""
    field = scene.known.target_field(target)
    if field is not None and not field.encryptable:
        raise InvalidInput(NOT_ENCRYPTED.format(target=target), next_step=UNTICK_ENCRYPT, field=TICKS)


def _moved(given: Answers, was: Answers, box: str) -> bool | None:
    """Whether a box is ticked now; None when it is as it was."""
    now = box in list_of(given, TICKS)
    return now if now != (box in list_of(was, TICKS)) else None


def _mapping(doc: JsonObject, spot: Spot) -> Mapping | None:
    """The mapping at a spot; None for a new one. Raises InvalidInput when it is gone."""
    if not spot.item_id:
        return None
    found = mapping_of(doc, spot.item_id)
    if found is None:
        raise InvalidInput(NOT_THERE, not_done=NOT_THERE_NOT_DONE, next_step=NOT_THERE_NEXT)
    return found


def _notes(scene: Scene, spot: Spot, _given: Answers) -> tuple[str, ...]:
    was = _mapping(scene.session.draft, spot)
    fixed = was.override_value if was else None
    return () if fixed is None else (HAS_FIXED.format(value=value_words(fixed)),)


FORM = ItemForm(TITLE, _answers, _questions, _taken, notes=_notes)
