"""A value of any JSON type: *Kind of value*, and the input that this kind needs."""

from __future__ import annotations

from typing import Any

from syncbot.errors import InvalidInput
from syncbot.slack.parts.comparing import HINTS
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, text_of
from syncbot.sync.document import ABSENT, Absent
from syncbot.sync.functions import ValueKind
from syncbot.sync.values import NO, YES, kind_of_value, parse, render, reread

AS = "as"
AS_LABEL = "Kind of value"
KINDS = {
    "text": (ValueKind.TEXT, "Text"),
    "number": (ValueKind.NUMBER, "Number"),
    "boolean": (ValueKind.BOOLEAN, "Yes or no"),
    "json": (ValueKind.JSON, "JSON: lists, objects, null"),
}

_NAMES = {kind: name for name, (kind, _) in KINDS.items()}


def any_answers(value: Any | Absent, name: str) -> dict[str, str]:
    """A value of the draft as answers; ABSENT for a new one."""
    kind = ValueKind.TEXT if value is ABSENT else kind_of_value(value)
    return {AS: _NAMES[kind], name: render(value, kind)}


def any_questions(given: Answers, name: str, label: str) -> tuple[Question, ...]:
    """The kind, and the value."""
    picks = tuple(Pick(each, words) for each, (_, words) in KINDS.items())
    kind = _kind(given)
    asked = Question(AS, AS_LABEL, Kind.ONE, picks, redraws=True)
    if kind is ValueKind.BOOLEAN:
        return (asked, Question(name, label, Kind.ONE, (Pick(YES, YES), Pick(NO, NO))))
    many = kind is ValueKind.JSON or (kind is ValueKind.TEXT and "\n" in text_of(given, name))
    return (asked, Question(name, label, Kind.LINES if many else Kind.LINE, hint=HINTS.get(kind, "")))


def any_in(given: Answers, was: Any | Absent, name: str) -> Any | Absent:
    """The value that is answered; an untouched one is the draft's own, ABSENT where that has none.

    Raises:
        InvalidInput: It is not of its kind; `field` is the question's name.
    """
    if was is ABSENT and not text_of(given, name).strip():
        return ABSENT
    try:
        return reread(text_of(given, name), _kind(given), was)
    except InvalidInput as fault:
        raise InvalidInput(fault.what, not_done=fault.not_done, next_step=fault.next_step, field=name) from fault


def settled_any(was: Answers, now: Answers, name: str) -> Answers:
    """The answers after another kind was chosen: a text that is none of that kind goes."""
    if text_of(was, AS) == text_of(now, AS):
        return now
    try:
        parse(text_of(now, name), _kind(now))
    except InvalidInput:
        return {**now, name: ""}
    return now


def _kind(given: Answers) -> ValueKind:
    return KINDS.get(text_of(given, AS), KINDS["text"])[0]
