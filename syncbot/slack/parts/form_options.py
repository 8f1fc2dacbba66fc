"""The choices of a form's menu while somebody types, and what the chosen one reads."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.asking import HINT, TYPE_TO_NARROW
from syncbot.slack.blocks import Choice, Json
from syncbot.slack.parts.form import TEXT, Answers, Kind, Question, text_of
from syncbot.slack.text import shorten

USE_TYPED = 'Use "{text}"'
NOTHING_MATCHES = "Nothing matches"
NOTHING_YET = "Nothing to choose from yet"

_TYPED_SHOWN = 60
_OF_ONE = frozenset({Kind.ONE, Kind.FIND, Kind.RADIO})
_LISTED_AT_MOST = blocks.OPTIONS_AT_MOST - 2


def options(question: Question, typed: str, text_id: str) -> Json:
    """The answer to an options request of `FIND` and `SEVERAL`.

    Args:
        question: What is asked.
        typed: What was typed, compared with what the picks read.
        text_id: Under what `typed` is remembered; empty when nothing was typed or it could not be used.
    """
    wanted = " ".join(typed.split()).casefold()
    found = [pick for pick in question.picks if wanted in f"{pick.text} {pick.more}".casefold()]
    if wanted:
        found.sort(key=lambda pick: not pick.text.casefold().startswith(wanted))
    shown, more = found[:_LISTED_AT_MOST], len(found) - _LISTED_AT_MOST
    hint = _hint(question, more=more, anything=bool(found))
    use = text_id and question.resolve is not None
    typed_choice = Choice(TEXT + text_id, USE_TYPED.format(text=shorten(typed.strip(), _TYPED_SHOWN)))
    return blocks.options(
        [
            *(pick.choice(question.name) for pick in shown),
            *([Choice(HINT, hint)] if hint and question.kind is Kind.FIND else []),
            *([typed_choice] if use else []),
        ]
    )


def chosen_text(question: Question, given: Answers) -> str:
    """What the one that is chosen reads, whole; empty where nothing is, and for what is no menu of one choice."""
    value = text_of(given, question.name) if question.kind in _OF_ONE else ""
    return next((pick.text for pick in question.picks if pick.value == value), value) if value else ""


def _hint(question: Question, *, more: int, anything: bool) -> str:
    if question.missing:
        return question.missing
    if more > 0:
        return TYPE_TO_NARROW.format(more=more)
    if anything:
        return ""
    return NOTHING_MATCHES if next(iter(question.picks), None) else NOTHING_YET
