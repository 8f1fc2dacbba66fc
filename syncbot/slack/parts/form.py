"""Inputs as values: what is asked, drawn as Slack's inputs, and read back from what Slack answers.

An answer is plain text, or a list of them where several can be chosen. `read` of an untouched `drawn` view gives the
answers that it was drawn with, also where Slack answers null for them; an empty list counts as untouched as well, since
Slack sends it for menus that nobody touched, unless its change is being told. No option carries data of a sync: its
value is a hash of what it means.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.asking import HINT
from syncbot.slack.blocks import Asked, Block, Choice
from syncbot.slack.scene import token

ANSWER = "answer"
"""The action id of every input of a form; what follows the colon is the question's name."""

TEXT = "text:"
"""What the value of an option begins with that stands for a typed text; the text's id follows."""

Answers = Mapping[str, str | list[str]]
"""By question: what is answered. JSON, so that it can be kept beside the draft."""


class Kind(StrEnum):
    """How a question is asked."""

    LINE = "line"
    LINES = "lines"
    ONE = "one"
    FIND = "find"
    SEVERAL = "several"
    RADIO = "radio"
    TICKS = "ticks"


TOLD = frozenset({Kind.TICKS, Kind.SEVERAL})
"""The kinds of which each change is told at once, since an empty list alone says nothing."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the choices.

    Attributes:
        value: What the answer is when it is chosen.
        text: What people read, plain.
        more: A line under it, plain; empty for none.
    """

    value: str
    text: str
    more: str = ""

    def choice(self, question: str) -> Choice:
        """The option; the same pick always makes the same one."""
        return Choice(token(question, self.value), self.text or "-", self.more)


