"""How a change ended, in words: in the modal, as a direct message, and as a line in the log channel."""

from __future__ import annotations

from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change, Outcome, Result, Side, Verdict, Way
from syncbot.changes.resolve import Choice
from syncbot.changes.states import State
from syncbot.slack import afterwards, blocks, endings
from syncbot.slack.blocks import Block, Element
from syncbot.slack.calls import Payload
from syncbot.slack.controls import carried
from syncbot.slack.named_field import part_of, place_left
from syncbot.slack.run_buttons import after_change
from syncbot.slack.text import code, escape, moment, person, sentences
from syncbot.slack.undo_button import undo_buttons
from syncbot.sync.phrases import counted

CALLBACK = "outcome"
REVIEW_AGAIN = "outcome_review_again"
EDIT_AGAIN = "outcome_edit_again"
RESOLVE = "outcome_resolve"

TITLE = "Outcome"
BY_ACTIVATE = "Only the on/off switch was written; nothing else of the sync was sent."
CHANGED_BY = "Last saved in Polytomic by {name}."
QUOTED = "Polytomic said: {words}"
ABOUT = "It is about {place}."
REASON = "Reason: {reason}"
REJECTED_BY = "Rejected by {person}. Why: {why}"
BY = "By {person}"
ENDED = "Ended {moment}"
APPROVED_BY = "Approved by {people}."
LOST = "The change was confirmed, but how it ended is not stored."
CHANGED = "{first}: {person} changed {sync}"
WANTED = "{first}: {person} wanted to change {sync}"
ASKED_AFTERWARDS = "{first}: {person} asked to keep {sync} paused"
CHOICES = {
    Choice.APPLIED: "It was applied",
    Choice.AGAIN: "Apply again",
    Choice.NOT_APPLIED: "Leave it",
}
"""What can be said of an unclear change, by the requester and by those who may approve."""
UNDECIDED = frozenset({State.REJECTED, State.EXPIRED, State.VOID})
"""Ends of a request after which its requester may want to change it and ask again."""
LINES_AT_MOST = 20
MORE = "… and {more}."
SIDES_AT_MOST = 20
SIDES_LENGTH = 5_000
"""A message whose blocks hold more than about 13,200 characters is refused; the changes and why stand there too."""
VALUE_LENGTH = 700
PLACE_LENGTH = 300

CONFLICT_SIDES = "*{place}*\nWhen you opened it: {base}\nNow: {theirs}\nYours: {ours}"
MOVED_SIDES = "*{place}*\nWhen you opened it: {base}\nNow: {theirs}"
"""Of a field that the change itself leaves alone."""
NORMALISED_SIDES = "*{place}*\nSent: {ours}\nPolytomic kept: {theirs}"
UNCLEAR_SIDES = "*{place}*\nBefore: {base}\nMeant: {ours}\nNow: {theirs}"
OVERWRITTEN_SIDES = "*{place}*\nWritten by this change: {ours}\nNow: {theirs}"


def changes_in_words(lines: tuple[str, ...], at_most: int = LINES_AT_MOST) -> list[str]:
    """The reviewed lines as mrkdwn bullets, the rest counted."""
    shown = [f"• {sentences(line, 600)}" for line in lines[:at_most]]
    return shown + _rest(len(lines) - at_most, "change")


def _rest(count: int, noun: str) -> list[str]:
    return [MORE.format(more=counted(count, f"more {noun}"))] if count > 0 else []


def _side(template: str, side: Side) -> str:
    def cell(text: str) -> str:
        return escape(text, VALUE_LENGTH) if text else "(nothing)"

    return template.format(
        place=escape(side.place, PLACE_LENGTH),
        base=cell(side.base),
        theirs=cell(side.theirs),
        ours=cell(side.ours),
    )


def sides(outcome: Outcome) -> list[Block]:
    """The fields of a conflict, or what Polytomic keeps otherwise, or what someone else wrote."""
    template = {
        Result.NORMALISED: NORMALISED_SIDES,
        Result.OVERWRITTEN: OVERWRITTEN_SIDES,
        Result.UNCLEAR: UNCLEAR_SIDES,
    }.get(outcome.result)
    told, length = [], 0
    for side in outcome.sides[:SIDES_AT_MOST]:
        told.append(_side(template or (MOVED_SIDES if side.ours == side.base else CONFLICT_SIDES), side))
        length += len(told[-1])
        if length > SIDES_LENGTH:
            break
    rest = _rest(len(outcome.sides) - len(told), "field")
    return [*map(blocks.section, told), *([blocks.context(*rest)] if rest else [])]


def _explanation(change: Change, channel: str) -> list[str]:
    outcome = change.outcome
    if outcome is None:
        return [endings.told(change) or LOST, *_why_not(change)]
    told = [said] if (said := endings.told(change)) else []
    if about := place_left(change):
        told.append(ABOUT.format(place=escape(about, 200)))
    if outcome.quoted:
        told.append(QUOTED.format(words=code(outcome.quoted, 500)))
    if outcome.sides and outcome.changed_by and outcome.result is not Result.NORMALISED:
        told.append(CHANGED_BY.format(name=escape(outcome.changed_by)))
    if _by_switch(change):
        told.append(BY_ACTIVATE)
    if waits := afterwards.asked(change, channel):
        told.append(waits)
    return told


