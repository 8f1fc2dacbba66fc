"""Which field a person means: of the models that a sync reads, or of its target."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process, utils

from syncbot.errors import InvalidInput
from syncbot.sync.document import NOWHERE, JsonObject
from syncbot.sync.entries import listed
from syncbot.sync.known import Known, Model, ModelField, TargetField
from syncbot.sync.remembered import remembered

NO_SOURCE: Final = "No source field is named."
NO_TARGET: Final = "No target field is named."
UNKNOWN_SOURCE: Final = "The source field {text} does not exist in {models}."
UNKNOWN_TARGET: Final = "The target field {text} does not exist in {target}."
SEVERAL_SOURCES: Final = "Several models have a field {text}."
SEVERAL_TARGETS: Final = "Several target fields are called {text}: {ids}."
WHICH_MODEL: Final = "Which model {text} belongs to is not known."
NOTHING_TAKEN: Final = "No mapping was added or changed."
NO_MODEL: Final = "This sync reads no model yet."
WRITE_MODEL_ID: Final = "Write the id of the model, a dot, and the field."
NEAREST: Final = "Did you mean {nearest}?"
LOOK_UP: Final = "Look up the field's name in Polytomic and write it as it stands there."
WRITE_WITH_MODEL: Final = "Write it with its model, like {example}."
WRITE_AN_ID: Final = "Write the id of the one you mean."

_NEAR_ENOUGH: Final = 55
_AROUND_A_DOT: Final = re.compile(r"\s*\.\s*")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def nearest(text: str, choices: Iterable[str]) -> str | None:
    """The choice that looks most like `text`, or None when none does."""
    found = process.extractOne(
        text, list(choices), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_NEAR_ENOUGH
    )
    return found[0] if found else None


@remembered
def models_of(doc: JsonObject) -> tuple[str, ...]:
    """The ids of the models that a sync reads: what the GET says, else those of its mappings; in that order."""
    told = [model_id for model_id in listed(doc.get("model_ids")) if isinstance(model_id, str)]
    sources = [entry.get("source") for entry in listed(doc.get("fields")) if isinstance(entry, dict)]
    named = [source.get("model_id") for source in sources if isinstance(source, dict)]
    used = dict.fromkeys(model_id for model_id in named if isinstance(model_id, str))
    return tuple(dict.fromkeys([*told, *(model_id for model_id in used if model_id not in ("", NOWHERE))]))


def resolve_source(text: str, known: Known, doc: JsonObject) -> tuple[str, str]:
    """The model id and field name that `text` means: `field`, or `Model.field` where several models have it.

    A field is found by its name, else by its label whatever the case. Where a model is not known, its field is taken as
    it was written; for a sync that reads no model yet, `MODEL-ID.field` is.

    Raises:
        InvalidInput: No such field, or several; the sentence names the nearest.
    """
    text = text.strip()
    if not text:
        raise InvalidInput(NO_SOURCE, not_done=NOTHING_TAKEN, next_step=LOOK_UP, field="fields")
    ids = tuple(dict.fromkeys([*models_of(doc), *known.models]))
    models = [known.models[model_id] for model_id in ids if model_id in known.models]
    strange = [model_id for model_id in ids if model_id not in known.models]
    found = _sources(text, models) or _with_model(text, models, strange)
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(text, models, found)
    if len(strange) == 1:
        return strange[0], text
    raise _no_source(text, models, strange)


def _sources(text: str, models: list[Model]) -> list[tuple[str, str]]:
    """The fields of that name in any of the models, else those of that label."""
    by_name = [(model.model_id, field.name) for model in models for field in model.fields if field.name == text]
    wanted = text.casefold()
    return by_name or [
        (model.model_id, field.name)
        for model in models
        for field in model.fields
        if wanted in (field.name.casefold(), field.label.casefold())
    ]


def _with_model(text: str, models: list[Model], strange: list[str]) -> list[tuple[str, str]]:
    """The fields that `Model.field` means; the model by name or id, and both may have dots of their own."""
    for dot in _AROUND_A_DOT.finditer(text):
        model_text, field_text = text[: dot.start()], text[dot.end() :]
        if field_text and (model_text in strange or (not models and not strange and _UUID.fullmatch(model_text))):
            return [(model_text, field_text)]
        wanted = model_text.casefold()
        chosen = [model for model in models if wanted in (model.name.casefold(), model.model_id.casefold())]
        found = _sources(field_text, chosen)
        if found:
            return found
    return []


def _several(text: str, models: list[Model], found: list[tuple[str, str]]) -> InvalidInput:
    names = {model.model_id: model.name for model in models}
    examples = " or ".join(dict.fromkeys(f"{names[model_id]}.{field}" for model_id, field in found))
    next_step = WRITE_WITH_MODEL.format(example=examples)
    return InvalidInput(SEVERAL_SOURCES.format(text=text), not_done=NOTHING_TAKEN, next_step=next_step, field="fields")


def _no_source(text: str, models: list[Model], strange: list[str]) -> InvalidInput:
    if strange:
        next_step = WRITE_WITH_MODEL.format(example=f"{strange[0]}.{text}")
        return InvalidInput(WHICH_MODEL.format(text=text), not_done=NOTHING_TAKEN, next_step=next_step, field="fields")
    if not models:
        return InvalidInput(NO_MODEL, not_done=NOTHING_TAKEN, next_step=WRITE_MODEL_ID, field="fields")
    names = " or ".join(model.name for model in models)
    found = nearest_source(text, models)
    return InvalidInput(
        UNKNOWN_SOURCE.format(text=text, models=names),
        not_done=NOTHING_TAKEN,
        next_step=NEAREST.format(nearest=found) if found else LOOK_UP,
        field="fields",
    )


def nearest_source(text: str, models: Iterable[Model]) -> str | None:
    """The name of the model field that `text` looks most like, with its model where there are several; or None."""
    models = list(models)

    def shown(model: Model, field: ModelField) -> str:
        return f"{model.name}.{field.name}" if len(models) > 1 else field.name

    names = {shown(model, field): shown(model, field) for model in models for field in model.fields}
    labels = {field.label: shown(model, field) for model in models for field in model.fields if field.label}
    plain = {field.name: shown(model, field) for model in models for field in model.fields}
    choices = {**labels, **plain, **names}
    found = nearest(text, choices)
    return choices[found] if found else None


def resolve_target(text: str, known: Known) -> str:
    """The id of the target field that `text` means, by id, else by label whatever the case.

    Where the target is not known, the text is taken as it was written.

    Raises:
        InvalidInput: No such field, or several of that label; the sentence names the nearest.
    """
    text = text.strip()
    if not text:
        raise InvalidInput(NO_TARGET, not_done=NOTHING_TAKEN, next_step=LOOK_UP, field="fields")
    if known.target is None:
        return text
    fields = known.target.fields
    wanted = text.casefold()
    found = (
        [field for field in fields if field.field_id == text]
        or [field for field in fields if field.field_id.casefold() == wanted]
        or [field for field in fields if field.name.casefold() == wanted]
    )
    if len(found) == 1:
        return found[0].field_id
    raise _no_target(text, known.target_name, fields, found)


def _no_target(text: str, target_name: str, fields: tuple[TargetField, ...], found: list[TargetField]) -> InvalidInput:
    if found:
        ids = ", ".join(field.field_id for field in found)
        what = SEVERAL_TARGETS.format(text=text, ids=ids)
        return InvalidInput(what, not_done=NOTHING_TAKEN, next_step=WRITE_AN_ID, field="fields")
    near = nearest_target(text, fields)
    return InvalidInput(
        UNKNOWN_TARGET.format(text=text, target=target_name),
        not_done=NOTHING_TAKEN,
        next_step=NEAREST.format(nearest=near) if near else LOOK_UP,
        field="fields",
    )


def nearest_target(text: str, fields: Iterable[TargetField]) -> str | None:
    """The id of the target field that `text` looks most like, by id or label; or None."""
    fields = list(fields)
    choices = {field.name: field.field_id for field in fields if field.name}
    choices |= {field.field_id: field.field_id for field in fields}
    found = nearest(text, choices)
    return choices[found] if found else None
