"""*Field*, *Source field*, *Target field* as questions: what can be chosen, and what typed text means."""

from __future__ import annotations

import json
from collections.abc import Iterator

from syncbot.errors import InvalidInput
from syncbot.slack.asking import STILL_LOADING
from syncbot.slack.controls import carried
from syncbot.slack.parts.form import Kind, Pick, Picks, Question
from syncbot.slack.scene import Scene
from syncbot.sync.conditions import SourceField
from syncbot.sync.edits import models_of, resolve_source, resolve_target
from syncbot.sync.known import Model, ModelField, Target, TargetField, target_fields
from syncbot.sync.naming import naming
from syncbot.sync.phrases import field_words, plain
from syncbot.sync.remembered import remembered

NO_MODEL = "This sync reads no model yet. Write MODEL-ID.field"
NO_OBJECT = "This sync names no target object. Write the field's id"
TYPE_TO_SEARCH = "Type to search, or write one and take the last line."


def source_question(
    scene: Scene, name: str, label: str, *, redraws: bool = False, optional: bool = False, answer: str = ""
) -> Question:
    """Which field of the models; the present answer is among the picks whether or not it is known."""
    return Question(
        name,
        label,
        Kind.FIND,
        Picks(lambda: _sources(scene, source_in(answer))),
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
    target = scene.known.about(scene.session.draft.get("target")).target

    def resolve(text: str) -> str:
        return text.strip() if created else resolve_target(text, scene.known)

    return Question(
        name,
        label,
        Kind.FIND,
        Picks(lambda: _targets(target, answer, only)),
        hint=TYPE_TO_SEARCH,
        redraws=redraws,
        resolve=resolve,
        missing=_missing_target(scene, known=target is not None),
    )


def _sources(scene: Scene, present: SourceField | None) -> Iterator[Pick]:
    """The present field, then every field of the models."""
    known = scene.known.models
    several = len({*models_of(scene.session.base), *known}) > 1
    if present:
        names = naming(scene.known, [present.raw, *({"model_id": each, "field": ""} for each in known)])
        yield Pick(source_answer(present), names.model_field(present.model_id, present.field))
    chosen = source_answer(present)
    for model in known.values():
        before = f"{plain(model.name)}." if several else ""
        yield from (pick for pick in _of_model(model, before) if pick.value != chosen)


@remembered
def _of_model(model: Model, before: str) -> tuple[Pick, ...]:
    """The fields of a model, each with these words before it."""
    return tuple(
        Pick(
            source_answer(SourceField(model.model_id, field.name)),
            field_words(before + plain(field.name), "" if field.label == field.name else plain(field.label)),
        )
        for field in model.fields
    )


def _targets(target: Target | None, present: str, only: str) -> Iterator[Pick]:
    """The present field, then every field of the target that may be chosen."""
    if present:
        known = target_fields(target).get(present) if target else None
        yield _target_pick(known) if known else Pick(present, plain(present))
    if target:
        yield from (pick for pick in _of_target(target, only) if pick.value != present)


@remembered
def _of_target(target: Target, only: str) -> tuple[Pick, ...]:
    return tuple(_target_pick(each) for each in target.fields if not only or getattr(each, only))


def _target_pick(field: TargetField) -> Pick:
    return Pick(field.field_id, field_words(plain(field.field_id), plain(field.name)), _about(field))


def source_answer(source: SourceField | None) -> str:
    """A field of a model as an answer; empty for none."""
    return json.dumps([source.model_id, source.field]) if source else ""


@carried
def source_in(answer: str) -> SourceField | None:
    """The field of a model that an answer means; None for an empty one. Raises Gone."""
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
