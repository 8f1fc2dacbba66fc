"""The choices of *Source field* and *Target field*: made while somebody types, and read back.

An option's value never holds data of a sync: it is a hash of the field, or the id under which typed text is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from syncbot.errors import InvalidInput
from syncbot.slack import blocks
from syncbot.slack.blocks import Choice, Json
from syncbot.slack.scene import token
from syncbot.slack.text import shorten
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import models_of
from syncbot.sync.known import Known
from syncbot.sync.naming import naming

USE_TYPED = 'Use "{text}"'
MORE = "{more} more, type to narrow"
STILL_LOADING = "Still loading, type again in a moment"
NOTHING_MATCHES = "Nothing matches"
NO_MODEL = "This sync reads no model yet. Write MODEL-ID.field"
NO_OBJECT = "This sync names no target object. Write the field's id"
NOT_A_FIELD = "That line only tells something; it is not a field."
GONE = "That field is no longer among the choices."
CHOOSE = "Choose a field, or write one and take the last line."

_FIELD, _TEXT, _HINT = "field:", "text:", "hint"
_TYPED_SHOWN = 60
_LISTED_AT_MOST = blocks.OPTIONS_AT_MOST - 2


@dataclass(frozen=True, slots=True)
class Source:
    """A field of a model."""

    model_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Text that was typed instead of choosing; `text_id` is under what it is remembered."""

    text_id: str


def source_choice(known: Known, doc: JsonObject, source: Source) -> Choice:
    """The option for a source field, whether or not it is known."""
    words = naming(known, doc.get("fields")).model_field(source.model_id, source.field)
    return Choice(_source_value(source), words)


def target_choice(known: Known, target: str) -> Choice:
    """The option for a target field, whether or not it is known."""
    return Choice(_target_value(target), naming(known).target(target))


def source_options(known: Known, base: JsonObject, typed: str, text_id: str) -> Json:
    """The answer to an options request of *Source field*.

    Args:
        known: The models whose fields are offered.
        base: The sync, which tells what models it reads.
        typed: What was typed, compared with ids, labels and model names.
        text_id: Under what `typed` is remembered; empty when nothing was typed.
    """
    names = naming(known, base.get("fields"))
    choices = (
        Choice(_source_value(Source(model.model_id, field.name)), names.model_field(model.model_id, field.name))
        for model in known.models.values()
        for field in model.fields
    )
    reads = models_of(base)
    loading = any(model_id not in known.models for model_id in reads)
    hint = STILL_LOADING if loading else "" if reads or known.models else NO_MODEL
    return _answer(_matching(choices, typed), typed, text_id, hint=hint)


def target_options(known: Known, base: JsonObject, typed: str, text_id: str) -> Json:
    """The answer to an options request of *Target field*; arguments as in `source_options`."""
    fields = known.target.fields if known.target else ()
    choices = (target_choice(known, field.field_id) for field in fields)
    hint = "" if known.target else STILL_LOADING if (base.get("target") or {}).get("object") else NO_OBJECT
    return _answer(_matching(choices, typed), typed, text_id, hint=hint)


def read_source(value: str, known: Known, rendered: Source | None) -> Source | Typed:
    """The field that an option's value stands for. Raises InvalidInput when it stands for none."""
    if value.startswith(_TEXT):
        return Typed(value.removeprefix(_TEXT))
    candidates = (Source(model.model_id, field.name) for model in known.models.values() for field in model.fields)
    offered = ([rendered] if rendered else []) + list(candidates)
    found = next((source for source in offered if _source_value(source) == value), None)
    if found is None:
        raise _not_a_field(value, "source")
    return found


def read_target(value: str, known: Known, rendered: str) -> str | Typed:
    """The id of the target field that an option's value stands for. Raises InvalidInput when it stands for none."""
    if value.startswith(_TEXT):
        return Typed(value.removeprefix(_TEXT))
    fields = known.target.fields if known.target else ()
    offered = ([rendered] if rendered else []) + [field.field_id for field in fields]
    found = next((target for target in offered if _target_value(target) == value), None)
    if found is None:
        raise _not_a_field(value, "target")
    return found


def _source_value(source: Source) -> str:
    return _FIELD + token("source", source.model_id, source.field)


def _target_value(target: str) -> str:
    return _FIELD + token("target", target)


def _matching(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Those that hold the typed text; those that begin with it first."""
    wanted = " ".join(typed.split()).casefold()
    found = [choice for choice in choices if wanted in choice.text.casefold()]
    return sorted(found, key=lambda choice: not choice.text.casefold().startswith(wanted)) if wanted else found


def _answer(found: list[Choice], typed: str, text_id: str, *, hint: str) -> Json:
    """The matching choices; `hint` tells why there may be no more, and is empty when all are known."""
    shown = found[:_LISTED_AT_MOST]
    more = len(found) - len(shown)
    hints = []
    if hint:
        hints.append(Choice(_HINT, hint))
    elif more > 0:
        hints.append(Choice(_HINT, MORE.format(more=more)))
    elif not found and not text_id:
        hints.append(Choice(_HINT, NOTHING_MATCHES))
    use = [Choice(_TEXT + text_id, USE_TYPED.format(text=shorten(typed.strip(), _TYPED_SHOWN)))] if text_id else []
    return blocks.options([*shown, *hints, *use])


def _not_a_field(value: str, field: str) -> InvalidInput:
    return InvalidInput(NOT_A_FIELD if value == _HINT else GONE, next_step=CHOOSE, field=field)
