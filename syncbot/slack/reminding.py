"""What is said under a request without anybody's click: the reminder at half time, and what moved outside syncbot."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.slack import blocks
from syncbot.slack.blocks import Block
from syncbot.slack.calls import Payload
from syncbot.slack.outcome import changes_in_words
from syncbot.slack.text import escape, moment, person, span
from syncbot.slack.undo_button import undo_buttons

REMINDER = "{approvers}: this request still waits for a decision. Without one it ends {moment}."
BESIDE = "Also waits for a decision on this sync: {what}, asked by {person} {moment}.{link}"
BESIDE_LINK = " <{url}|Open that request>"
BESIDE_MORE = " and {count} more"
MOVED = "{sync} was changed outside syncbot, {span}{who}. Nothing was repaired by itself."
BY = ", last saved by {name}"
LINES_AT_MOST = 10
BESIDE_AT_MOST = 5


def reminder(change: Change, *, approvers: str) -> Payload:
    """Asks the approvers once more; `approvers` are mentions."""
    return {"text": REMINDER.format(approvers=approvers, moment=moment(change.expires_at or 0.0))}


def beside(others: tuple[Change, ...]) -> list[str]:
    """The other requests of the sync that wait, a line each, with a link to each that stands in a message."""
    return [_beside(other) for other in others[:BESIDE_AT_MOST]]


def _beside(other: Change) -> str:
    url = other.places.request_link.replace("&", "&amp;")
    return BESIDE.format(
        what=_riskiest(other),
        person=person(other.actor),
        moment=moment(other.created_at),
        link=BESIDE_LINK.format(url=url) if url else "",
    )


def _riskiest(other: Change) -> str:
    first, *more = other.lines or ("",)
    return escape(first, 200) + (BESIDE_MORE.format(count=len(more)) if more else "")


def moved(seen: Change, *, with_buttons: bool) -> Payload:
    """What moved from outside; in the log channel with *Put back*."""
    name = seen.outcome.changed_by if seen.outcome else ""
    text = MOVED.format(
        sync=escape(seen.sync_name, 150),
        span=span(seen.created_at, seen.ended_at or seen.created_at),
        who=BY.format(name=escape(name)) if name else "",
    )
    parts: list[Block] = [blocks.section(text, *changes_in_words(seen.lines, LINES_AT_MOST))]
    if with_buttons and (buttons := undo_buttons(seen)):
        parts.append(blocks.actions(*buttons))
    return blocks.message(text, parts)
