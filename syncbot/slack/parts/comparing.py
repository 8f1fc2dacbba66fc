"""*Condition* and *Value*: the inputs that filters and overrides share."""

from __future__ import annotations

from dataclasses import dataclass

from syncbot.errors import InvalidInput
from syncbot.slack.parts.field_picks import source_answer, source_in, source_question
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, text_of
from syncbot.slack.scene import Scene
from syncbot.sync.conditions import NOT_TAKEN, Comparison
from syncbot.sync.document import ABSENT
from syncbot.sync.functions import FunctionChoice, ValueKind, function_choices
from syncbot.sync.known import FilterFunction, PickValue
from syncbot.sync.values import NO, YES, kind_for, render, reread

FIELD = "field"
FUNCTION = "function"
WITH = "with"
VALUE = "value"
VALUE_SOURCE = "value_source"

NO_COMPARISON = Comparison("")
"""That of a new condition for which nothing is chosen."""

FIELD_LABEL = "Field"
FUNCTION_LABEL = "Condition"
WITH_LABEL = "Compare with"
VALUE_LABEL = "Value"
VALUE_SOURCE_LABEL = "Field to compare with"
A_VALUE, A_FIELD = "value", "field"
NO_FIELD = "No field to compare with is chosen."
CHOOSE_FIELD = "Choose it, or compare with a value."
EXAMPLE = "In this field: {example}"
HINTS = {
    ValueKind.NUMBER: "A number, like 10 or 10.5.",
    ValueKind.DATE: "A date like 2026-11-23, or 2026-11-23T06:00:00Z with a time.",
    ValueKind.LIST: "One value on each line, or separated by commas.",
    ValueKind.BETWEEN: "The lower and the higher one, each on a line.",
    ValueKind.DURATION: "A span of time as Polytomic writes it, like 7 days.",
    ValueKind.JSON: 'As JSON, like "text", 10, true, null, ["a", "b"] or {"key": "value"}.',
}

_MULTILINE = frozenset({ValueKind.LIST, ValueKind.BETWEEN, ValueKind.JSON, ValueKind.TEXT})


@dataclass(frozen=True, slots=True)
class Subject:
    """The field that is compared.

    Attributes:
        offered: The functions that it takes, where Polytomic tells them.
        type: Polytomic's name for its type, or empty.
        example: A value of it, or empty.
        values: What it may hold, where that is a fixed set.
        may_have_source: Whether it can be compared with a field of a model.
    """

    offered: tuple[FilterFunction, ...] = ()
    type: str = ""
    example: str = ""
    values: tuple[PickValue, ...] = ()
    may_have_source: bool = False


def comparison_answers(was: Comparison | None, subject: Subject) -> dict[str, str]:
    """A comparison of the draft as answers; None for that of a new condition."""
    if was is None:
        return {FUNCTION: "", WITH: A_VALUE, VALUE: "", VALUE_SOURCE: ""}
    return {
        FUNCTION: was.function,
        WITH: A_FIELD if was.value_source else A_VALUE,
        VALUE: render(was.value, kind) if (kind := _kind(was, was.function, subject)) is not ValueKind.NONE else "",
        VALUE_SOURCE: source_answer(was.value_source),
    }


def comparison_questions(
    scene: Scene, given: Answers, subject: Subject, was: Comparison | None
) -> tuple[Question, ...]:
    """*Condition*, and the inputs that the chosen one needs."""
    function = text_of(given, FUNCTION)
    picks = tuple(Pick(each.function, each.words) for each in _choices(subject, function))
    asked = [Question(FUNCTION, FUNCTION_LABEL, Kind.ONE, picks, redraws=True)]
    kind = _kind(was, function, subject)
    if not function or kind is ValueKind.NONE:
        return tuple(asked)
    has_source = text_of(given, WITH) == A_FIELD
    if subject.may_have_source or has_source:
        both = (Pick(A_VALUE, "A value"), Pick(A_FIELD, "A field of the model"))
        asked.append(Question(WITH, WITH_LABEL, Kind.RADIO, both, redraws=True))
    if has_source:
        answer = text_of(given, VALUE_SOURCE)
        asked.append(source_question(scene, VALUE_SOURCE, VALUE_SOURCE_LABEL, answer=answer))
    else:
        asked.append(_value_question(kind, _values(function, subject), subject, text_of(given, VALUE)))
    return tuple(asked)