class Picks:
    """Choices that are made only when somebody looks through them: a field is chosen from thousands."""

    def __init__(self, made: Callable[[], Iterable[Pick]]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[Pick]:
        """Each time anew."""
        return iter(self._made())


@dataclass(frozen=True, slots=True)
class Question:
    """One input.

    Attributes:
        name: Of the answer, and what an error names.
        picks: What can be chosen; for `FIND` and `SEVERAL` any number of them, asked for while typing.
        redraws: Whether other questions depend on the answer, so that the view is drawn anew at once.
        resolve: From typed text to an answer of `FIND`; None where only picks count. Raises InvalidInput.
        missing: Why there may be more than the picks, a line among the choices; empty when all are known.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    picks: Iterable[Pick] = ()
    hint: str = ""
    optional: bool = False
    redraws: bool = False
    resolve: Callable[[str], str] | None = None
    missing: str = ""

    @property
    def action_id(self) -> str:
        """Of its input."""
        return f"{ANSWER}:{self.name}"


@dataclass(frozen=True, slots=True)
class Given:
    """What was read.

    Attributes:
        texts: Under what the text is remembered that was typed instead of choosing, by question.
        hints: The questions where a line was chosen that only tells something.
        strange: The questions where something was chosen of which it is not known what it means.
    """

    answers: Answers
    texts: Mapping[str, str]
    hints: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


def stamp(given: Answers, name: str) -> str:
    """A mark of the answer that an input was drawn with; goes into its block id.

    With another answer Slack draws the input anew; with the same one it keeps what a person typed there meanwhile.
    """
    return token("form", name, json.dumps(given.get(name)))


def text_of(given: Answers, name: str) -> str:
    """An answer that is one text; empty when there is none."""
    answer = given.get(name, "")
    return answer if isinstance(answer, str) else ""


def list_of(given: Answers, name: str) -> list[str]:
    """An answer that is a list."""
    answer = given.get(name, [])
    return answer if isinstance(answer, list) else []


def drawn(questions: Iterable[Question], given: Answers, block_id: Callable[[Question], str]) -> list[Block]:
    """The questions as inputs, answered; `block_id` makes one for a question."""
    return [_DRAW[each.kind](each, given, _asked(each, block_id(each))) for each in questions]


def read(values: Values, questions: Iterable[Question], rendered: Answers, *, told: str = "") -> Given:
    """What the inputs hold; what was not touched, or is not there, holds what was rendered.

    Args:
        values: `view.state.values`.
        questions: What was asked.
        rendered: What the inputs were drawn with.
        told: The action id of the input whose change is being told. Boxes and lists that nobody touched may arrive
            empty once their view was updated, so an empty list counts only when it is told; every change of one is.
    """
    found: dict[str, str | list[str]] = dict(rendered)
    texts: dict[str, str] = {}
    hints: list[str] = []
    strange: list[str] = []
    for each in questions:
        if answers.block_of(values, each.action_id) is None:
            continue
        if each.kind in (Kind.LINE, Kind.LINES):
            multiline = each.kind is Kind.LINES
            found[each.name] = answers.typed(values, each.action_id, text_of(rendered, each.name), multiline=multiline)
            continue
        if each.kind in TOLD:
            options = answers.ticked(values, each.action_id, frozenset())
            if options or each.action_id == told:
                found[each.name], unknown = _several(each, options, list_of(rendered, each.name))
                strange += [each.name] if unknown else []
            continue
        option = answers.chosen(values, each.action_id, "")
        if option.startswith(TEXT):
            texts[each.name] = option.removeprefix(TEXT)
        elif option == HINT:
            hints.append(each.name)
        elif option:
            meant = _meant(each, option, text_of(rendered, each.name))
            found |= {} if meant is None else {each.name: meant}
            strange += [each.name] if meant is None else []
    return Given(found, texts, tuple(hints), tuple(strange))


def _several(question: Question, options: frozenset[str], rendered: list[str]) -> tuple[list[str], bool]:
    """What was chosen, and whether some of it is not known; what a menu cannot show of the choices before stays."""
    known = dict.fromkeys([*rendered, *(pick.value for pick in question.picks)])
    found = [value for value in known if token(question.name, value) in options]
    behind = [value for value in rendered[blocks.OPTIONS_AT_MOST :] if value not in found]
    return [*found, *behind], len(found) < len(options)


def _meant(question: Question, option: str, rendered: str) -> str | None:
    if token(question.name, rendered) == option:
        return rendered
    return next((pick.value for pick in question.picks if token(question.name, pick.value) == option), None)


def _asked(question: Question, block_id: str) -> Asked:
    return Asked(
        question.label,
        question.action_id,
        block_id,
        hint=question.hint,
        optional=question.optional,
        dispatch=question.redraws or question.kind in TOLD,
    )


def _line(question: Question, given: Answers, asked: Asked) -> Block:
    return blocks.text_input(asked, text_of(given, question.name), multiline=question.kind is Kind.LINES)


def _one(question: Question, given: Answers, asked: Asked) -> Block:
    build = blocks.radio if question.kind is Kind.RADIO else blocks.select
    return build(asked, _choices(question), token(question.name, text_of(given, question.name)))


def _find(question: Question, given: Answers, asked: Asked) -> Block:
    value = text_of(given, question.name)
    chosen = next((pick for pick in question.picks if pick.value == value), Pick(value, value))
    return blocks.external_select(asked, replace(chosen, more="").choice(question.name) if value else None)


def _many(question: Question, given: Answers, asked: Asked) -> Block:
    ticked = list_of(given, question.name)
    if question.kind is Kind.TICKS:
        return blocks.checkboxes(asked, _choices(question), {token(question.name, value) for value in ticked})
    texts = {pick.value: pick for pick in question.picks}
    chosen = [texts.get(value, Pick(value, value)).choice(question.name) for value in ticked]
    return blocks.multi_external_select(asked, chosen)


def _choices(question: Question) -> Sequence[Choice]:
    return [pick.choice(question.name) for pick in question.picks]


_DRAW: Mapping[Kind, Callable[[Question, Answers, Asked], Block]] = {
    Kind.LINE: _line,
    Kind.LINES: _line,
    Kind.ONE: _one,
    Kind.RADIO: _one,
    Kind.FIND: _find,
    Kind.SEVERAL: _many,
    Kind.TICKS: _many,
}
