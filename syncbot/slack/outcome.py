"""How a change ended, in words: in the modal, as a direct message, and as a line in the log channel."""

from __future__ import annotations

from syncbot.changes.model import Change, Outcome, Result, Side, Way
from syncbot.changes.resolve import Choice
from syncbot.changes.states import State
from syncbot.slack import afterwards, blocks
from syncbot.slack.blocks import Block, Element
from syncbot.slack.calls import Payload
from syncbot.slack.controls import carried
from syncbot.slack.named_field import part_of, place_of
from syncbot.slack.run_buttons import after_change
from syncbot.slack.text import code, escape, moment, person, sentences
from syncbot.slack.undo_button import undo_buttons

CALLBACK = "outcome"
REVIEW_AGAIN = "outcome_review_again"
EDIT_AGAIN = "outcome_edit_again"
RESOLVE = "outcome_resolve"

TITLE = "Outcome"
WORKING_TITLE = "Working on it"
WORKING = "Confirmed. Writing the change to Polytomic."
WORKING_NEXT = "You can close this: the outcome also comes as a direct message. No need to press again."
WAITING_TITLE = "Waiting for approval"
WAITING = "The request is in <#{channel}>. Nothing is written before it is approved."
WAITING_NEXT = "You get a direct message when it is decided."
BY_ACTIVATE = "Only the on/off switch was written; nothing else of the sync was sent."
CHANGED_BY = "Last saved in Polytomic by {name}."
QUOTED = "Polytomic said: {words}"
ABOUT = "It is about {place}."
REASON = "Reason: {reason}"
BY = "By {person}"
APPROVED_BY = "Approved by {people}."
LOST = "The change was confirmed, but how it ended is not stored."
CHANGED = "{first}: {person} changed {sync}"
WANTED = "{first}: {person} wanted to change {sync}"
CHOICES = {
    Choice.APPLIED: "It was applied",
    Choice.AGAIN: "Apply again",
    Choice.NOT_APPLIED: "Leave it",
}
"""What can be said of an unclear change, by the requester and by those who may approve."""
LINES_AT_MOST = 20
MORE_LINES = "… and {count} more changes."
SIDES_AT_MOST = 20
SIDES_LENGTH = 5_000
"""A message whose blocks hold more than about 13,200 characters is refused; the changes and why stand there too."""
MORE_SIDES = "… and {count} more fields."
VALUE_LENGTH = 700

ENDINGS = {
    State.REJECTED: ("Rejected", "Nothing was written. The sync is as it was."),
    State.EXPIRED: ("Expired", "Nobody decided in time. Nothing was written. Start again from /sync edit."),
    State.CANCELLED: ("Cancelled", "The request was withdrawn. Nothing was written."),
    State.SUPERSEDED: ("Replaced", "A newer request took its place. Nothing was written by this one."),
    State.VOID: ("Void", "What the approval depended on changed meanwhile. Nothing was written."),
}
"""First words and what they mean, for the ends that are not an attempt to write."""

CONFLICT_SIDES = "*{part}: {label}*\nWhen you opened it: {base}\nNow: {theirs}\nYours: {ours}"
NORMALISED_SIDES = "*{part}: {label}*\nSent: {ours}\nPolytomic kept: {theirs}"
UNCLEAR_SIDES = "*{part}: {label}*\nBefore: {base}\nMeant: {ours}\nNow: {theirs}"
OVERWRITTEN_SIDES = "*{part}: {label}*\nWritten by this change: {ours}\nNow: {theirs}"


def headline(change: Change) -> str:
    """The first words of the result."""
    if change.outcome is not None:
        return change.outcome.result.value
    return ENDINGS[change.state][0] if change.state in ENDINGS else change.state.value.replace("_", " ").capitalize()


def changes_in_words(lines: tuple[str, ...], at_most: int = LINES_AT_MOST) -> list[str]:
    """The reviewed lines as mrkdwn bullets, the rest counted."""
    shown = [f"• {sentences(line, 600)}" for line in lines[:at_most]]
    return shown + ([MORE_LINES.format(count=len(lines) - at_most)] if len(lines) > at_most else [])


