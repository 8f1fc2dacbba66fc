"""*Field*, *Source field*, *Target field* as questions: what can be chosen, and what typed text means."""

from __future__ import annotations

import json

from syncbot.errors import InvalidInput
from syncbot.slack.parts.form import STILL_LOADING, Kind, Pick, Question
from syncbot.slack.scene import Scene
from syncbot.sync.conditions import SourceField
from syncbot.sync.edits import models_of, resolve_source, resolve_target
from syncbot.sync.known import ModelField, TargetField
from syncbot.sync.naming import naming

NO_MODEL = "This sync reads no model yet. Write MODEL-ID.field"
NO_OBJECT = "This sync names no target object. Write the field's id"
TYPE_TO_SEARCH = "Type to search, or write one and take the last line."


def source_question(
    scene: Scene, name: str, label: str, *, redraws: bool = False, optional: bool = False, answer: str = ""
) -> Question:
    """Which field of the models; the present answer is among the picks whether or not it is known."""
    names = naming(scene.known, scene.session.draft)
    known = scene.known.models
    every = [SourceField(model.model_id, field.name) for model in known.values() for field in model.fields]
    present = source_in(answer)
    fields = dict.fromkeys([*([present] if present else []), *every])
    return Question(
        name,
        label,
        Kind.FIND,
        tuple(Pick(source_answer(each), names.model_field(each.model_id, each.field)) for each in fields),
        hint=TYPE_TO_SEARCH,
        optional=optional,
        redraws=redraws,
        resolve=lambda text: source_answer(_resolved(text, scene)),
        missing=_missing_models(scene),
    )


def target_question(
    scene: Scene,
    name: str,
    label: str,
    *,
    only: str = "",
    redraws: bool = False,
    created: bool = False,
    answer: str = "",
) -> Question:
    """Which field of the target.

    Args:
        scene: Of the editor.
        name: Of the question.
        label: Of its input.
        only: The attribute of a `TargetField` that a field must have to be offered; empty for all fields.
        redraws: Whether other questions depend on it.
        created: Whether the field is to be created, so that typed text is its name.
        answer: The present answer, which is offered whatever it is.
    """
    names = naming(scene.known)
    target = scene.known.about(scene.session.draft.get("target")).target
    fields = [each for each in (target.fields if target else ()) if not only or getattr(each, only)]
    ids = dict.fromkeys([*([answer] if answer else []), *(each.field_id for each in fields)])
    more = {each.field_id: _about(each) for each in fields}

    def resolve(text: str) -> str:
        return text.strip() if created else resolve_target(text, scene.known)

    return Question(
        name,
        label,
        Kind.FIND,
        tuple(Pick(each, names.target(each), more.get(each, "")) for each in ids),
        hint=TYPE_TO_SEARCH,
        redraws=redraws,
        resolve=resolve,
        missing=_missing_target(scene, known=target is not None),
    )


def source_answer(source: SourceField | None) -> str:
    """A field of a model as an answer; empty for none."""
    return json.dumps([source.model_id, source.field]) if source else ""


def source_in(answer: str) -> SourceField | None:
    """The field of a model that an answer means; None for an empty one."""
    return SourceField(*json.loads(answer)) if answer else None


def model_field(scene: Scene, source: SourceField | None) -> ModelField | None:
    """What is known of a field of a model."""
    return scene.known.model_field(source.model_id, source.field) if source else None


def _missing_models(scene: Scene) -> str:
    """Why not all source fields are known; empty when they are."""
    reads, known = models_of(scene.session.base), scene.known.models
    if any(model_id not in known for model_id in reads):
        return STILL_LOADING
    return "" if reads or known else NO_MODEL


def _missing_target(scene: Scene, *, known: bool) -> str:
    """Why no target field is known; empty when they are."""
    target = scene.session.draft.get("target")
    has_object = isinstance(target, dict) and bool(target.get("object"))
    return "" if known else STILL_LOADING if has_object else NO_OBJECT


def _resolved(text: str, scene: Scene) -> SourceField:
    if not text.strip():
        raise InvalidInput(TYPE_TO_SEARCH)
    return SourceField(*resolve_source(text, scene.known, scene.session.base))


def _about(field: TargetField) -> str:
    return "required" if field.required else ""
