"""*How it combines* and *Logic*: how the conditions of one side work together."""

from __future__ import annotations

from syncbot.errors import InvalidInput
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, text_of
from syncbot.slack.scene import Scene
from syncbot.sync.condition_words import ALL_MUST_HOLD, condition
from syncbot.sync.document import JsonObject
from syncbot.sync.filter_lists import Side
from syncbot.sync.filters import Combine, filter_logic, filters, logic_with, set_filter_logic
from syncbot.sync.logic import check, every, position_label, render
from syncbot.sync.naming import naming

LOGIC_ITEM = "logic"
"""The item id of the form that changes the logic alone."""

COMBINE = "combine"
LOGIC = "logic"

COMBINE_LABEL = "How it combines"
LOGIC_LABEL = "Logic"
LOGIC_HINT = "AND, OR, brackets, and the letter of every condition, like A AND (B OR C). Enter checks it."
ALL_HOLD = "All of them must hold"
COMBINES = "How they combine: {logic}"
NEW_IS = "The new condition is {label}."
THEN = "Then: {logic}"
READS = "This logic can be read."
AND_MORE = "and {more} more conditions"

_ALL, _OWN = "all", "own"
_NAMED = 26


def logic_line(scene: Scene, side: Side) -> str:
    """The logic as it is in the draft."""
    return COMBINES.format(logic=filter_logic(scene.session.draft, side) or ALL_MUST_HOLD)


def answers(scene: Scene, side: Side) -> Answers:
    """The logic of the draft as answers."""
    logic = filter_logic(scene.session.draft, side)
    return {COMBINE: _OWN if logic else _ALL, LOGIC: logic}


def questions(given: Answers) -> tuple[Question, ...]:
    """Whether all must hold, or the logic that somebody writes."""
    both = (Pick(_ALL, ALL_HOLD), Pick(_OWN, Combine.OWN.value))
    asked = Question(COMBINE, COMBINE_LABEL, Kind.RADIO, both, redraws=True)
    return (asked, _logic()) if text_of(given, COMBINE) == _OWN else (asked,)


def taken(scene: Scene, side: Side, given: Answers) -> JsonObject:
    """The draft with another logic. Raises InvalidInput; `field` is `logic`."""
    logic = text_of(given, LOGIC) if text_of(given, COMBINE) == _OWN else ""
    return set_filter_logic(scene.session.draft, side, logic)


def notes(scene: Scene, side: Side, given: Answers) -> tuple[str, ...]:
    """Each condition by its letter, and what is wrong with the logic that is written."""
    names = naming(scene.known, scene.session.draft)
    there = filters(scene.session.draft, side)
    lines = [f"{each.label}: {condition(each.raw, names)}" for each in there[:_NAMED]]
    if len(there) > _NAMED:
        lines.append(AND_MORE.format(more=len(there) - _NAMED))
    if text_of(given, COMBINE) == _OWN and text_of(given, LOGIC).strip():
        lines.append(_checked(text_of(given, LOGIC), tuple(each.label for each in there)))
    return tuple(lines)


def combine_answers(scene: Scene, side: Side) -> dict[str, str]:
    """How a new condition combines, until something else is chosen."""
    return {COMBINE: Combine.ALL.name, LOGIC: _suggested(scene, side)}


def combine_questions(given: Answers) -> tuple[Question, ...]:
    """How a new condition combines with those that are there."""
    asked = Question(
        COMBINE, COMBINE_LABEL, Kind.RADIO, tuple(Pick(each.name, each.value) for each in Combine), redraws=True
    )
    return (asked, _logic()) if text_of(given, COMBINE) == Combine.OWN.name else (asked,)


def combine_in(given: Answers) -> tuple[Combine, str]:
    """The choice, and the logic where it is written."""
    combine = Combine.__members__.get(text_of(given, COMBINE), Combine.ALL)
    return combine, text_of(given, LOGIC) if combine is Combine.OWN else ""


def combine_notes(scene: Scene, side: Side, given: Answers, *, new: bool) -> tuple[str, ...]:
    """What a new condition is called, and what the logic then is."""
    count = len(filters(scene.session.draft, side))
    if not new or not count:
        return ()
    combine, logic = combine_in(given)
    lines = [NEW_IS.format(label=position_label(count)), logic_line(scene, side)]
    try:
        then = logic_with(scene.session.draft, side, combine=combine, logic=logic)
    except InvalidInput as fault:
        return (*lines, fault.sentences)
    return (*lines, THEN.format(logic=then or ALL_MUST_HOLD))


def settled(scene: Scene, side: Side, was: Answers, now: Answers) -> Answers:
    """*I write the logic* begins with what the choice before would have made of it."""
    if text_of(now, COMBINE) != Combine.OWN.name or text_of(was, COMBINE) == Combine.OWN.name:
        return now
    before = Combine.__members__.get(text_of(was, COMBINE), Combine.ALL)
    return {**now, LOGIC: _suggested(scene, side, before)}


def _suggested(scene: Scene, side: Side, combine: Combine = Combine.ALL) -> str:
    count = len(filters(scene.session.draft, side))
    try:
        text = logic_with(scene.session.draft, side, combine=combine) if count else ""
    except InvalidInput:
        return filter_logic(scene.session.draft, side)
    return text or render(every(position_label(place) for place in range(count + 1)))


def _logic() -> Question:
    return Question(LOGIC, LOGIC_LABEL, Kind.LINE, hint=LOGIC_HINT, redraws=True)


def _checked(text: str, labels: tuple[str, ...]) -> str:
    try:
        check(text, labels)
    except InvalidInput as fault:
        return fault.sentences
    return READS