def comparison_in(given: Answers, subject: Subject, was: Comparison | None) -> Comparison | None:
    """What the answers say; None where they say what the draft does, whatever that is.

    Raises:
        InvalidInput: The value is not of its kind, or no field to compare with is chosen; `field` is the question's
            name.
    """
    there = comparison_answers(was, subject)
    if was is not None and all(text_of(given, name) == said for name, said in there.items()):
        return None
    function = text_of(given, FUNCTION)
    kind = _kind(was, function, subject)
    present = was.value if was and was.function == function else ABSENT
    if not function or kind is ValueKind.NONE:
        return Comparison(function, present)
    if text_of(given, WITH) == A_FIELD:
        source = source_in(text_of(given, VALUE_SOURCE))
        if source is None:
            raise InvalidInput(NO_FIELD, not_done=NOT_TAKEN, next_step=CHOOSE_FIELD, field=VALUE_SOURCE)
        return Comparison(function, ABSENT, source)
    text, values = text_of(given, VALUE), _values(function, subject)
    if not text.strip() and present is ABSENT:
        return Comparison(function)
    return Comparison(function, reread(text, kind, present, values=values))


def settled_comparison(was: Answers, now: Answers, subject: Subject, draft: Comparison | None) -> Answers:
    """The answers after another field or condition was chosen: a value that its input cannot show goes."""
    before, function = text_of(was, FUNCTION), text_of(now, FUNCTION)
    if before == function:
        return now
    if draft is not None and draft.function == function:
        return {**now, VALUE: comparison_answers(draft, subject)[VALUE]}
    kinds = _kind(draft, before, subject), _kind(draft, function, subject)
    return now if kinds[0] is kinds[1] and not _values(function, subject) else {**now, VALUE: ""}


def _choices(subject: Subject, present: str) -> tuple[FunctionChoice, ...]:
    return function_choices(subject.offered, field_type=subject.type, present=present)


def _kind(was: Comparison | None, function: str, subject: Subject) -> ValueKind:
    """How the value of a function is asked for: as its kind says, unless the draft's value needs another input."""
    choice = next((each for each in _choices(subject, function) if each.function == function), None)
    kind = choice.kind if choice else ValueKind.JSON
    if was is None or was.function != function or (kind is ValueKind.NONE and was.value is None):
        return kind
    return kind_for(was.value, kind)


def _values(function: str, subject: Subject) -> tuple[PickValue, ...]:
    choice = next((each for each in _choices(subject, function) if each.function == function), None)
    return choice.values if choice else ()


def _value_question(kind: ValueKind, values: tuple[PickValue, ...], subject: Subject, answer: str) -> Question:
    hint = " ".join(each for each in (HINTS.get(kind, ""), _example(subject, kind)) if each)
    if kind is ValueKind.BOOLEAN:
        return Question(VALUE, VALUE_LABEL, Kind.ONE, (Pick(YES, YES), Pick(NO, NO)), hint=hint)
    if values and kind in (ValueKind.TEXT, ValueKind.DURATION):
        return Question(VALUE, VALUE_LABEL, Kind.FIND, _picks(values, answer), hint=hint)
    if subject.values and kind is ValueKind.TEXT:
        picks = _picks(subject.values, answer)
        return Question(VALUE, VALUE_LABEL, Kind.FIND, picks, hint=hint, resolve=lambda text: text)
    many = kind in _MULTILINE - {ValueKind.TEXT} or (kind is ValueKind.TEXT and "\n" in answer)
    return Question(VALUE, VALUE_LABEL, Kind.LINES if many else Kind.LINE, hint=hint)


def _picks(values: tuple[PickValue, ...], answer: str) -> tuple[Pick, ...]:
    known = {each.value: Pick(each.value, each.label or each.value) for each in values}
    return tuple(({answer: Pick(answer, answer)} | known if answer else known).values())


def _example(subject: Subject, kind: ValueKind) -> str:
    if kind is ValueKind.LIST and subject.values:
        return EXAMPLE.format(example=", ".join(each.value for each in subject.values[:10]))
    return EXAMPLE.format(example=subject.example) if subject.example else ""