def _by_switch(change: Change) -> bool:
    """Whether only the on/off switch was written, and the sentences do not say so themselves."""
    written = change.state is State.APPLIED and change.outcome and change.outcome.result is not Result.ALREADY_SO
    return bool(written and change.way is Way.ACTIVATE and not (change.attempt and change.attempt.refused))


def _why_not(change: Change) -> list[str]:
    return [
        REJECTED_BY.format(person=person(one.approver), why=escape(one.why, 500))
        for one in change.decisions
        if one.verdict is Verdict.REJECTED
    ]


@carried
def read_choice(value: str) -> tuple[str, Choice]:
    """From the value of a button of an unclear outcome: the change's id and what was said. Raises Gone."""
    change_id, _, choice = value.rpartition(":")
    return change_id, Choice(choice)


def _next_buttons(change: Change) -> list[Element]:
    if change.state is State.UNCLEAR:
        return [
            blocks.button(words, f"{RESOLVE}:{choice}", f"{change.change_id}:{choice}")
            for choice, words in CHOICES.items()
        ]
    outcome = change.outcome
    undone = change.state in UNDECIDED if outcome is None else outcome.result in (Result.CONFLICT, Result.NOT_APPLIED)
    if not undone or is_request(change):
        return []
    part = part_of(outcome.field) if outcome else None
    return [
        blocks.button("Review again", REVIEW_AGAIN, change.change_id),
        blocks.button(f"Edit {part or 'again'}", EDIT_AGAIN, change.change_id),
    ]


def body(change: Change, channel: str) -> list[Block]:
    """The outcome as blocks: first words, the sync, the changes, what to know, what to do next.

    `channel` is where approval is asked for.
    """
    first = f"*{escape(endings.headline(change))}*: {escape(change.sync_name, 150)}"
    parts: list[Block] = [blocks.section(first, *changes_in_words(change.lines))]
    explanation = _explanation(change, channel)
    if explanation:
        parts.append(blocks.section(*explanation))
    if change.outcome is not None:
        parts.extend(sides(change.outcome))
    buttons = _next_buttons(change)
    return [*parts, blocks.actions(*buttons)] if buttons else parts


def view(change: Change, channel: str) -> Payload:
    """The outcome in the modal; closing it closes what lies beneath, which is out of date."""
    parts = [*body(change, channel), *_below([], after_change(change, here=True))]
    return blocks.view(blocks.Modal(CALLBACK, TITLE, meta=change.change_id, ends=True), parts)


def _approved_by(change: Change) -> str:
    people = ", ".join(person(one.approver) for one in change.decisions if one.verdict == "approved")
    return APPROVED_BY.format(people=people) if people else ""


def direct_message(change: Change, channel: str) -> Payload:
    """For the person who confirmed it."""
    text = f"{endings.headline(change)}: {escape(change.sync_name, 150)}"
    ended = ENDED.format(moment=moment(change.ended_at)) if change.ended_at else ""
    notes = [note for note in (_approved_by(change), ended) if note]
    return blocks.message(text, [*body(change, channel), *_below(notes, after_change(change))])


def log_message(change: Change, channel: str) -> Payload:
    """For the log channel: the person, the sync, the changes, the result."""
    first, sync = endings.headline(change), escape(change.sync_name, 150)
    text = _template(change).format(first=first, person=person(change.actor), sync=sync)
    notes = [", ".join(part for part in (BY.format(person=person(change.actor)), _ended(change)) if part)]
    if change.reason:
        notes.append(REASON.format(reason=escape(change.reason, 500)))
    if approved := _approved_by(change):
        notes.append(approved)
    buttons = [*undo_buttons(change), *after_change(change)]
    return blocks.message(text, [*body_without_buttons(change, channel), *_below(notes, buttons)])


def _template(change: Change) -> str:
    if is_request(change):
        return ASKED_AFTERWARDS
    was_so = change.outcome is not None and change.outcome.result is Result.ALREADY_SO
    return CHANGED if change.state is State.APPLIED and not was_so else WANTED


def _below(notes: list[str], buttons: list[Element]) -> list[Block]:
    return [*([blocks.context(*notes)] if notes else []), *([blocks.actions(*buttons)] if buttons else [])]


def body_without_buttons(change: Change, channel: str) -> list[Block]:
    """The body as others read it: the next step is the actor's alone, unless nobody knows how it ended."""
    whole = body(change, channel)
    return whole[:-1] if _next_buttons(change) and change.state is not State.UNCLEAR else whole


def _ended(change: Change) -> str:
    return moment(change.ended_at) if change.ended_at else ""