def _side(template: str, side: Side) -> str:
    def cell(text: str) -> str:
        return escape(text, VALUE_LENGTH) if text else "(nothing)"

    return template.format(
        part=escape(side.part),
        label=escape(side.label),
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
    }.get(outcome.result, CONFLICT_SIDES)
    told, length = [], 0
    for side in outcome.sides[:SIDES_AT_MOST]:
        told.append(_side(template, side))
        length += len(told[-1])
        if length > SIDES_LENGTH:
            break
    more = len(outcome.sides) - len(told)
    return [*map(blocks.section, told), *([blocks.context(MORE_SIDES.format(count=more))] if more else [])]


def _explanation(change: Change, channel: str) -> list[str]:
    outcome = change.outcome
    if outcome is None:
        return [_ending(change), *_why_not(change)]
    told = [sentences(outcome.sentences)] if outcome.sentences else []
    if about := place_of(change, outcome.field):
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


def _ending(change: Change) -> str:
    if of_a_pause := afterwards.ending(change):
        return of_a_pause
    return ENDINGS[change.state][1] if change.state in ENDINGS else LOST


def _why_not(change: Change) -> list[str]:
    return [REASON.format(reason=escape(one.why, 500)) for one in change.decisions if one.why]


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
    if change.outcome is None or change.outcome.result not in (Result.CONFLICT, Result.NOT_APPLIED):
        is_void = change.state is State.VOID and change.outcome is None
        return [blocks.button("Review again", REVIEW_AGAIN, change.change_id)] if is_void else []
    return [
        blocks.button("Review again", REVIEW_AGAIN, change.change_id),
        blocks.button(f"Edit {part_of(change.outcome.field) or 'again'}", EDIT_AGAIN, change.change_id),
    ]


def body(change: Change, channel: str) -> list[Block]:
    """The outcome as blocks: first words, the sync, the changes, what to know, what to do next.

    `channel` is where approval is asked for.
    """
    first = f"*{escape(headline(change))}*: {escape(change.sync_name, 150)}"
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


def working_view(change: Change) -> Payload:
    """Shown from the confirm until the outcome; says so when Polytomic did not answer."""
    so_far = sentences(change.outcome.sentences) if change.outcome else WORKING
    return blocks.view(
        blocks.Modal(CALLBACK, WORKING_TITLE, meta=change.change_id, ends=True),
        [blocks.section(f"*{escape(change.sync_name, 150)}*", so_far), blocks.context(WORKING_NEXT)],
    )


def waiting_view(change: Change, channel: str) -> Payload:
    """Shown once the approval request is stored."""
    return blocks.view(
        blocks.Modal(CALLBACK, WAITING_TITLE, meta=change.change_id, ends=True),
        [
            blocks.section(f"*{escape(change.sync_name, 150)}*", *changes_in_words(change.lines)),
            blocks.section(WAITING.format(channel=channel), WAITING_NEXT),
        ],
    )


def _approved_by(change: Change) -> str:
    people = ", ".join(person(one.approver) for one in change.decisions if one.verdict == "approved")
    return APPROVED_BY.format(people=people) if people else ""


def direct_message(change: Change, channel: str) -> Payload:
    """For the person who confirmed it."""
    text = f"{headline(change)}: {escape(change.sync_name, 150)}"
    notes = [note for note in (_approved_by(change), _ended(change)) if note]
    return blocks.message(text, [*body(change, channel), *_below(notes, after_change(change))])


def log_message(change: Change, channel: str) -> Payload:
    """For the log channel: the person, the sync, the changes, the result."""
    template = CHANGED if change.state is State.APPLIED else WANTED
    text = template.format(first=headline(change), person=person(change.actor), sync=escape(change.sync_name, 150))
    notes = [", ".join(part for part in (BY.format(person=person(change.actor)), _ended(change)) if part)]
    if change.reason:
        notes.append(REASON.format(reason=escape(change.reason, 500)))
    if approved := _approved_by(change):
        notes.append(approved)
    buttons = [*undo_buttons(change), *after_change(change)]
    return blocks.message(text, [*body_without_buttons(change, channel), *_below(notes, buttons)])


def _below(notes: list[str], buttons: list[Element]) -> list[Block]:
    return [*([blocks.context(*notes)] if notes else []), *([blocks.actions(*buttons)] if buttons else [])]


def body_without_buttons(change: Change, channel: str) -> list[Block]:
    """The body as others read it: the next step is the actor's alone, unless nobody knows how it ended."""
    whole = body(change, channel)
    return whole[:-1] if _next_buttons(change) and change.state is not State.UNCLEAR else whole


def _ended(change: Change) -> str:
    return moment(change.ended_at) if change.ended_at else ""
